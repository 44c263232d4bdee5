// What a field of a record is besides its type: how two people's changes of it are merged, and
// whether it must be there.
//
// Each domain type names its fields once, in a function template
//
//   template <class Visitor, class Self> static void describe(Visitor& field, Self& self);
//
// which calls `field(key, member, trait)` for each, in the order in which a new record is written.
// Reader, writer, difference, merge, JSON and the schema's tests are visitors of it.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace crm {

/// How two changes of one field are merged (record.md); by_type: text and values scalar, lists of
/// text sets, lists of items by id, maps per key.
enum class Rule {
  by_type,
  equal,
  scalar,
  set,
  growing_set,
  items,
  earliest,
  latest,
  smaller,
  refusal,
  lines,
  per_key
};

struct Trait {
  Rule rule = Rule::by_type;
  bool required = false;
};

constexpr Trait required{.required = true};
constexpr Trait identity{.rule = Rule::equal, .required = true};
constexpr Trait earliest{.rule = Rule::earliest};
constexpr Trait latest{.rule = Rule::latest};
constexpr Trait smaller{.rule = Rule::smaller};
constexpr Trait by_lines{.rule = Rule::lines};
constexpr Trait growing{.rule = Rule::growing_set};
constexpr Trait refusal_wins{.rule = Rule::refusal};

/// A type that names its fields so.
template <class T>
concept Described = requires {
  T::noun;
};

/// A map whose keys are the user's words, in the order of the file.
template <class T>
using Named = std::vector<std::pair<std::string, T>>;

template <class T>
const T* find_named(const Named<T>& map, std::string_view name) {
  for (const auto& [key, value] : map)
    if (key == name) return &value;
  return nullptr;
}

/// The item of that id in a list; nullptr when there is none.
template <class Items>
auto* find_item(Items& items, std::string_view id) {
  for (auto& item : items)
    if (item.id == id) return &item;
  return decltype(&items.front()){nullptr};
}

}  // namespace crm

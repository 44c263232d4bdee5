// `field=value`, `tags+=vip`, `+vip`: changes as people type them, made on an entry of the book by
// its schema.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/data.hpp"
#include "core/domain/settings.hpp"
#include "core/record/schema.hpp"

namespace crm {

struct Assignment {
  enum class Kind { set, add, remove };
  Kind kind = Kind::set;
  /// `owner`, `fields.industry`, `consent.email`.
  std::string key;
  std::string value;

  /// Nothing when the word is none of `key=value`, `key+=value`, `key-=value`, `+tag`, `-tag`.
  static std::optional<Assignment> parse(std::string_view word);
};

/// What typed values are read against.
struct Typing {
  const Settings& settings;
  /// Local, of the book, for `expected=friday`.
  Moment now;
};

/// The entry with the assignment made. Values are read by the field's shape: days as people type
/// them, amounts in the book's currency, lists by commas; an empty value takes the field away.
/// `email=…` is `emails=…` while there are not several.
/// Words that crm.yaml lists (status, kind, outcome, priority, owner …) must be in its list, unless
/// `anyway`. A custom field needs no `fields.` before it. Error::asked_wrongly names the field,
/// what it wants, and the nearest name.
Result<Data> assigned(Data entry, const Assignment& assignment, const Type& type,
                      const Typing& typing, bool anyway);

/// The value that some data mean, read by the one reader.
Result<Customer> customer_from(const Data& data, std::string_view currency);

/// The word as the list has it, compared folded; asked wrongly with the list otherwise. An empty
/// list knows every word.
Result<std::string> listed_word(const std::vector<std::string>& list, std::string_view word,
                                std::string_view what);

}  // namespace crm

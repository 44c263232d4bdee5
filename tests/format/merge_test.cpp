// The merges of the corpus: what two copies of a file come to, to the byte, whichever side merges.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "core/merge/meaning.hpp"
#include "core/merge/merged_text.hpp"
#include "core/record/difference.hpp"
#include "tests/format/corpus.hpp"
#include "tests/judge.hpp"

using namespace crm;
using namespace crm::test;

namespace {

struct MergeCase {
  std::string name, path;
  std::optional<std::string> base;
  std::string ours, theirs, merged;
};

/// The first word of a case's name says what it is about; customers go without.
std::string path_of(const std::string& name) {
  if (name.starts_with("campaign-")) return "campaigns/fair-2026.yaml";
  if (name.starts_with("rates-")) return "rates.yaml";
  if (name.starts_with("settings-")) return "crm.yaml";
  return "customers/acme-7h2k.yaml";
}

std::vector<MergeCase> cases() {
  std::vector<MergeCase> all;
  for (const auto& entry : std::filesystem::directory_iterator(data_format("corpus/merge"))) {
    const auto folder = entry.path();
    MergeCase one;
    one.name = folder.filename().string();
    one.path = path_of(one.name);
    if (std::filesystem::exists(folder / "base.yaml")) one.base = text_of(folder / "base.yaml");
    one.ours = text_of(folder / "ours.yaml");
    one.theirs = text_of(folder / "theirs.yaml");
    one.merged = text_of(folder / "merged.yaml");
    all.push_back(std::move(one));
  }
  std::sort(all.begin(), all.end(),
            [](const MergeCase& x, const MergeCase& y) { return x.name < y.name; });
  return all;
}

Settings euros() {
  Settings settings;
  settings.currency = "EUR";
  return settings;
}

const char* name_of_rule(Rule rule) {
  switch (rule) {
    case Rule::by_type: return "by type";
    case Rule::equal: return "equal";
    case Rule::scalar: return "value";
    case Rule::set: return "set";
    case Rule::growing_set: return "grows";
    case Rule::items: return "entries";
    case Rule::earliest: return "earlier";
    case Rule::latest: return "later";
    case Rule::smaller: return "smaller";
    case Rule::refusal: return "refusal";
    case Rule::lines: return "lines";
    case Rule::per_key: return "per key";
  }
  return "";
}

/// Values have one rule whatever they are; the others depend on what they hold.
std::string kind_of(const Field& field) {
  const std::string rule = name_of_rule(field.rule);
  return field.rule == Rule::scalar ? rule : rule + " of " + std::string(name_of(field.shape));
}

void list_kinds(const Type& type, std::set<std::string>& kinds) {
  for (const Field& field : type.fields) {
    if (field.rule != Rule::equal && field.key != "conflicts") kinds.insert(kind_of(field));
    if (field.item != nullptr) list_kinds(*field.item, kinds);
  }
}

/// The kinds of fields that differ between the two sides and from the base, in both directions or
/// by an addition.
void note_kinds(const Data* base, const Data& ours, const Data& theirs, const Type& type,
                std::set<std::string>& met) {
  static const Data nothing;
  const auto at = [](const Data* map, std::string_view key) {
    const Data* const value = map == nullptr ? nullptr : map->find(key);
    return value == nullptr ? &nothing : value;
  };
  for (const Field& field : type.fields) {
    const Data *const was = at(base, field.key), *const our = at(&ours, field.key),
                      *const their = at(&theirs, field.key);
    if (*our == *their || *our == *was || *their == *was) continue;
    met.insert(kind_of(field));
    if (field.item == nullptr) continue;
    const bool is_map = field.shape == Shape::named_items;
    for (std::size_t i = 0; i < our->children.size(); ++i) {
      const std::string name = is_map ? our->keys[i] : entry_name(our->children[i]);
      const auto find = [&](const Data& list) -> const Data* {
        if (is_map) return list.find(name);
        for (const Data& entry : list.children)
          if (entry_name(entry) == name) return &entry;
        return nullptr;
      };
      if (const Data* const other = find(*their))
        note_kinds(find(*was), our->children[i], *other, *field.item, met);
    }
  }
}

}  // namespace

TEST_CASE("every merge of the corpus comes to the expected bytes, whichever side merges") {
  const auto all = cases();
  CHECK(all.size() > 45);
  for (const MergeCase& one : all) {
    INFO(one.name);
    for (const bool turned : {false, true}) {
      const auto both = merged_text(one.base, turned ? one.theirs : one.ours,
                                    turned ? one.ours : one.theirs, one.path, euros());
      if (!both) {
        FAIL_CHECK("refused: ", to_lines(both.error().problems));
        continue;
      }
      CHECK(both->text == one.merged);
    }
    CHECK(judgement(one.merged) == "");
    // Merging the result with a side again changes nothing.
    for (const std::string* const side : {&one.ours, &one.theirs}) {
      const auto again = merged_text(*side, one.merged, *side, one.path, euros());
      REQUIRE(again);
      CHECK(again->text == one.merged);
    }
  }
}

TEST_CASE("every rule of the format has a merge in the corpus") {
  std::set<std::string> wanted, met;
  for (const Type* const type :
       {&customer_type(), &campaign_type(), &settings_type(), &rates_type()})
    list_kinds(*type, wanted);
  for (const MergeCase& one : cases()) {
    INFO(one.name);
    const auto ours = meaning_of(one.ours, one.path, euros());
    const auto theirs = meaning_of(one.theirs, one.path, euros());
    REQUIRE(ours);
    REQUIRE(theirs);
    std::optional<Data> base;
    if (one.base) base = meaning_of(*one.base, one.path, euros()).value().known;
    note_kinds(base ? &*base : nullptr, ours->known, theirs->known, type_for(one.path), met);
  }
  for (const std::string& kind : wanted) {
    INFO(kind);
    CHECK(met.contains(kind));
  }
}

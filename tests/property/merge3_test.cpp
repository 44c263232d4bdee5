// Random records changed by two people: the laws of the three-way merge.
#include "core/merge/merge3.hpp"

#include <doctest/doctest.h>

#include <array>
#include <map>
#include <set>

#include "core/merge/lines.hpp"
#include "core/record/difference.hpp"
#include "core/record/writer.hpp"
#include "tests/property/promise.hpp"
#include "tests/property/random_record.hpp"

namespace crm::test {
namespace {

/// Three people who went their own ways from one record, as data; the third one is for the laws
/// that need her.
struct Fork {
  Data base, ours, theirs, hers;
};

template <class T>
Fork fork_of(Dice& dice) {
  T base = random_record<T>(dice, dice.one_of(std::array{2, 3, 3, 3, 4, 6, 10, 25}));
  Fork fork{to_data(base), {}, {}, {}};
  for (Data* const side : {&fork.ours, &fork.theirs, &fork.hers}) {
    T own = base;
    for (int i = dice.between(0, 6); i > 0; --i) own = changed(std::move(own), dice);
    *side = to_data(own);
    // What a newer version may write, which this one does not know.
    if (dice.chance(30)) side->put("newer-" + std::to_string(dice.below(2)), Data::scalar("7"));
  }
  return fork;
}

Data merged(const Data& base, const Data& a, const Data& b, const Type& type) {
  auto result = merge3(&base, a, b, type);
  REQUIRE(result);
  return std::move(result->data);
}

Data without_conflicts(Data record) {
  record.remove("conflicts");
  return record;
}

/// Every scalar that stands in the data, with the way to it.
void collect(const Data& data, const std::string& way, std::set<std::string>& found) {
  if (data.kind == Data::Kind::scalar) found.insert(way + " = " + data.text);
  for (std::size_t i = 0; i < data.children.size(); ++i) {
    const bool is_map = data.kind == Data::Kind::map;
    const std::string step = is_map ? data.keys[i] : entry_name(data.children[i]);
    collect(data.children[i], way + "/" + step, found);
  }
}

std::set<std::string> scalars(const Data& data) {
  std::set<std::string> found;
  collect(data, "", found);
  return found;
}

/// Ids of the entries of each list of a record.
std::map<std::string, std::multiset<std::string>> entries_of(const Data& record, const Type& type) {
  std::map<std::string, std::multiset<std::string>> all;
  for (const Field& field : type.fields)
    if (field.shape == Shape::items && field.key != "conflicts")
      if (const Data* const list = record.find(field.key))
        for (const Data& entry : list->children)
          all[std::string(field.key)].insert(entry_name(entry));
  return all;
}

/// Whoever merges, however often, comes to the same.
void check_sameness(const Fork& fork, const Data& both, const Type& type) {
  const auto& [base, ours, theirs, hers] = fork;
  CHECK(new_file(both) == new_file(merged(base, theirs, ours, type)));
  // What nobody else changed is taken as it is.
  CHECK(same_but_for_order(merged(base, ours, ours, type), ours));
  CHECK(same_but_for_order(merged(base, ours, base, type), ours));
  CHECK(same_but_for_order(merged(base, base, theirs, type), theirs));
  // A second merge with one of its sides adds nothing.
  CHECK(same_but_for_order(merged(ours, both, ours, type), both));
  CHECK(same_but_for_order(merged(theirs, theirs, both, type), both));
}

/// No entry is lost but what was taken away and left alone, and none is there twice.
void check_entries(const Fork& fork, const Data& both, const Type& type) {
  auto was = entries_of(fork.base, type), in_both = entries_of(both, type);
  auto in_ours = entries_of(fork.ours, type), in_theirs = entries_of(fork.theirs, type);
  for (const auto* const side : {&in_ours, &in_theirs})
    for (const auto& [list, ids] : *side)
      for (const std::string& id : ids) {
        CAPTURE(list);
        CAPTURE(id);
        const bool in_one_alone = !in_ours[list].contains(id) || !in_theirs[list].contains(id);
        // Taken away on one side; it may stay where the other has changed it.
        if (was[list].contains(id) && in_one_alone) continue;
        CHECK(in_both[list].count(id) == 1);
      }
  for (const auto& [list, ids] : in_both)
    for (const std::string& id : ids) CHECK(ids.count(id) == 1);
}

/// Nothing is made up, and what loses is kept beside.
void check_values(const Fork& fork, const Merged& both, const Type& type) {
  std::set<std::string> known = scalars(fork.base);
  known.merge(scalars(fork.ours));
  known.merge(scalars(fork.theirs));
  for (const std::string& one : scalars(without_conflicts(both.data))) {
    // Texts of several lines are joined line by line.
    if (one.find("/note = ") != one.npos || one.find("/text = ") != one.npos) continue;
    CAPTURE(one);
    CHECK(known.contains(one));
  }
  for (const Data* const side : {&fork.ours, &fork.theirs})
    for (const std::string& key : side->keys)
      if (key.starts_with("newer-")) CHECK(both.data.find(key) != nullptr);
  for (const Conflict& conflict : both.conflicts) {
    CHECK(conflict.kept >= conflict.lost);
    if (type.find("conflicts") == nullptr) continue;
    const Data* const list = both.data.find("conflicts");
    REQUIRE(list != nullptr);
    const auto is_it = [&](const Data& entry) { return entry_name(entry) == conflict.id; };
    CHECK(std::count_if(list->children.begin(), list->children.end(), is_it) == 1);
  }
}

const Data* entry_of(const Data& record, const char* list, const std::string& id) {
  const Data* const all = record.find(list);
  if (all == nullptr) return nullptr;
  for (const Data& entry : all->children)
    if (entry_name(entry) == id) return &entry;
  return nullptr;
}

/// A reminder that somebody has done is not to be done again, unless somebody took that back.
void check_done(const Fork& fork, const Data& both) {
  const Data* const reminders = both.find("reminders");
  if (reminders == nullptr) return;
  for (const Data& reminder : reminders->children) {
    const auto done_in = [&](const Data& record) -> std::string {
      const Data* const entry = entry_of(record, "reminders", entry_name(reminder));
      const Data* const done = entry == nullptr ? nullptr : entry->find("done");
      return done == nullptr ? "" : done->text;
    };
    const std::string was = done_in(fork.base), ours = done_in(fork.ours),
                      theirs = done_in(fork.theirs);
    const Data* const done = reminder.find("done");
    const std::string now = done == nullptr ? "" : done->text;
    CAPTURE(entry_name(reminder));
    if (ours != was && theirs != was) CHECK(now == std::max(ours, theirs));
    if (ours == was && theirs != was && !theirs.empty()) CHECK(now == theirs);
  }
}

/// Three who meet two by two, in whatever order, come to one record. What loses may be told in
/// other words, and texts may have their lines in another order.
void check_order(const Fork& fork, const Data& both, const Type& type) {
  const auto& [base, ours, theirs, hers] = fork;
  const auto values = [](const Data& record) {
    std::set<std::string> all = scalars(without_conflicts(record));
    std::erase_if(all, [](const std::string& one) {
      return one.find("/note = ") != one.npos || one.find("/text = ") != one.npos;
    });
    return all;
  };
  const auto first = values(merged(base, both, hers, type));
  CHECK(first == values(merged(base, ours, merged(base, theirs, hers, type), type)));
}

template <class T>
void check_laws(const Type& type, int rounds, std::uint64_t seed) {
  for (int round = 0; round < rounds; ++round) {
    CAPTURE(round);
    Dice dice(seed + static_cast<std::uint64_t>(round));
    const Fork fork = fork_of<T>(dice);
    const auto both = merge3(&fork.base, fork.ours, fork.theirs, type);
    REQUIRE(both);
    check_sameness(fork, both->data, type);
    check_entries(fork, both->data, type);
    check_values(fork, *both, type);
    check_done(fork, both->data);
    check_order(fork, both->data, type);
  }
}

TEST_CASE("a three-way merge keeps its laws, for every kind of file") {
  check_laws<Customer>(customer_type(), rounds(20'000), 1);
  check_laws<Campaign>(campaign_type(), rounds(1'500), 2);
  check_laws<Rates>(rates_type(), rounds(1'000), 3);
  check_laws<Settings>(settings_type(), rounds(1'500), 4);
}

TEST_CASE("lines that one side changed are taken, whatever the other did elsewhere") {
  struct Case {
    std::string base, a, b, merged;
    bool clean;
  };

  const std::vector<Case> cases = {
      {"1\n2\n3\n", "1\n2\n3\n4\n", "0\n1\n2\n3\n", "0\n1\n2\n3\n4\n", true},
      {"1\n2\n3\n", "1\n3\n", "1\n2\n3\n", "1\n3\n", true},
      {"1\n2\n3\n", "1\nx\n3\n", "1\nx\n3\n", "1\nx\n3\n", true},
      {"1\n2\n3\n", "1\nx\n3\n", "1\ny\n3\n", "1\nx\ny\n3\n", false},
      {"", "ours", "theirs", "ours\ntheirs", false},
  };
  for (const Case& one : cases) {
    CAPTURE(one.base);
    CAPTURE(one.a);
    CAPTURE(one.b);
    const MergedLines merged = merge_lines(one.base, one.a, one.b, Overlap::both);
    CHECK(merged.text == one.merged);
    CHECK(merged.clean == one.clean);
    CHECK(merge_lines(one.base, one.b, one.a, Overlap::both).text == one.merged);
  }
  const MergedLines first = merge_lines("a\n", "b\n", "# why\nc\n", Overlap::first);
  CHECK(first.text == "# why\nb\n");
  CHECK_FALSE(first.clean);
}

TEST_CASE("each rule settles what both sides have changed") {
  struct Case {
    std::string field, base, a, b, merged;
    bool conflict;
  };

  const std::vector<Case> cases = {
      // The greater by bytes stays, the other is kept as a conflict.
      {"owner", "anna", "ben", "cleo", "cleo", true},
      // A value beats its removal.
      {"owner", "anna", "", "cleo", "cleo", false},
      {"added", "2026-05-01", "2026-03-01", "2026-04-01", "2026-03-01", false},
      {"deleted", "", "2026-03-01T10:00+02:00", "2026-03-01T09:00Z", "2026-03-01T10:00+02:00",
       false},
      {"note", "first", "first\nours", "first\ntheirs", "first\nours\ntheirs", false},
      {"note", "a\nb\nc", "x\nb\nc", "a\nb\ny", "x\nb\ny", false},
  };
  for (const Case& one : cases) {
    CAPTURE(one.field);
    const auto record = [&](const std::string& value) {
      Data data = Data::map();
      data.put("id", Data::scalar("acme-7h2k"));
      data.put("name", Data::scalar("Acme"));
      if (!value.empty()) data.put(one.field, Data::scalar(value));
      return data;
    };
    const Data base = record(one.base);
    const auto both = merge3(&base, record(one.a), record(one.b), customer_type());
    REQUIRE(both);
    REQUIRE(both->data.find(one.field) != nullptr);
    CHECK(both->data.find(one.field)->text == one.merged);
    CHECK(both->conflicts.size() == (one.conflict ? 1 : 0));
  }
}

TEST_CASE("two ids are two records") {
  Data a = Data::map(), b = Data::map();
  a.put("id", Data::scalar("acme-7h2k"));
  b.put("id", Data::scalar("globex-9k2f"));
  const auto both = merge3(nullptr, a, b, customer_type());
  REQUIRE_FALSE(both);
  CHECK(both.error().message() == "these are two records: acme-7h2k and globex-9k2f");
}

}  // namespace
}  // namespace crm::test

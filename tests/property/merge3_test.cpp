// Random records changed by two people: the laws of the three-way merge.
#include "core/merge/merge3.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <map>
#include <set>

#include "core/merge/lines.hpp"
#include "core/record/difference.hpp"
#include "core/record/writer.hpp"
#include "tests/property/promise.hpp"
#include "tests/property/random_record.hpp"

namespace crm::test {
namespace {

template <class T>
struct Fork {
  T base, ours, theirs;

  explicit Fork(Dice& dice) : base(random_record<T>(dice, 25)), ours(base), theirs(base) {
    for (int i = dice.between(0, 6); i > 0; --i) ours = changed(std::move(ours), dice);
    for (int i = dice.between(0, 6); i > 0; --i) theirs = changed(std::move(theirs), dice);
  }
};

template <class T>
Data merged(const T* base, const T& a, const T& b, const Type& type) {
  const Data was = base == nullptr ? Data() : to_data(*base);
  const auto result = merge3(base == nullptr ? nullptr : &was, to_data(a), to_data(b), type);
  REQUIRE(result);
  return result->data;
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

template <class T>
void check_laws(const Type& type, int rounds) {
  for (int round = 0; round < rounds; ++round) {
    CAPTURE(round);
    Dice dice(static_cast<std::uint64_t>(round) + 77);
    const Fork<T> fork(dice);
    const auto& [base, ours, theirs] = fork;
    const Data both = merged(&base, ours, theirs, type);
    // Whoever merges, it is the same to the byte.
    CHECK(new_file(both) == new_file(merged(&base, theirs, ours, type)));
    // What nobody else changed is taken as it is.
    CHECK(same_but_for_order(merged(&base, ours, ours, type), to_data(ours)));
    CHECK(same_but_for_order(merged(&base, ours, base, type), to_data(ours)));
    CHECK(same_but_for_order(merged(&base, base, theirs, type), to_data(theirs)));
    // A second merge with one of its sides adds nothing.
    const Data our_data = to_data(ours);
    const auto again = merge3(&our_data, both, our_data, type);
    REQUIRE(again);
    CHECK(same_but_for_order(again->data, both));
  }
}

TEST_CASE("a three-way merge keeps its laws for every kind of file") {
  check_laws<Customer>(customer_type(), 400);
  check_laws<Campaign>(campaign_type(), 150);
  check_laws<Rates>(rates_type(), 100);
  check_laws<Settings>(settings_type(), 150);
}

TEST_CASE("no entry is lost in a merge but what was taken away and left alone") {
  for (int round = 0; round < 400; ++round) {
    CAPTURE(round);
    Dice dice(static_cast<std::uint64_t>(round) + 4000);
    const Fork<Customer> fork(dice);
    const Data base = to_data(fork.base), ours = to_data(fork.ours), theirs = to_data(fork.theirs);
    const auto both = merge3(&base, ours, theirs, customer_type());
    REQUIRE(both);
    auto was = entries_of(base, customer_type()), in_both = entries_of(both->data, customer_type());
    auto in_ours = entries_of(ours, customer_type()),
         in_theirs = entries_of(theirs, customer_type());
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
}

TEST_CASE("nothing is made up, and what loses is kept beside") {
  for (int round = 0; round < 400; ++round) {
    CAPTURE(round);
    Dice dice(static_cast<std::uint64_t>(round) + 9000);
    const Fork<Customer> fork(dice);
    const Data base = to_data(fork.base), ours = to_data(fork.ours), theirs = to_data(fork.theirs);
    const auto both = merge3(&base, ours, theirs, customer_type());
    REQUIRE(both);
    std::set<std::string> known = scalars(base);
    known.merge(scalars(ours));
    known.merge(scalars(theirs));
    for (const std::string& one : scalars(without_conflicts(both->data))) {
      // Texts of several lines are joined line by line.
      if (one.find("/note = ") != one.npos || one.find("/text = ") != one.npos) continue;
      CAPTURE(one);
      CHECK(known.contains(one));
    }
    for (const Conflict& conflict : both->conflicts) {
      CHECK(conflict.kept >= conflict.lost);
      const Data* const list = both->data.find("conflicts");
      REQUIRE(list != nullptr);
      const auto is_it = [&](const Data& entry) { return entry_name(entry) == conflict.id; };
      CHECK(std::count_if(list->children.begin(), list->children.end(), is_it) == 1);
    }
  }
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

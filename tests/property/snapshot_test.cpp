// What was seen of the files, and how it stands to what is there now.
#include "core/index/snapshot.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <set>
#include <tuple>

#include "core/index/listing.hpp"
#include "tests/property/dice.hpp"
#include "tests/property/random_record.hpp"

using namespace crm;
using namespace crm::test;

namespace {

Sweep sweep_of(const std::vector<std::string>& names, std::uint64_t size = 1) {
  Sweep sweep;
  sweep.at = 1'000'000'000'000;
  for (const std::string& name : names)
    sweep.add(name, {1, 1, size, std::hash<std::string>()(name)});
  return sweep;
}

/// As a command leaves it that has learned of all files.
Snapshot seen(const Sweep& now, const Comparison& comparison) {
  Snapshot snapshot;
  snapshot.sweep = now;
  snapshot.by_path = comparison.by_path;
  for (const Comparison::File& file : comparison.files) snapshot.cards.push_back({file.number, 1});
  return snapshot;
}

}  // namespace

TEST_CASE("each file has a number of its own, and there are hardly more numbers than files") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    INFO("seed ", seed);
    Dice dice(seed);
    std::set<std::string> names;
    Snapshot snapshot;
    std::size_t most = 0;
    for (int round = 0; round < 200; ++round) {
      for (int changes = dice.between(0, 4); changes > 0; --changes) {
        const std::string name = "n" + std::to_string(dice.below(50)) + ".yaml";
        if (dice.chance(50))
          names.insert(name);
        else
          names.erase(name);
      }
      most = std::max(most, names.size());
      const Sweep now = sweep_of({names.begin(), names.end()});
      const Comparison comparison = compared(snapshot, now);
      std::set<std::uint32_t> numbers;
      for (const Comparison::File& file : comparison.files) numbers.insert(file.number);
      REQUIRE(numbers.size() == names.size());
      CHECK(comparison.numbers <= most);
      // Cards are forgotten of those alone that no file has any more.
      for (const std::uint32_t number : comparison.gone) CHECK_FALSE(numbers.contains(number));
      // Who was there keeps their number.
      for (std::size_t i = 0; i < now.files.size(); ++i)
        for (std::size_t j = 0; j < snapshot.sweep.files.size(); ++j)
          if (now.path(i) == snapshot.sweep.path(j)) {
            CHECK(comparison.files[i].number == snapshot.cards[j].number);
            CHECK(comparison.files[i].unchanged);
          }
      snapshot = seen(now, comparison);
    }
  }
}

TEST_CASE("a name that a folder tells twice is two files") {
  const Sweep now = sweep_of({"a.yaml", "b.yaml", "b.yaml", "c.yaml"});
  const Comparison first = compared({}, now);
  const Comparison second = compared(seen(now, first), sweep_of({"b.yaml", "b.yaml", "c.yaml"}));
  std::set<std::uint32_t> numbers;
  for (const Comparison::File& file : second.files) numbers.insert(file.number);
  CHECK(numbers.size() == 3);
}

TEST_CASE("a snapshot is read as it was packed, and none that says what can't be") {
  const Sweep now = sweep_of({"a.yaml", "b.yaml", "c.yaml"});
  const Snapshot whole = seen(now, compared({}, now));
  const auto read = [](const Snapshot& snapshot) { return read_snapshot(packed(snapshot, 7), 7); };
  const auto again = read(whole);
  REQUIRE(again);
  CHECK(again->sweep.paths == whole.sweep.paths);
  CHECK(again->by_path == whole.by_path);
  CHECK(again->numbers() == 3);
  CHECK_FALSE(read_snapshot(packed(whole, 7), 8));
  CHECK(read(Snapshot()));
  for (const std::uint32_t number : {1u, 0xFFFFFFFFu, 0xFFFFFFFEu, 400'000'000u}) {
    Snapshot forged = whole;
    forged.cards[0].number = number;
    CHECK_FALSE(read(forged));
  }
  Snapshot forged = whole;
  forged.by_path = {0, 0, 0};
  CHECK_FALSE(read(forged));
  forged.by_path = {0, 1, 3};
  CHECK_FALSE(read(forged));
}

TEST_CASE("what a list says of a customer is read as it was packed") {
  const Moment now = Moment::parse("2026-11-21T12:00:00+01:00").value();
  int kept = 0;
  for (std::uint64_t seed = 0; seed < 3'000; ++seed) {
    Dice dice(seed);
    auto customer = random_record<Customer>(dice, 10);
    if (dice.chance(70)) customer.deleted.reset();
    if (dice.chance(70)) customer.merged_into.clear();
    if (dice.chance(50)) customer.interactions.clear();
    std::string bytes = packed_listing(customer, now);
    const auto read = read_listing(bytes);
    REQUIRE(read.has_value() == !bytes.empty());
    if (read) {
      ++kept;
      CHECK_FALSE(customer.is_deleted());
      // It says the same at every later moment.
      Moment later = now;
      later.day = Day::since_epoch(now.day.number() + dice.between(0, 5'000));
      const ListedCustomer listed(customer, later);
      const Listing& one = listed.listing();
      CHECK(std::tie(read->order, read->id, read->name, read->kind, read->status, read->owner,
                     read->tags, read->last) == std::tie(one.order, one.id, one.name, one.kind,
                                                         one.status, one.owner, one.tags,
                                                         one.last));
    }
    // Bytes that are none end nothing.
    if (bytes.empty()) continue;
    for (int i = dice.between(1, 3); i > 0; --i)
      bytes[dice.below(bytes.size())] = static_cast<char>(dice.below(256));
    if (dice.chance(50)) bytes.resize(dice.below(bytes.size()));
    (void)read_listing(bytes);
  }
  CHECK(kept > 500);
}

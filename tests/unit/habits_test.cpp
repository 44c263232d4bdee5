#include "core/report/habits.hpp"

#include <doctest/doctest.h>

#include "core/record/reader.hpp"
#include "core/record/tree.hpp"

namespace crm {
namespace {

Habits habits_of(const std::string& purchases, const char* today = "2026-12-31") {
  const auto tree = Tree::parse("name: a\npurchases: [" + purchases + "]\n", "customers/a.yaml");
  return habits(*read_customer(*tree, "EUR").value, Day::parse(today).value());
}

std::string bought(const char* id, const char* on, const char* item, const char* more = "") {
  return std::string("{id: ") + id + ", on: " + on + ", item: " + item + ", amount: 10 EUR" + more +
         "}, ";
}

std::string usual_words(const Habits& habits) {
  std::string all;
  for (const UsualItem& one : habits.usual)
    all += (all.empty() ? "" : ", ") + one.item + " " + std::to_string(one.times);
  return all;
}

}  // namespace

TEST_CASE("an interval needs three days of buying") {
  CHECK(habits_of("") == Habits{});
  const std::string two = bought("b1", "2026-01-01", "tea") + bought("b2", "2026-01-11", "tea");
  CHECK(habits_of(two).times == 2);
  CHECK(habits_of(two).last == Day::of(2026, 1, 11));
  CHECK_FALSE(habits_of(two).interval);
  // Twice on one day is one day of buying.
  CHECK_FALSE(habits_of(two + bought("b3", "2026-01-11", "cups")).interval);
  // 10 and 20 days between: 15, so next on 31 January + 15.
  const std::string three = two + bought("b3", "2026-01-31", "tea");
  CHECK(habits_of(three).interval == 15);
  CHECK(habits_of(three).next == Day::of(2026, 2, 15));
  // 10, 20 and 100: the one in the middle.
  const std::string four = three + bought("b4", "2026-05-11", "tea");
  CHECK(habits_of(four).interval == 20);
  // As it was in January.
  CHECK_FALSE(habits_of(four, "2026-01-30").interval);
}

TEST_CASE("the order of the file decides nothing") {
  CHECK(habits_of(bought("b3", "2026-01-31", "tea") + bought("b1", "2026-01-01", "tea") +
                  bought("b2", "2026-01-11", "tea"))
            .interval == 15);
}

TEST_CASE("usual is what was bought twice, the most often first, three at most") {
  const std::string text = bought("b1", "2026-01-01", "tea") + bought("b2", "2026-01-02", "TEA") +
                           bought("b3", "2026-01-03", "cups") + bought("b4", "2026-01-04", "cups") +
                           bought("b5", "2026-01-05", "cups") + bought("b6", "2026-01-06", "pot");
  CHECK(usual_words(habits_of(text)) == "cups 3, TEA 2");
  const std::string more = text + bought("c1", "2026-02-01", "spoon") +
                           bought("c2", "2026-02-01", "spoon") +
                           bought("c3", "2026-03-01", "milk") + bought("c4", "2026-03-01", "milk");
  CHECK(usual_words(habits_of(more)) == "cups 3, milk 2, spoon 2");
}

TEST_CASE("what was given back was not bought") {
  const std::string two = bought("b1", "2026-01-01", "tea") + bought("b2", "2026-01-11", "tea");
  const std::string all = two + bought("r1", "2026-02-01", "tea", ", refund_of: b2");
  CHECK(habits_of(all).times == 1);
  CHECK(habits_of(all).last == Day::of(2026, 1, 1));
  CHECK(usual_words(habits_of(all)) == "");
  // Before that day it was; and a part is not all.
  CHECK(habits_of(all, "2026-01-31").times == 2);
  CHECK(
      habits_of(two + "{id: r1, on: 2026-02-01, item: tea, amount: 9 EUR, refund_of: b2}").times ==
      2);
}

}  // namespace crm

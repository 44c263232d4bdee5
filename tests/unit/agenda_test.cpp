// The morning page, where a transcript can't say it well.
#include "core/report/agenda.hpp"

#include <doctest/doctest.h>

namespace crm {
namespace {

Day november(unsigned day) {
  return *Day::of(2026, 11, day);
}

/// Born on 10 November 1980, spoken to on that day if at all.
Customer born(std::optional<Day> spoken_to = {}) {
  Customer customer;
  customer.id = "acme-7h2k";
  customer.name = "Acme";
  customer.birthday = PartialDay::parse("1980-11-10").value();
  if (spoken_to) {
    Interaction call;
    call.id = "c4wakz";
    call.kind = "call";
    call.at.day = *spoken_to;
    customer.interactions.push_back(call);
  }
  return customer;
}

std::vector<Errand> on(Day today, const Customer& customer, std::optional<Day> seen) {
  Settings settings = standard_settings(countries().front());
  AgendaWish wish;
  wish.now.day = today;
  wish.seen = seen;
  return errands(customer, settings, wish);
}

}  // namespace

TEST_CASE("a birthday that came and went between two looks is overdue at the second one") {
  // It is shown from the 9th to the 13th. Last looked on:
  struct Row {
    unsigned seen, today;
    bool shown;
  };

  for (const Row& row : {Row{8, 14, true},
                         {8, 30, true},
                         {9, 14, false},
                         {9, 30, false},
                         {13, 14, false},
                         {14, 30, false},
                         {1, 14, true}}) {
    CAPTURE(row.seen);
    CAPTURE(row.today);
    const auto all = on(november(row.today), born(), november(row.seen));
    REQUIRE(all.size() == (row.shown ? 1U : 0U));
    if (!row.shown) continue;
    CHECK(all.front().group == Errand::Group::overdue);
    CHECK(all.front().kind == Errand::Kind::birthday);
    CHECK(all.front().days == static_cast<int>(row.today) - 10);
    CHECK(all.front().text == "turns 46");
  }
  // While it is shown anyway, it is today's, once.
  const auto still = on(november(13), born(), november(1));
  REQUIRE(still.size() == 1);
  CHECK(still.front().group == Errand::Group::today);
  // Who asks no such thing sees what is shown on that day.
  CHECK(on(november(14), born(), {}).empty());
}

TEST_CASE("whoever was spoken to since has been wished") {
  CHECK(on(november(20), born(november(10)), november(1)).empty());
  CHECK(on(november(20), born(november(18)), november(1)).empty());
  CHECK(on(november(20), born(november(9)), november(1)).size() == 1);
}

TEST_CASE("a look of the year before last asks for the dates of this year and the last") {
  CHECK(on(november(20), born(), *Day::of(2024, 1, 1)).size() == 2);
}

}  // namespace crm

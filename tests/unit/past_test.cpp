#include "core/report/past.hpp"

#include <doctest/doctest.h>

#include "tests/unit/small_book.hpp"

using namespace crm;
using namespace crm::test;

namespace {

Day day(const char* text) {
  return Day::parse(text).value();
}

// Offered at 390 for December on 12 October; on 2 November 420 and March, on the 9th its own 60 %
// instead of none; won on the 20th. The file has the moves in no order.
const char* const offered = R"(deals:
  - id: d1
    title: sacks
    amount: 420.00 EUR
    expected: 2027-03-01
    probability: 60
    history:
      - {id: h4, at: 2026-11-20, stage: won, from: offer}
      - {id: h2, at: "2026-11-02T15:00+01:00", was: {amount: 390.00 EUR, expected: 2026-12-05}}
      - {id: h1, at: 2026-10-12, stage: lead}
      - {id: h3, at: 2026-11-09, stage: offer, from: lead, was: {probability: none}}
)";

std::string told(const std::optional<Customer>& customer) {
  if (!customer) return "not there";
  if (customer->deals.empty()) return "no deal";
  const Deal& deal = customer->deals.front();
  return deal.amount->text() + " " + deal.expected->text() + " " +
         (deal.probability ? std::to_string(*deal.probability) : "-") + " " +
         std::to_string(deal.history.size());
}

}  // namespace

TEST_CASE("a deal on a past day is what its later moves say it was") {
  SmallBook book;
  const Customer& acme = book.customer("acme", offered).customer();
  const auto on = [&](const char* when) { return told(as_of(acme, day(when), "EUR")); };
  CHECK(on("2026-10-11") == "no deal");
  CHECK(on("2026-10-12") == "390.00 EUR 2026-12-05 - 1");
  CHECK(on("2026-11-01") == "390.00 EUR 2026-12-05 - 1");
  CHECK(on("2026-11-02") == "420.00 EUR 2027-03-01 - 2");
  CHECK(on("2026-11-09") == "420.00 EUR 2027-03-01 60 3");
  CHECK(on("2026-11-20") == "420.00 EUR 2027-03-01 60 4");
}

TEST_CASE("what was changed before the first move was there; what can't be read stays") {
  SmallBook book;
  const Customer& acme = book.customer("acme", R"(deals:
  - title: sacks
    amount: 420.00 EUR
    expected: 2027-03-01
    history:
      - {at: 2026-10-01, was: {amount: dear, expected: soon, probability: "30"}}
      - {at: 2026-10-05, stage: lead}
)")
                             .customer();
  CHECK(told(as_of(acme, day("2026-09-30"), "EUR")) == "420.00 EUR 2027-03-01 30 0");
}

TEST_CASE("the facts of a deal tell the same of a past day") {
  SmallBook book;
  book.customer("acme", offered);
  const AllFacts facts = book.facts();
  const DealFacts& one = facts.front().deals.front();
  CHECK_FALSE(stood(one, day("2026-10-11")));
  const auto october = stood(one, day("2026-10-31"));
  CHECK(Money(**october->amount).text() == "390.00 EUR");
  CHECK(october->expected == day("2026-12-05"));
  CHECK_FALSE(october->probability);
  CHECK(october->step->stage == "lead");
  const auto now = stood(one, day("2026-11-21"));
  CHECK(Money(**now->amount).text() == "420.00 EUR");
  CHECK(now->probability == 60);
  CHECK_FALSE(now->is_open());
}

TEST_CASE("a customer on a past day") {
  SmallBook book;
  Customer& acme = book.customer("acme", R"(added: 2026-03-01
since: 2026-06-10
deleted: 2026-10-01
purchases:
  - {on: 2026-06-10, item: pens, amount: 10 EUR}
  - {on: 2026-06-11, item: ink, amount: 10 EUR}
payments:
  - {on: 2026-06-12, amount: 10 EUR}
interactions:
  - {at: "2026-06-10T18:00+02:00", kind: call}
  - {at: 2026-06-11, kind: email}
  - {at: 2026-06-20, kind: meeting, planned: yes, outcome: held}
cases:
  - title: stains
    rating: 4
    resolution: washed
    history:
      - {at: 2026-06-09, status: open}
      - {at: 2026-07-01, status: closed}
  - title: cracks
    history:
      - {at: 2026-06-15, status: open}
)")
                       .customer();
  CHECK_FALSE(as_of(acme, day("2026-02-28"), "EUR"));
  const Customer june = as_of(acme, day("2026-06-10"), "EUR").value();
  CHECK_FALSE(june.is_deleted());
  CHECK(june.since == day("2026-06-10"));
  CHECK_FALSE(as_of(acme, day("2026-06-09"), "EUR")->since);
  REQUIRE(june.purchases.size() == 1);
  CHECK(june.purchases.front().item == "pens");
  CHECK(june.payments.empty());
  // The call, and the meeting: it may have been planned by then, and how it went was not known.
  REQUIRE(june.interactions.size() == 2);
  CHECK(june.interactions.back().outcome.empty());
  REQUIRE(june.cases.size() == 1);
  CHECK(june.cases.front().status() == "open");
  CHECK_FALSE(june.cases.front().rating);
  CHECK(june.cases.front().resolution.empty());
  const Customer july = as_of(acme, day("2026-07-01"), "EUR").value();
  CHECK(july.cases.size() == 2);
  CHECK(july.cases.front().rating == 4);
  CHECK(as_of(acme, day("2026-10-01"), "EUR")->is_deleted());
  // Its entries are where it went.
  acme.merged_into = "globex";
  CHECK(as_of(acme, day("2026-06-10"), "EUR")->is_deleted());
}

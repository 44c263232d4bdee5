#include "core/report/funnel.hpp"

#include <doctest/doctest.h>

#include "tests/unit/small_book.hpp"

using namespace crm;
using namespace crm::test;

namespace {

// The standard pipeline: lead, qualified, proposal, negotiation, won, lost.
SmallBook book() {
  SmallBook book;
  book.customer("acme", "owner: anna\n")
      // Through all stages: 10 days a lead, 5 qualified, 20 proposal, 1 negotiation.
      .deal("d1", "a", "1000 EUR",
            "2026-01-01 lead, 2026-01-11 qualified, 2026-01-16 proposal, 2026-02-05 negotiation, "
            "2026-02-06 won")
      // Skips two stages, and is lost for its price: 4 days a lead, 6 negotiation.
      .deal("d2", "b", "400 EUR", "2026-03-01 lead, 2026-03-05 negotiation, 2026-03-11 lost price")
      // Goes back to lead and stands there: 2 days a lead, 3 proposal.
      .deal("d3", "c", "500 USD", "2026-04-01 lead, 2026-04-03 proposal, 2026-04-06 lead")
      // Lost at once, without a stage.
      .deal("d4", "d", "", "2026-05-01 lost price")
      // Began before the days asked about.
      .deal("d5", "e", "9000 EUR", "2025-05-01 lead, 2026-05-01 won")
      // Never moved.
      .deal("d6", "f", "9000 EUR", "");
  book.customer("globex", "owner: ben\n")
      // Written in no order: a lead for 8 days, then lost for its price.
      .deal("e1", "g", "50 EUR", "2026-06-09 lost price, 2026-06-01 lead")
      // Through a stage that crm.yaml no longer has: 3 days a lead, 7 there.
      .deal("e2", "h", "70 EUR", "2026-06-01 lead, 2026-06-04 tasting, 2026-06-11 lost timing");
  return book;
}

const ReportTable& table(const Report& report, std::string_view key) {
  for (const ReportTable& one : report.tables)
    if (one.key == key) return one;
  FAIL("no table");
  return report.tables.front();
}

}  // namespace

TEST_CASE("funnel: reached, went on, won from here, days, open and lost here") {
  const SmallBook small = book();
  const Report report = funnel_report(small.facts(), small.question("2026-01-01", "2026-12-31"));
  // All 6 reached lead: d1 to d4, e1, e2. d1, d2 (which skipped) and d3 came to proposal; d1 and d2
  // to negotiation. Closed are 5, of them d1 is won; of those from qualified on 2. Days as leads:
  // 10, 4, 2, 8, 3: the middle is 4. Lost as leads: d4, e1 for the price, e2 for the timing. d3
  // came as far as proposal and is open. negotiation: d2 lost for its price.
  CHECK(told(report, "stages") ==
        "lead | 6 | 3/6 | 1/5 | 4.0 d | 0 | 3 | price (2)\n"
        "qualified | 3 | 3/3 | 1/2 | 1 of 5 | 0 | 0 | \n"
        "proposal | 3 | 2/3 | 1/2 | 2 of 5 | 1 | 0 | \n"
        "negotiation | 2 | 1/2 | 1/2 | 2 of 5 | 0 | 1 | price (1)\n"
        "won | 1 |  |  |  |  |  | \n"
        "tasting (gone) | 1 |  | 0/1 | 1 of 5 |  |  | \n");
  // Euros as leads: 1,000 + 400 + 50 + 70.
  CHECK(told(report, "amounts") ==
        "lead | 1520.00 EUR | 0.00 EUR | 1000.00 EUR | 120.00 EUR\n"
        "lead | 500.00 USD | 0.00 USD | 0.00 USD | 0.00 USD\n"
        "qualified | 1400.00 EUR | 0.00 EUR | 1000.00 EUR | 0.00 EUR\n"
        "qualified | 500.00 USD | 0.00 USD | 0.00 USD | 0.00 USD\n"
        "proposal | 1400.00 EUR | 0.00 EUR | 1000.00 EUR | 0.00 EUR\n"
        "proposal | 500.00 USD | 500.00 USD | 0.00 USD | 0.00 USD\n"
        "negotiation | 1400.00 EUR | 0.00 EUR | 1000.00 EUR | 400.00 EUR\n"
        "tasting (gone) | 70.00 EUR | 0.00 EUR | 0.00 EUR | 0.00 EUR\n");
  CHECK(table(report, "stages").remarks.front() ==
        "without a move, so nobody knows when they began: 1 deal");
  CHECK(table(report, "amounts").remarks.front() == "without an amount, left out: 1 deal");
}

TEST_CASE("funnel: in groups, each with all stages") {
  const SmallBook small = book();
  Question question = small.question("2026-01-01", "2026-12-31");
  question.by = "owner";
  Selection by_owner;
  by_owner.group = [](const Customer& customer, const Part&) { return customer.owner; };
  // Anna's leads: d1 to d4, three of them closed. Ben's: e1, e2.
  CHECK(told(funnel_report(small.facts(by_owner), question), "stages") ==
        "anna | lead | 4 | 3/4 | 1/3 | 3 of 5 | 0 | 1 | price (1)\n"
        "anna | qualified | 3 | 3/3 | 1/2 | 1 of 5 | 0 | 0 | \n"
        "anna | proposal | 3 | 2/3 | 1/2 | 2 of 5 | 1 | 0 | \n"
        "anna | negotiation | 2 | 1/2 | 1/2 | 2 of 5 | 0 | 1 | price (1)\n"
        "anna | won | 1 |  |  |  |  |  | \n"
        "anna | tasting (gone) | 0 |  |  |  |  |  | \n"
        "ben | lead | 2 | 0/2 | 0/2 | 2 of 5 | 0 | 2 | price (1)\n"
        "ben | qualified | 0 |  |  |  | 0 | 0 | \n"
        "ben | proposal | 0 |  |  |  | 0 | 0 | \n"
        "ben | negotiation | 0 |  |  |  | 0 | 0 | \n"
        "ben | won | 0 |  |  |  |  |  | \n"
        "ben | tasting (gone) | 1 |  | 0/1 | 1 of 5 |  |  | \n");
}

TEST_CASE("funnel: a deal that was opened again counts as it stands now") {
  SmallBook small;
  Customer& acme =
      small.customer("acme").deal("d1", "a", "", "2026-01-01 lead, 2026-02-01 lost").customer();
  Move again;
  again.at = Moment::parse("2026-03-01").value();
  again.stage = "qualified";
  again.reopen = true;
  acme.deals.front().history.push_back(again);
  CHECK(told(funnel_report(small.facts(), small.question("2026-01-01", "2026-12-31")), "stages") ==
        "lead | 1 | 1/1 |  | 1 of 5 | 0 | 0 | \n"
        "qualified | 1 | 0/1 |  |  | 1 | 0 | \n"
        "proposal | 0 |  |  |  | 0 | 0 | \n"
        "negotiation | 0 |  |  |  | 0 | 0 | \n"
        "won | 0 |  |  |  |  |  | \n");
}

TEST_CASE("funnel: of one pipeline") {
  SmallBook small = book();
  Stage proof, done;
  proof.stage = "proof";
  done.stage = "delivered";
  done.ends = "won";
  small.settings.pipelines.push_back({"delivery", {proof, done}});
  Customer& acme = small.customers.front();
  acme.deals.push_back(acme.deals.front());
  acme.deals.back().pipeline = "delivery";
  acme.deals.back().history.resize(1);
  acme.deals.back().history.front().stage = "proof";
  Question question = small.question("2026-01-01", "2026-12-31");
  CHECK(funnel_report(small.facts(), question).title == "Funnel of sales");
  question.pipeline = "delivery";
  CHECK(told(funnel_report(small.facts(), question), "stages") ==
        "proof | 1 | 0/1 |  |  | 1 | 0 | \n"
        "delivered | 0 |  |  |  |  |  | \n");
  // A filter that leaves only the deals of another pipeline says which is meant.
  question.pipeline.clear();
  Selection delivered;
  delivered.fits = [](const Customer&, const Part& part) {
    const auto* const deal = std::get_if<const Deal*>(&part);
    return deal != nullptr && (*deal)->pipeline == "delivery";
  };
  CHECK(funnel_report(small.facts(delivered), question).title == "Funnel of delivery");
}

TEST_CASE("an empty book has no funnel and divides by nothing") {
  SmallBook empty;
  for (const bool without_pipelines : {false, true}) {
    if (without_pipelines) empty.settings.pipelines.clear();
    for (const char* const by : {"", "owner"}) {
      Question question = empty.question("2026-01-01", "2026-12-31");
      question.by = by;
      for (const ReportTable& one : funnel_report(empty.facts(), question).tables) {
        CHECK(one.rows.empty());
        CHECK_FALSE(one.when_empty.empty());
      }
    }
  }
}

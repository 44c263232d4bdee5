#include <doctest/doctest.h>
#include <fmt/format.h>

#include "core/report/accuracy.hpp"
#include "core/report/forecast.hpp"
#include "core/report/targets.hpp"
#include "tests/unit/small_book.hpp"

using namespace crm;
using namespace crm::test;

namespace {

/// Lines of a record: `more` are further lines of the deal, `moves` as in `2026-10-01 lead`.
std::string deal(const char* id, const char* amount, const char* more, const char* moves) {
  std::string text = fmt::format("  - id: {}\n    title: {}\n", id, id);
  if (*amount != '\0') text += fmt::format("    amount: {}\n", amount);
  if (*more != '\0') text += fmt::format("    {}\n", more);
  text += "    history:\n";
  std::string_view rest = moves;
  while (!rest.empty()) {
    const std::string_view move = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.size(), move.size() + 2));
    text += fmt::format("      - {{at: {}, stage: {}}}\n", move.substr(0, 10), move.substr(11));
  }
  return text;
}

// The standard pipeline: lead 10 %, qualified 30, proposal 50, negotiation 80. Today is
// 2026-11-21.
SmallBook book() {
  SmallBook book;
  book.customer(
      "acme",
      "owner: anna\ndeals:\n" + deal("d1", "1000 EUR", "expected: 2026-12-10", "2026-10-01 lead") +
          deal("d2", "2000 EUR", "expected: 2026-12-20", "2026-10-01 lead, 2026-11-01 proposal") +
          deal("d3", "400 EUR", "expected: 2026-11-20", "2026-10-01 lead") +
          deal("d4", "700 EUR", "probability: 25", "2026-10-01 proposal") +
          deal("d5", "900 EUR", "expected: 2026-12-01", "2026-10-01 lead, 2026-11-05 won"));
  book.customer("globex",
                "owner: ben\ndeals:\n" +
                    deal("e1", "500 USD", "expected: 2026-12-31", "2026-10-01 qualified") +
                    deal("e2", "", "expected: 2026-12-31", "2026-10-01 qualified") +
                    deal("e3", "300 EUR", "expected: 2027-06-01", "2026-10-01 tasting"));
  return book;
}

Question ahead(const SmallBook& book) {
  Question question = book.question("2026-11-21", "2026-11-21");
  question.span.to.reset();
  return question;
}

/// As many deals of 1 EUR that went that way.
void add_closed(SmallBook& book, int count, const char* moves) {
  std::string deals = "deals:\n";
  for (int i = 0; i < count; ++i) deals += deal(fmt::format("x{}", i).c_str(), "1 EUR", "", moves);
  book.customer(fmt::format("past{}", book.customers.size()).c_str(), deals);
}

const ReportTable& table(const Report& report, std::string_view key) {
  for (const ReportTable& one : report.tables)
    if (one.key == key) return one;
  FAIL("no table");
  return report.tables.front();
}

}  // namespace

TEST_CASE("forecast: by month, with what slipped, what has no day, and what is won already") {
  const SmallBook small = book();
  const Report report = forecast_report(small.facts(), ahead(small));
  // Slipped: 400 at 10 % = 40. November: only the won 900. December: 1,000 at 10 % = 100 and 2,000
  // at 50 % = 1,000; in dollars 500 at 30 % = 150. June: nobody says a weight for "tasting". No
  // day: 700 at its own 25 % = 175. In euros 400 + 3,000 + 300 + 700 = 4,400; weighted 40 + 1,100 +
  // 175 = 1,315; best 4,400 + 900.
  CHECK(told(report, "months") ==
        "slipped | 1 | 400.00 EUR | 40.00 EUR | 400.00 EUR | \n"
        "2026-11 | 0 | 0.00 EUR | 0.00 EUR | 900.00 EUR | 900.00 EUR\n"
        "2026-12 | 2 | 3000.00 EUR | 1100.00 EUR | 3000.00 EUR | \n"
        "2026-12 | 1 | 500.00 USD | 150.00 USD | 500.00 USD | \n"
        "2027-06 | 1 | 300.00 EUR | 0.00 EUR | 300.00 EUR | \n"
        "no day | 1 | 700.00 EUR | 175.00 EUR | 700.00 EUR | \n"
        "all | 5 | 4400.00 EUR | 1315.00 EUR | 5300.00 EUR | 900.00 EUR | total\n"
        "all | 1 | 500.00 USD | 150.00 USD | 500.00 USD | 0.00 USD | total\n");
  CHECK(table(report, "months").rows.front().alarming);
  const auto& remarks = table(report, "months").remarks;
  REQUIRE(remarks.size() == 3);
  // Of the closed deals only d5 was ever a lead.
  CHECK(remarks[0] ==
        "weights: lead 10 % (crm.yaml: 1 of 10 closed), qualified 30 % (crm.yaml: 0 of 10 closed), "
        "proposal 50 % (crm.yaml: 0 of 10 closed), 1 deal by its own probability");
  CHECK(remarks[1] ==
        "not in the weighted sum: 1 deal in tasting, a stage that crm.yaml does not have");
  CHECK(remarks[2] == "without an amount, left out: 1 open deal");
  CHECK(report.span.from == Day::parse("2026-11-01").value());
}

TEST_CASE("forecast: days asked about choose months, and leave what slipped and what has no day") {
  const SmallBook small = book();
  Question question = small.question("2026-12-15", "2026-12-25");
  // From 1 to 25 December: d1 and d2.
  CHECK(told(forecast_report(small.facts(), question), "months") ==
        "slipped | 1 | 400.00 EUR | 40.00 EUR | 400.00 EUR | \n"
        "2026-12 | 2 | 3000.00 EUR | 1100.00 EUR | 3000.00 EUR | \n"
        "no day | 1 | 700.00 EUR | 175.00 EUR | 700.00 EUR | \n"
        "all | 4 | 4100.00 EUR | 1315.00 EUR | 4100.00 EUR | 0.00 EUR | total\n");
}

TEST_CASE("forecast: in groups") {
  const SmallBook small = book();
  Question question = ahead(small);
  question.by = "owner";
  Selection by_owner;
  by_owner.group = [](const Customer& customer, const Part&) { return customer.owner; };
  CHECK(told(forecast_report(small.facts(by_owner), question), "months") ==
        "anna | slipped | 1 | 400.00 EUR | 40.00 EUR | 400.00 EUR | \n"
        "anna | 2026-11 | 0 | 0.00 EUR | 0.00 EUR | 900.00 EUR | 900.00 EUR\n"
        "anna | 2026-12 | 2 | 3000.00 EUR | 1100.00 EUR | 3000.00 EUR | \n"
        "anna | no day | 1 | 700.00 EUR | 175.00 EUR | 700.00 EUR | \n"
        "ben | 2026-12 | 1 | 500.00 USD | 150.00 USD | 500.00 USD | \n"
        "ben | 2027-06 | 1 | 300.00 EUR | 0.00 EUR | 300.00 EUR | \n"
        "all |  | 5 | 4400.00 EUR | 1315.00 EUR | 5300.00 EUR | 900.00 EUR | total\n"
        "all |  | 1 | 500.00 USD | 150.00 USD | 500.00 USD | 0.00 USD | total\n");
}

TEST_CASE("forecast: ten closed deals say more of a stage than crm.yaml") {
  SmallBook small = book();
  // Of the pipeline's closed deals that were ever a lead: d5, 3 won and 6 lost. That is 4 of 10.
  add_closed(small, 3, "2026-01-01 lead, 2026-02-01 won");
  add_closed(small, 6, "2026-01-01 lead, 2026-01-10 lead, 2026-02-01 lost");
  const Report report = forecast_report(small.facts(), ahead(small));
  CHECK(told(report, "weights") ==
        "lead | 2 | 40 | history | 4/10\n"
        "qualified | 1 | 30 | crm.yaml | 0 of 10\n"
        "proposal | 1 | 50 | crm.yaml | 0 of 10\n"
        "tasting | 1 |  | none | 0 of 10\n");
  // 1,000 at 40 % and 2,000 at 50 %.
  CHECK(told(report, "months").find("2026-12 | 2 | 3000.00 EUR | 1400.00 EUR") !=
        std::string::npos);
  // One of them opened again is open and says nothing: 9 are left.
  small.customers.back().deals.back().history.push_back(
      small.customers.back().deals.back().history.front());
  Move& again = small.customers.back().deals.back().history.back();
  again.at = Moment::parse("2026-03-01").value();
  again.reopen = true;
  CHECK(told(forecast_report(small.facts(), ahead(small)), "weights")
            .starts_with("lead | 3 | 10 | crm.yaml | 9 of 10\n"));
}

TEST_CASE("forecast: the weights and the targets are the whole book's, whatever the filter") {
  SmallBook small = book();
  add_closed(small, 3, "2026-01-01 lead, 2026-02-01 won");
  add_closed(small, 6, "2026-01-01 lead, 2026-02-01 lost");
  Selection acme;
  acme.fits = [](const Customer& customer, const Part&) { return customer.id == "acme"; };
  const AllFacts whole = small.facts();
  Question question = ahead(small);
  question.whole = &whole;
  CHECK(told(forecast_report(small.facts(acme), question), "weights") ==
        "lead | 2 | 40 | history | 4/10\n"
        "proposal | 1 | 50 | crm.yaml | 0 of 10\n");
}

TEST_CASE("a deal's own probability is at most certain; sums that do not fit say so") {
  SmallBook small;
  const std::string most = "92233720368547758.06 EUR";
  small.customer("acme", "deals:\n" +
                             deal("d1", most.c_str(), "probability: 140", "2026-10-01 lead") +
                             deal("d2", most.c_str(), "probability: -5", "2026-10-01 lead"));
  CHECK(told(forecast_report(small.facts(), ahead(small)), "months") ==
        "no day | 2 | over " + most + " | " + most + " | over " + most + " | \n");
}

TEST_CASE("targets: sold until today, open by weight until the end, reached and missing") {
  SmallBook small = book();
  small.settings.team = {{"anna", {}}, {"ben", {}}};
  Data each = Data::map();
  each.put("anna", Data::scalar("5000 EUR"));
  each.put("ben", Data::scalar("1000"));
  small.settings.targets = Data::map();
  small.settings.targets.put("2026-12", Data::scalar("2000 EUR"));
  small.settings.targets.put("2026-Q4", each);
  small.settings.targets.put("2026-10", Data::scalar("77 EUR"));
  const Report report = forecast_report(small.facts(), ahead(small));
  // October is over. Anna sold 900 in the quarter and has 1,100 to come (not what slipped, nor what
  // has no day); Ben's dollars have no rate.
  CHECK(told(report, "targets") ==
        "2026-Q4 | anna | 5000.00 EUR | 900.00 EUR | 1100.00 EUR | 90000/500000 | 3000.00 EUR\n"
        "2026-Q4 | ben | 1000.00 EUR | 0.00 EUR | 0.00 EUR | 0/100000 | 1000.00 EUR\n"
        "2026-Q4 | all | 6000.00 EUR | 900.00 EUR | 1100.00 EUR | 90000/600000 | 4000.00 EUR | "
        "total\n"
        "2026-12 |  | 2000.00 EUR | 0.00 EUR | 1100.00 EUR | 0/200000 | 900.00 EUR\n");
  CHECK(table(report, "targets").remarks.front() ==
        "what is in USD is left out: rates.yaml has no rate to the target's currency");
  // At 0.5 euros Ben's 150 dollars are 75.
  small.rates = {{{"", Day::parse("2026-01-01").value(), "USD", "EUR", Decimal{500000}}}};
  CHECK(told(forecast_report(small.facts(), ahead(small)), "targets")
            .find("ben | 1000.00 EUR | 0.00 EUR | 75.00 EUR | 0/100000 | 925.00 EUR") !=
        std::string::npos);
}

TEST_CASE("targets: what others sell counts for all") {
  SmallBook small;
  small.settings.team = {{"anna", {}}, {"ben", {}}, {"cleo", {}}};
  Data each = Data::map();
  each.put("anna", Data::scalar("100 EUR"));
  each.put("ben", Data::scalar("100 EUR"));
  small.settings.targets = Data::map();
  small.settings.targets.put("2026-Q4", each);
  const auto sold = [&](const char* id, const char* owner, const char* amount) {
    small.customer(id, std::string("owner: ") + owner +
                           "\npurchases: [{id: b1, on: 2026-11-02, item: x, amount: " + amount +
                           "}]\n");
  };
  sold("acme", "anna", "50 EUR");
  sold("beta", "cleo", "30 EUR");
  // 50 + 30 of 200; 120 are missing.
  CHECK(told(forecast_report(small.facts(), ahead(small)), "targets") ==
        "2026-Q4 | anna | 100.00 EUR | 50.00 EUR | 0.00 EUR | 5000/10000 | 50.00 EUR\n"
        "2026-Q4 | ben | 100.00 EUR | 0.00 EUR | 0.00 EUR | 0/10000 | 100.00 EUR\n"
        "2026-Q4 | others |  | 30.00 EUR | 0.00 EUR |  | \n"
        "2026-Q4 | all | 200.00 EUR | 80.00 EUR | 0.00 EUR | 8000/20000 | 120.00 EUR | total\n");
}

TEST_CASE("targets: all that is wrong with them is said") {
  SmallBook small;
  small.settings.team = {{"anna", {}}};
  Data each = Data::map();
  each.put("ann", Data::scalar("1 EUR"));
  each.put("anna", Data::scalar("12.000,50"));
  small.settings.targets = Data::map();
  small.settings.targets.put("2026-Q5", Data::scalar("1 EUR"));
  small.settings.targets.put("2026-11", each);
  small.settings.targets.put("2026-12", Data::scalar("-1 EUR"));
  small.settings.targets.put("2027", Data::list());
  const auto targets = targets_of(small.settings);
  REQUIRE_FALSE(targets);
  REQUIRE(targets.error().problems.size() == 5);
  CHECK(targets.error().problems[0].message ==
        "crm.yaml: targets: \"2026-Q5\" names no month, quarter or year");
  CHECK(targets.error().problems[1].message ==
        "crm.yaml: the target of 2026-11 names \"ann\", who is not in the team");
  CHECK(targets.error().problems[2].message.starts_with(
      "crm.yaml: the target of 2026-11 for anna: "));
  CHECK(targets.error().problems[3].message == "crm.yaml: the target of 2026-12 is below zero");
  CHECK(targets.error().problems[4].message == "crm.yaml: the target of 2027 is no amount");
  const Report report = forecast_report(small.facts(), ahead(small));
  CHECK(table(report, "targets").when_empty == "crm.yaml's targets can't be read");
  CHECK(table(report, "targets").remarks.size() == 5);
  small.settings.targets = Data::scalar("5000 EUR");
  CHECK_FALSE(targets_of(small.settings));
  small.settings.targets = Data();
  CHECK(targets_of(small.settings)->empty());
}

TEST_CASE("accuracy: what was foretold by what was known then, against what came") {
  SmallBook small;
  // 800 for October from 1 July on, as a lead; a proposal of 1,000 on 1 September; won on 10
  // October.
  small.customer("acme", R"(added: 2026-01-01
deals:
  - id: d1
    title: sacks
    amount: 1000.00 EUR
    expected: 2026-10-15
    history:
      - {at: 2026-07-01, stage: lead}
      - {at: 2026-09-01, stage: proposal, was: {amount: 800.00 EUR}}
      - {at: 2026-10-10, stage: won}
  - id: d2
    title: bags
    amount: 600.00 EUR
    expected: 2027-01-15
    history:
      - {at: 2026-07-01, stage: negotiation}
      - {at: 2026-10-05, was: {expected: 2026-10-31}}
)");
  const Question question = small.question("2026-08-01", "2026-10-31");
  const Report report = forecast_accuracy(small.facts(), question);
  // 90, 60 and 30 days before 31 October are 2 August, 1 September and 1 October. On 2 August: 800
  // at 10 % = 80 and 600 at 80 % = 480: 560. On 1 September and 1 October: 1,000 at 50 % = 500 and
  // 480: 980. What came is 1,000: the bags were put off to January on the 5th.
  CHECK(told(report, "months") == "2026-10 | 560.00 EUR | 980.00 EUR | 980.00 EUR | 1000.00 EUR\n");
  CHECK(told(report, "error") ==
        "90 days | 1 |  | 1 of 3\n60 days | 1 |  | 1 of 3\n30 days | 1 |  | 1 of 3\n");
  // Of a customer who was added later nothing was foretold.
  small.customers.front().added = Day::parse("2026-09-01").value();
  CHECK(told(forecast_accuracy(small.facts(), question), "months") ==
        "2026-10 | 0.00 EUR | 980.00 EUR | 980.00 EUR | 1000.00 EUR\n");
}

TEST_CASE("accuracy: the mean error, over three months that had any") {
  SmallBook small;
  // Leads of 1,000, foretold with 100 each from the beginning. One for August is won on the 31st,
  // one for September is lost, one for October is won, with 1,200.
  small.customer("acme", R"(deals:
  - {title: a, amount: 1000 EUR, expected: 2026-08-31, history: [{at: 2026-01-01, stage: lead}, {at: 2026-08-31, stage: won}]}
  - {title: b, amount: 1000 EUR, expected: 2026-09-30, history: [{at: 2026-01-01, stage: lead}, {at: 2026-09-30, stage: lost}]}
  - {title: c, amount: 1200 EUR, expected: 2026-10-31, history: [{at: 2026-01-01, stage: lead}, {at: 2026-10-31, stage: won, was: {amount: 1000 EUR}}]}
)");
  const Report report =
      forecast_accuracy(small.facts(), small.question("2026-05-01", "2026-10-31"));
  CHECK(told(report, "months") ==
        "2026-08 | 100.00 EUR | 100.00 EUR | 100.00 EUR | 1000.00 EUR\n"
        "2026-09 | 100.00 EUR | 100.00 EUR | 100.00 EUR | 0.00 EUR\n"
        "2026-10 | 100.00 EUR | 100.00 EUR | 100.00 EUR | 1200.00 EUR\n"
        "all | 300.00 EUR | 300.00 EUR | 300.00 EUR | 2200.00 EUR | total\n");
  // 900 + 100 + 1,100 = 2,100 in three months: 700 on average, of the 2,200 that came.
  CHECK(told(report, "error") ==
        "90 days | 3 | 700.00 EUR | 210000/220000\n"
        "60 days | 3 | 700.00 EUR | 210000/220000\n"
        "30 days | 3 | 700.00 EUR | 210000/220000\n");
}

TEST_CASE("accuracy is of full months that are over") {
  const SmallBook small = book();
  const auto months = [&](const char* from, const char* to) -> std::string {
    const auto span = full_months(small.facts(), small.question(from, to));
    return span ? span->from->text() + " " + span->to->text() : "none";
  };
  CHECK(months("2026-05-01", "2026-10-31") == "2026-05-01 2026-10-31");
  CHECK(months("2026-05-02", "2026-12-31") == "2026-06-01 2026-10-31");
  CHECK(months("2026-11-01", "2026-11-30") == "none");
  CHECK(months("2027-01-01", "2027-12-31") == "none");
  CHECK(months("2026-05-02", "2026-05-30") == "none");
  Question all = small.question("2026-01-01", "2026-01-01");
  all.span = {};
  // The first deal began in October.
  CHECK(full_months(small.facts(), all)->from->text() == "2026-10-01");
}

TEST_CASE("an empty book foretells nothing and divides by nothing") {
  const SmallBook empty;
  for (const char* const by : {"", "owner"}) {
    Question question = ahead(empty);
    question.by = by;
    for (const Report& report :
         {forecast_report(empty.facts(), question), forecast_accuracy(empty.facts(), question)})
      for (const ReportTable& one : report.tables) {
        CHECK(one.rows.empty());
        CHECK_FALSE(one.when_empty.empty());
      }
  }
}

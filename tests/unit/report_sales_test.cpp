#include <doctest/doctest.h>

#include "core/report/sales.hpp"
#include "tests/unit/small_book.hpp"

using namespace crm;
using namespace crm::test;

namespace {

// Acme won 1,000 after 10 days (1 to 11 June) and lost 400; Globex won 500 in dollars after 30
// days, and without an amount after 20. Acme bought pens for 120 (cost 50) and gave 30 of them back
// (cost 12.50); Globex bought ink for 80 without a cost.
SmallBook book() {
  SmallBook book;
  book.customer("acme", "owner: anna\nsource: fair\n")
      .deal("d1", "Arms", "1000 EUR", "2026-06-01 lead, 2026-06-11 won")
      .deal("d2", "Legs", "400 EUR", "2026-06-01 lead, 2026-07-01 lost price")
      .purchase("b1", "2026-07-05", "pens", "120 EUR", "category: office, cost: 50 EUR")
      .purchase("b2", "2026-08-01", "pens", "30 EUR",
                "category: office, cost: 12.50 EUR, refund_of: b1");
  book.customer("globex", "owner: ben\nsource: web\n")
      .deal("d3", "Heads", "500 USD", "2026-05-01 lead, 2026-05-31 won")
      .deal("d4", "Feet", "", "2026-08-01 lead, 2026-08-21 won")
      .deal("d5", "Hands", "700 EUR", "2026-08-01 lead")
      .purchase("b3", "2026-09-09", "ink", "80 EUR", "");
  return book;
}

}  // namespace

TEST_CASE("sales: won and lost, the rate, the mean and the days, by currency") {
  const Report report = sales_report(book().facts(), book().question("2026-01-01", "2026-12-31"));
  // Won 1,000.00 EUR in 10 days; lost one; so 1 of 2.
  // Won 500.00 USD in 30 days.
  // Won without an amount in 20 days: it counts and has no mean.
  CHECK(told(report, "deals") ==
        "all | 1 | 1 | 1/2 | 1000.00 EUR | 1000.00 EUR | 1 of 3\n"
        "all | 1 | 0 | 1/1 | 500.00 USD | 500.00 USD | 1 of 3\n"
        "all | 1 | 0 | 1/1 |  |  | 1 of 3\n");
}

TEST_CASE("sold: purchases and won deals that no purchase names, less what was given back") {
  const Report report = sales_report(book().facts(), book().question("2026-01-01", "2026-12-31"));
  // EUR: deal 1,000 + pens 120 + ink 80 - pens 30 = 1,170 in three sales. Costs 50 - 12.50 = 37.50
  // are of pens for 120 - 30 = 90, whose profit is 52.50.
  CHECK(told(report, "revenue") ==
        "all | 3 | 1170.00 EUR | 37.50 EUR | 52.50 EUR\n"
        "all | 1 | 500.00 USD |  | \n");
}

TEST_CASE("sales: where rates.yaml knows the rate of each day there is one more line") {
  SmallBook small = book();
  small.rates = {{{"", Day::parse("2026-01-01").value(), "USD", "EUR", Decimal{500000}}}};
  const Report report = sales_report(small.facts(), small.question("2026-01-01", "2026-12-31"));
  // 1,170 + 500 USD at 0.5 = 1,420 EUR.
  CHECK(told(report, "revenue")
            .ends_with("all in EUR | 4 | 1420.00 EUR | 37.50 EUR | 52.50 EUR | total\n"));
  small.rates.rates.front().on = Day::parse("2026-06-01").value();
  const Report later = sales_report(small.facts(), small.question("2026-01-01", "2026-12-31"));
  // The dollars of 31 May have no rate yet.
  CHECK(told(later, "revenue").find("all in EUR") == std::string::npos);
  CHECK(later.tables[1].remarks.front() ==
        "rates.yaml has no rate from USD to EUR for every day, so there is no sum of all");
}

TEST_CASE("sales: only what lies in the days asked for") {
  const Report june = sales_report(book().facts(), book().question("2026-06-01", "2026-06-30"));
  CHECK(told(june, "deals") == "all | 1 | 0 | 1/1 | 1000.00 EUR | 1000.00 EUR | 1 of 3\n");
  // No cost is known, so there are no columns for it.
  CHECK(told(june, "revenue") == "all | 1 | 1000.00 EUR |  | \n");
  const Report none = sales_report(book().facts(), book().question("2020-01-01", "2020-12-31"));
  CHECK(told(none, "deals") == "");
  CHECK(none.tables[0].when_empty == "no deal was closed");
}

TEST_CASE("sales: by what was sold, by the reason of a loss, by month") {
  SmallBook small = book();
  Question question = small.question("2026-01-01", "2026-12-31");
  question.by = "category";
  // Deals have no category.
  CHECK(told(sales_report(small.facts(), question), "revenue") ==
        "none | 2 | 1080.00 EUR |  | \n"
        "none | 1 | 500.00 USD |  | \n"
        "office | 1 | 90.00 EUR | 37.50 EUR | 52.50 EUR\n"
        "all | 3 | 1170.00 EUR | 37.50 EUR | 52.50 EUR | total\n"
        "all | 1 | 500.00 USD |  |  | total\n");
  question.by = "reason";
  CHECK(told(sales_report(small.facts(), question), "deals") == "price | 1 | 400.00 EUR\n");
  question.by = "month";
  CHECK(told(sales_report(small.facts(), question), "revenue") ==
        "2026-05 | 1 | 500.00 USD |  | \n"
        "2026-06 | 1 | 1000.00 EUR |  | \n"
        "2026-07 | 1 | 120.00 EUR | 50.00 EUR | 70.00 EUR\n"
        "2026-08 | 0 | -30.00 EUR | -12.50 EUR | -17.50 EUR\n"
        "2026-09 | 1 | 80.00 EUR |  | \n"
        "all | 3 | 1170.00 EUR | 37.50 EUR | 52.50 EUR | total\n"
        "all | 1 | 500.00 USD |  |  | total\n");
}

TEST_CASE("sales: what a sale cost is what crm.yaml's margin leaves where nobody wrote it down") {
  SmallBook small = book();
  // 35 of 100 are profit, of office things 40.
  small.settings.margin = Data::map();
  small.settings.margin.put("default", Data::scalar("35"));
  small.settings.margin.put("office", Data::scalar("40"));
  // Deal 1,000 and ink 80 cost 65 %: 650 + 52; with the pens' written 37.50: 739.50.
  const Report report = sales_report(small.facts(), small.question("2026-01-01", "2026-12-31"));
  CHECK(told(report, "revenue") ==
        "all | 3 | 1170.00 EUR | 739.50 EUR | 430.50 EUR\n"
        "all | 1 | 500.00 USD | 325.00 USD | 175.00 USD\n");
}

TEST_CASE("an empty book has no sales and divides by nothing") {
  SmallBook empty;
  for (const char* const by : {"", "reason", "category", "month", "owner"}) {
    Question question = empty.question("2026-01-01", "2026-12-31");
    question.by = by;
    for (const ReportTable& table : sales_report(empty.facts(), question).tables)
      CHECK(table.rows.empty());
  }
}

#include "core/report/month.hpp"

#include <doctest/doctest.h>

#include "tests/unit/report_book.hpp"

using namespace crm;
using namespace crm::test;

namespace {

const char* const rules =
    "pipelines:\n  sales: [{stage: lead, probability: 10}, {stage: offer, probability: 50}, "
    "{stage: won, ends: won}, {stage: lost, ends: lost}]\n";

const char* const acme =
    "id: acme\nname: Acme\nsource: fair\ndeals:\n"
    "  - {id: d1, title: arms, amount: 100 EUR, source: web, history: [{at: 2026-11-02, stage: "
    "won}]}\n"
    "  - {id: d2, title: legs, amount: 60 EUR, expected: 2026-11-30, history: [{at: 2026-11-03, "
    "stage: offer}]}\n"
    "  - {id: d3, title: hats, amount: 7.77 EUR, expected: 2026-12-31, probability: 140, history: "
    "[{at: 2026-11-03, stage: lead}]}\n"
    "  - {id: d4, title: late, amount: 40 USD, expected: 2026-11-19, history: [{at: 2026-11-03, "
    "stage: offer}]}\n"
    "  - {id: d5, title: far, amount: 900 EUR, expected: 2027-01-01, history: [{at: 2026-11-03, "
    "stage: offer}]}\n"
    "purchases:\n"
    "  - {id: b1, on: 2026-11-05, item: x, amount: 30 EUR}\n"
    "  - {id: b2, on: 2026-10-05, item: x, amount: 12 EUR}\n"
    "  - {id: b3, on: 2025-11-30, item: x, amount: 8 USD}\n"
    "payments:\n  - {id: y1, on: 2026-11-06, amount: 42 EUR}\n"
    "interactions:\n"
    "  - {id: i1, at: 2026-11-05, kind: call}\n"
    "  - {id: i2, at: 2026-10-05, kind: visit}\n"
    "  - {id: i3, at: 2026-11-27, kind: call, planned: yes}\n"
    "  - {id: i4, at: 2026-11-28, kind: call, planned: yes}\n";

const char* const globex =
    "id: globex\nname: Globex\ncases:\n"
    "  - {id: c1, title: leaks, due: 2026-11-01, history: [{at: 2026-10-09, status: open}]}\n"
    "purchases:\n  - {id: b1, on: 2026-11-07, item: x, amount: 500 EUR}\n";

ReportBook book(const std::string& now = "2026-11-20T12:00+01:00") {
  return {rules, {acme, globex}, now};
}

}  // namespace

TEST_CASE("the month stands beside the one before and the same a year before") {
  const ReportBook small = book();
  const Report report = month_report(small.facts(), small.question("2026-11-01", "2026-11-30"));
  CHECK(report.tables.front().columns[1].title == "Nov 2026");
  CHECK(report.tables.front().columns[2].title == "Oct 2026");
  CHECK(report.tables.front().columns[3].title == "Nov 2025");
  // November: the deal of 100 that no purchase names, 30 and 500.
  CHECK(told(report, "sales") ==
        "deals won | 1 | 0 | 0\nrevenue | 630.00 EUR | 12.00 EUR | \nrevenue |  |  | 8.00 USD");
  // 60 at 50 %; 7.77 at 140 % is 7.77; 40 USD at 50 % were expected yesterday; January is too far.
  CHECK(told(report, "expected") ==
        "2026-11 | 1 | 60.00 EUR | 30.00 EUR\n2026-12 | 1 | 7.77 EUR | 7.77 EUR\n"
        "slipped | 1 | 40.00 USD | 20.00 USD\n= all | 2 | 67.77 EUR | 37.77 EUR\n"
        "= all | 1 | 40.00 USD | 20.00 USD");
  // The deal says its own source.
  CHECK(told(report, "sources") ==
        "none | 500.00 EUR\nweb | 100.00 EUR\nfair | 30.00 EUR\n= all | 630.00 EUR");
  CHECK(told(report, "service") ==
        "opened | 0 | 1\nclosed | 0 | 0\nopen now | 1 | \nlate now | 1 | ");
  CHECK(told(report, "activity") == "call | 1 | 0\nvisit | 0 | 1\n= all | 1 | 1");
  // Acme: 100 + 30 + 12 - 42 EUR and 8 USD; Globex: 500 EUR.
  CHECK(told(report, "dues") ==
        "Globex | 500.00 EUR\nAcme | 100.00 EUR\n= all 2 | 600.00 EUR\nAcme | 8.00 USD");
  CHECK(told(report, "meetings") == "27 Nov 2026 |  | Acme | call |  | i3 | acme");
  CHECK(report.remarks == std::vector<std::string>{"Nov 2026 is told until today"});
}

TEST_CASE("other days stand beside as many before them") {
  const ReportBook small = book();
  const Report days = month_report(small.facts(), small.question("2026-11-03", "2026-11-06"));
  // The 3rd to the 6th: 30; the four days before, 30 October to 2 November: the deal.
  CHECK(told(days, "sales") == "deals won | 0 | 1 | 0\nrevenue | 30.00 EUR | 100.00 EUR | ");
  CHECK(days.tables.front().columns[1].title == "these days");
  const Report quarter = month_report(small.facts(), small.question("2026-10-01", "2026-12-31"));
  // October to December 2026: 630 and 12; July to September nothing; the last of 2025: 8 USD.
  CHECK(told(quarter, "sales") ==
        "deals won | 1 | 0 | 0\nrevenue | 642.00 EUR |  | \nrevenue |  |  | 8.00 USD");
  // February has 28 days, and 29 in 2024.
  const Report february = month_report(small.facts(), small.question("2025-02-01", "2025-02-28"));
  CHECK(february.tables.front().columns[3].title == "Feb 2024");
  CHECK(february.tables.front().columns[2].title == "Jan 2025");
  const Report open = month_report(small.facts(), small.question("", ""));
  CHECK(open.tables.front().columns[1].title == "Nov 2026");
}

TEST_CASE("only the five greatest sources and dues are named") {
  std::vector<std::string> customers;
  for (int i = 1; i <= 7; ++i) {
    const std::string n = std::to_string(i);
    customers.push_back("id: c" + n + "\nname: C" + n + "\nsource: s" + n +
                        "\npurchases: [{id: b, on: 2026-11-05, item: x, amount: " + n + " EUR}]\n");
  }
  const ReportBook seven("", customers, "2026-11-20T12:00+01:00");
  const Report report = month_report(seven.facts(), seven.question("2026-11-01", "2026-11-30"));
  // 1 + 2 + … + 7 = 28.
  CHECK(told(report, "sources") ==
        "s7 | 7.00 EUR\ns6 | 6.00 EUR\ns5 | 5.00 EUR\ns4 | 4.00 EUR\ns3 | 3.00 EUR\n"
        "= all | 28.00 EUR");
  CHECK(told(report, "dues") ==
        "C7 | 7.00 EUR\nC6 | 6.00 EUR\nC5 | 5.00 EUR\nC4 | 4.00 EUR\nC3 | 3.00 EUR\n"
        "= all 7 | 28.00 EUR");
}

TEST_CASE("an empty book has a page, with nothing on it") {
  const ReportBook empty("", {}, "2026-11-20T12:00+01:00");
  const Report report = month_report(empty.facts(), empty.question("2026-11-01", "2026-11-30"));
  CHECK(told(report, "sales") == "deals won | 0 | 0 | 0");
  CHECK(told(report, "service") ==
        "opened | 0 | 0\nclosed | 0 | 0\nopen now | 0 | \nlate now | 0 | ");
  for (const ReportTable& table : report.tables)
    CHECK((!table.rows.empty() || !table.when_empty.empty()));
}

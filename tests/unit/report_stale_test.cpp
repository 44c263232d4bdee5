#include "core/report/stale.hpp"

#include <doctest/doctest.h>

#include "tests/unit/asked_book.hpp"

using namespace crm;
using namespace crm::test;

namespace {

/// Today is 21 November 2026.
Report asked(const AskedBook& book) {
  Selection selection;
  selection.cadence = [](const Customer& customer) {
    return customer.source == "web" ? std::optional(Period::parse("30d").value()) : std::nullopt;
  };
  return stale_report(book.facts(selection), book.question());
}

}  // namespace

TEST_CASE("who was not spoken to in time") {
  AskedBook book;
  // 22 October was 30 days ago: in time. A day earlier is one day late.
  book.add("in-time", "source: web\ninteractions: [{id: i1, at: 2026-10-22, kind: call}]\n");
  book.add("late",
           "source: web\nowner: me\n"
           "interactions: [{id: i1, at: 2026-10-21, kind: call}, {id: i2, at: 2026-01-01, "
           "kind: call}]\n");
  // Their own word goes before the rule.
  book.add("own",
           "source: web\nkeep_in_touch: 2m\n"
           "interactions: [{id: i1, at: 2026-10-01, kind: call}]\n");
  book.add("never",
           "source: web\nkeep_in_touch: no\n"
           "interactions: [{id: i1, at: 2025-10-01, kind: call}]\n");
  book.add("without-rule", "interactions: [{id: i1, at: 2025-10-01, kind: call}]\n");
  // A call that was missed is none; a meeting to come is in touch.
  book.add("missed",
           "source: web\ninteractions:\n"
           "  - {id: i1, at: 2026-09-01, kind: call}\n"
           "  - {id: i2, at: 2026-11-20, kind: call, outcome: no-show}\n"
           "purchases: [{id: b1, on: 2026-01-01, item: x, amount: 10 EUR}, {id: b2, on: "
           "2025-11-21, item: x, amount: 99 EUR}]\n"
           "deals: [{id: d1, title: t, amount: 5 EUR, history: [{at: 2026-11-20, stage: "
           "lead}]}]\n");
  book.add("planned",
           "source: web\ninteractions:\n"
           "  - {id: i1, at: 2026-09-01, kind: call}\n"
           "  - {id: i2, at: 2026-11-25, kind: meeting, planned: yes}\n");
  const Report report = asked(book);
  CHECK(lines(report, "customers") ==
        // 1 September + 30 days = 1 October: 51 days late. 5 + 10 EUR are at stake; the 99 are of a
        // year and a day ago.
        Lines{"missed | missed |  | 2026-09-01 | 81 | 30d | 51 | 5.00 EUR | 10.00 EUR",
              "late | late | me | 2026-10-21 | 31 | 30d | 1 |  | "});
  CHECK(lines(report, "never").empty());
  CHECK(lines(report, "deals").empty());
}

TEST_CASE("what is at stake goes first, by currency where there is no rate") {
  AskedBook book;
  const std::string long_ago =
      "source: web\ninteractions: [{id: i1, at: 2026-09-01, kind: call}]\n";
  book.add("a", long_ago + "deals: [{id: d1, title: t, amount: 10 EUR}]\n");
  book.add("b", long_ago + "deals: [{id: d1, title: t, amount: 9000 JPY}]\n");
  book.add("c", long_ago + "deals: [{id: d1, title: t, amount: 20 EUR}]\n");
  book.add("d", long_ago +
                    "deals: [{id: d1, title: t, amount: 5 EUR}, {id: d2, title: t, amount: "
                    "7000 JPY}]\n");
  const auto first_of = [](const std::string& line) { return line.substr(0, 1); };
  std::string order;
  for (const std::string& line : lines(asked(book), "customers")) order += first_of(line);
  // d has a row for EUR and one for JPY, but its sum is not known.
  CHECK(order == "cadd" + std::string("b"));
  book.add_rate("JPY", "0.01");
  order.clear();
  for (const std::string& line : lines(asked(book), "customers")) order += first_of(line);
  // b 90 EUR, d 5 + 70 EUR, c 20 EUR, a 10 EUR.
  CHECK(order == "bddca");
}

TEST_CASE("who was never spoken to") {
  AskedBook book;
  book.add("new", "added: 2026-11-11\n");
  book.add("spoken", "interactions: [{id: i1, at: 2026-11-11, kind: call}]\n");
  book.add("missed", "interactions: [{id: i1, at: 2026-11-11, kind: call, outcome: no-show}]\n");
  book.add("planned", "interactions: [{id: i1, at: 2026-11-22, kind: call, planned: yes}]\n");
  book.add("contact", "status: contact\nadded: 2026-11-11\n");
  CHECK(lines(asked(book), "never") ==
        Lines{"new | new |  | 2026-11-11 | 10 |  | ", "missed | missed |  |  |  |  | "});
}

TEST_CASE("open deals of which nobody spoke") {
  AskedBook book;
  const auto deal = [](const std::string& more) {
    return "deals: [{id: d1, title: arms, amount: 10 EUR, owner: me, history: [" + more + "]}]\n";
  };
  // Opened 30 days ago and never spoken to; 29 days; never moved.
  book.add("a", deal("{at: 2026-10-22, stage: lead}"));
  book.add("b", deal("{at: 2026-10-23, stage: lead}"));
  book.add("c", "deals: [{id: d1, title: arms, amount: 20 EUR}]\n");
  // Spoken to since, or lately; won.
  book.add("d", deal("{at: 2026-01-01, stage: lead}") +
                    "interactions: [{id: i1, at: 2026-11-01, kind: call}]\n");
  book.add("e", deal("{at: 2026-01-01, stage: lead}, {at: 2026-01-02, stage: won}"));
  // A stage that crm.yaml does not have is open.
  book.add("f", deal("{at: 2026-01-01, stage: nowhere}") +
                    "interactions: [{id: i1, at: 2026-02-01, kind: call}]\n");
  CHECK(lines(asked(book), "deals") ==
        // 1 February to 21 November: 293 days.
        Lines{"d1 | arms | c | c |  | lead |  |  | 20.00 EUR",
              "d1 | arms | f | f | me | nowhere | 2026-02-01 | 293 | 10.00 EUR",
              "d1 | arms | a | a | me | lead |  | 30 | 10.00 EUR",
              " |  |  | all |  |  |  |  | 40.00 EUR"});
}

TEST_CASE("an empty book has a stale report") {
  for (const ReportTable& one : asked(AskedBook()).tables) {
    CHECK(one.rows.empty());
    CHECK_FALSE(one.when_empty.empty());
  }
}

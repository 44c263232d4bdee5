#include "core/report/sources.hpp"

#include <doctest/doctest.h>

#include "core/report/sales.hpp"
#include "tests/unit/asked_book.hpp"

using namespace crm;
using namespace crm::test;

namespace {

const Span year = span("2025-11-22", "2026-11-21");

AskedBook book_with_a_fair() {
  AskedBook book;
  book.add_campaign(
      "id: fair\nname: The fair\ncoupon: F26\nmargin: 40\nfrom: 2026-03-01\nto: 2026-03-05\n"
      "costs:\n"
      "  - {id: k1, on: 2026-02-01, amount: 100 EUR}\n"
      "  - {id: k2, on: 2026-03-06, amount: 50 EUR}\n"
      "  - {id: k3, on: 2025-01-01, amount: 999 EUR}\n"    // before the span
      "  - {id: k4, on: 2026-12-01, amount: 999 EUR}\n");  // to come
  book.add_campaign(
      "id: banner\nname: The banner\ncosts: [{id: k1, on: 2026-05-01, amount: 80 EUR}]\n");
  book.add_campaign("id: long-ago\nname: Long ago\nfrom: 2020-01-01\nto: 2020-02-01\n");
  // Came in the span, from the fair: 500 EUR, margin 40 %: goods 300.
  book.add("ann",
           "source: fair\nadded: 2026-03-02\ncampaigns: [fair]\n"
           "purchases: [{id: b1, on: 2026-04-01, item: x, amount: 500 EUR}]\n"
           "interactions:\n"
           "  - {id: i1, at: 2026-03-02, kind: meeting, campaign: fair}\n"
           "  - {id: i2, at: 2026-03-09, kind: call, direction: in, campaign: fair}\n"
           "  - {id: i3, at: 2026-03-10, kind: call, direction: in, campaign: fair}\n");
  // From the fair, too, but has bought nothing.
  book.add("bea",
           "source: fair\nadded: 2026-03-03\n"
           "deals: [{id: d1, title: t, amount: 70 EUR, campaign: fair}]\n");
  // Came before; bought with the fair's coupon and gave a part back: 200 − 50. Goods as written, of
  // the refund by nothing.
  book.add("cid",
           "source: web\nadded: 2024-01-01\n"
           "purchases:\n"
           "  - {id: b1, on: 2026-03-04, item: x, amount: 200 EUR, cost: 120 EUR, coupon: f26}\n"
           "  - {id: b2, on: 2026-03-20, item: x, amount: 50 EUR, refund_of: b1}\n");
  // No source; a won deal of the fair that no purchase names, and dollars.
  book.add("dan",
           "since: 2026-06-01\n"
           "deals: [{id: d1, title: t, amount: 30 EUR, campaign: fair, history: [{at: 2026-06-01, "
           "stage: won}]}]\n"
           "purchases: [{id: b1, on: 2026-06-02, item: x, amount: 40 USD}]\n");
  // Nobody knows when they came.
  book.add("eve", "source: web\n");
  return book;
}

}  // namespace

TEST_CASE("sources") {
  const AskedBook book = book_with_a_fair();
  const Report report = sources_report(book.facts(), book.question(year));
  CHECK(
      lines(report, "sources") ==
      // fair: 500 − 300 − 150 = 50, of 150: 33.3 %; 150 by 2 customers.
      // web: 200 − 50 − 120 = 30.
      // all: 680 − 420 − 230 = 30; three came, two of them bought; 230 / 3 = 76.67.
      Lines{"fair | The fair | 2 | 1 | 500.00 EUR | 300.00 EUR | 150.00 EUR | 50.00 EUR | 33.3 | "
            "75.00 EUR",
            " | none | 1 | 1 | 30.00 EUR | 0.00 EUR | 0.00 EUR | 30.00 EUR |  | ",
            " | none |  |  | 40.00 USD | 0.00 USD | 0.00 USD | 40.00 USD |  | ",
            "web | web | 0 | 0 | 150.00 EUR | 120.00 EUR | 0.00 EUR | 30.00 EUR |  | ",
            "banner | The banner | 0 | 0 | 0.00 EUR | 0.00 EUR | 80.00 EUR | -80.00 EUR | -100 | ",
            " | all | 3 | 2 | 680.00 EUR | 420.00 EUR | 230.00 EUR | 30.00 EUR |  | 76.67 EUR",
            " | all |  |  | 40.00 USD | 0.00 USD | 0.00 USD | 40.00 USD |  | "});
  CHECK(Lines(table(report, "sources").remarks) ==
        // The refund, the deal, the dollars.
        Lines{"of 3 sales nobody knows what the goods cost: their profit is before it",
              "of 1 customer nobody knows when they came; they are not among the new"});
}

TEST_CASE("campaigns") {
  const AskedBook book = book_with_a_fair();
  const Report report = sources_report(book.facts(), book.question(year));
  CHECK(
      lines(report, "campaigns") ==
      // Tied to the fair: cid's coupon, 200 − 50 with goods of 120, of the refund by the fair's
      // margin −30; dan's deal, 30 with goods of 18. Revenue 180, goods 108, cost 150: −78, −52 %.
      // ann's purchase names no campaign. Members: ann lists it; she was reached and replied.
      Lines{"fair | The fair | 1 | 1 | 1 | 1 | 1 | 180.00 EUR | 108.00 EUR | 150.00 EUR | "
            "-78.00 EUR | -52",
            "banner | The banner | 0 | 0 | 0 | 0 | 0 | 0.00 EUR | 0.00 EUR | 80.00 EUR | "
            "-80.00 EUR | -100",
            " | all |  |  |  |  |  | 180.00 EUR | 108.00 EUR | 230.00 EUR | -158.00 EUR | -68.7"});
}

TEST_CASE("a campaign of another time is not told, and one of no time is") {
  AskedBook book;
  book.add_campaign("id: a\nname: A\nfrom: 2026-12-01\n");
  book.add_campaign("id: b\nname: B\nto: 2025-11-21\n");
  book.add_campaign("id: c\nname: C\ncosts: [{id: k1, on: 2025-01-01, amount: 1 EUR}]\n");
  book.add_campaign("id: d\nname: D\n");
  book.add_campaign("id: e\nname: E\nfrom: 2020-01-01\n");
  CHECK(lines(sources_report(book.facts(), book.question(year)), "campaigns") ==
        Lines{"d | D | 0 | 0 | 0 | 0 | 0 | 0.00 EUR | 0.00 EUR | 0.00 EUR | 0.00 EUR | ",
              "e | E | 0 | 0 | 0 | 0 | 0 | 0.00 EUR | 0.00 EUR | 0.00 EUR | 0.00 EUR | ",
              " | all |  |  |  |  |  | 0.00 EUR | 0.00 EUR | 0.00 EUR | 0.00 EUR | "});
}

TEST_CASE("of two campaigns with one coupon the one that ran on the day counts") {
  AskedBook book;
  book.add_campaign("id: a\nname: A\nfrom: 2026-01-01\nto: 2026-01-31\ncoupon: SAVE\n");
  book.add_campaign("id: b\nname: B\nfrom: 2026-02-01\nto: 2026-02-28\ncoupon: SAVE\n");
  book.add("x", "purchases: [{id: b1, on: 2026-02-03, item: x, amount: 5 EUR, coupon: save}]\n");
  CHECK(lines(sources_report(book.facts(), book.question(year)), "campaigns").front() ==
        "b | B | 0 | 0 | 0 | 1 | 0 | 5.00 EUR | 0.00 EUR | 0.00 EUR | 5.00 EUR | ");
}

TEST_CASE("a cost in another currency stands in a line of its own, and is exchanged in the last") {
  AskedBook book;
  book.add_campaign("id: a\nname: A\ncosts: [{id: k1, on: 2026-01-01, amount: 10 USD}]\n");
  book.add("x",
           "source: a\nadded: 2026-01-02\n"
           "purchases: [{id: b1, on: 2026-02-03, item: x, amount: 30 EUR, cost: 0 EUR}]\n");
  book.add_rate("USD", "0.5");
  CHECK(lines(sources_report(book.facts(), book.question(year)), "sources") ==
        Lines{"a | A | 1 | 1 | 30.00 EUR | 0.00 EUR | 0.00 EUR | 30.00 EUR |  | ",
              "a | A |  |  | 0.00 USD | 0.00 USD | 10.00 USD | -10.00 USD | -100 | 10.00 USD",
              // 10 USD are 5 EUR.
              " | all in EUR | 1 | 1 | 30.00 EUR | 0.00 EUR | 5.00 EUR | 25.00 EUR |  | 5.00 EUR"});
}

TEST_CASE("an empty book has a sources report") {
  const AskedBook book;
  for (const ReportTable& one : sources_report(book.facts(), book.question(year)).tables) {
    CHECK(one.rows.empty());
    CHECK_FALSE(one.when_empty.empty());
  }
}

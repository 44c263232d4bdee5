#include "core/report/customers.hpp"

#include <doctest/doctest.h>

#include "core/report/value.hpp"
#include "tests/unit/asked_book.hpp"

using namespace crm;
using namespace crm::test;

namespace {

const Span year = span("2025-11-22", "2026-11-21");

std::string bought(const std::string& entries) {
  return "purchases:\n" + entries;
}

std::string sale(const std::string& id, const std::string& on, const std::string& amount,
                 const std::string& more = "") {
  return "  - {id: " + id + ", on: " + on + ", item: x, amount: " + amount + more + "}\n";
}

/// Twenty customers; number i (0 to 19) last bought on day i + 1 of January, on (i / 4) + 1 days in
/// all, for 10.00 EUR each time.
AskedBook twenty() {
  AskedBook book;
  for (int i = 0; i < 20; ++i) {
    const std::string day = (i < 9 ? "0" : "") + std::to_string(i + 1);
    std::string entries = sale("b0", "2026-01-" + day, "10 EUR");
    for (int k = 1; k <= i / 4; ++k)
      entries += sale("b" + std::to_string(k), "202" + std::to_string(k) + "-01-01", "10 EUR");
    book.add("c" + std::to_string(i), bought(entries));
  }
  return book;
}

}  // namespace

TEST_CASE("segments by recency and worth") {
  struct Case {
    int recency, frequency;
    std::optional<int> money;
    bool once;
    const char* segment;
  };

  // Worth is the mean of frequency and money: (5 + 3) / 2 = 4 is a champion's, (4 + 3) / 2 not.
  for (const Case& one : std::vector<Case>{{5, 5, 5, false, "champion"},
                                           {4, 5, 3, false, "champion"},
                                           {4, 4, 3, false, "loyal"},
                                           {4, 3, 3, false, "loyal"},
                                           {5, 3, 2, false, "promising"},
                                           {5, 1, 5, true, "new"},
                                           {4, 1, 1, true, "new"},
                                           {3, 5, 5, false, "loyal"},
                                           {3, 3, 3, false, "loyal"},
                                           {3, 3, 2, false, "needs-attention"},
                                           {3, 1, 5, true, "needs-attention"},
                                           {2, 3, 3, false, "at-risk"},
                                           {1, 1, 5, true, "at-risk"},
                                           {2, 2, 3, false, "lost"},
                                           {1, 1, 1, true, "lost"},
                                           {5, 4, {}, false, "champion"},
                                           {5, 3, {}, false, "loyal"},
                                           {2, 2, {}, false, "lost"}}) {
    const Scores scores{one.recency, one.frequency, one.money, one.once};
    CAPTURE(one.recency);
    CAPTURE(one.frequency);
    CHECK(name_of(segment(scores)) == one.segment);
  }
}

TEST_CASE("every score has exactly one segment") {
  for (int recency = 1; recency <= 5; ++recency)
    for (int frequency = 1; frequency <= 5; ++frequency)
      for (int money = 1; money <= 5; ++money)
        for (const bool once : {false, true}) {
          const Segment its = segment({recency, frequency, money, once});
          CHECK((recency <= 2) == (its == Segment::at_risk || its == Segment::lost));
          if (its == Segment::fresh) CHECK(once);
          if (its == Segment::champion || its == Segment::loyal) CHECK_FALSE(once);
        }
}

TEST_CASE("scores are fifths of those who bought") {
  const AskedBook book = twenty();
  const AllFacts facts = book.facts();
  const Question question = book.question();
  const Segments segments(facts, question);
  for (std::size_t i = 0; i < 20; ++i) {
    const Scores scores = *segments.scores(facts[i]);
    CAPTURE(i);
    // i of 20 bought longer ago: 1 + 5 i / 20. Days of buying and money are alike in fours, and so
    // many bought less often.
    CHECK(scores.recency == 1 + static_cast<int>(i) / 4);
    CHECK(scores.frequency == 1 + static_cast<int>(i) / 4);
    CHECK(*scores.money == 1 + static_cast<int>(i) / 4);
    CHECK(scores.once == (i < 4));
  }
  CHECK(plain_figure(segments.figure(facts[19])) == "champion");
  CHECK(plain_figure(segments.figure(facts[12])) == "champion");
  CHECK(plain_figure(segments.figure(facts[11])) == "loyal");
  CHECK(plain_figure(segments.figure(facts[7])) == "lost");
  CHECK(lines(customers_report(facts, book.question({}, "segment")), "segments") ==
        // 8 champions: 4 with 4 days and 4 with 5, 4 × 40 + 4 × 50 = 360; all: 4 × (10 + … + 50).
        Lines{"champion | 8 | 40 | 360.00 EUR | 60", "loyal | 4 | 20 | 120.00 EUR | 20",
              "lost | 8 | 40 | 120.00 EUR | 20", "all | 20 |  | 600.00 EUR | "});
}

TEST_CASE("nineteen customers have no segments") {
  AskedBook book = twenty();
  book.customers.pop_back();
  const AllFacts facts = book.facts();
  const Report report = customers_report(facts, book.question(year));
  CHECK(Lines(table(report, "customers").remarks) ==
        Lines{"segments: insufficient history (19 of 20 customers who bought)"});
  CHECK(line_of(table(report, "customers").rows.front())
            .ends_with("insufficient history (19 of 20)"));
  CHECK(lines(customers_report(facts, book.question(year, "segment")), "segments") ==
        Lines{"insufficient history (19 of 20) | 19 |  |  | "});
}

TEST_CASE("who bought in a currency without a rate is scored by recency and frequency") {
  AskedBook book = twenty();
  book.add("yen", bought(sale("b1", "2026-02-01", "1 JPY") + sale("b2", "2026-02-02", "1 JPY")));
  const AllFacts facts = book.facts();
  const Question question = book.question();
  const Segments segments(facts, question);
  const Scores scores = *segments.scores(facts.back());
  CHECK_FALSE(scores.money);
  // 20 of 21 bought longer ago: 1 + 100 / 21; 4 on fewer days: 1 + 20 / 21.
  CHECK(scores.recency == 5);
  CHECK(scores.frequency == 1);
  CHECK(Lines(segments.remarks()) ==
        Lines{"1 customer bought in a currency without a rate: segments go there by recency and "
              "frequency alone"});
  book.add_rate("JPY", "0.5");
  const AllFacts again = book.facts();
  const Question with_rate = book.question();
  // 1 JPY is 0.50 EUR: less than all others.
  CHECK(Segments(again, with_rate).scores(again.back())->money == 1);
}

TEST_CASE("customers by revenue") {
  AskedBook book;
  book.add("small", bought(sale("b1", "2026-01-10", "100 EUR", ", cost: 60 EUR")));
  // 300 in the span, 200 before it, 50 given back: 250 and 450. Days: 1, 11 and 31 October 2025 and
  // 10 February 2026: 132 days in three stretches, 44 each.
  book.add("great",
           bought(sale("b1", "2025-10-01", "100 EUR") + sale("b2", "2025-10-11", "50 EUR") +
                  sale("b3", "2025-10-31", "50 EUR") + sale("b4", "2026-02-10", "300 EUR") +
                  sale("b5", "2026-03-01", "50 EUR", ", refund_of: b4")));
  book.add("earlier", bought(sale("b1", "2024-01-10", "70 EUR")));
  book.add("dollar", bought(sale("b1", "2026-05-01", "500 USD")));
  // Bought nothing, only in the address book, removed, and in the future.
  book.add("lead", "deals: [{id: d1, title: t, amount: 9 EUR}]\n");
  book.add("contact", "status: contact\n" + bought(sale("b1", "2026-01-10", "9 EUR")));
  book.add("removed", "deleted: 2026-01-01T10:00Z\n" + bought(sale("b1", "2026-01-10", "9 EUR")));
  book.add("later", bought(sale("b1", "2026-12-10", "9 EUR")));
  const std::string few = "insufficient history (4 of 20)";
  const std::string three = "insufficient history (1 of 3)";
  const Report report = customers_report(book.facts(), book.question(year));
  CHECK(lines(report, "customers") ==
        // Shares: 250 and 100 of 350 EUR. Only small says a cost: profit 40.
        Lines{"great | great | 250.00 EUR | 71.4 |  | 2026-02-10 | 4 | 44 | 450.00 EUR | " + few,
              "small | small | 100.00 EUR | 28.6 | 40.00 EUR | 2026-01-10 | 1 | " + three +
                  " | 40.00 EUR | " + few,
              "dollar | dollar | 500.00 USD | 100 |  | 2026-05-01 | 1 | " + three +
                  " | 500.00 USD | " + few,
              "earlier | earlier | 0.00 EUR | 0 |  | 2024-01-10 | 1 | " + three +
                  " | 70.00 EUR | " + few,
              " | all | 350.00 EUR |  | 40.00 EUR |  |  |  |  | ",
              " | all | 500.00 USD |  |  |  |  |  |  | "});
  SUBCASE("with a rate all stand in one order") {
    book.add_rate("USD", "0.9");
    const Report exchanged = customers_report(book.facts(), book.question(year));
    // 500 USD are 450 EUR.
    CHECK(lines(exchanged, "customers").front().starts_with("dollar | dollar | 500.00 USD"));
    CHECK(lines(exchanged, "customers").back().starts_with(" | all in EUR | 800.00 EUR"));
  }
  SUBCASE("the first of them, and sums of all") {
    Question question = book.question(year);
    question.limit = 1;
    const Report first = customers_report(book.facts(), question);
    CHECK(table(first, "customers").rows.size() == 3);
    CHECK(lines(first, "customers")[1].starts_with(" | all | 350.00 EUR"));
    CHECK(table(first, "customers").remarks.front() ==
          "the first 1 of 4 customers; sums are of all");
  }
}

TEST_CASE("how few bring how much") {
  AskedBook book;
  // 100, 90, … 10: 550 in all.
  for (int i = 1; i <= 10; ++i)
    book.add("c" + std::to_string(i),
             bought(sale("b1", "2026-01-10", std::to_string(i * 10) + " EUR")));
  CHECK(lines(customers_report(book.facts(), book.question(year)), "concentration") ==
        // 100 / 550, (100 + 90) / 550, (100 + … + 60) / 550.
        Lines{"top 10 % | 1 | 100.00 EUR | 18.2", "top 20 % | 2 | 190.00 EUR | 34.5",
              "top 50 % | 5 | 400.00 EUR | 72.7"});
  book.customers.pop_back();
  CHECK(lines(customers_report(book.facts(), book.question(year)), "concentration") ==
        Lines{"all | 9 | 450.00 EUR | insufficient history (9 of 10)"});
}

TEST_CASE("cohorts") {
  AskedBook book;
  // First in 2026-Q1: one again in Q2 and Q4, one never, one twice in Q2.
  book.add("a", bought(sale("b1", "2026-01-01", "10 EUR") + sale("b2", "2026-04-01", "10 EUR") +
                       sale("b3", "2026-11-01", "10 EUR")));
  book.add("b", bought(sale("b1", "2026-03-31", "10 EUR")));
  book.add("c", bought(sale("b1", "2026-02-01", "10 EUR") + sale("b2", "2026-05-01", "10 EUR") +
                       sale("b3", "2026-06-01", "10 EUR")));
  // First in 2026-Q3; what was given back is no buying.
  book.add("d", bought(sale("b1", "2026-07-01", "10 EUR") +
                       sale("b2", "2026-10-02", "10 EUR", ", refund_of: b1")));
  // Before the span.
  book.add("e", bought(sale("b1", "2025-01-01", "10 EUR") + sale("b2", "2026-02-01", "10 EUR")));
  const Report report = customers_report(book.facts(), book.question(year, "cohort"));
  CHECK(lines(report, "cohorts") == Lines{"2026-Q1 | 3 | 66.7 | 0 | 33.3",  // 2, 0, 1 of 3
                                          "2026-Q3 | 1 | 0 |  | ",
                                          // +1: 2 of 4; of later ones only three can be asked.
                                          "all | 4 | 50 | 0 | 33.3"});
  CHECK(lines(report, "cohort_revenue") == Lines{"2026-Q1 | 3 | 70.00 EUR | 23.33 EUR",
                                                 "2026-Q3 | 1 | 0.00 EUR | 0.00 EUR",
                                                 "all | 4 | 70.00 EUR | 17.50 EUR"});
  book.settings.year_starts = 4;
  CHECK(lines(customers_report(book.facts(), book.question(year, "cohort")), "cohorts").front() ==
        "FY2025-26-Q4 | 3 | 66.7 | 0 | 33.3");
}

TEST_CASE("who brought whom") {
  AskedBook book;
  book.add("ann-0001", "");
  book.add("bob-0002", "referred_by: ann-0001\n" + bought(sale("b1", "2026-01-10", "30 EUR")));
  book.add("cid-0003", "referred_by: ann\n" + bought(sale("b1", "2024-01-10", "20 EUR")));
  book.add("dan-0004", "referred_by: bob-0002\n" + bought(sale("b1", "2026-01-10", "50 USD")));
  book.add("eve-0005", "referred_by: a stranger\n");
  const Report report = customers_report(book.facts(), book.question(year, "referrer"));
  CHECK(lines(report, "referrers") == Lines{"ann-0001 | ann-0001 | 2 | 1 | 30.00 EUR | ",
                                            "a stranger | a stranger | 1 | 0 | 0.00 EUR | ",
                                            "bob-0002 | bob-0002 | 1 | 1 | 50.00 USD | ",
                                            " | all | 4 | 2 | 30.00 EUR | ",
                                            " | all |  |  | 50.00 USD | "});
  CHECK(lines(report, "brought") ==
        Lines{"ann-0001 | ann-0001 | bob-0002 | bob-0002 | 2026-01-10 | 30.00 EUR",
              "ann-0001 | ann-0001 | cid-0003 | cid-0003 | 2024-01-10 | 0.00 EUR",
              "a stranger | a stranger | eve-0005 | eve-0005 |  | ",
              "bob-0002 | bob-0002 | dan-0004 | dan-0004 | 2026-01-10 | 50.00 USD"});
}

TEST_CASE("a filter does not move anybody to another segment") {
  const AskedBook book = twenty();
  Selection few;
  few.everyone = true;
  few.fits = [](const Customer& customer, const Part&) { return customer.id == "c19"; };
  const AllFacts facts = book.facts(few);
  // 1845 days from 1 January 2021 to 20 January 2026, in four stretches.
  CHECK(lines(customers_report(facts, book.question()), "customers") ==
        Lines{"c19 | c19 | 50.00 EUR | 100 |  | 2026-01-20 | 5 | 461.3 | 50.00 EUR | champion"});
}

TEST_CASE("an empty book has customers reports") {
  const AskedBook book;
  for (const char* const by : {"", "cohort", "referrer", "segment", "owner"}) {
    const Report report = customers_report(book.facts(), book.question(year, by));
    for (const ReportTable& one : report.tables) {
      CHECK(one.rows.empty());
      CHECK_FALSE(one.when_empty.empty());
    }
  }
}

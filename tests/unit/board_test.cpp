#include "core/report/board.hpp"

#include <doctest/doctest.h>

#include "core/record/reader.hpp"
#include "core/record/tree.hpp"

namespace crm {
namespace {

Settings settings_with(const std::string& more = "") {
  const auto tree = Tree::parse(R"(
format: 1
currency: EUR
country: DE
timezone: Europe/Berlin
pipelines:
  sales:
    - {stage: lead, probability: 10}
    - {stage: proposal, probability: 50, was: [quote]}
    - {stage: talk}
    - {stage: won, ends: won}
    - {stage: lost, ends: lost}
  delivery:
    - {stage: proof}
    - {stage: done, ends: won}
)" + more,
                                "crm.yaml");
  return completed(*read_settings(*tree).value);
}

Day day(const char* text) {
  return Day::parse(text).value();
}

/// Deals of one customer, a line each.
std::vector<BoardDeal> deals(const std::string& lines, const Settings& settings) {
  const auto tree =
      Tree::parse("id: acme-7h2k\nname: Acme\nowner: anna\ndeals:\n" + lines, "a.yaml");
  const Customer customer = *read_customer(*tree, "EUR").value;
  std::vector<BoardDeal> all;
  for (const Deal& deal : customer.deals) all.push_back(board_deal(deal, customer, settings));
  return all;
}

/// `EUR 2: 300.00, weighted 30.00, 40 d, 1 stale`; a row has one for each currency.
std::string said(const BoardRow& row) {
  std::string all;
  for (const BoardSum& sum : row.sums) {
    all += (all.empty() ? "" : " | ") + (sum.currency.empty() ? "none" : sum.currency) + " " +
           std::to_string(sum.count);
    if (!sum.currency.empty()) all += ": " + Money{sum.total, sum.currency}.number();
    if (sum.unweighted < sum.count && !sum.currency.empty())
      all += ", weighted " + Money{sum.weighted, sum.currency}.number();
    if (sum.unweighted > 0) all += ", " + std::to_string(sum.unweighted) + " not";
    if (sum.oldest) all += ", " + std::to_string(*sum.oldest) + " d";
    if (sum.stale > 0) all += ", " + std::to_string(sum.stale) + " stale";
  }
  return all;
}

/// The board as lines.
std::string drawn(const std::string& lines, const Settings& settings = settings_with(),
                  const char* today = "2026-11-21") {
  const auto all = deals(lines, settings);
  std::string text;
  for (const Board& board : boards(all, settings, Stays(), day(today))) {
    text += board.pipeline + (board.known ? "\n" : " (unknown)\n");
    for (const BoardRow& row : board.stages)
      text += "  " + row.stage + (row.known ? "" : " (unknown)") + " = " + said(row) + "\n";
    text += "  open = " + said(board.open) + "\n";
    if (board.won.count() > 0) text += "  won = " + said(board.won) + "\n";
    if (board.lost.count() > 0) text += "  lost = " + said(board.lost) + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("the board adds up what is open, by stage and currency") {
  // Leads: 100 + 200 = 300 EUR; a tenth of it is 30. The older one came on 2026-10-12, 40 days ago:
  // more than 30, so it is stale. 50 USD · 10 % = 5 USD. One has no amount.
  // Proposals: 1,000.01 EUR · 50 % = 500.005, half a cent up: 500.01; the other says 80 % itself:
  // 10 · 80 % = 8. 500.01 + 8 = 508.01.
  CHECK(drawn(R"(
- {id: d1, title: a, amount: 100, history: [{at: 2026-10-12, stage: lead}]}
- {id: d2, title: b, amount: 200, history: [{at: 2026-11-20, stage: lead}]}
- {id: d3, title: c, amount: 50 USD}
- {id: d4, title: d}
- {id: d5, title: e, amount: 1000.01, history: [{at: 2026-11-11, stage: quote}]}
- {id: d6, title: f, amount: 10, probability: 80, history: [{at: 2026-11-21, stage: proposal}]}
)") == R"(sales
  lead = EUR 2: 300.00, weighted 30.00, 40 d, 1 stale | USD 1: 50.00, weighted 5.00 | none 1
  proposal = EUR 2: 1010.01, weighted 508.01, 10 d
  talk = 
  open = EUR 4: 1310.01, weighted 538.01, 40 d, 1 stale | USD 1: 50.00, weighted 5.00 | none 1
)");
}

TEST_CASE("what has no probability is not weighted, and counted so") {
  // 100 EUR without one, 20 EUR that says 50 % itself: 10.
  CHECK(drawn(R"(
- {id: d1, title: a, amount: 100, history: [{at: 2026-11-20, stage: talk}]}
- {id: d2, title: b, amount: 20, probability: 50, history: [{at: 2026-11-20, stage: talk}]}
- {id: d3, title: c, amount: 5, pipeline: delivery}
)") == R"(sales
  lead = 
  proposal = 
  talk = EUR 2: 120.00, weighted 10.00, 1 not, 1 d
  open = EUR 2: 120.00, weighted 10.00, 1 not, 1 d
delivery
  proof = EUR 1: 5.00, 1 not
  open = EUR 1: 5.00, 1 not
)");
  // A file may say anything: 140 % is all of it.
  CHECK(drawn("- {id: d1, title: a, amount: 100, probability: 140}\n")
            .find("EUR 1: 100.00, weighted 100.00") != std::string::npos);
}

TEST_CASE("stages and pipelines that crm.yaml no longer has stand after the others") {
  CHECK(drawn(R"(
- {id: d1, title: a, amount: 1, history: [{at: 2026-11-20, stage: trial}]}
- {id: d2, title: b, amount: 2, history: [{at: 2026-11-20, stage: demo}]}
- {id: d3, title: c, pipeline: old, history: [{at: 2026-11-20, stage: first}]}
- {id: d4, title: d, pipeline: bare}
)") == R"(sales
  lead = 
  proposal = 
  talk = 
  demo (unknown) = EUR 1: 2.00, 1 not, 1 d
  trial (unknown) = EUR 1: 1.00, 1 not, 1 d
  open = EUR 2: 3.00, 2 not, 1 d
bare (unknown)
   (unknown) = none 1
  open = none 1
old (unknown)
  first (unknown) = none 1, 1 d
  open = none 1, 1 d
)");
}

TEST_CASE("what ended counts in its quarter of the business year, up to today") {
  const std::string ended = R"(
- {id: d1, title: a, amount: 1, history: [{at: 2026-09-30, stage: won}]}
- {id: d2, title: b, amount: 2, history: [{at: 2026-10-01, stage: won}]}
- {id: d3, title: c, amount: 4, history: [{at: 2026-11-21, stage: won}]}
- {id: d4, title: d, amount: 8, history: [{at: 2026-11-22, stage: won}]}
- {id: d5, title: e, amount: 16, history: [{at: 2026-11-01, stage: lost}]}
)";
  // October to December: 2 + 4.
  CHECK(drawn(ended).find("  won = EUR 2: 6.00") != std::string::npos);
  CHECK(drawn(ended).find("  lost = EUR 1: 16.00") != std::string::npos);
  // From February on the quarters begin in February, May, August, November: 4 alone.
  CHECK(drawn(ended, settings_with("year_starts: 2\n")).find("  won = EUR 1: 4.00") !=
        std::string::npos);
  // Nothing is open and nothing ended this quarter: there is nothing to draw.
  CHECK(drawn(ended, settings_with(), "2027-02-01") == "");
  CHECK(drawn("") == "");
}

TEST_CASE("a quarter begins by the business year") {
  const auto begins = [](const char* today, int year_starts) {
    Settings settings;
    settings.year_starts = year_starts;
    return quarter_of(day(today), settings).text();
  };
  CHECK(begins("2026-11-21", 1) == "2026-10-01");
  CHECK(begins("2026-11-21", 4) == "2026-10-01");
  CHECK(begins("2026-11-21", 2) == "2026-11-01");
  CHECK(begins("2026-01-31", 2) == "2025-11-01");
  CHECK(begins("2026-01-31", 3) == "2025-12-01");
  // check names a month that is none; nothing breaks of it.
  CHECK(begins("2026-11-21", 99) == "2026-10-01");
}

TEST_CASE("a sum that is too large stays at the limit") {
  const std::string line = "- {id: d1, title: a, amount: 90000000000000000.00, probability: 100}\n";
  CHECK(drawn(line).find("weighted 90000000000000000.00") != std::string::npos);
  CHECK(drawn(line + line)
            .find("EUR 2: over 92233720368547758.06, weighted over 92233720368547758.06") !=
        std::string::npos);
}

}  // namespace crm

#include "core/report/stays.hpp"

#include <doctest/doctest.h>

#include "core/record/reader.hpp"
#include "core/record/tree.hpp"

namespace crm {
namespace {

const Settings& settings() {
  static const Settings all = [] {
    const auto tree = Tree::parse(R"(
format: 1
currency: EUR
country: DE
timezone: Europe/Berlin
pipelines:
  sales:
    - {stage: lead, stale: 2w}
    - {stage: proposal, was: [quote]}
    - {stage: won, ends: won}
    - {stage: lost, ends: lost}
  delivery:
    - {stage: lead}
    - {stage: done, ends: won}
)",
                                  "crm.yaml");
    return completed(*read_settings(*tree).value);
  }();
  return all;
}

Deal deal(const std::string& history, const std::string& more = "") {
  const auto tree = Tree::parse(
      "name: a\ndeals:\n- {id: d1, title: t, " + more + "history: [" + history + "]}\n", "a.yaml");
  return read_customer(*tree, "EUR").value->deals.front();
}

/// `sales lead 3, sales proposal 4`.
std::string stays_of(const std::string& history, const std::string& more = "") {
  std::string all;
  for (const Stay& one : finished_stays(deal(history, more), settings()))
    all +=
        (all.empty() ? "" : ", ") + one.pipeline + " " + one.stage + " " + std::to_string(one.days);
  return all;
}

Stays of_days(const std::vector<std::int32_t>& days, const std::string& stage = "proposal") {
  std::vector<Stay> all;
  for (const std::int32_t one : days) all.push_back({"sales", stage, one});
  return Stays(all);
}

Day day(const char* text) {
  return Day::parse(text).value();
}

bool stale(const std::string& stage, const char* since, const char* today, const Stays& stays) {
  Standing standing;
  standing.stage = stage;
  standing.since = day(since);
  return is_stale("sales", standing, settings(), stays, day(today));
}

}  // namespace

TEST_CASE("a stay is from the day a deal came to a stage to the day it went") {
  CHECK(stays_of("") == "");
  CHECK(stays_of("{at: 2026-01-01, stage: lead}") == "");
  CHECK(stays_of("{at: 2026-01-01, stage: lead}, {at: 2026-01-04, stage: proposal}") ==
        "sales lead 3");
  // Out of order, by an older name, and won on the day of the offer: 3, then 0.
  CHECK(stays_of("{at: 2026-01-04T17:00, stage: won}, {at: 2026-01-01, stage: lead}, "
                 "{at: 2026-01-04T09:00, stage: quote}") == "sales lead 3, sales proposal 0");
  // Back and forth: each time is a stay of its own.
  CHECK(stays_of("{at: 2026-01-01, stage: lead}, {at: 2026-01-04, stage: proposal}, "
                 "{at: 2026-01-09, stage: lead}, {at: 2026-01-10, stage: lost}") ==
        "sales lead 3, sales proposal 5, sales lead 1");
  // What follows an ending counts from a reopening on, and the time between is none.
  CHECK(stays_of("{at: 2026-01-01, stage: lead}, {at: 2026-01-02, stage: lost}, "
                 "{at: 2026-01-20, stage: proposal}, "
                 "{at: 2026-02-01, stage: proposal, reopen: yes}, {at: 2026-02-08, stage: won}") ==
        "sales lead 1, sales proposal 7");
  // To where it is already: the stay goes on.
  CHECK(stays_of("{at: 2026-01-01, stage: lead}, {at: 2026-01-05, stage: lead}, "
                 "{at: 2026-01-09, stage: proposal}") == "sales lead 8");
  // A stage that crm.yaml does not know, and changes that are no moves.
  CHECK(stays_of("{at: 2026-01-01, stage: demo}, {at: 2026-01-03, was: {amount: 5}}, "
                 "{at: 2026-01-05, stage: lead}") == "sales demo 4");
  CHECK(stays_of("{at: 2026-01-01, stage: lead}, {at: 2026-01-05, stage: done}",
                 "pipeline: delivery, ") == "delivery lead 4");
}

TEST_CASE("what is usual is a number of days that occurred") {
  // Of 1 … 10 half are up to 5, and four in five up to 8.
  const Stays ten = of_days({10, 9, 8, 7, 6, 5, 4, 3, 2, 1});
  CHECK(ten.of("sales", "proposal") == UsualStay{10, 5, 8});
  // ⌈3 · 0.5⌉ = 2nd, ⌈3 · 0.8⌉ = 3rd.
  CHECK(of_days({30, 1, 2}).of("sales", "proposal") == UsualStay{3, 2, 30});
  CHECK(of_days({4}).of("sales", "proposal") == UsualStay{1, 4, 4});
  CHECK_FALSE(ten.of("sales", "lead"));
  CHECK_FALSE(ten.of("delivery", "proposal"));
}

TEST_CASE(
    "a deal is stale after what is usual, else after what crm.yaml says, else after 30 days") {
  const Stays none, nine = of_days({1, 2, 3, 4, 5, 6, 7, 8, 9}),
                    ten = of_days({1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
  // Ten are known: 8 days are usual, the ninth is too long.
  CHECK_FALSE(stale("proposal", "2026-03-01", "2026-03-09", ten));
  CHECK(stale("proposal", "2026-03-01", "2026-03-10", ten));
  // Nine are not enough; crm.yaml says nothing of proposals: 30 days.
  CHECK_FALSE(stale("proposal", "2026-03-01", "2026-03-31", nine));
  CHECK(stale("proposal", "2026-03-01", "2026-04-01", nine));
  // Of leads it says 14.
  CHECK_FALSE(stale("lead", "2026-03-01", "2026-03-15", ten));
  CHECK(stale("lead", "2026-03-01", "2026-03-16", none));
  // History goes before crm.yaml: 40 days are usual here.
  CHECK_FALSE(stale("lead", "2026-03-01", "2026-04-10",
                    of_days(std::vector<std::int32_t>(10, 40), "lead")));
  // A stage that crm.yaml no longer has.
  CHECK(stale("demo", "2026-03-01", "2026-04-01", none));
  // What never moved has no beginning, and what ended does not rest.
  Standing standing;
  standing.stage = "lead";
  CHECK_FALSE(is_stale("sales", standing, settings(), none, day("2026-03-01")));
  standing = {"won", "won", day("2020-01-01"), ""};
  CHECK_FALSE(is_stale("sales", standing, settings(), none, day("2026-03-01")));
}

}  // namespace crm

#include "core/report/activity.hpp"

#include <doctest/doctest.h>

#include "tests/unit/report_book.hpp"

using namespace crm;
using namespace crm::test;

namespace {

// Held in 2026 by 21 November: t1 to t5 and t8 of Acme, u1 and u2 of Globex.
const char* const acme =
    "id: acme\nname: Acme\nowner: anna\ndeals:\n"
    "  - {id: d1, title: one, history: [{at: 2026-10-05, stage: lead}, {at: 2026-11-03, stage: "
    "won}]}\n"
    "  - {id: d2, title: two, history: [{at: 2026-11-04, stage: lead}, {at: 2026-11-12, stage: "
    "won}]}\n"
    "interactions:\n"
    "  - {id: t1, at: 2026-09-28T10:15+02:00, by: anna, kind: call, deal: d1}\n"
    "  - {id: t2, at: 2026-10-05T10:45+02:00, by: anna, kind: call, outcome: agreed}\n"
    "  - {id: t3, at: 2026-11-03, by: ben, kind: visit, outcome: agreed, also: [globex]}\n"
    "  - {id: t4, at: 2026-11-10T16:00+01:00, by: ben, kind: call}\n"
    "  - {id: t5, at: 2026-11-16T10:59+01:00, kind: email}\n"
    "  - {id: t6, at: 2026-11-11T10:00+01:00, by: ben, kind: call, outcome: no-show}\n"
    "  - {id: t7, at: 2026-11-12T10:00+01:00, by: ben, kind: meeting, planned: yes}\n"
    "  - {id: t8, at: 2026-11-21T09:00+01:00, by: ben, kind: call}\n"
    "  - {id: t9, at: 2026-11-25T09:00+01:00, by: ben, kind: meeting, planned: yes}\n"
    "  - {id: tA, at: 2026-12-30T09:00+01:00, by: ben, kind: meeting, planned: yes}\n"
    "  - {id: tB, at: 2026-11-24T09:00+01:00, by: ben, kind: meeting, outcome: cancelled}\n";

const char* const globex =
    "id: globex\nname: Globex\nowner: ben\ndeals:\n"
    "  - {id: d1, title: three, history: [{at: 2026-11-01, stage: lead}, {at: 2026-11-20, stage: "
    "won}]}\n"
    "interactions:\n"
    "  - {id: u1, at: 2026-11-10T16:30+01:00, by: anna, kind: call}\n"
    "  - {id: u2, at: 2026-11-21, by: anna, kind: call, outcome: cancelled-or-so}\n"
    "  - {id: u3, at: 2026-11-21, kind: visit, planned: yes}\n"
    "  - {id: u4, at: 2025-11-10T16:30+01:00, by: anna, kind: letter}\n";

ReportBook book() {
  return {"", {acme, globex}, "2026-11-21T12:00+01:00"};
}

}  // namespace

TEST_CASE("conversations are counted by kind, colleague, week and outcome") {
  const ReportBook small = book();
  const Report report = activity_report(small.facts(), small.question("2026-09-07", "2026-11-21"));
  // Calls: t1, t2, t4, t8, u1, u2.
  CHECK(told(report, "kinds") ==
        "call | 6 | 75 % (6 of 8)\nemail | 1 | 13 % (1 of 8)\nvisit | 1 | 13 % (1 of 8)\n"
        "= all | 8 | ");
  // The visit with two customers counts once.
  CHECK(told(report, "people") ==
        "anna | 4 | 4 | 0 | 0\nben | 3 | 2 | 0 | 1\nnone | 1 | 0 | 1 | 0\n= all | 8 | 6 | 1 | 1");
  // The eleven weeks of the span; t1 was on the Monday of week 40.
  CHECK(told(report, "weeks") ==
        "2026-W37 | 0\n2026-W38 | 0\n2026-W39 | 0\n2026-W40 | 1\n2026-W41 | 1\n2026-W42 | 0\n"
        "2026-W43 | 0\n2026-W44 | 0\n2026-W45 | 1\n2026-W46 | 2\n2026-W47 | 3");
  CHECK(told(report, "outcomes") ==
        "none | 5 | 0\nagreed | 2 | 0\ncancelled-or-so | 1 | 0\nno-show | 0 | 1\n= all | 8 | 1");
}

TEST_CASE("contacts before a win are those of its course and those that name it") {
  const ReportBook small = book();
  const auto before_win = [&](const char* to) {
    return told(activity_report(small.facts(), small.question("2026-01-01", to)), "before_win");
  };
  // One: t1, before its first move, names it; t2 and t3. Two: t4. Three: u1, and t3, where Globex
  // took part. The middle of 3, 1 and 2.
  CHECK(before_win("2026-11-21") == "3 | 2");
  CHECK(before_win("2026-11-19") == "2 | insufficient history (2 of 3)");
  CHECK(before_win("2026-06-30") == "");
}

TEST_CASE("the hours are those of the clock that was written") {
  const ReportBook small = book();
  const Report report = activity_report(small.facts(), small.question("2026-09-07", "2026-11-21"));
  // At 10: t1, t2 and t5 on Mondays; at 16: t4 and u1 on a Tuesday; at 9: t8 on a Saturday.
  CHECK(told(report, "heat") ==
        "09:00 |  |  |  |  |  | 1 | \n10:00 | 3 |  |  |  |  |  | \n11:00 |  |  |  |  |  |  | \n"
        "12:00 |  |  |  |  |  |  | \n13:00 |  |  |  |  |  |  | \n14:00 |  |  |  |  |  |  | \n"
        "15:00 |  |  |  |  |  |  | \n16:00 |  | 2 |  |  |  |  | ");
}

TEST_CASE("meetings to come are those planned for the next 30 days") {
  const ReportBook small = book();
  const Report report = activity_report(small.facts(), small.question("2026-09-07", "2026-11-21"));
  // t7 is past, tA lies 39 days ahead, tB is cancelled.
  CHECK(told(report, "meetings") ==
        "21 Nov 2026 |  | Globex | visit | ben | u3 | globex\n"
        "25 Nov 2026 | 09:00 | Acme | meeting | ben | t9 | acme");
}

TEST_CASE("conversations by something stand in one table with a column a kind") {
  const ReportBook small = book();
  const auto by = [&](const char* word) {
    const Report report =
        activity_report(small.facts(), small.question("2026-09-07", "2026-11-21", word));
    CHECK(report.tables.size() == 1);
    return told(report, report.tables.front().key);
  };
  CHECK(by("owner") ==
        "anna | 4 | 4 | 0 | 0\nben | 3 | 2 | 0 | 1\nnone | 1 | 0 | 1 | 0\n= all | 8 | 6 | 1 | 1");
  CHECK(by("month") ==
        "2026-09 | 1 | 1 | 0 | 0\n2026-10 | 1 | 1 | 0 | 0\n2026-11 | 6 | 4 | 1 | 1\n"
        "= all | 8 | 6 | 1 | 1");
  CHECK(by("customer") == "Acme | 6 | 4 | 1 | 1\nGlobex | 2 | 2 | 0 | 0\n= all | 8 | 6 | 1 | 1");
  CHECK(by("kind") ==
        "call | 6 | 75 % (6 of 8)\nemail | 1 | 13 % (1 of 8)\nvisit | 1 | 13 % (1 of 8)\n"
        "= all | 8 | ");
}

TEST_CASE("an empty book tells of no activity") {
  const ReportBook empty("", {}, "2026-11-21T12:00+01:00");
  for (const char* const by : {"", "kind", "owner", "week"}) {
    const Report report = activity_report(empty.facts(), empty.question("", "", by));
    for (const ReportTable& table : report.tables) {
      CHECK(table.rows.empty());
      CHECK_FALSE(table.when_empty.empty());
    }
  }
}

#include "core/report/service.hpp"

#include <doctest/doctest.h>

#include "core/domain/limits.hpp"
#include "core/report/days_off.hpp"
#include "tests/unit/report_book.hpp"

using namespace crm;
using namespace crm::test;

namespace {

Data list(const std::vector<std::string>& texts) {
  Data data = Data::list();
  for (const std::string& text : texts) data.children.push_back(Data::scalar(text));
  return data;
}

/// `{high: {key: text}}`.
Data limits_of(const std::string& key, const std::string& text) {
  Data limit = Data::map();
  limit.put(key, Data::scalar(text));
  Data limits = Data::map();
  limits.put("high", limit);
  return limits;
}

std::int64_t hours(const DaysOff& off, const std::string& a, const std::string& b) {
  const std::int64_t seconds =
      off.seconds_between(Moment::parse(a).value(), Moment::parse(b).value());
  CHECK(seconds % 3600 == 0);
  return seconds / 3600;
}

const char* const rules =
    "limits: {high: {answer: 4h, resolution: 3d}, normal: {resolution: 1w}}\n"
    "days_off: [sat, sun, 12-25, 2026-11-18]\n";

const char* const acme =
    "id: acme\nname: Acme\nowner: anna\ncases:\n"
    "  - {id: a1, title: hums, priority: high, rating: 5, history: ["
    "{at: 2026-11-02T08:00+01:00, status: open}, {at: 2026-11-04T08:00+01:00, status: closed}]}\n"
    "  - {id: b1, title: smells, priority: high, rating: 4, history: ["
    "{at: 2026-11-06T16:00+01:00, status: open}, {at: 2026-11-11T12:00+01:00, status: closed}]}\n"
    "interactions:\n"
    "  - {id: t1, at: 2026-11-02T09:00+01:00, kind: email, direction: in, case: a1}\n"
    "  - {id: t2, at: 2026-11-02T10:00+01:00, kind: call, direction: out, case: a1}\n"
    "  - {id: t3, at: 2026-11-09T10:00+01:00, kind: call, direction: out, case: b1}\n";

const char* const globex =
    "id: globex\nname: Globex\nowner: ben\ncases:\n"
    "  - {id: c1, title: leaks, priority: high, history: [{at: 2026-11-19T09:00+01:00, status: "
    "open}]}\n"
    "  - {id: d1, title: squeaks, priority: normal, history: [{at: 2026-11-16, status: open}]}\n"
    "  - {id: e1, title: sticks, priority: normal, due: 2026-11-18, owner: anna, history: ["
    "{at: 2026-11-10T10:00+01:00, status: open}]}\n"
    "  - {id: f1, title: was broken, history: [{at: 2025-05-05T10:00+02:00, status: open}, "
    "{at: 2025-05-06T10:00+02:00, status: closed}]}\n"
    "  - {id: g1, title: fell down, priority: normal, rating: 9, history: ["
    "{at: 2026-11-12T10:00+01:00, status: open}, {at: 2026-11-12T16:00+01:00, status: closed}]}\n";

ReportBook book() {
  return {rules, {acme, globex}, "2026-11-20T12:00+01:00"};
}

}  // namespace

TEST_CASE("the clock stands still on days off") {
  const DaysOff off(list({"sat", "sun", "12-25", "2026-11-18", "02-29", "someday"}));
  // Friday to Monday: 8 hours of Friday, 10 of Monday.
  CHECK(hours(off, "2026-11-06T16:00+01:00", "2026-11-09T10:00+01:00") == 18);
  // Tuesday to Thursday with a Wednesday off: 12 and 12.
  CHECK(hours(off, "2026-11-17T12:00", "2026-11-19T12:00") == 24);
  // Within a day off.
  CHECK(hours(off, "2026-11-18T08:00", "2026-11-18T18:00") == 0);
  // From a Sunday noon to Monday 9:00.
  CHECK(hours(off, "2026-11-08T12:00", "2026-11-09T09:00") == 9);
  // Four weeks of five days; none of the other dates is among them.
  CHECK(hours(off, "2026-09-07T00:00", "2026-10-05T00:00") == 4 * 5 * 24);
  // A year: 365 days less 104 days of weekends (2025-11-20 to 2026-11-20 has 52 weeks and a
  // Thursday), 25 December (a Thursday) and 18 November (a Wednesday).
  CHECK(hours(off, "2025-11-20T00:00", "2026-11-20T00:00") == (365 - 104 - 2) * 24);
  // Of another offset: 10:00 in India is 5:30 in Berlin, which is 3 hours after 2:30.
  CHECK(hours(off, "2026-11-09T02:30+01:00", "2026-11-09T10:00+05:30") == 3);
  // Days alone: Monday to Friday are 4 days less one off; a day with itself is none.
  CHECK(hours(off, "2026-11-16", "2026-11-20T18:00") == 3 * 24);
  CHECK(hours(off, "2026-11-16T09:00", "2026-11-16") == 0);
  // Backwards.
  CHECK(hours(off, "2026-11-10T10:00", "2026-11-09T10:00") == 0);
  CHECK(hours(off, "2026-11-10", "2026-11-01") == 0);
  const DaysOff always(list({"mon", "tue", "wed", "thu", "fri", "sat", "sun"}));
  CHECK(hours(always, "0001-01-01T00:00", "9999-12-31T00:00") == 0);
  CHECK(hours(DaysOff(Data::scalar("sun")), "2026-11-07T12:00", "2026-11-09T12:00") == 24);
}

TEST_CASE("limits are hours, or days that are not off") {
  const Limits limits = Limits::parse(limits_of("answer", "4h")).value();
  CHECK(limits.of("high").answer == 4 * 3600);
  CHECK_FALSE(limits.of("high").resolution.has_value());
  CHECK(limits.of("low") == Limit{});
  CHECK(limits.of("") == Limit{});
  CHECK(Limits::parse(limits_of("resolution", "2w")).value().of("high").resolution ==
        14 * 24 * 3600);
  CHECK(Limits::parse(Data()).value().empty());
  for (const char* const wrong : {"soon", "0h", "h", "-4h", "4", "99999999999999h"})
    CHECK_FALSE(Limits::parse(limits_of("answer", wrong)).has_value());
  CHECK(Limits::parse(limits_of("anwser", "4h")).error().message() ==
        "the limits of crm.yaml can't be read: high has a limit for \"anwser\", which is not "
        "answer or resolution");
  CHECK_FALSE(Limits::parse(Data::scalar("4h")).has_value());
  CHECK_FALSE(Limits::parse(list({"4h"})).has_value());
}

TEST_CASE("cases are told by what was opened, answered and closed in the days asked for") {
  const ReportBook small = book();
  const Report report = service_report(small.facts(), small.question("2026-01-01", "2026-11-20"));
  // Opened: a, b, c, d, e and g; f was before. Answered: a after 2 h, b after 66 h, the middle is
  // 34 h, which is 1.4 days. In time: a; not b (18 h by the clock of the limits), nor c, which
  // waits for 27 h. Closed: a after 48 h, b after 116 h, g after 6 h: the middle is 2 days; in time
  // are all, b with 8 + 24 + 24 + 12 = 68 h of 72. Rated: 5 and 4; a 9 is no mark. Open: c, d, e;
  // late are c, and e, whose due day is past. d has been there for 3 days: the 18th was off.
  CHECK(told(report, "summary") ==
        "opened | 6 |  | \n"
        "answered | 2 | 1.4 d | 33 % (1 of 3)\n"
        "closed | 3 | 2 d | 100 % (3 of 3)\n"
        "rated | 2 | 4.5 | \n"
        "open now | 3 |  | \n"
        "late now | 2 |  | ");
  // The middle of 48 and 116 h is 82 h: 3.4 days.
  CHECK(told(report, "priorities") ==
        "high | 3 | 2 | 1 | 1 | 1.4 d | 3.4 d | 33 % (1 of 3) | 100 % (2 of 2) | 4.5 | 2\n"
        "normal | 3 | 1 | 2 | 1 |  | 6 h |  | 100 % (1 of 1) |  | 0\n"
        "= all | 6 | 3 | 3 | 2 | 1.4 d | 2 d | 33 % (1 of 3) | 100 % (3 of 3) | 4.5 | 2");
  CHECK(told(report, "late") ==
        "Globex | sticks | due | 10 Nov 2026 | anna | e1 | normal | globex\n"
        "Globex | leaks | first answer | 19 Nov 2026 | ben | c1 | high | globex");
}

TEST_CASE("cases by month stand where they were opened and where they were closed") {
  const ReportBook small = book();
  const Report report =
      service_report(small.facts(), small.question("2025-01-01", "2026-11-20", "month"));
  CHECK(told(report, "cases") ==
        "2025-05 | 1 | 1 | 0 | 0 |  | 1 d |  |  |  | 0\n"
        "2026-11 | 6 | 3 | 3 | 2 | 1.4 d | 2 d | 33 % (1 of 3) | 100 % (3 of 3) | 4.5 | 2\n"
        // 6, 24, 48 and 116 h: 36 h are 1.5 days.
        "= all | 7 | 4 | 3 | 2 | 1.4 d | 1.5 d | 33 % (1 of 3) | 100 % (3 of 3) | 4.5 | 2");
}

TEST_CASE("customers of one name are two") {
  const ReportBook two("",
                       {"id: a1\nname: Ann\ncases: [{id: x, title: t, history: []}]\n",
                        "id: a2\nname: Ann\ncases: [{id: x, title: t, history: []}]\n"},
                       "2026-11-20T12:00+01:00");
  const Report report = service_report(two.facts(), two.question("", "", "customer"));
  // Without a move nobody knows when they were opened, only that they are open.
  CHECK(told(report, "cases") ==
        "Ann (a1) | 0 | 0 | 1 | 0 |  |  |  |  |  | 0\n"
        "Ann (a2) | 0 | 0 | 1 | 0 |  |  |  |  |  | 0\n"
        "= all | 0 | 0 | 2 | 0 |  |  |  |  |  | 0");
}

TEST_CASE("a case that was closed stays closed until it is reopened") {
  const auto told_of = [](const std::string& history) {
    const ReportBook one(
        "", {"id: a\nname: A\ncases: [{id: x, title: t, history: [" + history + "]}]\n"},
        "2026-11-20T12:00+01:00");
    return told(service_report(one.facts(), one.question("2026-11-01", "2026-11-20")), "summary");
  };
  const std::string closed =
      "{at: 2026-11-02T08:00+01:00, status: open}, {at: 2026-11-03T08:00+01:00, status: closed}";
  const std::string one_day =
      "opened | 1 |  | \nanswered | 0 |  | \nclosed | 1 | 1 d | \nrated | 0 |  | \n"
      "open now | 0 |  | \nlate now | 0 |  | ";
  CHECK(told_of(closed) == one_day);
  // Another clone did not know.
  CHECK(told_of(closed + ", {at: 2026-11-05T08:00+01:00, status: waiting}") == one_day);
  CHECK(told_of(closed + ", {at: 2026-11-05T08:00+01:00, status: closed}") == one_day);
  CHECK(told_of("{at: 2026-11-03T08:00+01:00, status: closed}, "
                "{at: 2026-11-02T08:00+01:00, status: open}") == one_day);
  CHECK(told_of(closed + ", {at: 2026-11-05T08:00+01:00, status: open, reopen: yes}") ==
        "opened | 1 |  | \nanswered | 0 |  | \nclosed | 0 |  | \nrated | 0 |  | \n"
        "open now | 1 |  | \nlate now | 0 |  | ");
}

TEST_CASE("without cases the report says so, and limits that can't be read are named") {
  const ReportBook empty("limits: {high: {answer: soon}}\n", {}, "2026-11-20T12:00+01:00");
  const Report report = service_report(empty.facts(), empty.question("", ""));
  CHECK(told(report, "summary") == "");
  CHECK(report.tables.front().when_empty == "no case was opened or closed, and none is open");
  CHECK(report.remarks ==
        std::vector<std::string>{
            "the limits of crm.yaml can't be read: \"soon\" is no length of time"});
}

#include "core/report/deadlines.hpp"

#include <doctest/doctest.h>

#include "core/record/reader.hpp"
#include "core/record/tree.hpp"
#include "tests/property/dice.hpp"

using namespace crm;
using namespace crm::test;

namespace {

Moment moment(const std::string& text) {
  return Moment::parse(text).value();
}

/// In Berlin, where clocks go forward on 29 March 2026 at 2:00 and back on 25 October at 3:00.
Settings berlin(const std::string& more) {
  const auto tree = Tree::parse(
      "format: 1\ncurrency: EUR\ncountry: DE\ntimezone: Europe/Berlin\n" + more, "crm.yaml");
  return completed(*read_settings(*tree).value);
}

DaysOff days_off(const std::string& list) {
  return DaysOff(berlin("days_off: " + list + "\n").days_off, Zone::find("Europe/Berlin").value());
}

constexpr std::int64_t hour = 3'600;

struct Row {
  const char* off;
  const char* opened;
  std::int64_t hours;
  const char* by;
};

const Row rows[] = {
    // A Friday: 4 hours later it is still Friday.
    {"[sat, sun]", "2026-11-06T16:00+01:00", 4, "2026-11-06T20:00+01:00"},
    // 8 hours of Friday, 4 of Monday.
    {"[sat, sun]", "2026-11-06T16:00+01:00", 12, "2026-11-09T04:00+01:00"},
    // Friday's last second is in time, and so is the weekend.
    {"[sat, sun]", "2026-11-06T16:00+01:00", 8, "2026-11-09T00:00+01:00"},
    // Opened on a day off: the clock starts on Monday.
    {"[sat, sun]", "2026-11-07T10:00+01:00", 4, "2026-11-09T04:00+01:00"},
    // 14 hours of Thursday, 24 of Friday, 24 of Monday, 10 of Tuesday are 72.
    {"[sat, sun]", "2026-11-12T10:00+01:00", 72, "2026-11-17T10:00+01:00"},
    // A Wednesday off: 12 hours of Tuesday, 12 of Thursday.
    {"[2026-11-18]", "2026-11-17T12:00+01:00", 24, "2026-11-19T12:00+01:00"},
    // Christmas Day of every year: 4 hours of the 24th, 4 of the 26th.
    {"[12-25]", "2026-12-24T20:00+01:00", 8, "2026-12-26T04:00+01:00"},
    // The night in which 2:00 is 3:00: 4 hours of Saturday, 8 of Sunday end at 9:00.
    {"[]", "2026-03-28T20:00+01:00", 12, "2026-03-29T09:00+02:00"},
    // Sunday is off, so nobody sees the change: 8 hours of Monday.
    {"[sun]", "2026-03-28T20:00+01:00", 12, "2026-03-30T08:00+02:00"},
    // A weekend off with the change in it, a day long: 7 hours of Friday, 17 of Monday.
    {"[sat, sun]", "2026-03-27T17:00+01:00", 24, "2026-03-30T17:00+02:00"},
    // That Sunday has 23 hours.
    {"[]", "2026-03-29T00:00+01:00", 24, "2026-03-30T01:00+02:00"},
    // The night in which 3:00 is 2:00: 8 hours of Sunday end at 7:00.
    {"[]", "2026-10-24T20:00+02:00", 12, "2026-10-25T07:00+01:00"},
    {"[sun]", "2026-10-24T20:00+02:00", 12, "2026-10-26T08:00+01:00"},
    // Written in India: 13:30 there is 9:00 in Berlin (8:00 UTC).
    {"[sat, sun]", "2026-11-06T13:30+05:30", 4, "2026-11-06T13:00+01:00"},
    // A day alone: whole days after it. Saturday and Sunday are off, so Sunday is the last day.
    {"[sat, sun]", "2026-11-06", 4, "2026-11-08"},
    // Monday is one day, Tuesday two.
    {"[sat, sun]", "2026-11-06", 48, "2026-11-10"},
};

}  // namespace

TEST_CASE("a limit runs out by the clock of the days that are not off") {
  for (const Row& row : rows) {
    INFO(row.opened, " + ", row.hours, " h, off ", row.off);
    const DaysOff off = days_off(row.off);
    const Moment opened = moment(row.opened);
    const auto by = off.after(opened, row.hours * hour);
    REQUIRE(by.has_value());
    CHECK(by->text() == row.by);
    if (!by->timed()) continue;
    CHECK(off.seconds_between(opened, *by) == row.hours * hour);
    Moment later = *by;
    later.second = *later.second + 1;
    CHECK(off.seconds_between(opened, later) == row.hours * hour + 1);
  }
}

TEST_CASE("where every day is off no limit ever runs out") {
  const DaysOff off = days_off("[mon, tue, wed, thu, fri, sat, sun]");
  CHECK_FALSE(off.after(moment("2026-11-06T16:00+01:00"), hour).has_value());
  CHECK_FALSE(off.after(moment("2026-11-06"), hour).has_value());
}

TEST_CASE("a case is late when its last moment is past, and not before") {
  Dice dice(20261122);
  const char* const lists[] = {"[]", "[sun]", "[sat, sun]", "[12-25, 2026-03-30, 2026-10-26]"};
  const Zone zone = Zone::find("Europe/Berlin").value();
  const Instant first = zone.instant(moment("2026-03-20T00:00+01:00"));
  for (int round = 0; round < 4'000; ++round) {
    const DaysOff off = days_off(lists[dice.below(4)]);
    const int season = dice.chance(50) ? 0 : 210 * 24 * 60;
    const auto at = [&] {
      return zone.local(first + std::chrono::minutes(season + dice.between(0, 20 * 24 * 60)));
    };
    Moment opened = at();
    if (dice.chance(20)) {
      opened.second.reset();
      opened.offset.reset();
    }
    const std::int64_t limit = dice.one_of(std::vector<int>{1, 4, 24, 48, 72}) * hour;
    const auto by = off.after(opened, limit);
    REQUIRE(by.has_value());
    const Moment now = at();
    INFO(opened.text(), " + ", limit / hour, " h: ", by->text(), ", now ", now.text());
    CHECK((off.seconds_between(opened, now) > limit) == is_past(*by, now));
  }
}

TEST_CASE("what there is time for next, and what is late") {
  const Deadlines deadlines(
      berlin("days_off: [sat, sun]\nlimits: {high: {answer: 4h, resolution: 3d}}\n"));
  const std::string high = "high", none;
  const Moment opened = moment("2026-11-19T16:00+01:00");  // a Thursday
  const auto next = [&](const Awaited& one, const char* now) {
    const auto deadline = deadlines.next(one, moment(now));
    if (!deadline) return std::string("none");
    return std::string(name_of(deadline->what)) + " " + deadline->by.text() +
           (deadline->late ? " late" : "");
  };
  const Awaited fresh{high, opened, {}, {}};
  CHECK(next(fresh, "2026-11-19T19:00+01:00") == "first answer 2026-11-19T20:00+01:00");
  CHECK(next(fresh, "2026-11-19T20:00+01:00") == "first answer 2026-11-19T20:00+01:00");
  CHECK(next(fresh, "2026-11-20T09:00+01:00") == "first answer 2026-11-19T20:00+01:00 late");
  // 8 hours of Thursday, 24 of Friday, 24 of Monday, 16 of Tuesday.
  const Awaited answered{high, opened, moment("2026-11-19T18:00+01:00"), {}};
  CHECK(next(answered, "2026-11-20T09:00+01:00") == "resolution 2026-11-24T16:00+01:00");
  // The end goes before the answer that never came.
  CHECK(next(fresh, "2026-11-24T16:01+01:00") == "resolution 2026-11-24T16:00+01:00 late");
  // A day of its own takes the place of the limit.
  const Awaited with_day{high, opened, moment("2026-11-19T18:00+01:00"), moment("2026-11-20")};
  CHECK(next(with_day, "2026-11-20T23:00+01:00") == "due 2026-11-20");
  CHECK(next(with_day, "2026-11-21T00:00+01:00") == "due 2026-11-20 late");
  // Without a priority, or without a day on which it was opened, there is no limit.
  CHECK(next({none, opened, {}, {}}, "2027-01-01T09:00+01:00") == "none");
  CHECK(next({high, {}, {}, {}}, "2027-01-01T09:00+01:00") == "none");
}

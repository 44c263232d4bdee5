#include "core/domain/day.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <vector>

using namespace crm;

namespace {

Day day(std::string_view text) {
  return Day::parse(text).value();
}

Moment moment(std::string_view text) {
  return Moment::parse(text).value();
}

Period period(std::string_view text) {
  return Period::parse(text).value();
}

const Day first_day = Day::of(1, 1, 1).value();
const Day last_day = Day::of(9999, 12, 31).value();

Day any_day(std::mt19937& random) {
  return Day::since_epoch(
      std::uniform_int_distribution(first_day.number(), last_day.number())(random));
}

}  // namespace

TEST_CASE("a day is a real day of the years 1 to 9999") {
  CHECK(Day::of(2026, 2, 28));
  CHECK_FALSE(Day::of(2026, 2, 29));
  CHECK(Day::of(2028, 2, 29));
  CHECK_FALSE(Day::of(1900, 2, 29));
  CHECK(Day::of(2000, 2, 29));
  CHECK_FALSE(Day::of(2026, 4, 31));
  CHECK_FALSE(Day::of(2026, 13, 1));
  CHECK_FALSE(Day::of(2026, 0, 1));
  CHECK_FALSE(Day::of(2026, 1, 0));
  CHECK_FALSE(Day::of(0, 1, 1));
  CHECK_FALSE(Day::of(10000, 1, 1));
  CHECK(first_day.text() == "0001-01-01");
  CHECK(last_day.text() == "9999-12-31");
}

TEST_CASE("a day is counted from 1970-01-01") {
  CHECK(Day().text() == "1970-01-01");
  CHECK(Day().number() == 0);
  CHECK(day("2026-11-21").number() == 20778);
  CHECK(Day::since_epoch(-1).text() == "1969-12-31");
  CHECK(Day::since_epoch(INT64_MAX) == last_day);
  CHECK(Day::since_epoch(INT64_MIN) == first_day);
  CHECK(days_between(day("2026-11-21"), day("2026-12-01")) == 10);
  CHECK(days_between(day("2026-12-01"), day("2026-11-21")) == -10);
}

TEST_CASE("a day is written YYYY-MM-DD and nothing else") {
  for (const std::string_view text :
       {"", "2026", "2026-1-1", "26-01-01", "2026-01-01 ", " 2026-01-01", "2026-01-011",
        "2026/01/01", "2026-01-01T10:15", "+026-01-01", "-026-01-01", "2026-01-0x", "tomorrow",
        "20260101", "२०२६-०१-०१"}) {
    CAPTURE(text);
    const auto read = Day::parse(text);
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == Error::Kind::invalid);
    CHECK(read.error().message() == "\"" + std::string(text) + "\" is not a day");
    CHECK(read.error().problems.front().hint == "a day is written 2026-12-31");
  }
}

TEST_CASE("a day that does not exist is refused with the reason") {
  const std::pair<const char*, const char*> rows[] = {
      {"2026-02-30", "\"2026-02-30\" is not a day: February 2026 has 28 days"},
      {"2028-02-30", "\"2028-02-30\" is not a day: February 2028 has 29 days"},
      {"2026-04-31", "\"2026-04-31\" is not a day: April 2026 has 30 days"},
      {"2026-13-01", "\"2026-13-01\" is not a day: there is no month 13"},
      {"2026-00-01", "\"2026-00-01\" is not a day: there is no month 00"},
      {"2026-01-00", "\"2026-01-00\" is not a day: days count from 1"},
      {"0000-01-01", "\"0000-01-01\" is not a day: years go from 0001 to 9999"},
  };
  for (const auto& [text, message] : rows) {
    CHECK(Day::parse(text).error().message() == message);
  }
}

TEST_CASE("a day survives being written and read") {
  std::mt19937 random(1);
  for (int i = 0; i < 5000; ++i) {
    const Day some = any_day(random);
    CHECK(day(some.text()) == some);
    CHECK(Day::of(some.year(), some.month(), some.day()) == some);
    CHECK(Day::since_epoch(some.number()) == some);
  }
}

TEST_CASE("days are ordered as their texts are") {
  std::mt19937 random(2);
  for (int i = 0; i < 2000; ++i) {
    const Day a = any_day(random);
    const Day b = any_day(random);
    CHECK((a < b) == (a.text() < b.text()));
  }
}

TEST_CASE("a week begins on Monday") {
  CHECK(day("2026-11-23").weekday() == 1);
  CHECK(day("2026-11-29").weekday() == 7);
  CHECK(weekday_name(day("2026-11-23")) == "Mon");
  CHECK(weekday_full_name(day("2026-11-25")) == "Wednesday");
  CHECK(weekday_name(day("1969-12-31")) == "Wed");
  CHECK(first_day.weekday() == 1);
  CHECK(month_name(11) == "Nov");
  CHECK(month_full_name(9) == "September");
}

TEST_CASE("months are added by the calendar and end with the month") {
  const struct {
    const char* from;
    int months;
    const char* to;
  } rows[] = {
      {"2026-01-31", 1, "2026-02-28"},  {"2028-01-31", 1, "2028-02-29"},
      {"2026-01-31", 2, "2026-03-31"},  {"2026-03-31", -1, "2026-02-28"},
      {"2026-12-15", 1, "2027-01-15"},  {"2026-01-15", -1, "2025-12-15"},
      {"2024-02-29", 12, "2025-02-28"}, {"2024-02-29", 48, "2028-02-29"},
      {"2026-05-20", 0, "2026-05-20"},  {"0001-01-15", -1, "0001-01-01"},
      {"9999-12-15", 1, "9999-12-31"},  {"2026-05-20", -24300, "0001-05-20"},
  };

  for (const auto& row : rows) {
    CHECK(day(row.from).plus_months(row.months).text() == row.to);
  }
  CHECK(day("2026-05-20").plus_months(INT64_MAX) == last_day);
  CHECK(day("2026-05-20").plus_months(INT64_MIN) == first_day);
  CHECK(day("2026-05-20").plus_days(INT64_MAX) == last_day);
  CHECK(day("2026-05-20").plus_days(INT64_MIN) == first_day);
}

TEST_CASE("adding months never leaves the month aimed at") {
  std::mt19937 random(3);
  for (int i = 0; i < 5000; ++i) {
    const Day some = Day::of(2000, 1, 1)->plus_days(int(random() % 20000));
    const int months = int(random() % 400) - 200;
    const Day to = some.plus_months(months);
    CHECK(to.year() * 12 + int(to.month()) == some.year() * 12 + int(some.month()) + months);
    CHECK(to.day() == std::min(some.day(), to.last_of_month().day()));
  }
}

TEST_CASE("a month has a first and a last day") {
  CHECK(day("2026-02-14").first_of_month().text() == "2026-02-01");
  CHECK(day("2026-02-14").last_of_month().text() == "2026-02-28");
  CHECK(last_day.last_of_month() == last_day);
}

TEST_CASE("a partial date knows a year, a month of a year, a day of any year, or all") {
  for (const std::string_view text : {"1980", "1980-02", "02-29", "1980-02-29", "12-31", "0001"}) {
    CHECK(PartialDay::parse(text).value().text() == text);
  }
  CHECK(PartialDay::parse("1980-02").value() == PartialDay{1980, 2, {}});
  CHECK(PartialDay::parse("02-29").value() == PartialDay{{}, 2, 29});
}

TEST_CASE("what is no partial date is refused") {
  for (const std::string_view text :
       {"", "80", "198", "1980-", "1980-2", "02", "02-", "2-29", "--02-29", "1980-02-", "1980-02-2",
        "1980-02-290", "02-29-1980", "29.02.", "0000", "1980-13", "00-10"}) {
    CAPTURE(text);
    CHECK(PartialDay::parse(text).error().kind == Error::Kind::invalid);
  }
  CHECK(PartialDay::parse("02-30").error().message() ==
        "\"02-30\" is not a date: February has at most 29 days");
  CHECK(PartialDay::parse("1981-02-29").error().message() ==
        "\"1981-02-29\" is not a date: February 1981 has 28 days");
  CHECK(PartialDay::parse("soon").error().problems.front().hint ==
        "write 1980-02-29, 02-29, 1980-02 or 1980");
}

TEST_CASE("a yearly date is kept on its day, and 29 February by the book's rule") {
  const PartialDay leap = PartialDay::parse("1980-02-29").value();
  CHECK(in_year(leap, 2028, LeapDay::on_1_march) == day("2028-02-29"));
  CHECK(in_year(leap, 2026, LeapDay::on_28_february) == day("2026-02-28"));
  CHECK(in_year(leap, 2026, LeapDay::on_1_march) == day("2026-03-01"));
  CHECK(in_year(leap, 2100, LeapDay::on_1_march) == day("2100-03-01"));
  const PartialDay christmas = PartialDay::parse("12-25").value();
  CHECK(in_year(christmas, 2026, LeapDay::on_28_february) == day("2026-12-25"));
  CHECK_FALSE(in_year(PartialDay::parse("1980-02").value(), 2026, LeapDay::on_28_february));
  CHECK_FALSE(in_year(PartialDay::parse("1980").value(), 2026, LeapDay::on_28_february));
  CHECK_FALSE(in_year(christmas, 10000, LeapDay::on_28_february));
}

TEST_CASE("a moment keeps what was written") {
  const struct {
    const char* text;
    const char* again;
    std::optional<std::int32_t> second;
    std::optional<std::int32_t> offset;
  } rows[] = {
      {"2026-11-21", "2026-11-21", {}, {}},
      {"2026-11-21T10:15", "2026-11-21T10:15", 36900, {}},
      {"2026-11-21 10:15", "2026-11-21T10:15", 36900, {}},
      {"2026-11-21T10:15:00", "2026-11-21T10:15:00", 36900, {}},
      {"2026-11-21T10:15+01:00", "2026-11-21T10:15+01:00", 36900, 60},
      {"2026-10-01T09:12:44+02:00", "2026-10-01T09:12:44+02:00", 33164, 120},
      {"2026-10-01 09:12:44-03:30", "2026-10-01T09:12:44-03:30", 33164, -210},
      {"2026-10-01T00:00Z", "2026-10-01T00:00+00:00", 0, 0},
      {"2026-10-01T23:59:59-00:30", "2026-10-01T23:59:59-00:30", 86399, -30},
  };

  for (const auto& row : rows) {
    CAPTURE(row.text);
    const Moment read = moment(row.text);
    CHECK(read.text() == row.again);
    CHECK(read.second == row.second);
    CHECK(read.offset == row.offset);
    CHECK(moment(read.text()) == read);
  }
  CHECK(moment("2026-11-21T09:05:30").clock() == "09:05");
  CHECK(moment("2026-11-21").clock().empty());
}

TEST_CASE("what is no moment is refused") {
  for (const std::string_view text : {"",
                                      "2026-11-21T",
                                      "2026-11-21T10",
                                      "2026-11-21T10:1",
                                      "2026-11-21T10:15:",
                                      "2026-11-21T1:15",
                                      "2026-11-21T24:00",
                                      "2026-11-21T10:60",
                                      "2026-11-21T10:15:60",
                                      "2026-11-21T10:15+1:00",
                                      "2026-11-21T10:15+01",
                                      "2026-11-21T10:15+0100",
                                      "2026-11-21T10:15+24:00",
                                      "2026-11-21T10:15+01:60",
                                      "2026-11-21T10:15Zx",
                                      "2026-11-21T10:15 ",
                                      "2026-11-21  10:15",
                                      "2026-11-21+01:00",
                                      "2026-11-21T10:15:30.5Z",
                                      "10:15"}) {
    CAPTURE(text);
    CHECK(Moment::parse(text).error().kind == Error::Kind::invalid);
  }
  CHECK(Moment::parse("2026-02-30T10:15").error().message() ==
        "\"2026-02-30T10:15\" is not a day or time: February 2026 has 28 days");
  CHECK(Moment::parse("2026-02-20T25:15").error().message() ==
        "\"2026-02-20T25:15\" is not a day or time: the time of day goes from 00:00 to 23:59:59");
}

TEST_CASE("moments are sorted by written day, untimed first, then by instant") {
  const std::vector<std::string> in_order = {
      "2026-11-20T23:59-05:00",  // a later instant than the next, but written a day before
      "2026-11-21",
      "2026-11-21T10:15+02:00",
      "2026-11-21T09:30+01:00",
      "2026-11-21T09:00",  // no offset: by its clock
      "2026-11-22",
  };
  for (std::size_t i = 0; i < in_order.size(); ++i) {
    for (std::size_t j = 0; j < in_order.size(); ++j) {
      CAPTURE(in_order[i]);
      CAPTURE(in_order[j]);
      CHECK(in_time(moment(in_order[i]), moment(in_order[j])) == (i <=> j));
    }
  }
  CHECK(in_time(moment("2026-11-21T10:15+01:00"), moment("2026-11-21T09:15Z")) == 0);
  CHECK(moment("2026-11-21T10:15+01:00") != moment("2026-11-21T09:15Z"));
}

TEST_CASE("the order of moments is a strict weak one") {
  std::mt19937 random(4);
  const auto any_moment = [&] {
    Moment some{Day::since_epoch(20000 + int(random() % 2)), {}, {}, false};
    if (random() % 4 != 0) some.second = int(random() % 4) * 3600;
    if (some.second && random() % 2 == 0) some.offset = int(random() % 5) * 60 - 120;
    return some;
  };
  for (int i = 0; i < 5000; ++i) {
    const Moment a = any_moment();
    const Moment b = any_moment();
    const Moment c = any_moment();
    CHECK((in_time(a, b) < 0) == (in_time(b, a) > 0));
    if (in_time(a, b) < 0 && in_time(b, c) < 0) CHECK(in_time(a, c) < 0);
    if (in_time(a, b) == 0 && in_time(b, c) == 0) CHECK(in_time(a, c) == 0);
  }
}

TEST_CASE("a period is a count of days, weeks, months or years") {
  for (const std::string_view text : {"1d", "30d", "2w", "3m", "1y", "36500d", "100y"}) {
    CHECK(period(text).text() == text);
  }
  CHECK(period("30d").words() == "30 days");
  CHECK(period("2w").words() == "2 weeks");
  CHECK(period("1m").words() == "1 month");
  CHECK(period("1y").words() == "1 year");
}

TEST_CASE("what is no period is refused") {
  for (const std::string_view text :
       {"", "d", "3", "3x", "-3d", "+3d", "3 d", "3D", "3.5d", "0d", "030d", "36501d", "101y",
        "99999999999999999999d", "d3", "3dd"}) {
    CAPTURE(text);
    CHECK(Period::parse(text).error().kind == Error::Kind::invalid);
  }
  CHECK(Period::parse("soon").error().message() == "\"soon\" is not a duration");
  CHECK(Period::parse("0d").error().message() == "\"0d\" is not a duration: it counts from 1");
  CHECK(Period::parse("soon").error().problems.front().hint ==
        "a duration is written 30d, 2w, 3m or 1y");
}

TEST_CASE("a day is moved by periods, at once and not step by step") {
  CHECK(plus(day("2026-01-31"), period("1m")).text() == "2026-02-28");
  CHECK(plus(day("2026-01-31"), period("1m"), 2).text() == "2026-03-31");
  CHECK(plus(day("2026-01-31"), period("10d"), -1).text() == "2026-01-21");
  CHECK(plus(day("2026-01-31"), period("2w"), 3).text() == "2026-03-14");
  CHECK(plus(day("2024-02-29"), period("1y"), 4).text() == "2028-02-29");
  CHECK(plus(day("2026-01-31"), period("1y"), INT64_MAX) == last_day);
  CHECK(plus(day("2026-01-31"), period("36500d"), INT64_MIN) == first_day);
}

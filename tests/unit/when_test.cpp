#include "core/domain/when.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>

using namespace crm;

namespace {

// A Saturday.
const Moment now = Moment::parse("2026-11-21T14:30:20+01:00").value();

std::string said(std::string_view text) {
  const auto read = when(text, now);
  return read ? read->text() : read.error().message();
}

std::string said_on(std::string_view today, std::string_view text) {
  return when(text, Moment::parse(today).value()).value().text();
}

}  // namespace

TEST_CASE("a day can be said in words") {
  const std::pair<const char*, const char*> rows[] = {
      {"today", "2026-11-21"},
      {"tomorrow", "2026-11-22"},
      {"yesterday", "2026-11-20"},
      {"now", "2026-11-21T14:30:20"},
      {"2026-12-01", "2026-12-01"},
      {"1999-12-01", "1999-12-01"},
      {"12-01", "2026-12-01"},
      {"11-21", "2026-11-21"},
      {"11-20", "2027-11-20"},
      {"02-29", "2028-02-29"},
      // counted
      {"3d", "2026-11-24"},
      {"in 3d", "2026-11-24"},
      {"in 3 d", "2026-11-24"},
      {"3 days", "2026-11-24"},
      {"in 1 day", "2026-11-22"},
      {"+3d", "2026-11-24"},
      {"-3d", "2026-11-18"},
      {"-3 days", "2026-11-18"},
      {"3d ago", "2026-11-18"},
      {"2 weeks ago", "2026-11-07"},
      {"in 2w", "2026-12-05"},
      {"3m", "2027-02-21"},
      {"in 1 month", "2026-12-21"},
      {"1y", "2027-11-21"},
      {"10 years ago", "2016-11-21"},
      {"0d", "2026-11-21"},
      {"in 007 days", "2026-11-28"},
      // business days, from a Saturday
      {"1bd", "2026-11-23"},
      {"5 bd", "2026-11-27"},
      {"in 6bd", "2026-11-30"},
      {"-1bd", "2026-11-20"},
      {"6bd ago", "2026-11-13"},
      {"0bd", "2026-11-21"},
      // days of the week
      {"sun", "2026-11-22"},
      {"mon", "2026-11-23"},
      {"friday", "2026-11-27"},
      {"sat", "2026-11-28"},
      {"thurs", "2026-11-26"},
      {"next fri", "2026-11-27"},
      {"next saturday", "2026-11-28"},
      {"last fri", "2026-11-20"},
      {"last saturday", "2026-11-14"},
      {"last sun", "2026-11-15"},
      // today moved by one
      {"next week", "2026-11-28"},
      {"last week", "2026-11-14"},
      {"next month", "2026-12-21"},
      {"last month", "2026-10-21"},
      {"next year", "2027-11-21"},
      {"last year", "2025-11-21"},
      // starts and ends
      {"sow", "2026-11-16"},
      {"eow", "2026-11-22"},
      {"som", "2026-11-01"},
      {"eom", "2026-11-30"},
      {"soq", "2026-10-01"},
      {"eoq", "2026-12-31"},
      {"soy", "2026-01-01"},
      {"eoy", "2026-12-31"},
      // with the name of the month
      {"21 nov", "2026-11-21"},
      {"nov 21", "2026-11-21"},
      {"20 nov", "2027-11-20"},
      {"1 january", "2027-01-01"},
      {"21 nov 2027", "2027-11-21"},
      {"nov 21 2025", "2025-11-21"},
      {"29 feb", "2028-02-29"},
      {"5 sept", "2027-09-05"},
  };
  for (const auto& [text, day] : rows) {
    CAPTURE(text);
    CHECK(said(text) == day);
  }
}

TEST_CASE("a time can follow a day or stand alone") {
  const std::pair<const char*, const char*> rows[] = {
      {"10:30", "2026-11-21T10:30"},
      {"at 10:30", "2026-11-21T10:30"},
      {"9am", "2026-11-21T09:00"},
      {"9 am", "2026-11-21T09:00"},
      {"9:30pm", "2026-11-21T21:30"},
      {"12am", "2026-11-21T00:00"},
      {"12:15am", "2026-11-21T00:15"},
      {"12pm", "2026-11-21T12:00"},
      {"0:05", "2026-11-21T00:05"},
      {"23:59:59", "2026-11-21T23:59:59"},
      {"tomorrow 10:30:15", "2026-11-22T10:30:15"},
      {"fri at 9am", "2026-11-27T09:00"},
      {"next month 9:05", "2026-12-21T09:05"},
      {"in 2 weeks at 08:00", "2026-12-05T08:00"},
      {"2 weeks ago 08:00", "2026-11-07T08:00"},
      {"21 nov 2027 10:30", "2027-11-21T10:30"},
      {"12-01 10:30", "2026-12-01T10:30"},
      {"2026-12-01 10:30", "2026-12-01T10:30"},
      {"2026-12-01 9am", "2026-12-01T09:00"},
      {"2026-12-01 at 9:00 pm", "2026-12-01T21:00"},
      {"2026-12-01T10:30", "2026-12-01T10:30"},
      {"2026-12-01t10:30z", "2026-12-01T10:30+00:00"},
      {"2026-12-01T10:30:00+05:30", "2026-12-01T10:30:00+05:30"},
      {"2026-12-01 10:30-08:00", "2026-12-01T10:30-08:00"},
  };
  for (const auto& [text, moment] : rows) {
    CAPTURE(text);
    CHECK(said(text) == moment);
  }
}

TEST_CASE("case and spaces do not matter") {
  CHECK(said("  Next   FRI  at 9AM ") == "2026-11-27T09:00");
  CHECK(said("EOM") == "2026-11-30");
  CHECK(said("21 NOV") == "2026-11-21");
}

TEST_CASE("months end with the month") {
  CHECK(said_on("2026-01-31", "next month") == "2026-02-28");
  CHECK(said_on("2026-01-31", "in 1 month") == "2026-02-28");
  CHECK(said_on("2028-02-29", "next year") == "2029-02-28");
  CHECK(said_on("2026-03-31", "last month") == "2026-02-28");
  CHECK(said_on("2026-03-31", "soq") == "2026-01-01");
  CHECK(said_on("2026-05-31", "eoq") == "2026-06-30");
  CHECK(said_on("2026-12-31", "eoy") == "2026-12-31");
}

TEST_CASE("29 February is the next there is, over a century too") {
  CHECK(said_on("2096-03-01", "02-29") == "2104-02-29");
  CHECK(said_on("2028-02-29", "29 feb") == "2028-02-29");
}

TEST_CASE("now without a time of day is today") {
  CHECK(said_on("2026-11-21", "now") == "2026-11-21");
}

TEST_CASE("a day that does not exist is refused with the reason") {
  const std::pair<const char*, const char*> rows[] = {
      {"2026-02-30", "\"2026-02-30\" is not a day or a time: February 2026 has 28 days"},
      {"2026-02-30 10:30",
       "\"2026-02-30 10:30\" is not a day or a time: February 2026 has 28 days"},
      {"30 feb", "\"30 feb\" is not a day or a time: February has at most 29 days"},
      {"29 feb 2027", "\"29 feb 2027\" is not a day or a time: February 2027 has 28 days"},
      {"13-01", "\"13-01\" is not a day or a time: there is no month 13"},
      {"fri 25:00", "\"fri 25:00\" is not a day or a time: there is no time 25:00"},
      {"13pm", "\"13pm\" is not a day or a time: there is no time 13pm"},
      {"in 40000d", "\"in 40000d\" is not a day or a time: that is more than 36500 days away"},
      {"99999999999999999999d",
       "\"99999999999999999999d\" is not a day or a time: that is more than 36500 days away"},
  };
  for (const auto& [text, message] : rows) CHECK(said(text) == message);
}

TEST_CASE("what is not understood is refused with examples") {
  for (const std::string_view text :
       {"",          " ",           "soon",       "tomorow",    "next",       "next 2w",
        "last",      "in",          "ago",        "in mon",     "in -3d",     "-3d ago",
        "in 3d ago", "3",           "d",          "3x",         "3 d d",      "1 2d",
        "3d ays",    "+ 3d",        "at",         "fri at",     "at fri",     "now 10:30",
        "10:30 fri", "10:30 10:30", "mo",         "tu",         "nov",        "21",
        "21 nov 27", "21 21",       "nov nov",    "2026-12",    "30.11.26",   "30.11",
        "1.1.1",     "30/11/26",    "fri 28 nov", "end of",     "end of fri", "end of every month",
        "12-1",      "10:3",        "1030",       "9:30:00:00", "am",         "next next week",
        "fri fri",   "2026-12-01T", "२१ nov"}) {
    CAPTURE(text);
    const auto read = when(text, now);
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == Error::Kind::asked_wrongly);
    CHECK(
        read.error().message().starts_with("\"" + std::string(text) + "\" is not a day or a time"));
    CHECK(read.error().problems.front().hint.starts_with("write today, fri, 2026-12-01"));
  }
}

TEST_CASE("where only a day makes sense a time is refused") {
  CHECK(what_day("fri", now).value().text() == "2026-11-27");
  const auto read = what_day("fri 10:30", now);
  CHECK(read.error().kind == Error::Kind::asked_wrongly);
  CHECK(read.error().message() == "\"fri 10:30\" has a time, and only a day is wanted here");
  CHECK(read.error().problems.front().hint == "write 2026-11-27");
  CHECK(what_day("now", now).error().kind == Error::Kind::asked_wrongly);
  CHECK(what_day("soon", now).error().message() == "\"soon\" is not a day or a time");
}

TEST_CASE("a weekday is within the next seven days, or the last") {
  std::mt19937 random(6);
  for (int i = 0; i < 2000; ++i) {
    const Moment today{Day::since_epoch(int(random() % 40000)), {}, {}, false};
    const Day wanted = today.day.plus_days(int(random() % 7));
    const std::string name(weekday_name(wanted));
    const Day next = when(name, today)->day;
    const Day last = when("last " + name, today)->day;
    CHECK(next.weekday() == wanted.weekday());
    CHECK(days_between(last, next) == (wanted == today.day ? 14 : 7));
    CHECK(last < today.day);
    CHECK(today.day < next);
  }
}

TEST_CASE("business days fall on Monday to Friday, and five are a week") {
  std::mt19937 random(7);
  for (int i = 0; i < 1000; ++i) {
    const Moment today{Day::since_epoch(int(random() % 40000)), {}, {}, false};
    const int count = 1 + int(random() % 60);
    const Day ahead = when(std::to_string(count) + "bd", today)->day;
    CHECK(ahead.weekday() <= 5);
    CHECK(when(std::to_string(count + 5) + "bd", today)->day == ahead.plus_days(7));
    const Moment there{ahead, {}, {}, false};
    if (today.day.weekday() <= 5) {
      CHECK(when("-" + std::to_string(count) + "bd", there)->day == today.day);
    }
  }
}

TEST_CASE("any day is understood as it is written") {
  std::mt19937 random(8);
  for (int i = 0; i < 1000; ++i) {
    const Day day = Day::since_epoch(int(random() % 100000) - 50000);
    CHECK(what_day(day.text(), now).value() == day);
  }
}

TEST_CASE("people also write days in dots, in ordinals, and as crm shows them") {
  const std::pair<const char*, const char*> rows[] = {
      {"30.11.2026", "2026-11-30"},
      {"1.2.2027", "2027-02-01"},
      {"30.11.", "2026-11-30"},
      {"20.11.", "2027-11-20"},
      {"30.11.2026 9am", "2026-11-30T09:00"},
      {"2026/12/01", "2026-12-01"},
      {"21st nov", "2026-11-21"},
      {"Nov 2nd, 2027", "2027-11-02"},
      {"24. dec", "2026-12-24"},
      {"Sat 28 Nov 10:30", "2026-11-28T10:30"},
      {"mon 21 nov 2022", "2022-11-21"},
      {"day after tomorrow", "2026-11-23"},
      {"in a week", "2026-11-28"},
      {"a month ago", "2026-10-21"},
      {"noon", "2026-11-21T12:00"},
      {"fri at noon", "2026-11-27T12:00"},
      {"end of month", "2026-11-30"},
      {"End of the month", "2026-11-30"},
      {"end of this week", "2026-11-22"},
      {"start of next week", "2026-11-23"},
      {"end of next month", "2026-12-31"},
      {"beginning of last month", "2026-10-01"},
      {"end of quarter", "2026-12-31"},
      {"end of next quarter", "2027-03-31"},
      {"start of next year", "2027-01-01"},
      {"end of last year", "2025-12-31"},
  };
  for (const auto& [text, day] : rows) {
    CAPTURE(text);
    CHECK(said(text) == day);
  }
  CHECK(said("fri 28 nov") == "\"fri 28 nov\" is not a day or a time: 2026-11-28 is a Saturday");
  CHECK(said("31.11.2026") == "\"31.11.2026\" is not a day or a time: November 2026 has 30 days");
}

TEST_CASE("a date with slashes is read as the country writes it, and never guessed") {
  const auto read = [](std::string_view text, std::string_view country) {
    const auto day = what_day(text, now, date_order(country));
    return day ? day->text() : day.error().problems.front().hint;
  };
  CHECK(read("3/4/2027", "DE") == "2027-04-03");
  CHECK(read("3/4/2027", "IN") == "2027-04-03");
  CHECK(read("3/4/2027", "US") == "2027-03-04");
  CHECK(read("3/4", "us") == "2027-03-04");
  CHECK(read("3/4/2027", "CA") == "write 2027-04-03 or 2027-03-04");
  CHECK(read("3/4/2027", "") == "write 2027-04-03 or 2027-03-04");
  CHECK(read("4/4/2027", "CA") == "2027-04-04");
  CHECK(read("30/11/2026", "CA") == "2026-11-30");
  CHECK(read("11/30/2026", "CA") == "2026-11-30");
  CHECK(read("11/30/2026", "DE") == "write 2026-11-30");
  CHECK(read("30/11/2026", "US") == "write 2026-11-30");
  CHECK(read("31/31/2026", "CA").starts_with("write today"));
}

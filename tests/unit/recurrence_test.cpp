#include "core/domain/recurrence.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

#include "core/domain/late_library.hpp"

using namespace crm;

namespace {

Day day(std::string_view text) {
  return Day::parse(text).value();
}

Recurrence rule(std::string_view text) {
  return Recurrence::parse(text).value();
}

/// The first days from the anchor on, `…` where the series goes on.
std::string days(std::string_view text, std::string_view anchor, int count) {
  const Recurrence recurrence = rule(text);
  std::string all;
  auto next = recurrence.next(day(anchor), day(anchor).plus_days(-1));
  for (int i = 0; next && i < count; ++i) {
    all += next->text() + " ";
    next = recurrence.next(day(anchor), *next);
  }
  return all + (next ? "…" : ".");
}

}  // namespace

TEST_CASE("how often is said as a period, a word or a phrase") {
  const struct {
    const char* text;
    const char* period;
    const char* words;
  } rows[] = {
      {"3m", "3m", "every 3 months"},
      {"2w", "2w", "every 2 weeks"},
      {"10d", "10d", "every 10 days"},
      {"1y", "1y", "every year"},
      {"daily", "1d", "every day"},
      {"weekly", "1w", "every week"},
      {"fortnightly", "2w", "every 2 weeks"},
      {"monthly", "1m", "every month"},
      {"quarterly", "3m", "every 3 months"},
      {"yearly", "1y", "every year"},
      {"every 2 weeks", "2w", "every 2 weeks"},
      {"every month", "1m", "every month"},
      {"every 3m", "3m", "every 3 months"},
      {"every 1 days", "1d", "every day"},
      {"every 2 years", "2y", "every 2 years"},
  };

  for (const auto& row : rows) {
    CAPTURE(row.text);
    const Recurrence recurrence = rule(row.text);
    CHECK(recurrence.text() == row.text);
    CHECK(recurrence.period().value().text() == row.period);
    CHECK(recurrence.words() == row.words);
  }
}

TEST_CASE("what does not say how often is refused") {
  for (const std::string_view text :
       {"", "soon", "every", "every 0 days", "0d", "3x", "every friday", "every 2 2w", "-3d",
        "every every day", "Monthly", " monthly", "2 weeks", "freq=daily", "every 40000 days"}) {
    CAPTURE(text);
    const auto read = Recurrence::parse(text);
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == Error::Kind::invalid);
    CHECK(read.error().message() == "\"" + std::string(text) + "\" does not say how often");
    CHECK(read.error().problems.front().hint.starts_with("write 3m, every 2 weeks, monthly"));
  }
}

TEST_CASE("a plain rule is counted from its anchor and ends with the month") {
  CHECK(days("monthly", "2026-01-31", 4) == "2026-01-31 2026-02-28 2026-03-31 2026-04-30 …");
  CHECK(days("3m", "2026-11-30", 4) == "2026-11-30 2027-02-28 2027-05-30 2027-08-30 …");
  CHECK(days("1y", "2024-02-29", 5) == "2024-02-29 2025-02-28 2026-02-28 2027-02-28 2028-02-29 …");
  CHECK(days("fortnightly", "2026-11-21", 3) == "2026-11-21 2026-12-05 2026-12-19 …");
  CHECK(days("10d", "2026-02-25", 3) == "2026-02-25 2026-03-07 2026-03-17 …");
}

TEST_CASE("the anchor is the first occurrence, however early one asks") {
  CHECK(rule("1y").next(day("2026-11-21"), day("1990-01-01")) == day("2026-11-21"));
  CHECK(rule("1y").next(day("2026-11-21"), day("2026-11-21")) == day("2027-11-21"));
  CHECK(rule("1d").next(day("0001-01-02"), day("0001-01-01")) == day("0001-01-02"));
}

TEST_CASE("a series ends with the year 9999") {
  CHECK(rule("1d").next(day("2026-01-01"), day("9999-12-30")) == day("9999-12-31"));
  CHECK_FALSE(rule("1d").next(day("2026-01-01"), day("9999-12-31")));
  CHECK_FALSE(rule("1y").next(day("2026-11-30"), day("9999-11-30")));
  CHECK_FALSE(rule("1m").next(day("2026-11-30"), day("9999-12-30")));
  CHECK_FALSE(rule("FREQ=DAILY").next(day("2026-01-01"), day("9999-12-31")));
}

TEST_CASE("the next occurrence of a period is the earliest one that is later") {
  std::mt19937 random(9);
  for (int i = 0; i < 4000; ++i) {
    const std::string text = std::to_string(1 + random() % 20) + "dwmy"[random() % 4];
    const Recurrence recurrence = rule(text);
    const Day anchor = Day::since_epoch(int(random() % 20000));
    const Day after = anchor.plus_days(int(random() % 20000) - 500);
    CAPTURE(text);
    CAPTURE(anchor.text());
    CAPTURE(after.text());
    Day expected = anchor;
    for (int times = 1; expected <= after; ++times) {
      expected = plus(anchor, *recurrence.period(), times);
    }
    CHECK(recurrence.next(anchor, after) == expected);
  }
}

TEST_CASE("an RRULE gives the days of RFC 5545") {
  const struct {
    const char* rule;
    const char* anchor;
    const char* days;
  } rows[] = {
      {"FREQ=MONTHLY;BYDAY=-1FR", "2026-11-21", "2026-11-27 2026-12-25 2027-01-29 …"},
      {"RRULE:FREQ=MONTHLY;BYDAY=-1FR", "2026-11-27", "2026-11-27 2026-12-25 2027-01-29 …"},
      {"RRULE:FREQ=MONTHLY;BYDAY=2TU", "2026-11-21", "2026-12-08 2027-01-12 2027-02-09 …"},
      {"FREQ=DAILY;INTERVAL=3", "2026-11-21", "2026-11-21 2026-11-24 2026-11-27 …"},
      {"FREQ=DAILY;COUNT=2", "2026-11-21", "2026-11-21 2026-11-22 ."},
      {"FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "2026-11-21", "2026-11-23 2026-11-24 2026-11-25 …"},
      {"FREQ=WEEKLY", "2026-11-21", "2026-11-21 2026-11-28 2026-12-05 …"},
      {"FREQ=WEEKLY;UNTIL=20261128", "2026-11-21", "2026-11-21 2026-11-28 ."},
      {"FREQ=WEEKLY;UNTIL=20261128T120000Z", "2026-11-21", "2026-11-21 2026-11-28 ."},
      {"FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", "2026-03-03", "2026-03-08 2026-03-22 2026-04-05 …"},
      {"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO", "1997-08-05",
       "1997-08-05 1997-08-10 1997-08-19 …"},
      {"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU", "1997-08-05",
       "1997-08-05 1997-08-17 1997-08-19 …"},
      {"FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=-1", "2026-11-21",
       "2026-11-27 2026-12-04 2026-12-11 …"},
      {"FREQ=MONTHLY", "2026-01-31", "2026-01-31 2026-03-31 2026-05-31 …"},
      {"FREQ=MONTHLY;BYMONTHDAY=-1", "2026-01-31", "2026-01-31 2026-02-28 2026-03-31 …"},
      {"FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "2026-01-01", "2026-02-13 2026-03-13 2026-11-13 …"},
      {"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-01-01",
       "2026-01-30 2026-02-27 2026-03-31 …"},
      {"FREQ=YEARLY", "2024-02-29", "2024-02-29 2028-02-29 2032-02-29 …"},
      {"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", "2024-02-29", "2024-02-29 2025-02-28 2026-02-28 …"},
      {"FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "2026-01-01", "2026-11-26 2027-11-25 2028-11-23 …"},
      {"FREQ=YEARLY;BYDAY=20MO", "1997-05-19", "1997-05-19 1998-05-18 1999-05-17 …"},
      {"FREQ=YEARLY;BYYEARDAY=-1,100", "2026-01-01", "2026-04-10 2026-12-31 2027-04-10 …"},
      {"FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", "1996-11-05",
       "1996-11-05 2000-11-07 2004-11-02 …"},
  };

  for (const auto& row : rows) {
    CAPTURE(row.rule);
    CHECK(days(row.rule, row.anchor, 3) == row.days);
    CHECK(rule(row.rule).words() == row.rule);
    CHECK_FALSE(rule(row.rule).period());
  }
}

TEST_CASE("an RRULE that cannot be followed is refused with the reason") {
  const std::pair<const char*, const char*> rows[] = {
      {"FREQ=SECONDLY", "FREQ is DAILY, WEEKLY, MONTHLY or YEARLY"},
      {"FREQ=HOURLY;COUNT=3", "FREQ is DAILY, WEEKLY, MONTHLY or YEARLY"},
      {"FREQ=", "FREQ is DAILY, WEEKLY, MONTHLY or YEARLY"},
      {"RRULE:", "its parts are written KEY=VALUE"},
      {"RRULE:BYDAY=MO", "FREQ is missing"},
      {"FREQ=DAILY;BYHOUR=9", "it comes on days, without a time"},
      {"FREQ=MONTHLY;;BYDAY=MO", "its parts are written KEY=VALUE"},
      {"FREQ=MONTHLY;", "its parts are written KEY=VALUE"},
      {"FREQ=MONTHLY;FREQ=DAILY", "FREQ comes twice"},
      {"FREQ=MONTHLY;NONSENSE=3", "NONSENSE is not supported"},
      {"FREQ=YEARLY;BYWEEKNO=14", "BYWEEKNO is not supported"},
      {"FREQ=YEARLY;RSCALE=HEBREW", "RSCALE is not supported"},
      {"FREQ=WEEKLY;UNTIL=20240230", "there is no such UNTIL"},
      {"FREQ=WEEKLY;BYDAY=2MO", "BYDAY has numbers only in months and years"},
      {"FREQ=WEEKLY;BYMONTHDAY=3", "a week has no BYMONTHDAY"},
      {"FREQ=MONTHLY;BYYEARDAY=3", "BYYEARDAY needs FREQ=YEARLY"},
      {"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "there is no such day"},
      {"FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31", "there is no such day"},
      {"FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6", "there is no such day"},
  };
  for (const auto& [text, reason] : rows) {
    CAPTURE(text);
    const auto read = Recurrence::parse(text);
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == Error::Kind::invalid);
    CHECK(read.error().message() ==
          "\"" + std::string(text) + "\" is not a rule that can be followed: " + reason);
  }
  for (const std::string_view text :
       {"FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY;INTERVAL=99999",
        "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=2;UNTIL=20270101", "FREQ=MONTHLY;BYDAY=XX",
        "FREQ=MONTHLY;BYDAY=", "FREQ=MONTHLY;BYMONTHDAY=99", "FREQ=YEARLY;BYDAY=60MO",
        "FREQ=WEEKLY;UNTIL=soon"}) {
    CAPTURE(text);
    CHECK(Recurrence::parse(text).error().kind == Error::Kind::invalid);
  }
}

TEST_CASE("an RRULE is found without counting up to it, and never searched for without end" *
          doctest::timeout(20)) {
  CHECK(rule("FREQ=DAILY").next(day("0001-01-01"), day("9998-05-05")) == day("9998-05-06"));
  CHECK(rule("FREQ=WEEKLY;INTERVAL=2").next(day("1500-01-01"), day("2026-11-21")).has_value());
  CHECK_FALSE(rule("FREQ=DAILY;COUNT=2000000000").next(day("0001-01-01"), day("9999-12-31")));
  // 29 February every other odd year.
  CHECK_FALSE(rule("FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29")
                  .next(day("2025-01-01"), day("2025-01-01")));
  CHECK_FALSE(rule("FREQ=YEARLY;INTERVAL=32767").next(day("2026-01-01"), day("2026-01-01")));
}

TEST_CASE("FREQ=DAILY and FREQ=WEEKLY come as the plain rules do") {
  std::mt19937 random(10);
  for (int i = 0; i < 500; ++i) {
    const std::string count = std::to_string(1 + random() % 9);
    const bool weeks = random() % 2 == 0;
    const Recurrence plain = rule(count + (weeks ? "w" : "d"));
    const Recurrence same =
        rule((weeks ? "FREQ=WEEKLY;INTERVAL=" : "FREQ=DAILY;INTERVAL=") + count);
    const Day anchor = Day::since_epoch(int(random() % 20000));
    const Day after = anchor.plus_days(int(random() % 3000) - 100);
    CHECK(same.next(anchor, after) == plain.next(anchor, after));
  }
}

TEST_CASE("jumping ahead finds the day that going step by step finds") {
  const std::vector<std::string> rules = {
      "FREQ=DAILY;INTERVAL=5;BYMONTH=3,7",          "FREQ=WEEKLY;INTERVAL=3;BYDAY=SU,WE",
      "FREQ=MONTHLY;INTERVAL=5;BYDAY=1MO,-1FR",     "FREQ=YEARLY;INTERVAL=3;BYMONTH=2,5;BYDAY=SU",
      "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=2,-1",     "FREQ=YEARLY;BYMONTHDAY=-3",
      "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU", "FREQ=YEARLY;INTERVAL=2;BYDAY=FR;BYSETPOS=-2",
  };
  std::mt19937 random(11);
  for (const std::string& text : rules) {
    CAPTURE(text);
    const Day anchor = Day::since_epoch(15000 + int(random() % 5000));
    const Recurrence jumping = rule(text);
    const Recurrence counting = rule(text + ";COUNT=1000000");
    for (int i = 0; i < 60; ++i) {
      const Day after = anchor.plus_days(int(random() % 4000) - 50);
      CHECK(jumping.next(anchor, after) == counting.next(anchor, after));
    }
  }
}

TEST_CASE("a library that is not there has no functions") {
  LateLibrary missing("libnobody-has-this.so.9");
  CHECK((missing.function<int()>("main") == nullptr));
  LateLibrary there("libc.so.6");
  CHECK((there.function<int()>("no_such_function_of_libc") == nullptr));
  CHECK(there.function<int(int)>("abs")(-3) == 3);
}

TEST_CASE("people say how often in more ways than are kept") {
  const struct {
    const char *typed, *kept, *words;
  } rows[] = {
      {"2 weeks", "2w", "every 2 weeks"},
      {"every 2 weeks", "every 2 weeks", "every 2 weeks"},
      {"1 Month", "1m", "every month"},
      {"annually", "yearly", "every year"},
      {"Yearly", "yearly", "every year"},
      {"every other month", "2m", "every 2 months"},
      {"every quarter", "quarterly", "every 3 months"},
      {"weekdays", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "on weekdays"},
      {"every weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "on weekdays"},
      {"every Monday", "FREQ=WEEKLY;BYDAY=MO", "every Monday"},
      {"every thu", "FREQ=WEEKLY;BYDAY=TH", "every Thursday"},
      {"sundays", "FREQ=WEEKLY;BYDAY=SU", "every Sunday"},
      {"on fridays", "FREQ=WEEKLY;BYDAY=FR", "every Friday"},
      {"FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYDAY=-1FR"},
  };

  for (const auto& [typed, kept, words] : rows) {
    CAPTURE(typed);
    const auto read = Recurrence::typed(typed);
    REQUIRE(read);
    CHECK(read->text() == kept);
    CHECK(read->words() == words);
    // What is kept is what the file format knows.
    CHECK(Recurrence::parse(read->text()).has_value());
  }
  for (const char* text :
       {"", "monday", "every", "every t", "other week", "every other", "often"}) {
    CAPTURE(text);
    CHECK_FALSE(Recurrence::typed(text));
  }
  for (const char* text : {"2 weeks", "annually", "weekdays", "every monday"}) {
    CAPTURE(text);
    CHECK_FALSE(Recurrence::parse(text));
  }
}

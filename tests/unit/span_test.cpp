#include "core/domain/span.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

using namespace crm;

namespace {

Day day(const char* text) {
  return Day::parse(text).value();
}

std::string words(const Span& span) {
  return span.from->text() + ".." + span.to->text();
}

}  // namespace

TEST_CASE("a span is named as crm.yaml's targets are") {
  struct Row {
    const char* name;
    unsigned year_starts;
    const char* days;
  };

  for (const auto& [name, year_starts, days] : std::array<Row, 12>{{
           {"2026", 4, "2026-01-01..2026-12-31"},
           {"2026-Q4", 4, "2026-10-01..2026-12-31"},
           {"2026-02", 4, "2026-02-01..2026-02-28"},
           {"2024-02", 1, "2024-02-01..2024-02-29"},
           {"FY2026-27", 4, "2026-04-01..2027-03-31"},
           {"FY2026-27-Q1", 4, "2026-04-01..2026-06-30"},
           {"FY2026-27-Q4", 4, "2027-01-01..2027-03-31"},
           {"FY1999-00", 7, "1999-07-01..2000-06-30"},
           {"FY2026", 1, "2026-01-01..2026-12-31"},
           {"2026-W01", 1, "2025-12-29..2026-01-04"},  // 1 January 2026 is a Thursday
           {"2026-W53", 1, "2026-12-28..2027-01-03"},  // the year has 53 weeks
           {"2020-W53", 1, "2020-12-28..2021-01-03"},
       }}) {
    CAPTURE(name);
    CHECK(words(span_named(name, year_starts).value()) == days);
  }
}

TEST_CASE("what names no span is refused with examples") {
  for (const char* name :
       {"", "26", "2026-13", "2026-Q5", "2026-Q", "2026-Q12", "2025-W53", "2026-W00", "FY2026",
        "FY2026-28", "FY2026-27-Q5", "2026-11-21", "soon", "0000"}) {
    CAPTURE(name);
    const auto span = span_named(name, 4);
    REQUIRE(!span);
    CHECK(span.error().kind == Error::Kind::asked_wrongly);
    CHECK(span.error().problems.front().hint.find("FY2026-27") != std::string::npos);
  }
}

TEST_CASE("quarters and years are those of the business year") {
  const Day november = day("2026-11-21"), january = day("2027-01-31");
  CHECK(span_name(november, CalendarUnit::quarter, 4) == "FY2026-27-Q3");
  CHECK(span_name(january, CalendarUnit::quarter, 4) == "FY2026-27-Q4");
  CHECK(span_name(january, CalendarUnit::year, 4) == "FY2026-27");
  CHECK(span_name(november, CalendarUnit::quarter, 1) == "2026-Q4");
  // From February: November opens the fourth quarter, January ends it.
  CHECK(span_name(november, CalendarUnit::quarter, 2) == "FY2026-27-Q4");
  CHECK(span_name(january, CalendarUnit::quarter, 2) == "FY2026-27-Q4");
  CHECK(words(span_around(january, CalendarUnit::quarter, 2)) == "2026-11-01..2027-01-31");
}

TEST_CASE("each day lies in the span of its name, for every unit and every business year") {
  for (unsigned starts = 1; starts <= 12; ++starts)
    for (const CalendarUnit unit :
         {CalendarUnit::week, CalendarUnit::month, CalendarUnit::quarter, CalendarUnit::year}) {
      std::string before;
      for (Day one = day("2019-12-20"); one < day("2022-01-15"); one = one.plus_days(1)) {
        const Span span = span_around(one, unit, starts);
        const std::string name = span_name(one, unit, starts);
        REQUIRE(span.holds(one));
        REQUIRE(span_named(name, starts).value() == span);
        REQUIRE(span_name(*span.from, unit, starts) == name);
        REQUIRE(span_name(*span.to, unit, starts) == name);
        REQUIRE(before <= name);  // names sort by time
        before = name;
      }
    }
}

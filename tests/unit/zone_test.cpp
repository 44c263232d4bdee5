#include "core/domain/zone.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace crm;

namespace {

Zone zone(std::string_view name) {
  return Zone::find(name).value();
}

Instant at(std::string_view text) {
  return parse_instant(text).value();
}

Moment moment(std::string_view text) {
  return Moment::parse(text).value();
}

}  // namespace

TEST_CASE("a wall clock shows the offset of its zone") {
  const struct {
    const char* zone;
    const char* instant;
    const char* shown;
  } rows[] = {
      {"UTC", "2026-11-21T09:15:00Z", "2026-11-21T09:15:00+00:00"},
      {"Etc/UTC", "2026-11-21T09:15:00Z", "2026-11-21T09:15:00+00:00"},
      {"Europe/Berlin", "2026-11-21T09:15:00Z", "2026-11-21T10:15:00+01:00"},
      {"Europe/Berlin", "2026-07-01T09:15:00Z", "2026-07-01T11:15:00+02:00"},
      {"Asia/Kolkata", "2026-11-21T20:00:00Z", "2026-11-22T01:30:00+05:30"},
      {"America/New_York", "2026-11-22T03:00:00Z", "2026-11-21T22:00:00-05:00"},
      {"America/St_Johns", "2026-01-01T00:00:00Z", "2025-12-31T20:30:00-03:30"},
      {"Pacific/Kiritimati", "2026-12-31T10:00:00Z", "2027-01-01T00:00:00+14:00"},
      {"Europe/Berlin", "1969-12-31T23:30:00Z", "1970-01-01T00:30:00+01:00"},
  };

  for (const auto& row : rows) {
    CAPTURE(row.zone);
    CHECK(zone(row.zone).local(at(row.instant)).text() == row.shown);
  }
}

TEST_CASE("an hour that comes twice means the first time") {
  const Zone berlin = zone("Europe/Berlin");
  CHECK(berlin.instant(moment("2026-10-25T02:30")) == at("2026-10-25T00:30Z"));
  CHECK(berlin.with_offset(moment("2026-10-25T02:30")).text() == "2026-10-25T02:30+02:00");
  CHECK(berlin.instant(moment("2026-10-25T02:30+01:00")) == at("2026-10-25T01:30Z"));
}

TEST_CASE("an hour that is skipped means the next valid time") {
  const Zone berlin = zone("Europe/Berlin");
  CHECK(berlin.instant(moment("2026-03-29T02:30")) == at("2026-03-29T01:00Z"));
  CHECK(berlin.with_offset(moment("2026-03-29T02:30")).text() == "2026-03-29T03:00+02:00");
  // Midnight itself can be skipped, and once a whole day was.
  CHECK(zone("America/Sao_Paulo").instant(moment("2018-11-04")) == at("2018-11-04T03:00Z"));
  CHECK(zone("Pacific/Apia").instant(moment("2011-12-30")) == at("2011-12-30T10:00Z"));
}

TEST_CASE("a day alone means its midnight and gets no offset") {
  CHECK(zone("Asia/Kolkata").instant(moment("2026-11-21")) == at("2026-11-20T18:30Z"));
  CHECK(Zone().instant(moment("2026-11-21")) == at("2026-11-21T00:00Z"));
  CHECK(zone("Asia/Kolkata").with_offset(moment("2026-11-21")).text() == "2026-11-21");
}

TEST_CASE("an offset that was written stays") {
  CHECK(zone("Asia/Kolkata").with_offset(moment("2026-11-21T10:15-08:00")).text() ==
        "2026-11-21T10:15-08:00");
  CHECK(zone("Asia/Kolkata").with_offset(moment("2026-11-21 10:15")).text() ==
        "2026-11-21T10:15+05:30");
  CHECK(Zone().with_offset(moment("2026-11-21T10:15")).text() == "2026-11-21T10:15+00:00");
}

TEST_CASE("clocks change in far years as they do now") {
  const Zone berlin = zone("Europe/Berlin");
  CHECK(berlin.local(at("2038-07-01T10:00Z")).text() == "2038-07-01T12:00:00+02:00");
  CHECK(berlin.local(at("2100-01-01T10:00Z")).text() == "2100-01-01T11:00:00+01:00");
  // The last Sunday of March 2044 is the 27th.
  CHECK(berlin.local(at("2044-03-27T00:59:59Z")).text() == "2044-03-27T01:59:59+01:00");
  CHECK(berlin.local(at("2044-03-27T01:00:00Z")).text() == "2044-03-27T03:00:00+02:00");
  CHECK(berlin.with_offset(moment("2044-03-27T02:30")).text() == "2044-03-27T03:00+02:00");
  CHECK(zone("Asia/Kolkata").local(at("9999-01-01T00:00Z")).text() == "9999-01-01T05:30:00+05:30");
}

TEST_CASE("the moment that a clock shows is the instant it was asked for") {
  std::mt19937 random(5);
  for (const char* name : {"UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata",
                           "Pacific/Kiritimati", "Australia/Lord_Howe", "Africa/Monrovia"}) {
    CAPTURE(name);
    const Zone place = zone(name);
    std::uniform_int_distribution<std::int64_t> seconds(-6000000000, 6000000000);
    for (int i = 0; i < 2000; ++i) {
      const Instant instant{std::chrono::seconds(seconds(random))};
      const Moment shown = place.local(instant);
      CHECK(place.instant(shown) == instant);
      Moment written = shown;
      written.offset.reset();
      CHECK(place.instant(place.with_offset(written)) == place.instant(written));
      CHECK(place.instant(written) <= instant);  // the first where it comes twice
    }
  }
}

TEST_CASE("a name that is no zone is refused") {
  for (const std::string_view name : {"", "Europe", "Europe/Berln", "europe/berlin", "/etc/passwd",
                                      "../zoneinfo/UTC", "+01:00"}) {
    CAPTURE(name);
    const auto found = Zone::find(name);
    REQUIRE_FALSE(found);
    CHECK(found.error().kind == Error::Kind::invalid);
    CHECK(found.error().message() == "there is no time zone \"" + std::string(name) + "\"");
  }
}

TEST_CASE("a zone keeps its name") {
  CHECK(Zone().name() == "UTC");
  CHECK(zone("Etc/UTC").name() == "Etc/UTC");
  CHECK(zone("Asia/Kolkata").name() == "Asia/Kolkata");
}

TEST_CASE("an instant needs a time and an offset") {
  CHECK(at("1970-01-01T00:00:00Z").time_since_epoch().count() == 0);
  CHECK(at("2026-11-21T10:15:00+01:00").time_since_epoch().count() == 1795252500);
  CHECK(at("2026-11-21 10:15:00+01:00") == at("2026-11-21T09:15:00Z"));
  for (const std::string_view text : {"", "now", "2026-11-21", "2026-11-21T10:15:00"}) {
    CAPTURE(text);
    CHECK(parse_instant(text).error().kind == Error::Kind::invalid);
  }
  CHECK(parse_instant("2026-11-21").error().message() ==
        "\"2026-11-21\" is not an instant: it has no offset from UTC");
}

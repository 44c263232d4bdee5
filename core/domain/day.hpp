// Days, partial dates, moments and periods: time as a customer record speaks of it.
//
// A calendar day is a day and is never converted. A moment keeps what was written: a day alone, or
// a day with a time of day, with or without its offset from UTC.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/domain/result.hpp"

namespace crm {

/// A real day of the Gregorian calendar, years 1 to 9999, ordered.
class Day {
 public:
  /// 1970-01-01.
  Day() = default;

  /// Nothing when there is no such day (2026-02-30) or the year is outside 1 to 9999.
  static std::optional<Day> of(int year, unsigned month, unsigned day);
  /// The day of that number since 1970-01-01, clamped to the years 1 to 9999.
  static Day since_epoch(std::int64_t days);
  /// Exactly `YYYY-MM-DD`; anything else is an error that says what a day looks like.
  static Result<Day> parse(std::string_view text);

  int year() const;
  /// 1 to 12.
  unsigned month() const;
  /// 1 to 31.
  unsigned day() const;
  /// Monday is 1, Sunday is 7 (ISO 8601).
  unsigned weekday() const;

  /// Days since 1970-01-01.
  std::int32_t number() const { return number_; }

  Day plus_days(std::int64_t days) const;
  /// The same day of another month, clamped to that month's end: 31 January plus one is 28 or 29
  /// February.
  Day plus_months(std::int64_t months) const;
  Day first_of_month() const;
  Day last_of_month() const;

  /// `YYYY-MM-DD`.
  std::string text() const;

  auto operator<=>(const Day&) const = default;

 private:
  explicit Day(std::int32_t number) : number_(number) {}

  std::int32_t number_ = 0;
};

/// Whole days from a to b; negative when b is earlier.
inline std::int32_t days_between(Day a, Day b) {
  return b.number() - a.number();
}

/// English short names, for output: "Mon", "Nov".
std::string_view weekday_name(Day day);
std::string_view weekday_full_name(Day day);
std::string_view month_name(unsigned month);
std::string_view month_full_name(unsigned month);

/// What is wrong with a day that Day::of refuses: `February 2026 has 28 days`; also where no year
/// is known (02-30).
std::string why_no_day(std::optional<int> year, unsigned month, unsigned day);

/// A yearly or half-known date: 1980, 1980-02, 02-29, 1980-02-29.
struct PartialDay {
  std::optional<int> year;
  std::optional<unsigned> month;
  std::optional<unsigned> day;

  static Result<PartialDay> parse(std::string_view text);
  std::string text() const;
  bool operator==(const PartialDay&) const = default;
};

/// What to do with 29 February in a common year.
enum class LeapDay { on_28_february, on_1_march };

/// The day on which that date is kept in `year`; nothing when month or day is unknown.
std::optional<Day> in_year(const PartialDay& date, int year, LeapDay rule);

/// When something happened or shall happen, as written: `2026-11-21`, `2026-11-21T10:15`,
/// `2026-11-21T10:15+01:00`, `2026-10-01T09:12:44+02:00`, `…Z`; a space may stand for the T.
struct Moment {
  Day day;
  /// Seconds after local midnight, 0 to 86399; nothing for a day alone.
  std::optional<std::int32_t> second;
  /// Minutes east of UTC; nothing when no offset was written.
  std::optional<std::int32_t> offset;
  /// Seconds were written (`10:15:00` and `10:15` are both kept as they were).
  bool with_seconds = false;

  static Result<Moment> parse(std::string_view text);
  /// With T between day and time; `+00:00` for UTC.
  std::string text() const;
  /// `10:15`, or nothing for a day alone.
  std::string clock() const;

  bool timed() const { return second.has_value(); }

  bool operator==(const Moment&) const = default;
};

/// The order of record.md: written local day; untimed before timed; UTC instant (local time where
/// no offset is written). Not consistent with `==`: two spellings of one instant compare equal.
std::weak_ordering in_time(const Moment& a, const Moment& b);

/// A length of time in calendar units: 30d, 2w, 3m, 1y.
struct Period {
  enum class Unit { days, weeks, months, years };
  std::int32_t count = 0;
  Unit unit = Unit::days;

  /// `30d`, `2w`, `3m`, `1y`; count 1 to 36500 days' worth.
  static Result<Period> parse(std::string_view text);
  /// The same for people, who also write `30 days`, `2 weeks`.
  static Result<Period> typed(std::string_view text);
  /// As parsed: `30d`.
  std::string text() const;
  /// `30 days`, `1 month`.
  std::string words() const;
  bool operator==(const Period&) const = default;
};

/// `day` moved by `times` periods; months and years clamp to the month's end.
Day plus(Day day, const Period& period, std::int64_t times = 1);

}  // namespace crm

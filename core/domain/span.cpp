#include "core/domain/span.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace crm {
namespace {

constexpr unsigned months_of_quarter = 3;

/// The first day of the business year that has that day.
Day year_begin(Day day, unsigned year_starts) {
  const int year = day.month() >= year_starts ? day.year() : day.year() - 1;
  return Day::of(std::max(year, 1), year_starts, 1).value_or(day);
}

Span months(Day first, int count) {
  return {first, first.plus_months(count - 1).last_of_month()};
}

/// Which quarter of its business year, from 1.
unsigned quarter_of(Day day, unsigned year_starts) {
  return (day.month() + 12 - year_starts) % 12 / months_of_quarter + 1;
}

std::string year_name(Day begin, unsigned year_starts) {
  if (year_starts == 1) return fmt::format("{:04}", begin.year());
  return fmt::format("FY{:04}-{:02}", begin.year(), (begin.year() + 1) % 100);
}

/// Takes that many digits from the front; nothing when there are not so many.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  int number = 0;
  for (const char c : text.substr(0, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  text.remove_prefix(count);
  return number;
}

bool take(std::string_view& text, std::string_view what) {
  if (!text.starts_with(what)) return false;
  text.remove_prefix(what.size());
  return true;
}

/// `-Q4` and nothing behind it.
std::optional<int> take_quarter(std::string_view text) {
  if (!take(text, "-Q") && !take(text, "-q")) return std::nullopt;
  const auto quarter = take_digits(text, 1);
  return text.empty() && quarter && *quarter >= 1 && *quarter <= 4 ? quarter : std::nullopt;
}

/// The year, or that quarter of it, that begins there.
std::optional<Span> year_or_quarter(Day begin, std::string_view rest) {
  if (rest.empty()) return months(begin, 12);
  const auto quarter = take_quarter(rest);
  if (!quarter) return std::nullopt;
  return months(begin.plus_months((*quarter - 1) * static_cast<int>(months_of_quarter)), 3);
}

std::optional<Span> business_span(std::string_view text, unsigned year_starts) {
  const auto year = take_digits(text, 4);
  if (!year || *year < 1) return std::nullopt;
  if (year_starts != 1) {
    // FY2027 is the year that ends in 2027 to some and the one that begins then to others.
    if (!take(text, "-")) return std::nullopt;
    const auto next = take_digits(text, 2);
    if (!next || *next != (*year + 1) % 100) return std::nullopt;
  }
  const auto begin = Day::of(*year, year_starts, 1);
  return begin ? year_or_quarter(*begin, text) : std::nullopt;
}

/// The Monday of that week of ISO 8601; nothing when the year has no such week.
std::optional<Day> iso_week(int year, int week) {
  const auto fourth = Day::of(year, 1, 4);
  if (!fourth || week < 1) return std::nullopt;
  const Day first = fourth->plus_days(1 - static_cast<int>(fourth->weekday()));
  const Day monday = first.plus_days(7 * (week - 1));
  return monday.plus_days(3).year() == year ? std::optional(monday) : std::nullopt;
}

std::optional<Span> calendar_span(std::string_view text) {
  const auto year = take_digits(text, 4);
  if (!year) return std::nullopt;
  const auto begin = Day::of(*year, 1, 1);
  if (!begin) return std::nullopt;
  if (auto span = year_or_quarter(*begin, text)) return span;
  std::string_view rest = text;
  if (take(rest, "-W")) {
    const auto week = take_digits(rest, 2);
    const auto monday = week && rest.empty() ? iso_week(*year, *week) : std::nullopt;
    return monday ? std::optional(Span{*monday, monday->plus_days(6)}) : std::nullopt;
  }
  if (!take(text, "-")) return std::nullopt;
  const auto month = take_digits(text, 2);
  if (!month || !text.empty()) return std::nullopt;
  const auto first = Day::of(*year, static_cast<unsigned>(*month), 1);
  return first ? std::optional(months(*first, 1)) : std::nullopt;
}

}  // namespace

std::optional<CalendarUnit> calendar_unit(std::string_view word) {
  if (word == "week") return CalendarUnit::week;
  if (word == "month") return CalendarUnit::month;
  if (word == "quarter") return CalendarUnit::quarter;
  if (word == "year") return CalendarUnit::year;
  return std::nullopt;
}

Span span_around(Day day, CalendarUnit unit, unsigned year_starts) {
  switch (unit) {
    case CalendarUnit::week: {
      const Day monday = day.plus_days(1 - static_cast<int>(day.weekday()));
      return {monday, monday.plus_days(6)};
    }
    case CalendarUnit::month: return months(day.first_of_month(), 1);
    case CalendarUnit::quarter: {
      const auto quarter = static_cast<int>(quarter_of(day, year_starts));
      const Day begin = year_begin(day, year_starts);
      return months(begin.plus_months((quarter - 1) * static_cast<int>(months_of_quarter)), 3);
    }
    case CalendarUnit::year: break;
  }
  return months(year_begin(day, year_starts), 12);
}

std::string span_name(Day day, CalendarUnit unit, unsigned year_starts) {
  switch (unit) {
    case CalendarUnit::week: {
      // The week is of the year that its Thursday is in.
      const Day thursday = day.plus_days(4 - static_cast<int>(day.weekday()));
      const int days = days_between(*Day::of(thursday.year(), 1, 1), thursday);
      return fmt::format("{:04}-W{:02}", thursday.year(), days / 7 + 1);
    }
    case CalendarUnit::month: return fmt::format("{:04}-{:02}", day.year(), day.month());
    case CalendarUnit::quarter:
      return year_name(year_begin(day, year_starts), year_starts) + "-Q" +
             std::to_string(quarter_of(day, year_starts));
    case CalendarUnit::year: break;
  }
  return year_name(year_begin(day, year_starts), year_starts);
}

Result<Span> span_named(std::string_view text, unsigned year_starts) {
  std::string_view rest = text;
  const bool business = take(rest, "FY") || take(rest, "fy");
  const auto span = business ? business_span(rest, year_starts) : calendar_span(rest);
  if (span) return *span;
  const std::string year = year_starts == 1 ? "FY2026" : "FY2026-27";
  return error(Error::asked_wrongly(
      "\"" + std::string(text) + "\" names no month, quarter or year",
      "they are written 2026-11, 2026-Q4, 2026, 2026-W47, " + year + ", " + year + "-Q1"));
}

}  // namespace crm

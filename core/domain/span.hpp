// A stretch of days that a figure is about: a month, `2026-Q4`, a business year.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/domain/day.hpp"
#include "core/domain/result.hpp"

namespace crm {

/// Both ends belong to it, and either may be open.
struct Span {
  std::optional<Day> from, to;

  bool holds(Day day) const { return (!from || *from <= day) && (!to || day <= *to); }

  bool operator==(const Span&) const = default;
};

/// How a calendar divides the days. Quarters and years are those of the business year.
enum class CalendarUnit { week, month, quarter, year };

/// `week`, `month`, `quarter`, `year`; nothing for another word.
std::optional<CalendarUnit> calendar_unit(std::string_view word);

/// The week (from Monday), month … that has that day; `year_starts` is the first month of the
/// business year, 1 to 12.
Span span_around(Day day, CalendarUnit unit, unsigned year_starts);

/// Its name, which sorts by time: `2026-W47` (ISO 8601), `2026-11`, `2026-Q4`, `2026`; where the
/// business year does not begin in January `FY2026-27-Q3`, `FY2026-27`.
std::string span_name(Day day, CalendarUnit unit, unsigned year_starts);

/// Reads such a name, as crm.yaml's targets have it too: `2026` and `2026-Q4` are of the calendar,
/// `FY…` of the business year. Error::asked_wrongly with examples.
Result<Span> span_named(std::string_view text, unsigned year_starts);

}  // namespace crm

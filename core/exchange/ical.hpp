// The properties of one calendar component as plain values; the door to libical for calendars.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/domain/day.hpp"
#include "core/domain/field.hpp"
#include "core/domain/result.hpp"

namespace crm {

struct CalendarProperty {
  /// In capitals.
  std::string name;
  /// TZID, VALUE, PARTSTAT, CN; only those that are there.
  Named<std::string> parameters;
  /// Unescaped where it is text.
  std::string value;

  std::string parameter(std::string_view of) const;
};

struct CalendarComponent {
  std::vector<CalendarProperty> properties;
  /// What libical did not like.
  std::vector<std::string> errors;

  /// The first of that name; nullptr when there is none.
  const CalendarProperty* find(std::string_view name) const;
  /// Its value; empty where there is none.
  std::string value(std::string_view name) const;
};

/// Error::failed where libical is not installed.
Result<void> calendars_can_be_read();

/// From `BEGIN:VEVENT` to `END:VEVENT`. Error::failed where libical is not installed,
/// Error::invalid for what is no component.
Result<CalendarComponent> read_component(const std::string& text);

/// How many minutes east of UTC the clock of a VTIMEZONE is at that local time; nothing where it is
/// not understood.
std::optional<int> offset_of(const std::string& vtimezone, const Moment& local);

}  // namespace crm

// How a reminder comes again: every 3m, monthly, or an RFC 5545 RRULE, counted from its anchor day.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/domain/day.hpp"

namespace crm {

/// A rule that was understood. Occurrences are counted from the anchor, never from the previous
/// one, so 31 January, monthly, is 28 February and then 31 March.
class Recurrence {
 public:
  /// `3m`, `2w`, `10d`, `1y`, `daily weekly fortnightly monthly quarterly yearly`, `every 2 weeks`,
  /// `every month`, or an RRULE (`RRULE:FREQ=MONTHLY;BYDAY=-1FR` or without the prefix). COUNT and
  /// UNTIL end a series. An RRULE speaks of days: no hours, no BYWEEKNO, no RSCALE; an UNTIL is its
  /// day as written. A rule without any day (30 February) is an error. Error::failed when libical,
  /// which reads the rule, is not installed.
  static Result<Recurrence> parse(std::string_view text);

  /// The same for people, in any case, who also write `2 weeks`, `annually`, `every other month`,
  /// `weekdays`, `every monday`; kept as one of the forms above.
  static Result<Recurrence> typed(std::string_view text);

  /// As written.
  const std::string& text() const { return text_; }

  /// `every 3 months`, `every Monday`, `on weekdays`; another RRULE as it is.
  std::string words() const;
  /// The first occurrence on or after the anchor that is later than `after`; nothing when the
  /// series has ended. The anchor itself is an occurrence (for an RRULE: when the rule gives it).
  std::optional<Day> next(Day anchor, Day after) const;

  /// The period, where the rule is a plain one.
  const std::optional<Period>& period() const { return period_; }

  bool operator==(const Recurrence& other) const { return text_ == other.text_; }

 private:
  std::string text_;
  std::optional<Period> period_;  // nothing: an RRULE
};

}  // namespace crm

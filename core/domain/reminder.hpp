// Something to do for a customer on a day, once or again and again.
#pragma once

#include <optional>
#include <string>

#include "core/domain/field.hpp"
#include "core/domain/recurrence.hpp"

namespace crm {

/// The anchor `due` never moves: done and snooze are kept beside it, so the next day is always
/// computed.
struct Reminder {
  static constexpr std::string_view noun = "reminder";
  static constexpr std::string_view order_key = "due";
  std::string id;
  Moment due;
  std::string text;
  std::optional<Recurrence> every;
  /// The next occurrence is counted from the day it was done.
  bool after_done = false;
  /// We gave our word.
  bool promise = false;
  /// Whose it is, and who set it.
  std::string for_whom, by;
  std::string deal, case_id;
  std::optional<Moment> snoozed;
  /// Once: closed on that day. Recurring: done through that day.
  std::optional<Day> done;
  std::string done_by;
  std::vector<std::string> external;
  bool operator==(const Reminder&) const = default;

  template <class Visitor, class Self>
  static void describe(Visitor& field, Self& self) {
    field("id", self.id);
    field("due", self.due, Trait{.rule = Rule::earliest, .required = true});
    field("text", self.text);
    field("every", self.every);
    field("after_done", self.after_done);
    field("promise", self.promise);
    field("for", self.for_whom);
    field("by", self.by);
    field("deal", self.deal);
    field("case", self.case_id);
    field("snoozed", self.snoozed, earliest);
    field("done", self.done, latest);
    field("done_by", self.done_by);
    field("external", self.external);
  }
};

/// When it is due next, snoozing included; nothing when it is closed or its series has ended.
std::optional<Moment> next_due(const Reminder& reminder);

/// Done on `today` by `who`: a single one is closed, a recurring one is done through the occurrence
/// that was due (or the last one due by today when several were missed), its snooze dropped.
Reminder done(Reminder reminder, Day today, const std::string& who);

/// Its next occurrence put off to `until`.
Reminder snooze(Reminder reminder, const Moment& until);

}  // namespace crm

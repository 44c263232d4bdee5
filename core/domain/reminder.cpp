#include "core/domain/reminder.hpp"

#include <algorithm>

namespace crm {
namespace {

/// The occurrence that is open, without snoozing.
std::optional<Day> open_occurrence(const Reminder& reminder) {
  if (!reminder.every) return reminder.done ? std::nullopt : std::optional(reminder.due.day);
  if (!reminder.done) return reminder.every->next(reminder.due.day, reminder.due.day.plus_days(-1));
  if (reminder.after_done && reminder.every->period())
    return plus(*reminder.done, *reminder.every->period());
  return reminder.every->next(reminder.due.day, *reminder.done);
}

}  // namespace

std::optional<Moment> next_due(const Reminder& reminder) {
  const auto day = open_occurrence(reminder);
  if (!day) return std::nullopt;
  if (reminder.snoozed && (!reminder.done || reminder.snoozed->day > *reminder.done))
    return reminder.snoozed;
  Moment due = reminder.due;
  due.day = *day;
  // The anchor's offset need not be that of another season.
  if (*day != reminder.due.day) due.offset.reset();
  return due;
}

Reminder done(Reminder reminder, Day today, const std::string& who) {
  Day through = today;
  if (reminder.every && !reminder.after_done)
    if (const auto open = open_occurrence(reminder)) through = std::max(today, *open);
  reminder.done = through;
  reminder.done_by = who;
  reminder.snoozed.reset();
  return reminder;
}

Reminder snooze(Reminder reminder, const Moment& until) {
  reminder.snoozed = until;
  return reminder;
}

}  // namespace crm

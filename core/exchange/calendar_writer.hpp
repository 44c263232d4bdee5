// What is to come, as a calendar (iCalendar, RFC 5545): reminders as tasks, planned conversations
// as events, birthdays and other dates as events of every year.
//
// Each has the same UID each time, so that a calendar that reads the file again knows it:
// `<customer>-<entry>-<kind>@crm`.
#pragma once

#include <string>
#include <string_view>

#include "core/domain/customer.hpp"
#include "core/domain/day.hpp"
#include "core/domain/zone.hpp"

namespace crm {

struct CalendarWish {
  /// When the file is written; also what is still to come. Local, of the book.
  Moment now;
  Zone zone = {};
  LeapDay leap_day = LeapDay::on_28_february;
};

/// What stands before all of them; `name` is the calendar's.
std::string calendar_begin(std::string_view name);
std::string calendar_end();

/// A task, due when the reminder is next; empty where it is done.
std::string task_of(const Customer& customer, const Reminder& reminder, const CalendarWish& wish);

/// An event; empty where it is not open any more. One that doesn't say how long it takes is an hour
/// long.
std::string event_of(const Customer& customer, const Interaction& interaction,
                     const CalendarWish& wish);

/// Of the customer and the people who have not left; those whose month or day is not known are left
/// out. 29 February is the last of February in other years, or 1 March by the wish.
std::string yearly_events_of(const Customer& customer, const CalendarWish& wish);

}  // namespace crm

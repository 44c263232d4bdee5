// The small English grammar for dates that people type: today, fri, next month, in 2w, eom, -3d,
// 2026-12-01 10:30.
#pragma once

#include <string_view>

#include "core/domain/day.hpp"

namespace crm {

/// Understands, in any case:
///   today tomorrow yesterday now · YYYY-MM-DD · MM-DD (the next one, today included) ·
///   [in] N d|w|m|y|bd, +Nd, -Nd, Nd ago (also `3 days`, `2 weeks ago`; bd = business days, Monday
///   to Friday) · mon … sun and full names, or what lies between (`thurs`) (the next one after
///   today) · next mon … (same) · last mon … (before today) · next|last week|month|year (today
///   moved by one) · sow eow som eom soq eoq soy eoy (start/end of the current week
///   (Monday/Sunday), month, quarter, year) · a day of the form `21 nov`, `nov 21` (the next one,
///   today included), `21 nov 2027`
/// each followed, if wanted, by a time: `10:30`, `at 10:30`, `10:30:15`, `9am`, `9:30pm`. A time
/// alone is today at that time; `now` has the time of `now`. ISO moments with T and offset pass
/// through Moment::parse. Months clamp to their end. The answer has no offset unless one was
/// written. Error: asked_wrongly, naming the text, with examples as hint. `2026-02-30` says that
/// there is no such day.
Result<Moment> when(std::string_view text, const Moment& now);

/// The same where only a day makes sense; a time is an error.
Result<Day> what_day(std::string_view text, const Moment& now);

}  // namespace crm

// The small English grammar for dates that people type: today, fri, next month, in 2w, eom, -3d,
// 2026-12-01 10:30.
#pragma once

#include <string_view>

#include "core/domain/country.hpp"
#include "core/domain/day.hpp"

namespace crm {

/// Understands, in any case:
///   today tomorrow yesterday now · YYYY-MM-DD · MM-DD (the next one, today included) ·
///   [in] N d|w|m|y|bd, +Nd, -Nd, Nd ago (also `3 days`, `2 weeks ago`; bd = business days, Monday
///   to Friday) · mon … sun and full names, or what lies between (`thurs`) (the next one after
///   today) · next mon … (same) · last mon … (before today) · next|last week|month|year (today
///   moved by one) · sow eow som eom soq eoq soy eoy (start/end of the current week
///   (Monday/Sunday), month, quarter, year), in words `end of month`, `start of next quarter` · a
///   day of the form `21 nov`, `nov 21st` (the next one, today included), `21 nov 2027`, with its
///   weekday before it if that is right · 30.11.2026, 30.11. · 30/11/2026 or 11/30/2026, by
///   `order`; where that is not known, only what can be read in one way · 2026/11/30 · day after
///   tomorrow
/// each followed, if wanted, by a time: `10:30`, `at 10:30`, `10:30:15`, `9am`, `9:30pm`, `noon`. A
/// time alone is today at that time; `now` has the time of `now`. ISO moments with T and offset
/// pass through Moment::parse. Months clamp to their end. The answer has no offset unless one was
/// written. Error: asked_wrongly, naming the text, with examples as hint. `2026-02-30` says that
/// there is no such day.
Result<Moment> when(std::string_view text, const Moment& now, DateOrder order = DateOrder::unsure);

/// The same where only a day makes sense; a time is an error.
Result<Day> what_day(std::string_view text, const Moment& now, DateOrder order = DateOrder::unsure);

}  // namespace crm

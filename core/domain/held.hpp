// Whether a conversation is still to come or was held: of an interaction, and of any row that says
// its `at`, `planned` and `outcome`.
#pragma once

#include "core/domain/day.hpp"

namespace crm {

/// As is_planned in core/domain/customer.
template <class Talk>
bool is_still_planned(const Talk& talk, const Moment& now) {
  return talk.outcome.empty() && (talk.planned || in_time(talk.at, now) > 0);
}

/// As counts_as_contact in core/domain/customer.
template <class Talk>
bool was_held(const Talk& talk, const Moment& now) {
  if (is_still_planned(talk, now) || in_time(talk.at, now) > 0) return false;
  return talk.outcome != "cancelled" && talk.outcome != "no-show";
}

}  // namespace crm

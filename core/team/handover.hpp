// What somebody of the team looks after, and how it becomes somebody else's.
#pragma once

#include <cstddef>
#include <functional>
#include <set>
#include <string>

#include "core/domain/customer.hpp"
#include "core/domain/settings.hpp"

namespace crm {

/// How much of each somebody looks after: customers, and what is open.
struct Duties {
  std::size_t customers = 0, deals = 0, cases = 0, reminders = 0, meetings = 0;

  bool empty() const { return customers + deals + cases + reminders + meetings == 0; }

  void add(const Duties& more);
  /// `12 customers, 3 deals, 1 case and 5 reminders`.
  std::string words() const;
  bool operator==(const Duties&) const = default;
};

/// What one record asks of them; a removed one asks nothing of anybody. What has no owner of its
/// own is the customer's owner's. `now` is local.
Duties duties_of(const Customer& customer, const std::string& who, const Settings& settings,
                 const Moment& now);

struct Handover {
  std::string from, to;
  /// Local.
  Moment now;
  /// Of the moves that tell what a deal's owner was before.
  std::string by;
  std::function<std::string(const Customer& customer)> new_id;
};

/// The record with all that is theirs (as `duties_of` counts it) the other one's. What is over
/// (deals that have ended, closed cases) stays whose it was.
Customer handed_over(const Customer& before, const Handover& handover, const Settings& settings);

/// Who they see to on that day: themselves, and those for whom they stand in, over however many
/// stops.
std::set<std::string> looked_after_by(const std::string& who, const Settings& settings, Day today);

/// Who stands in for them on that day; empty: nobody.
std::string stand_in_for(const std::string& who, const Settings& settings, Day today);

}  // namespace crm

// Until when a birthday is to be wished: the rule that the morning page and the filters share.
#pragma once

#include <optional>

#include "core/domain/customer.hpp"

namespace crm {

/// A birthday is shown from the day before to three days after, until somebody has been in contact.
constexpr int days_before_birthday = 1;
constexpr int days_after_birthday = 3;

/// Whether that day of this year, the last or the next is to be wished now. `ahead` days before it
/// that begins.
bool is_to_be_wished(Day day, Day today, const Interaction* last_contact,
                     int ahead = days_before_birthday);

/// The same for a date of any year.
bool is_to_be_wished(const PartialDay& date, Day today, LeapDay rule,
                     const Interaction* last_contact);

}  // namespace crm

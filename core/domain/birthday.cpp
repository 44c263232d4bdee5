#include "core/domain/birthday.hpp"

namespace crm {

bool is_to_be_wished(Day day, Day today, const Interaction* last_contact, int ahead) {
  const int late = days_between(day, today);
  if (late > days_after_birthday || -late > ahead) return false;
  // Once somebody has been in contact since, it has been wished.
  return late < 0 || last_contact == nullptr || last_contact->at.day < day;
}

bool is_to_be_wished(const PartialDay& date, Day today, LeapDay rule,
                     const Interaction* last_contact) {
  for (const int year : {today.year() - 1, today.year(), today.year() + 1}) {
    const auto day = in_year(date, year, rule);
    if (day && is_to_be_wished(*day, today, last_contact)) return true;
  }
  return false;
}

}  // namespace crm

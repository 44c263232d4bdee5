#include "cli/commands/cadences.hpp"

#include "core/query/kept_filters.hpp"

namespace crm {

Cadences Cadences::of(const Desk& desk) {
  Cadences all;
  bool broken = false;
  for (const auto& [filter, how] : desk.settings().cadence) {
    const auto fits = Filter::parse(words_of_text(filter), customer_type(), desk.asker());
    broken = broken || !fits;
    if (!fits) continue;
    all.needs.add(needs_of(*fits));
    all.rules.push_back(
        {[fits = *fits](const Customer& customer) { return fits.fits(customer); }, how});
  }
  if (broken) all.problems = unreadable_filters(desk.book(), desk.asker(), "cadence");
  return all;
}

}  // namespace crm

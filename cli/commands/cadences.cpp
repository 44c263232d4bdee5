#include "cli/commands/cadences.hpp"

#include "core/query/kept_filters.hpp"

namespace crm {

Cadences Cadences::of(const Desk& desk) {
  Cadences all;
  std::vector<Problem> wrong;
  for (const auto& [filter, how] : desk.settings().cadence) {
    const auto fits = Filter::parse(words_of_text(filter), customer_type(), desk.asker());
    if (!fits) {
      wrong = fits.error().problems;
      continue;
    }
    all.needs.add(needs_of(*fits));
    all.rules.push_back(
        {[fits = *fits](const Customer& customer) { return fits.fits(customer); }, how});
  }
  if (!wrong.empty()) all.problems = unreadable_filters(desk.book(), desk.asker(), "cadence");
  // Not the rule itself, but the score that it asks for.
  if (all.problems.empty()) all.problems = std::move(wrong);
  return all;
}

}  // namespace crm

// The book as it stood at the end of a past day, told from what its records keep of their changes.
#pragma once

#include <optional>
#include <string_view>

#include "core/domain/customer.hpp"
#include "core/report/facts.hpp"

namespace crm {

/// The customer at the end of that day; nothing where they were added later. What came later is
/// left out: deals and cases not yet begun, later moves (what they changed is as it was),
/// purchases, payments and conversations. A conversation that was planned is planned still: nobody
/// wrote down since when. What keeps no history is as it is now: names, tags, status, owner,
/// reminders. Who was removed later was there; who was merged later is where they went. `currency`
/// is that of an amount without a code.
std::optional<Customer> as_of(const Customer& customer, Day day, std::string_view currency);

/// How a deal stood at the end of a past day; what it points to is the deal's.
struct DealThen {
  /// Its last move until then; nullptr: it had not moved and was in the first stage.
  const Step* step = nullptr;
  const std::optional<Amount>* amount = nullptr;
  std::optional<Day> expected;
  /// Percent; its own.
  std::optional<std::int64_t> probability;

  bool is_open() const { return step == nullptr || step->ends.empty(); }
};

/// Nothing where its first move is later. The same as asking the facts of `as_of`, without making
/// them for each day.
std::optional<DealThen> stood(const DealFacts& deal, Day day);

}  // namespace crm

// What sales bring in: revenue, what the goods cost, and the profit of what says its cost.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/domain/money.hpp"
#include "core/domain/rates.hpp"

namespace crm {

/// Adds an amount of the same currency; a sum of no currency takes the amount's. What overflows
/// stays at the limit.
void add_to(Money& sum, const Money& amount);

/// `a` less `b`, both of one currency.
Money less(const Money& a, const Money& b);

/// Which of two sums stands first: those in the book's own currency by amount, then the others, by
/// currency and amount.
bool is_richer(const Money& one, const Money& other, const std::string& own);

/// Of one currency.
struct Takings {
  /// Below zero where more was given back than sold.
  Money revenue;
  /// Of the goods, as far as it is known.
  Money cost;
  /// Revenue of what says its cost, in minor units.
  std::int64_t costed = 0;
  /// How many sales and refunds do not.
  std::int64_t without_cost = 0;

  /// A sale of that day; a cost in another currency is exchanged by that day's rate, and is not
  /// known without one.
  void add(const Money& amount, const std::optional<Money>& cost, Day on, const Rates& rates);

  /// Of what says its cost; nothing where nothing does.
  std::optional<Money> profit() const;
};

}  // namespace crm

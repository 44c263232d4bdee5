#include "core/domain/account.hpp"

#include <algorithm>

namespace crm {

Standing standing(const Deal& deal, const Settings& settings) {
  static const std::vector<Stage> none;
  const auto* const pipeline = settings.pipeline(deal.pipeline);
  return standing(deal, pipeline == nullptr ? none : *pipeline);
}

Totals due(const Customer& customer, const Settings& settings) {
  Totals due;
  for (const Purchase& purchase : customer.purchases) {
    if (purchase.refund_of.empty())
      due.add(purchase.amount);
    else
      due.subtract(purchase.amount);
  }
  for (const Deal& deal : customer.deals) {
    if (!deal.amount || standing(deal, settings).ends != "won") continue;
    const bool bought =
        std::any_of(customer.purchases.begin(), customer.purchases.end(),
                    [&](const Purchase& purchase) { return purchase.deal == deal.id; });
    if (!bought) due.add(*deal.amount);
  }
  for (const Payment& payment : customer.payments) due.subtract(payment.amount);
  return due;
}

bool is_in_debt(const Customer& customer, const Settings& settings) {
  if (customer.purchases.empty() && customer.deals.empty()) return false;
  const Totals totals = due(customer, settings);
  return std::any_of(totals.minor().begin(), totals.minor().end(),
                     [](const auto& sum) { return sum.second > 0; });
}

}  // namespace crm

// A customer's account: what they bought and ordered, less what they paid and gave back.
#pragma once

#include "core/domain/customer.hpp"
#include "core/domain/settings.hpp"

namespace crm {

/// Purchases and won deals that no purchase names, less refunds and payments; a currency in which
/// they paid too much is below zero.
Totals due(const Customer& customer, const Settings& settings);

/// Whether anything is due in any currency.
bool is_in_debt(const Customer& customer, const Settings& settings);

/// Where a deal stands in its pipeline.
Standing standing(const Deal& deal, const Settings& settings);

}  // namespace crm

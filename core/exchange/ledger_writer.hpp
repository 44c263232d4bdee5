// What was sold, given back and paid, as transactions for ledger and hledger.
#pragma once

#include <functional>
#include <string>

#include "core/domain/customer.hpp"
#include "core/domain/settings.hpp"

namespace crm {

/// The customer's transactions by day: purchases, and won deals that no purchase names
/// (`Assets:Receivable:<id>` from `Income:Sales`, with the category below it), refunds (back), and
/// payments (`Assets:Payments`). So the balance of an `Assets:Receivable` is what is due
/// (account.hpp). Each has its id as its code and the customer as its payee. `wanted` leaves out
/// others.
std::string ledger_of(const Customer& customer, const Settings& settings,
                      const std::function<bool(const std::string& id)>& wanted = {});

/// A name that neither program takes for anything else: without `;`, tabs, line breaks, brackets of
/// virtual accounts at its beginning, and never two spaces.
std::string ledger_name(const std::string& name);

}  // namespace crm

// Deals as they enter a stage: what the commands that open and move them have in common.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/commands/business.hpp"
#include "cli/desk.hpp"
#include "cli/output/deed.hpp"

namespace crm {

/// The customer's deal of that id; a conflict where somebody has taken it away meanwhile.
Deal& deal_of(Customer& customer, const std::string& id);

/// Refused with a hint where it is no amount, and where it is less than nothing.
Money amount_of_deal(const std::string& typed, const Desk& desk);

/// A new deal of the customer, with its first move to the stage that this has (without one, the
/// first of its pipeline), and what that stage sets off. The first sentence tells of the deal.
std::vector<Deed> open_deal(Deal deal, Move first, Customer& customer, const Desk& desk);

/// The same for a deal that is there, named in the sentence with its customer.
std::vector<Deed> move_deal(const std::string& id, Move move, Customer& customer, const Desk& desk);

/// `, 12,000.00 EUR, lead, on Mon 2 Nov, expected Fri 18 Dec`: a deal that was just opened, after
/// its name.
std::string terms_of(const Deal& deal, const Desk& desk);

}  // namespace crm

// Deals as they enter a stage: what the commands that open and move them have in common.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/desk.hpp"
#include "cli/output/deed.hpp"

namespace crm {

/// The deal of that id, or the only open one of a customer. A Failure lists the deals where there
/// are several, and says what it is where it is something else.
Match deal_meant(const std::string& who, const Desk& desk);

/// The customer's deal of that id; a conflict where somebody has taken it away meanwhile.
Deal& deal_of(Customer& customer, const std::string& id);

/// The stages of a deal's pipeline; asked wrongly where crm.yaml has it no longer.
const std::vector<Stage>& pipeline_of(const Deal& deal, const Desk& desk);

/// A move by whoever sits here, now or on a day that is past, with what they say by -m.
Move step_on(const std::string& on, const Desk& desk);

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

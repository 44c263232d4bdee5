// The page about a deal, for people: what it is worth, where it stands and how it got there.
#pragma once

#include "cli/desk.hpp"

namespace crm {

/// The deal is one of the customer's.
void print_deal_page(const Deal& deal, const Customer& customer, const Desk& desk);

}  // namespace crm

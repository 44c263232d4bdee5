// The page about one case: where it stands, by when what is due, how it went so far, what was said.
#pragma once

#include "cli/desk.hpp"

namespace crm {

/// For people; the case is one of the customer's.
void print_case_page(const Case& one, const Customer& customer, const Desk& desk);

}  // namespace crm

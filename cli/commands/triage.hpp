// New contacts looked through one by one, a key for each: who is a customer, who a lead, who is
// nobody.
#pragma once

#include <string>
#include <vector>

#include "cli/desk.hpp"

namespace crm {

/// Shows each of them and asks; every answer is written at once and can be undone. Only where
/// somebody can be asked.
void triage(const std::vector<Match>& customers, const Desk& desk);

}  // namespace crm

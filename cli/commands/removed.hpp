// Customers who were removed and whose records are still there.
#pragma once

#include <optional>
#include <string>

#include "cli/desk.hpp"

namespace crm {

/// The removed customer that is meant, by all that finds one that is there. A Failure where it
/// could be several.
std::optional<Match> removed_customer(const std::string& who, const Desk& desk);

}  // namespace crm

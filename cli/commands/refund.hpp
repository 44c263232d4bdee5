// Giving back what was bought: a new entry that names the purchase and has all but the amount from
// it.
#pragma once

#include <string>
#include <vector>

#include "cli/world.hpp"
#include "core/domain/result.hpp"

namespace crm {

struct RefundWish {
  /// The purchase's id, or how that begins.
  std::string id;
  /// As typed; without it, the part of `quantity`, or all that is left.
  std::vector<std::string> amount;
  std::string quantity, on;
  /// Whether the money was given back too.
  bool paid = false;
};

void give_back(const RefundWish& asked, World& world);

/// Why other options mean nothing for it.
Error refund_takes_less(const std::string& id);

}  // namespace crm

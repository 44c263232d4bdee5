// Customers as vCards.
#pragma once

#include <string>

#include "core/domain/customer.hpp"

namespace crm {

struct CardWish {
  enum class Version { v3, v4 } version = Version::v3;
};

/// The customer's card, and one for each person of a company.
std::string to_vcard(const Customer& customer, const CardWish& wish);

}  // namespace crm

// What a customer bought and kept, and since when they are a customer.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/domain/customer.hpp"
#include "core/domain/settings.hpp"

namespace crm {

/// Purchases that were not given back whole, by day: refunds that name them come to less than their
/// amount, and to fewer than their quantity where both say one.
std::vector<const Purchase*> kept_purchases(const Customer& customer);

/// The items of these purchases and their categories, each once (Banners and banners are one), in
/// the order in which they were first bought.
std::vector<std::string> bought(const Customer& customer);

/// The day that the record says under `since`; where it says none, that of the first win or the
/// first purchase, whichever was earlier. Nothing for those who never bought.
std::optional<Day> became_customer(const Customer& customer, const Settings& settings);

}  // namespace crm

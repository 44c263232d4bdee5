// The part of a customer's page that tells of money: what is due, points, and what they buy.
#pragma once

#include <string>
#include <vector>

#include "cli/desk.hpp"
#include "cli/output/table.hpp"

namespace crm {

/// `owes 1,200.00 EUR since 1 Nov (20 days)`, `paid 50.00 EUR too much`: a line a currency.
std::vector<std::string> dues_words(const Customer& customer, const Desk& desk);

/// The sales that are open, where they are several in one currency.
Table open_sales(const Customer& customer, const Desk& desk);

/// `Bought 4 times, 9,480.00 EUR in all, last on 20 Jun. Usually every 5 months: due about now.
/// Mostly Arm A1 (3).`; empty where nothing was bought.
std::string bought_words(const Customer& customer, const Desk& desk);

/// `152 points, worth 76.00 INR`; empty where there are none.
std::string points_words(const Customer& customer, const Desk& desk);

}  // namespace crm

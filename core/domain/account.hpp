// A customer's account: what they bought and ordered, less what they paid and gave back; what of it
// is open, and since when.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/customer.hpp"
#include "core/domain/settings.hpp"

namespace crm {

/// Whether something was bought for the deal by the end of that day: then the purchase is the sale,
/// not the won deal. What is given back names no deal.
template <class Purchases>
bool is_named_by_purchase(std::string_view deal_id, const Purchases& purchases, Day by) {
  if (deal_id.empty()) return false;
  for (const auto& one : purchases)
    if (one.deal == deal_id && one.on <= by && one.refund_of.empty()) return true;
  return false;
}

/// A purchase, or a won deal that no purchase names, and what of it is not paid yet.
struct OpenSale {
  std::string id;
  /// The day of the purchase, or that on which the deal was won.
  Day on;
  /// The item, or the deal's title.
  std::string what;
  /// Above zero.
  Money open;
  bool operator==(const OpenSale&) const = default;
};

/// What is owed in one currency.
struct Owed {
  /// The sum of what is open; below zero where they paid too much.
  Money amount;
  /// What is open, the oldest first; nothing where they paid too much.
  std::vector<OpenSale> sales;

  /// The day of the oldest sale that is not wholly paid.
  std::optional<Day> since() const;
  bool operator==(const Owed&) const = default;
};

/// How the account stood at the end of a day, by currency, without those that are even: what is
/// dated later does not count, neither sales nor payments. A refund takes from the purchase that it
/// names, a payment pays the purchase or won deal that it is `for` (a deal's purchases, where it
/// has some); what is left of these and all the rest pays the oldest open sale first. A payment
/// below zero was paid back, first out of that rest; more than it is owed from its day on. Empty
/// where the book's sales are paid at once (`payment_terms: no`).
std::vector<Owed> owed(const Customer& customer, const Settings& settings, Day by);

/// The same of one currency: an amount of zero where it is even.
Owed owed_in(const std::string& currency, const Customer& customer, const Settings& settings,
             Day by);

/// What of it should have been paid before `today` by the book's terms; nothing where that is zero.
/// `since` is that of its oldest sale.
std::optional<Owed> overdue(const Owed& owed, const Settings& settings, Day today);

/// The first day from `from` on on which something is overdue, if nobody changes the record;
/// nothing: it never is.
std::optional<Day> first_overdue(const Customer& customer, const Settings& settings, Day from);

/// Whether anything is due in any currency; never where the book's sales are paid at once.
bool is_in_debt(const Customer& customer, const Settings& settings, Day today);

/// Where a deal stands in its pipeline.
Standing standing(const Deal& deal, const Settings& settings);

}  // namespace crm

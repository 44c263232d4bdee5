#include "core/domain/bought.hpp"

#include <algorithm>
#include <set>

#include "core/domain/account.hpp"
#include "core/domain/folding.hpp"

namespace crm {
namespace {

bool is_given_back(const Purchase& purchase, const std::vector<Purchase>& all) {
  std::int64_t amount = 0, millionths = 0;
  bool any = false;
  for (const Purchase& refund : all) {
    if (refund.refund_of != purchase.id || refund.refund_of.empty()) continue;
    any = true;
    const bool too_much = refund.amount.currency == purchase.amount.currency &&
                          __builtin_add_overflow(amount, refund.amount.minor, &amount);
    if (too_much) return true;
    if (refund.quantity &&
        __builtin_add_overflow(millionths, refund.quantity->millionths, &millionths))
      return true;
  }
  if (!any) return false;
  const bool all_of_it = purchase.quantity && purchase.quantity->millionths > 0 &&
                         millionths >= purchase.quantity->millionths;
  return all_of_it || amount >= purchase.amount.minor;
}

}  // namespace

std::vector<const Purchase*> kept_purchases(const Customer& customer) {
  std::vector<const Purchase*> kept;
  for (const Purchase& one : customer.purchases)
    if (one.refund_of.empty() && !is_given_back(one, customer.purchases)) kept.push_back(&one);
  std::stable_sort(kept.begin(), kept.end(), [](const Purchase* a, const Purchase* b) {
    return a->on != b->on ? a->on < b->on : a->item < b->item;
  });
  return kept;
}

std::vector<std::string> bought(const Customer& customer) {
  std::vector<std::string> all;
  if (customer.purchases.empty()) return all;
  std::set<std::string> seen;
  const auto take = [&](const std::string& what) {
    if (!what.empty() && seen.insert(folded(what)).second) all.push_back(what);
  };
  for (const Purchase* const one : kept_purchases(customer)) {
    take(one->item);
    take(one->category);
  }
  return all;
}

std::optional<Day> became_customer(const Customer& customer, const Settings& settings) {
  if (customer.since) return customer.since;
  std::optional<Day> first;
  const auto take = [&](Day day) {
    if (!first || day < *first) first = day;
  };
  for (const Purchase& one : customer.purchases)
    if (one.refund_of.empty()) take(one.on);
  for (const Deal& deal : customer.deals) {
    const Standing now = standing(deal, settings);
    if (now.ends == "won" && now.since) take(*now.since);
  }
  return first;
}

}  // namespace crm

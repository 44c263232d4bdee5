#include "core/exchange/ledger_writer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/domain/account.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

struct Transaction {
  Day on;
  std::string code, what, to, from;
  Money amount;
};

/// The part of an account's name: no colon, which would make two of it.
std::string account_part(const std::string& name) {
  std::string part = ledger_name(name);
  std::replace(part.begin(), part.end(), ':', '-');
  return part;
}

std::vector<Transaction> transactions_of(const Customer& customer, const Settings& settings) {
  const std::string receivable = "Assets:Receivable:" + account_part(customer.id);
  std::vector<Transaction> all;
  for (const Purchase& one : customer.purchases) {
    const std::string category = account_part(one.category);
    std::string to = receivable, from = "Income:Sales" + (category.empty() ? "" : ":" + category);
    if (!one.refund_of.empty()) std::swap(to, from);
    const std::string quantity = one.quantity ? one.quantity->text() + " x " : "";
    const std::string back = one.refund_of.empty() ? "" : ", back from " + one.refund_of;
    all.push_back({one.on, one.id, quantity + one.item + back, to, from, one.amount});
  }
  const Day last_day = *Day::of(9999, 12, 31);
  for (const Deal& deal : customer.deals) {
    if (!deal.amount || is_named_by_purchase(deal.id, customer.purchases, last_day)) continue;
    const Standing now = standing(deal, settings);
    if (now.ends == "won" && now.since)
      all.push_back({*now.since, deal.id, deal.title, receivable, "Income:Sales", *deal.amount});
  }
  for (const Payment& one : customer.payments) {
    const std::string what = one.for_what.empty() ? "on account" : "for " + one.for_what;
    all.push_back({one.on, one.id, what, "Assets:Payments", receivable, one.amount});
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Transaction& a, const Transaction& b) { return a.on < b.on; });
  return all;
}

}  // namespace

std::string ledger_name(const std::string& name) {
  std::string clean;
  for (const char c : printable_line(name)) {
    const bool dropped =
        c == ';' || c == '"' || c == '|' || c == '[' || c == ']' || c == '{' || c == '}';
    const char kept = dropped ? ' ' : c;
    if (kept == ' ' && (clean.empty() || clean.back() == ' ')) continue;
    clean += kept;
  }
  // A mark of what is cleared, a code, a virtual account.
  clean.erase(0, std::min(clean.find_first_not_of("*!(@=~%# "), clean.size()));
  while (clean.ends_with(' ')) clean.pop_back();
  return clean;
}

std::string ledger_of(const Customer& customer, const Settings& settings,
                      const std::function<bool(const std::string& id)>& wanted) {
  std::string payee = ledger_name(customer.name);
  if (payee.empty()) payee = ledger_name(customer.id);
  std::string text;
  for (const Transaction& one : transactions_of(customer, settings)) {
    if (wanted && !wanted(one.code)) continue;
    text += fmt::format("{} ({}) {}\n", one.on.text(), one.code, payee);
    if (const std::string what = ledger_name(one.what); !what.empty())
      text += "    ; item: " + what + "\n";
    text += fmt::format("    {}  {}\n", one.to, one.amount.text());
    text += fmt::format("    {}  {}\n\n", one.from, (-one.amount).text());
  }
  return text;
}

}  // namespace crm

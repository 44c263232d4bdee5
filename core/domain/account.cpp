#include "core/domain/account.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

namespace crm {
namespace {

/// Hand-written amounts may be as big as they like: sums stay at the limit.
std::int64_t sum(std::int64_t a, std::int64_t b) {
  std::int64_t all = 0;
  if (!__builtin_add_overflow(a, b, &all)) return all;
  return a > 0 ? std::numeric_limits<std::int64_t>::max()
               : std::numeric_limits<std::int64_t>::min();
}

std::int64_t opposite(std::int64_t amount) {
  return amount == std::numeric_limits<std::int64_t>::min()
             ? std::numeric_limits<std::int64_t>::max()
             : -amount;
}

bool is_refund(const Purchase& purchase) {
  return !purchase.refund_of.empty();
}

/// As it was at the end of the day.
Standing standing_by(const Deal& deal, const Settings& settings, Day by) {
  const auto is_later = [&](const Move& move) { return move.at.day > by; };
  if (std::none_of(deal.history.begin(), deal.history.end(), is_later))
    return standing(deal, settings);
  Deal then = deal;
  std::erase_if(then.history, is_later);
  return standing(then, settings);
}

/// One currency's sales, and what pays them.
class Ledger {
 public:
  void sell(const OpenSale& sale, const std::string& deal) { lines_.push_back({sale, deal}); }

  void pay(const std::string& for_what, std::int64_t amount) {
    if (for_what.empty())
      on_account_ = sum(on_account_, amount);
    else
      named_.push_back({for_what, amount});
  }

  void pay_back(const OpenSale& sale) { paid_back_.push_back({sale, ""}); }

  Owed close(const std::string& currency) {
    sort(lines_);
    sort(paid_back_);
    // What names a sale goes before what names a deal: then the order of the file decides nothing.
    pay_named([](const Line& line) -> const std::string& { return line.sale.id; });
    pay_named([](const Line& line) -> const std::string& { return line.deal; });
    for (const Named& one : named_) on_account_ = sum(on_account_, one.left);
    // What was paid back is no longer there to pay other sales.
    const auto all = [](const Line&) { return true; };
    on_account_ = pay_oldest(paid_back_, on_account_, all);
    const std::int64_t left = pay_oldest(lines_, on_account_, all);
    lines_.insert(lines_.end(), paid_back_.begin(), paid_back_.end());
    sort(lines_);
    Owed owed{{opposite(left), currency}, {}};
    for (Line& line : lines_) {
      if (line.sale.open.minor == 0) continue;
      owed.amount.minor = sum(owed.amount.minor, line.sale.open.minor);
      owed.sales.push_back(std::move(line.sale));
    }
    return owed;
  }

 private:
  struct Line {
    OpenSale sale;
    /// The deal that the purchase belongs to.
    std::string deal;
  };

  struct Named {
    std::string what;
    std::int64_t left;
  };

  template <class NameOf>
  void pay_named(const NameOf& name_of) {
    for (Named& one : named_)
      one.left =
          pay_oldest(lines_, one.left, [&](const Line& line) { return name_of(line) == one.what; });
  }

  /// What is left of the amount.
  template <class Fits>
  static std::int64_t pay_oldest(std::vector<Line>& lines, std::int64_t amount, const Fits& fits) {
    for (Line& line : lines) {
      if (amount <= 0) break;
      if (!fits(line)) continue;
      const std::int64_t paid = std::min(amount, line.sale.open.minor);
      line.sale.open.minor -= paid;
      amount -= paid;
    }
    return amount;
  }

  static void sort(std::vector<Line>& lines) {
    std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
      return a.sale.on != b.sale.on ? a.sale.on < b.sale.on : a.sale.id < b.sale.id;
    });
  }

  std::vector<Line> lines_, paid_back_;
  std::vector<Named> named_;
  std::int64_t on_account_ = 0;
};

class Books {
 public:
  Books(const Customer& customer, const Settings& settings, Day by) {
    for (const Purchase& one : customer.purchases) {
      if (one.on > by) continue;
      if (is_refund(one))
        pay(one.amount, one.refund_of, one.id, one.on, one.item);
      else
        sell(one.amount, one.id, one.on, one.item, one.deal);
    }
    for (const Deal& deal : customer.deals) {
      if (!deal.amount) continue;
      const Standing then = standing_by(deal, settings, by);
      if (then.ends != "won" || !then.since ||
          is_named_by_purchase(deal.id, customer.purchases, by))
        continue;
      sell(*deal.amount, deal.id, *then.since, deal.title, "");
    }
    for (const Payment& one : customer.payments)
      if (one.on <= by) pay(one.amount, one.for_what, one.id, one.on, "paid back");
  }

  std::vector<Owed> close() {
    std::vector<Owed> all;
    for (auto& [currency, ledger] : ledgers_)
      if (Owed owed = ledger.close(currency); owed.amount.minor != 0)
        all.push_back(std::move(owed));
    return all;
  }

 private:
  void sell(const Money& amount, const std::string& id, Day on, const std::string& what,
            const std::string& deal) {
    if (amount.minor < 0)
      ledgers_[amount.currency].pay("", opposite(amount.minor));
    else
      ledgers_[amount.currency].sell({id, on, what, amount}, deal);
  }

  void pay(const Money& amount, const std::string& for_what, const std::string& id, Day on,
           const std::string& what) {
    if (amount.minor < 0)
      ledgers_[amount.currency].pay_back({id, on, what, {opposite(amount.minor), amount.currency}});
    else
      ledgers_[amount.currency].pay(for_what, amount.minor);
  }

  std::map<std::string, Ledger> ledgers_;
};

/// Nothing was sold or paid, and no deal can be won.
bool is_empty(const Customer& customer) {
  return customer.purchases.empty() && customer.deals.empty() && customer.payments.empty();
}

/// The days after `from` on which something that is written already comes to count.
std::set<Day> days_to_come(const Customer& customer, Day from) {
  std::set<Day> days;
  const auto take = [&](Day day) {
    if (day > from) days.insert(day);
  };
  for (const Purchase& one : customer.purchases) take(one.on);
  for (const Payment& one : customer.payments) take(one.on);
  for (const Deal& deal : customer.deals)
    for (const Move& move : deal.history) take(move.at.day);
  return days;
}

}  // namespace

Standing standing(const Deal& deal, const Settings& settings) {
  static const std::vector<Stage> none;
  const auto* const pipeline = settings.pipeline(deal.pipeline);
  return standing(deal, pipeline == nullptr ? none : *pipeline);
}

std::optional<Day> Owed::since() const {
  return sales.empty() ? std::nullopt : std::optional(sales.front().on);
}

std::vector<Owed> owed(const Customer& customer, const Settings& settings, Day by) {
  if (is_empty(customer) || !settings.terms()) return {};
  return Books(customer, settings, by).close();
}

Owed owed_in(const std::string& currency, const Customer& customer, const Settings& settings,
             Day by) {
  for (Owed& one : owed(customer, settings, by))
    if (one.amount.currency == currency) return std::move(one);
  return {{0, currency}, {}};
}

std::optional<Owed> overdue(const Owed& owed, const Settings& settings, Day today) {
  const auto terms = settings.terms();
  if (!terms) return std::nullopt;
  Owed late{{0, owed.amount.currency}, {}};
  for (const OpenSale& sale : owed.sales) {
    if (plus(sale.on, *terms) >= today) break;
    late.amount.minor = sum(late.amount.minor, sale.open.minor);
    late.sales.push_back(sale);
  }
  return late.sales.empty() ? std::nullopt : std::optional(std::move(late));
}

std::optional<Day> first_overdue(const Customer& customer, const Settings& settings, Day from) {
  const auto terms = settings.terms();
  if (is_empty(customer) || !terms) return std::nullopt;
  std::set<Day> days = days_to_come(customer, from);
  days.insert(from);
  for (auto day = days.begin(); day != days.end(); ++day) {
    std::optional<Day> first;
    for (const Owed& one : owed(customer, settings, *day))
      if (const auto since = one.since()) {
        const Day late = std::max(*day, plus(*since, *terms).plus_days(1));
        if (!first || late < *first) first = late;
      }
    const auto next = std::next(day);
    if (first && (next == days.end() || *first < *next)) return first;
  }
  return std::nullopt;
}

bool is_in_debt(const Customer& customer, const Settings& settings, Day today) {
  const std::vector<Owed> all = owed(customer, settings, today);
  return std::any_of(all.begin(), all.end(), [](const Owed& one) { return one.amount.minor > 0; });
}

}  // namespace crm

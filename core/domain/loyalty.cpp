#include "core/domain/loyalty.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

namespace crm {
namespace {

std::int64_t sum(std::int64_t a, std::int64_t b) {
  std::int64_t all = 0;
  if (!__builtin_add_overflow(a, b, &all)) return all;
  return a > 0 ? std::numeric_limits<std::int64_t>::max()
               : std::numeric_limits<std::int64_t>::min() + 1;
}

Error unreadable(std::string_view key, const Error& why) {
  return Error::invalid("points: " + std::string(key) + ": " + why.message(),
                        why.problems.front().hint);
}

Result<Money> amount_at(const Data& points, std::string_view key, std::string_view currency) {
  auto money = Money::parse(points.find(key)->text, currency);
  if (!money) return error(unreadable(key, money.error()));
  if (money->minor <= 0)
    return error(Error::invalid("points: " + std::string(key) + " should be an amount above zero"));
  return money;
}

/// Points of one purchase that are still there.
struct Lot {
  Day on;
  const std::string* purchase;
  std::int64_t left;
};

/// The points of a customer, told in the order of time.
class Purse {
 public:
  explicit Purse(const PointsRule& rule) : rule_(rule) {}

  void earn(Day on, const std::string& purchase, std::int64_t points) {
    const std::int64_t makes_up = std::min(points, owed_);
    owed_ -= makes_up;
    if (points > makes_up) lots_.push_back({on, &purchase, points - makes_up});
  }

  void spend(Day on, std::int64_t points) {
    for (Lot& lot : lots_)
      if (!is_void(lot, on)) points = take(lot, points);
    owed_ = sum(owed_, points);
  }

  void take_back(Day on, const std::string& purchase, std::int64_t points) {
    for (Lot& lot : lots_)
      if (*lot.purchase == purchase) points = take(lot, points);
    spend(on, points);
  }

  std::int64_t left(Day today) const {
    std::int64_t all = -owed_;
    for (const Lot& lot : lots_)
      if (!is_void(lot, today)) all = sum(all, lot.left);
    return all;
  }

 private:
  bool is_void(const Lot& lot, Day on) const {
    return rule_.expire && plus(lot.on, *rule_.expire) < on;
  }

  static std::int64_t take(Lot& lot, std::int64_t points) {
    const std::int64_t taken = std::min(points, lot.left);
    lot.left -= taken;
    return points - taken;
  }

  const PointsRule& rule_;
  std::vector<Lot> lots_;
  std::int64_t owed_ = 0;
};

/// The refunds of a purchase in its currency, in order, up to that one.
std::vector<const Purchase*> refunds_before(const Customer& customer, const Purchase& purchase,
                                            const Purchase* until) {
  std::vector<const Purchase*> refunds;
  for (const Purchase& one : customer.purchases)
    if (!one.refund_of.empty() && one.refund_of == purchase.id &&
        one.amount.currency == purchase.amount.currency)
      refunds.push_back(&one);
  std::stable_sort(refunds.begin(), refunds.end(), [](const Purchase* a, const Purchase* b) {
    return a->on != b->on ? a->on < b->on : a->id < b->id;
  });
  if (until != nullptr)
    refunds.erase(std::find(refunds.begin(), refunds.end(), until), refunds.end());
  return refunds;
}

std::int64_t given_back(const std::vector<const Purchase*>& refunds) {
  std::int64_t all = 0;
  for (const Purchase* one : refunds) all = sum(all, std::max<std::int64_t>(0, one->amount.minor));
  return all;
}

std::int64_t points_back(const Customer& customer, const Purchase& purchase, const Money& amount,
                         const Purchase* refund) {
  const std::int64_t points = purchase.points.value_or(0);
  if (points == 0 || purchase.amount.minor <= 0 || amount.currency != purchase.amount.currency)
    return 0;
  const std::int64_t whole = purchase.amount.minor;
  const std::int64_t before =
      std::min(whole, given_back(refunds_before(customer, purchase, refund)));
  const std::int64_t after = std::min(whole, sum(before, std::max<std::int64_t>(0, amount.minor)));
  return share(points, after, whole) - share(points, before, whole);
}

}  // namespace

Result<PointsRule> PointsRule::parse(const Data& points, std::string_view currency) {
  const std::string example = "write them as {per: 100.00 " + std::string(currency) +
                              ", worth: 1.00 " + std::string(currency) + ", expire: 2y}";
  if (points.kind != Data::Kind::map)
    return error(Error::invalid("points should say what earns one", example));
  for (std::size_t i = 0; i < points.keys.size(); ++i) {
    const std::string& key = points.keys[i];
    if (key.starts_with("x-")) continue;
    if (key != "per" && key != "worth" && key != "expire")
      return error(Error::invalid("points: there is no \"" + key + "\"", example));
    if (points.children[i].kind != Data::Kind::scalar)
      return error(Error::invalid("points: " + key + " should be one value", example));
  }
  if (points.find("per") == nullptr)
    return error(Error::invalid("points: per is missing, the amount that earns one", example));
  PointsRule rule;
  auto per = amount_at(points, "per", currency);
  if (!per) return error(per.error());
  rule.per = *std::move(per);
  if (points.find("worth") != nullptr) {
    auto worth = amount_at(points, "worth", currency);
    if (!worth) return error(worth.error());
    rule.worth = *std::move(worth);
  }
  if (const Data* const expire = points.find("expire"); expire != nullptr && expire->text != "no") {
    const auto period = Period::parse(expire->text);
    if (!period) return error(unreadable("expire", period.error()));
    rule.expire = *period;
  }
  return rule;
}

std::int64_t PointsRule::earned(const Money& paid) const {
  if (paid.currency != per.currency || paid.minor <= 0) return 0;
  return paid.minor / per.minor;
}

std::optional<Money> PointsRule::value(std::int64_t points) const {
  if (!worth) return std::nullopt;
  return Money{share(worth->minor, points, 1), worth->currency};
}

std::int64_t balance(const Customer& customer, const PointsRule& rule, Day today) {
  std::vector<const Purchase*> all;
  for (const Purchase& one : customer.purchases)
    if (one.on <= today) all.push_back(&one);
  // Sales of a day before what was given back on it.
  std::stable_sort(all.begin(), all.end(), [](const Purchase* a, const Purchase* b) {
    if (a->on != b->on) return a->on < b->on;
    if (a->refund_of.empty() != b->refund_of.empty()) return a->refund_of.empty();
    return a->id < b->id;
  });
  Purse purse(rule);
  for (const Purchase* one : all) {
    std::int64_t points = one->points.value_or(0);
    if (!one->refund_of.empty() && !one->points)
      if (const Purchase* const its = find_item(customer.purchases, one->refund_of))
        points = -points_back(customer, *its, one->amount, one);
    points = std::max(points, std::numeric_limits<std::int64_t>::min() + 1);
    if (points > 0)
      purse.earn(one->on, one->id, points);
    else if (one->refund_of.empty())
      purse.spend(one->on, -points);
    else
      purse.take_back(one->on, one->refund_of, -points);
  }
  return purse.left(today);
}

std::int64_t taken_back(const Customer& customer, const Purchase& purchase, const Money& amount) {
  return points_back(customer, purchase, amount, nullptr);
}

Money what_is_left(const Customer& customer, const Purchase& purchase, std::optional<Day> by) {
  std::vector<const Purchase*> refunds = refunds_before(customer, purchase, nullptr);
  if (by) std::erase_if(refunds, [&](const Purchase* one) { return one->on > *by; });
  const std::int64_t gone = given_back(refunds);
  return {std::max<std::int64_t>(0, purchase.amount.minor - gone), purchase.amount.currency};
}

}  // namespace crm

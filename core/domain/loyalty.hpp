// Loyalty points: the rule of crm.yaml, what a sale earns by it, and what a customer has.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/domain/customer.hpp"
#include "core/domain/data.hpp"

namespace crm {

/// `points: {per: 100.00 INR, worth: 0.50 INR, expire: 2y}`.
struct PointsRule {
  /// What earns one point; above zero.
  Money per;
  /// What one point takes off an amount; nothing: points can't be spent.
  std::optional<Money> worth;
  /// After how long a point is void; nothing: never.
  std::optional<Period> expire;
  bool operator==(const PointsRule&) const = default;

  /// Bare numbers are in `currency`. Error::invalid names the part that can't be read.
  static Result<PointsRule> parse(const Data& points, std::string_view currency);

  /// One point for each whole `per` of what is paid; none in another currency.
  std::int64_t earned(const Money& paid) const;
  /// What so many points take off.
  std::optional<Money> value(std::int64_t points) const;
};

/// Points earned less points spent up to the end of `today`. What a purchase gave is void once it
/// is older than `expire`; spending takes the oldest points first that were not void on its day.
/// More spent than there was is owed: later points make up for it, and without them it is below
/// zero. A refund takes back by its own `points`, else by `taken_back`, first from what its
/// purchase gave.
std::int64_t balance(const Customer& customer, const PointsRule& rule, Day today);

/// The points that go with giving back `amount` of the purchase, rounded down; below zero: points
/// that were spent on it come back. With those of the refunds before it they are the whole
/// purchase's share, so that parts add up.
std::int64_t taken_back(const Customer& customer, const Purchase& purchase, const Money& amount);

/// What of a purchase was not given back by refunds that name it, or not up to the end of that day;
/// an amount of zero or more.
Money what_is_left(const Customer& customer, const Purchase& purchase,
                   std::optional<Day> by = std::nullopt);

}  // namespace crm

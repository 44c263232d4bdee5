#include "core/report/takings.hpp"

#include <limits>
#include <tuple>

namespace crm {
namespace {

constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();

std::int64_t sum_of(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  if (!__builtin_add_overflow(a, b, &sum)) return sum;
  return b < 0 ? lowest : highest;
}

}  // namespace

void add_to(Money& sum, const Money& amount) {
  sum.currency = amount.currency;
  sum.minor = sum_of(sum.minor, amount.minor);
}

Money less(const Money& a, const Money& b) {
  return {sum_of(a.minor, b.minor == lowest ? highest : -b.minor),
          a.currency.empty() ? b.currency : a.currency};
}

bool is_richer(const Money& one, const Money& other, const std::string& own) {
  return std::tuple(one.currency != own, one.currency, other.minor) <
         std::tuple(other.currency != own, other.currency, one.minor);
}

void Takings::add(const Money& amount, const std::optional<Money>& its_cost, Day on,
                  const Rates& rates) {
  add_to(revenue, amount);
  const auto known =
      its_cost ? rates.exchanged(*its_cost, amount.currency, on) : std::optional<Money>();
  if (!known) {
    ++without_cost;
    return;
  }
  add_to(cost, *known);
  costed = sum_of(costed, amount.minor);
}

std::optional<Money> Takings::profit() const {
  if (cost.currency.empty()) return std::nullopt;
  return less({costed, cost.currency}, cost);
}

}  // namespace crm

#include "core/domain/rates.hpp"

#include <limits>

namespace crm {
namespace {

// Millionths times minor units go beyond 64 bits.
__extension__ using Wide = __int128;

Wide power_of_ten(int exponent) {
  Wide power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

Wide divided(Wide a, Wide b) {
  const Wide half = b / 2;
  return (a < 0 ? a - half : a + half) / b;
}

}  // namespace

const Rate* Rates::on_day(std::string_view from, std::string_view to, Day day) const {
  const Rate* found = nullptr;
  for (const Rate& one : rates) {
    const bool there = one.from == from && one.to == to, back = one.from == to && one.to == from;
    if ((!there && !back) || one.on > day || one.rate.millionths <= 0) continue;
    // Of one day the direction that was asked for goes first.
    if (found == nullptr || one.on > found->on || (one.on == found->on && there)) found = &one;
  }
  return found;
}

std::optional<Money> Rates::exchanged(const Money& money, std::string_view into, Day day) const {
  if (money.currency == into) return money;
  const Rate* const rate = on_day(money.currency, into, day);
  const auto from = currency_decimals(money.currency), to = currency_decimals(into);
  if (rate == nullptr || !from || !to) return std::nullopt;
  constexpr Wide millionth = 1'000'000;
  const bool there = rate->from == money.currency;
  Wide above = money.minor, below = 1;
  above *= there ? rate->rate.millionths : millionth;
  below *= there ? millionth : rate->rate.millionths;
  (*to > *from ? above : below) *= power_of_ten(*to > *from ? *to - *from : *from - *to);
  const Wide minor = divided(above, below);
  constexpr Wide most = std::numeric_limits<std::int64_t>::max();
  if (minor > most || minor < -most) return std::nullopt;
  return Money{static_cast<std::int64_t>(minor), std::string(into)};
}

}  // namespace crm

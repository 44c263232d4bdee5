#include "cli/output/axis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace crm {
namespace {

/// The next of 1, 2, 5, 10, 20 … that is not less.
double round_step(double wished) {
  const double ten = std::pow(10.0, std::floor(std::log10(wished)));
  for (const double step : {1.0, 2.0, 5.0})
    if (step * ten >= wished * (1 - 1e-9)) return step * ten;
  return 10 * ten;
}

/// How many digits stand before the point, of numbers below 1000.
int whole_digits(double size) {
  return size >= 99.5 ? 3 : size >= 9.5 ? 2 : 1;
}

}  // namespace

Axis axis_over(std::int64_t least, std::int64_t most, const Unit& unit, Grouping grouping) {
  constexpr double intervals = 3;
  const double one = std::pow(10.0, unit.decimals);
  const double low = std::min(0.0, static_cast<double>(least) / one);
  const double high = std::max(0.0, static_cast<double>(most) / one);
  double step = high > low ? round_step((high - low) / intervals) : 1;
  // There is no half of a deal.
  if (unit.decimals == 0) step = std::max(step, 1.0);
  const auto first = static_cast<std::int64_t>(std::floor(low / step + 1e-9));
  auto last = static_cast<std::int64_t>(std::ceil(high / step - 1e-9));
  if (last == first) ++last;
  Axis axis{static_cast<double>(first) * step * one, static_cast<double>(last) * step * one, {}};
  for (std::int64_t i = first; i <= last; ++i) {
    const double value = static_cast<double>(i) * step * one;
    axis.ticks.push_back({value, short_value(value, unit, grouping)});
  }
  return axis;
}

std::string short_number(double number, Grouping grouping, int digits) {
  using Scale = std::pair<double, const char*>;
  static const std::array<Scale, 4> thousands{{{1e12, "tn"}, {1e9, "bn"}, {1e6, "M"}, {1e3, "k"}}};
  static const std::array<Scale, 3> indian{{{1e7, " Cr"}, {1e5, " L"}, {1e3, "k"}}};
  const auto text = [&](const auto& scales) {
    const double size = std::abs(number);
    // What is rounded up to the next scale stands in that one.
    for (const auto& [scale, name] : scales)
      if (size >= scale * 0.9995)
        return size >= scale * 999.5
                   ? fmt::format("{:.0f}{}", number / scale, name)
                   : fmt::format("{:.{}g}{}", number / scale,
                                 std::max(digits, whole_digits(size / scale)), name);
    return fmt::format("{:.{}g}", number, std::max(digits, whole_digits(size)));
  };
  return grouping == Grouping::indian ? text(indian) : text(thousands);
}

std::string short_value(double value, const Unit& unit, Grouping grouping, int digits) {
  const double number = value / std::pow(10.0, unit.decimals);
  return short_number(number == 0 ? 0 : number, grouping, digits) + unit.sign;
}

}  // namespace crm

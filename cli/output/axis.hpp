// The scale beside a chart: where its lines are, and what stands at them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/domain/country.hpp"

namespace crm {

/// What the values of a chart are: minor units with so many decimals, and what follows a number.
struct Unit {
  int decimals = 0;
  /// ` %`, ` d`.
  std::string sign = {};
};

struct Axis {
  struct Tick {
    double value = 0;
    std::string text;
  };

  /// In the values' own units; 0 is always between them, and they differ.
  double low = 0, high = 1;
  std::vector<Tick> ticks;

  /// How far along the axis a value lies: 0 at `low`, 1 at `high`.
  double place(double value) const { return (value - low) / (high - low); }
};

/// Round numbers from the least to the most, about four of them.
Axis axis_over(std::int64_t least, std::int64_t most, const Unit& unit, Grouping grouping);

/// So many digits, or all before the point, and what they count: `1.2k`, `3.4M`, for India `1.2 L`,
/// `3.4 Cr`.
std::string short_number(double number, Grouping grouping, int digits = 3);

/// The same of a value in its own unit: `12k`, `62 %`.
std::string short_value(double value, const Unit& unit, Grouping grouping, int digits = 3);

}  // namespace crm

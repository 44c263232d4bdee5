// Exchange rates by day: rates.yaml.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/day.hpp"
#include "core/domain/field.hpp"
#include "core/domain/money.hpp"

namespace crm {

struct Rate {
  static constexpr std::string_view noun = "rate";
  static constexpr bool on_one_line = true;
  std::string id;
  /// The first day it holds.
  Day on;
  std::string from, to;
  /// What one unit of `from` is worth in `to`; above zero.
  Decimal rate;
  bool operator==(const Rate&) const = default;

  template <class Visitor, class Self>
  static void describe(Visitor& field, Self& self) {
    field("id", self.id);
    field("on", self.on, required);
    field("from", self.from, required);
    field("to", self.to, required);
    field("rate", self.rate, required);
  }
};

struct Rates {
  static constexpr std::string_view noun = "rates";
  std::vector<Rate> rates;
  bool operator==(const Rates&) const = default;

  template <class Visitor, class Self>
  static void describe(Visitor& field, Self& self) {
    field("rates", self.rates);
  }

  /// The rate between the two that holds on that day: the latest on or before it, of either
  /// direction; nullptr when none does. There are no detours through a third currency.
  const Rate* on_day(std::string_view from, std::string_view to, Day day) const;

  /// The amount in that currency by the rate of that day, rounded to its smallest unit, halves away
  /// from zero; an amount of that currency as it is. Nothing without a rate, and where the result
  /// is too large for Money.
  std::optional<Money> exchanged(const Money& money, std::string_view into, Day day) const;
};

}  // namespace crm

// How much of what is sold is profit, where nobody wrote down what the goods cost.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/domain/data.hpp"
#include "core/domain/money.hpp"
#include "core/domain/result.hpp"

namespace crm {

class Margin {
 public:
  /// crm.yaml's `margin`: a percentage, or one for each category and `default`; nothing written is
  /// no margin. Error::invalid for what is no number up to 100.
  static Result<Margin> parse(const Data& data);

  bool is_none() const { return by_category_.empty() && !standard_; }

  /// The amount less its margin, rounded to minor units; nothing where no margin is known.
  std::optional<Money> cost_of(const Money& amount, std::string_view category) const;

  /// The amount less that percentage of it, rounded so.
  static Money cost_at(const Decimal& percent, const Money& amount);

 private:
  std::vector<std::pair<std::string, Decimal>> by_category_;
  std::optional<Decimal> standard_;
};

}  // namespace crm

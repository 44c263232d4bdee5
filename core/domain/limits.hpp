// How soon a case must be answered and settled, by its priority.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/domain/data.hpp"
#include "core/domain/result.hpp"

namespace crm {

/// In seconds of days that are not off (days_off.hpp); nothing: there is none.
struct Limit {
  std::optional<std::int64_t> answer, resolution;
  bool operator==(const Limit&) const = default;
};

class Limits {
 public:
  /// crm.yaml's `limits`: `{high: {answer: 4h, resolution: 3d}}`. A day is 24 hours, a week 7, a
  /// month 30 and a year 365 days that are not off. Error::invalid for what is no such length.
  static Result<Limits> parse(const Data& data);

  /// None for a priority that has none, and for no priority.
  Limit of(const std::string& priority) const;

  bool empty() const { return by_priority_.empty(); }

 private:
  std::vector<std::pair<std::string, Limit>> by_priority_;
};

}  // namespace crm

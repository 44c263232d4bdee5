// How a field called `score` gets its number, without knowing the rules that make it (score.hpp).
#pragma once

#include <cstdint>
#include <functional>

#include "core/domain/customer.hpp"
#include "core/record/field_set.hpp"

namespace crm {

struct Scoring {
  std::function<std::int64_t(const Customer&)> points;
  /// What of a customer the rules look at.
  FieldSet reads = FieldSet::none();
  /// Whether they look at conversations before the last one, and at long texts.
  bool asks_past = false, asks_texts = false;
};

}  // namespace crm

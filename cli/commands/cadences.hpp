// The rules of crm.yaml that say how often customers are to be spoken to, read as filters.
#pragma once

#include <vector>

#include "cli/desk.hpp"
#include "core/report/agenda.hpp"

namespace crm {

/// The rules, what they look at, and those that can't be read: these hold for nobody, the others
/// count.
struct Cadences {
  std::vector<Cadence> rules;
  Needs needs{Depth::brief, FieldSet::none()};
  std::vector<Problem> problems;

  /// Of the desk's book; the desk must outlive them.
  static Cadences of(const Desk& desk);
};

}  // namespace crm

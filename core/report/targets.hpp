// What a book wants to sell: crm.yaml's `targets`, and how near it is.
#pragma once

#include <string>
#include <vector>

#include "core/report/report.hpp"
#include "core/report/weights.hpp"

namespace crm {

struct Target {
  /// As written: `FY2026-27`, `2026-11`.
  std::string name;
  Span span;
  /// Whose it is; empty: everybody's.
  std::string colleague;
  Money amount;
};

/// In the order of time, longer spans first. Error::invalid with all that is wrong in `targets`: a
/// span or an amount that can't be read, one below zero, a colleague who is not in the team.
Result<std::vector<Target>> targets_of(const Settings& settings);

/// For each target whose days overlap those of `span`: what was sold in it until today, what is
/// open and expected until its end by weight, the share that is reached, and what is missing after
/// both. A colleague's are the sales and deals that they own. `book` is all of it: a target is
/// nobody's filter. Remarks say what is wrong with crm.yaml's targets, and which currencies have no
/// rate.
ReportTable targets_table(const AllFacts& book, const Question& question, const Span& span,
                          const Weights& weights);

}  // namespace crm

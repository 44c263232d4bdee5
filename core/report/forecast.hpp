// What the open deals may bring, month by month, against what the book wants to sell.
#pragma once

#include "core/report/report.hpp"

namespace crm {

/// `months`: the open deals by the month of their expected close; `weights`: how much of each
/// counts and why; `targets`. Its words of `by` are fields.
Report forecast_report(const AllFacts& facts, const Question& question);

}  // namespace crm

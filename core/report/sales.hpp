// What was won and lost, and what was sold.
#pragma once

#include "core/report/report.hpp"

namespace crm {

/// Of the deals that were closed and the sales that were made in the question's span. `by`: owner,
/// source, reason, item, category, referrer, cohort (quarter of the first purchase), week, month,
/// quarter, year, or any field that the facts are grouped by.
Report sales_report(const AllFacts& facts, const Question& question);

}  // namespace crm

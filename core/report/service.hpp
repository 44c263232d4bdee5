// How customers' complaints and requests are answered and settled.
#pragma once

#include "core/report/report.hpp"

namespace crm {

/// Of the cases that were opened and closed in the question's span, and of those that are open now.
/// Without `by` the tables `summary`, `priorities` and `late`, else `cases` and `late`. `by`:
/// customer, week, month, quarter, year, or any field that the facts are grouped by.
Report service_report(const AllFacts& facts, const Question& question);

}  // namespace crm

// One page that a manager reads: how a month went, and what lies ahead.
#pragma once

#include "core/report/report.hpp"

namespace crm {

/// Of the question's span, beside the stretch before it and the same one a year before; an open
/// span is the month of today. What is open, owed and to come is as of today. Its figures are those
/// of the other reports.
Report month_report(const AllFacts& facts, const Question& question);

}  // namespace crm

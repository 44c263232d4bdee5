// Customers by the quarter in which they first bought: how many buy again, and what they bring.
#pragma once

#include <vector>

#include "core/report/value.hpp"

namespace crm {

/// Of those who first bought in the question's span, up to its end: `cohorts`, in how many quarters
/// after their first how many of them bought, and `cohort_revenue`.
std::vector<ReportTable> cohort_tables(const AllFacts& facts, const Segments& segments,
                                       const Question& question);

}  // namespace crm

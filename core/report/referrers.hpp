// Customers who bring customers.
#pragma once

#include <vector>

#include "core/report/value.hpp"

namespace crm {

/// `referrers`, how many each brought and what these bought in the question's span, and `brought`,
/// by name.
std::vector<ReportTable> referrer_tables(const AllFacts& facts, const Segments& segments,
                                         const Question& question);

}  // namespace crm

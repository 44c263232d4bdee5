// Who is worth how much: revenue, profit and standing of each customer, and who brought whom.
#pragma once

#include "core/report/report.hpp"

namespace crm {

/// Of customers who bought something; revenue is of the question's span, all else to date. `by`:
/// cohort (quarter of the first purchase), referrer, segment, or any field that the facts are
/// grouped by. The facts have to be of everyone, so that standing does not hang on who is asked
/// about.
Report customers_report(const AllFacts& facts, const Question& question);

}  // namespace crm

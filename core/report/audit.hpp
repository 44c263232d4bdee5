// What has drifted: what a careful colleague would put right, a table for each question.
#pragma once

#include "core/report/report.hpp"

namespace crm {

/// The table `summary` counts; the others name the customer and the entry. Moves that were forced
/// are those of the question's span, without one of the last 12 months; all else is as of today.
Report audit_report(const AllFacts& facts, const Question& question);

}  // namespace crm

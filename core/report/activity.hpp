// How much was spoken with customers, by whom, how, and when.
#pragma once

#include "core/report/report.hpp"

namespace crm {

/// Of the conversations that were held in the question's span. Without `by` the tables `kinds`,
/// `people`, `weeks`, `outcomes`, `before_win`, `heat` and `meetings`, else `conversations` alone.
/// `by`: kind, owner, customer, outcome, week, month, quarter, year, or any field that the facts
/// are grouped by.
Report activity_report(const AllFacts& facts, const Question& question);

/// What is planned from the question's `now` on, to that day.
ReportTable meetings_table(const AllFacts& facts, const Question& question, Day until);

}  // namespace crm

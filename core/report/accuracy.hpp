// How right the forecast was: what was foretold of past months against what came.
#pragma once

#include "core/report/report.hpp"

namespace crm {

/// The full months of the question's span that are over, as a span; an open beginning is the first
/// deal's. Nothing when there is none.
std::optional<Span> full_months(const AllFacts& facts, const Question& question);

/// `months`: for each full month what was foretold 90, 60 and 30 days before its last day, and what
/// came. Foretold are the deals then open and expected in that month, by the weights of that day,
/// and what was won in it by then; what came are the amounts of the deals won in it. `error`: how
/// far the one was from the other, over the months that had any.
Report forecast_accuracy(const AllFacts& facts, const Question& question);

}  // namespace crm

// How far deals come: from stage to stage, how long they stay, and where they are lost.
#pragma once

#include "core/report/report.hpp"

namespace crm {

/// Of the deals of one pipeline whose first move lies in the question's span. `stages`: in
/// crm.yaml's order, with the won ones at the end, then stages that it no longer has; `amounts`:
/// the same by currency. A deal has reached all stages up to the furthest open one it has ever been
/// in, the first one in any case, and all of them when it is won: so of those that reached a stage
/// each has gone on, was lost there, or is open there.
Report funnel_report(const AllFacts& facts, const Question& question);

}  // namespace crm

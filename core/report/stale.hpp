// With whom we are losing touch, and what is at stake.
#pragma once

#include "core/report/report.hpp"

namespace crm {

/// As of today, whatever the span: `customers` past the time after which they were to be spoken to,
/// those `never` spoken to, open `deals` of customers that nobody spoke to for thirty days. Who has
/// a meeting to come is left out.
Report stale_report(const AllFacts& facts, const Question& question);

}  // namespace crm

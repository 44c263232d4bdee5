// What marketing brings: customers, revenue and profit by where they come from, against its cost.
#pragma once

#include "core/report/report.hpp"

namespace crm {

/// Of the question's span: `sources` by what customers name as their source, `campaigns` by what is
/// tied to a campaign itself. A source that is the id of a campaign has its costs and its margin.
Report sources_report(const AllFacts& facts, const Question& question);

}  // namespace crm

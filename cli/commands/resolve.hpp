// What git could not merge, settled: for `crm resolve`, and for `crm sync` where it finds a merge
// under way.
#pragma once

#include <string>

#include "cli/world.hpp"

namespace crm {

/// Tells what was settled and how git goes on. `since`: looks at all merges after that commit;
/// empty: only at the newest one.
void resolve(const std::string& since, World& world);

}  // namespace crm

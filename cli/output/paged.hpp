// A long text on a terminal goes through the person's pager.
#pragma once

#include <functional>

#include "cli/world.hpp"

namespace crm {

/// Prints to world.out what `print` prints there: through $PAGER, or less, where stdout is a
/// terminal and the text longer than it; as it is everywhere else, and where PAGER is empty or cat.
void print_paged(World& world, const std::function<void()>& print);

}  // namespace crm

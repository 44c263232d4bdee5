// One command line, from its words to its exit code.
#pragma once

#include <string>
#include <vector>

#include "cli/world.hpp"

namespace crm {

/// `words` without the program's name. Prints results to world.out, remarks and errors to
/// world.err. 0 done · 1 could not · 2 asked wrongly · 3 nothing found · 4 ambiguous, exists
/// already, or conflict · 5 some records are invalid (the good ones were answered) · 6 busy, try
/// again.
int run(const std::vector<std::string>& words, World& world);

}  // namespace crm

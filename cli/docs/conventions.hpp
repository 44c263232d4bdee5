// What holds for all commands: exit codes, variables of the environment, words that stand for the
// same everywhere.
#pragma once

#include <vector>

#include "cli/docs/topic.hpp"

namespace crm {

std::vector<Explained> exit_codes();
std::vector<Explained> environment_variables();
/// WHO, ID, WHEN, FILTER.
std::vector<Explained> shared_words();

}  // namespace crm

// Questions that one key answers.
#pragma once

#include <string_view>

#include "cli/world.hpp"

namespace crm {

/// Asks on the terminal until one of `choices` is pressed (lower case; `\n` is Enter and the space
/// bar); the last choice where stdin ends. Nothing is asked where nobody can answer: see may_ask().
char key_for(World& world, std::string_view question, std::string_view choices);

}  // namespace crm

// What shells need to complete a command line: commands, options, and the words that are fixed.
#pragma once

#include <string>

#include "cli/docs/reference.hpp"

namespace crm {

std::string bash_completion(const Reference& reference);
std::string zsh_completion(const Reference& reference);
std::string fish_completion(const Reference& reference);

}  // namespace crm

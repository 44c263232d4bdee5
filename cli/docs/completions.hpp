// The scripts by which shells complete a line. They know nothing of commands or customers: at each
// key they ask `crm complete`, which reads the commands' own declarations, and put its answer into
// their shell's own quotes.
#pragma once

#include <string>

namespace crm {

/// For a program of that name.
std::string bash_completion(const std::string& program);
std::string zsh_completion(const std::string& program);
std::string fish_completion(const std::string& program);

}  // namespace crm

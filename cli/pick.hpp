// Which of several is meant, asked of the person at the terminal.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/desk.hpp"

namespace crm {

/// The one that was picked from a numbered list, or with fzf where that is installed. Nothing where
/// nobody can be asked (a pipe, --no-input, --yes) and where none of them is wanted.
std::optional<Match> picked(const std::string& who, const std::vector<Match>& all, World& world);

}  // namespace crm

// Commands of one's own: `crm word` runs `crm-word` from PATH where no command has that name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/world.hpp"

namespace crm {

/// The words after which such a program is called, of those that begin so, sorted: `word` of
/// `crm-word`.
std::vector<std::string> extensions(const World& world, std::string_view begin = {});

/// Runs the program of that word with the words that follow, CRM_BOOK set to the book that is
/// meant (where there is one), and ends as it ends (ExitCode). Nothing happens where there is none.
void run_extension(const std::string& word, const std::vector<std::string>& words, World& world);

}  // namespace crm

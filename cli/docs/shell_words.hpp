// What the completions of all three shells ask about options and words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/docs/reference.hpp"

namespace crm {

/// In single quotes for bash and zsh.
std::string shell_quoted(std::string_view text);
/// `a b c`.
std::string spaced(const std::vector<std::string>& words, std::string_view between = " ");
/// Whether a folder is to be named there.
bool is_folder(std::string_view placeholder);
/// The names of all the options, with spaces between.
std::string names_of(const std::vector<Option>& options);

}  // namespace crm

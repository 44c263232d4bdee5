// What a command would write, as a difference of lines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/world.hpp"
#include "core/book/journal.hpp"

namespace crm {

/// Each file's name, then the lines that go (`-`) and come (`+`), with what they belong to.
void print_preview(const std::vector<Change>& changes, World& world);

/// The lines of two texts: ' ', '-' or '+' and the line. A longest common subsequence where the
/// texts are small enough, else everything between the common beginning and end.
std::vector<std::string> line_difference(std::string_view before, std::string_view after);

}  // namespace crm

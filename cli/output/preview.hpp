// What a command would write, as a difference of lines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/world.hpp"
#include "core/book/changes.hpp"

namespace crm {

/// Each file's name, then the lines that go (`-`) and come (`+`), with what they belong to. On a
/// terminal only the first hundred files, and how many more there are.
void print_preview(const Changes& changes, World& world);

/// The lines of two texts: ' ', '-' or '+' and the line. A longest common subsequence where the
/// texts are small enough, else everything between the common beginning and end.
std::vector<std::string> line_difference(std::string_view before, std::string_view after);

}  // namespace crm

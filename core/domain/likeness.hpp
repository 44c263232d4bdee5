// Which word somebody meant who mistyped it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace crm {

/// Optimal string alignment distance over code points.
int edit_distance(std::string_view a, std::string_view b);
/// The choices that are near enough to be meant by a typo, nearest first, at most three.
std::vector<std::string> did_you_mean(std::string_view typed,
                                      const std::vector<std::string>& choices);

}  // namespace crm

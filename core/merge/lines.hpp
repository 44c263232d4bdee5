// Texts compared and merged line by line.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crm {

/// The lines of a text, each with what ends it.
std::vector<std::string_view> lines_with_ends(std::string_view text);

/// For each line of `a` the line of `b` that it is again, rising; a longest common subsequence
/// where the texts are small enough, else only their common beginning and end are found.
std::vector<std::optional<std::size_t>> matching_lines(const std::vector<std::string_view>& a,
                                                       const std::vector<std::string_view>& b);

/// What becomes of lines that both sides have changed.
enum class Overlap {
  /// Both versions stand one after the other, the smaller by bytes first.
  both,
  /// Those of the first side stand, before them what the second one has only remarked (`# …`).
  first
};

struct MergedLines {
  std::string text;
  /// Nothing was changed by both sides.
  bool clean = true;
};

MergedLines merge_lines(std::string_view base, std::string_view a, std::string_view b,
                        Overlap overlap);

}  // namespace crm

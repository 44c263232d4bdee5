// A text that a merge has left in conflict, taken apart at its markers.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crm {

struct MarkedText {
  /// What the text was made of: two versions, or more where it was merged again with the markers in
  /// it.
  std::vector<std::string> versions;
  /// What the two come from, where the markers tell (`|||||||`).
  std::optional<std::string> base;
};

/// Whether a line begins a conflict, or is what is left of one.
bool has_markers(std::string_view text);

/// Nothing where the markers don't fit together: somebody has removed a part of them.
std::optional<MarkedText> taken_apart(std::string_view text);

/// A text in which git has put both sides' lines without a conflict, so that a key stands in it
/// twice: a version with the first of them, one with the next. Nothing where each stands once.
std::optional<MarkedText> parted_at_doubled_keys(std::string_view text);

}  // namespace crm

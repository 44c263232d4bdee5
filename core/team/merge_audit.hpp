// Merges that were made without us (by hand, on a web page), looked at again: what both sides had
// and the result has not.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/domain/settings.hpp"
#include "core/record/difference.hpp"
#include "core/team/git.hpp"

namespace crm {

/// What one merge has left out of one record.
struct MergeLoss {
  /// Relative to the book, as the merge has it.
  std::string path;
  std::string id;
  /// The record as it should have been merged.
  std::string whole;
  /// What of it is missing.
  std::vector<Edit> entries;
  /// The whole file is.
  bool was_removed = false;
  /// One side had moved the record, the other has changed it where it was, and the merge has kept
  /// both files: this is the other one. Nothing else is said then but what both come from.
  std::string twin = {};
  std::optional<std::string> base = {};
};

/// Of the newest merge, or of all after the commit `since`. Where two lines of history meet more
/// than once, only what is missing from each of their common beginnings counts.
Result<std::vector<MergeLoss>> left_out_by_merges(const Git& git, const Settings& settings,
                                                  const std::optional<std::string>& since);

}  // namespace crm

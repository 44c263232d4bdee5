// The text of a file that two people have changed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/domain/customer.hpp"
#include "core/domain/result.hpp"
#include "core/domain/settings.hpp"

namespace crm {

struct MergedText {
  std::string text;
  /// Fields that both sides have set to something else; those that were there before are not among
  /// them.
  std::vector<Conflict> conflicts;
};

/// Both texts come from `base` (nothing: both are new); `path` is relative to the book. The text
/// says what merge3 says. Where merging the lines (what overlaps one after the other, or that of
/// the greater side alone) comes to the same it is taken, so comments and layout of both sides
/// survive; else the merged values are edited into the lines of the greater side, with what the
/// other has remarked; only where even that can't be done is it written anew. The same to the byte
/// whichever side comes first. Errors: conflict where these are two records, invalid where a side
/// can't be read.
Result<MergedText> merged_text(const std::optional<std::string>& base, const std::string& one,
                               const std::string& other, const std::string& path,
                               const Settings& settings);

}  // namespace crm

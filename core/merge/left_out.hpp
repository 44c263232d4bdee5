// Entries that a merge by hand has left out, found and put back.
#pragma once

#include <string>
#include <vector>

#include "core/domain/result.hpp"
#include "core/domain/settings.hpp"
#include "core/record/difference.hpp"

namespace crm {

/// Entries and members of sets that `whole` has and `text` has not, as edits of the text. Values
/// that differ are not among them: whoever merged has decided on these.
Result<std::vector<Edit>> left_out(const std::string& text, const std::string& whole,
                                   const std::string& path, const Settings& settings);

/// How many entries these bring.
std::size_t count_of_entries(const std::vector<Edit>& edits);

/// Those of `edits` that bring what is in `others` as well.
std::vector<Edit> in_both(const std::vector<Edit>& edits, const std::vector<Edit>& others);

}  // namespace crm

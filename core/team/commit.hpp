// Files of the book entered into git's history, and nothing else with them.
#pragma once

#include <string>
#include <vector>

#include "core/book/layout.hpp"
#include "core/team/git.hpp"

namespace crm {

/// What belongs to a book in a repository, as paths relative to it that may not all be there; other
/// files are nobody's business.
const std::vector<std::string>& own_paths();

/// Commits these files (relative to the book; new, changed or gone) as they stand on the disk, on
/// top of HEAD. What the person has staged of other files stays staged and is not committed. The
/// new commit's id; empty where nothing differs from HEAD. Call it under the book's lock. Errors:
/// conflict where a merge or rebase is under way, failed with git's own words.
Result<std::string> commit_files(const Git& git, const Disk& disk, const Layout& layout,
                                 const std::vector<std::string>& paths, const std::string& message);

}  // namespace crm

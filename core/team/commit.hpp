// Files of the book entered into git's history, and nothing else with them.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/book/layout.hpp"
#include "core/team/git.hpp"

namespace crm {

/// What belongs to a book in a repository, as paths relative to it that may not all be there; other
/// files are nobody's business.
const std::vector<std::string>& own_paths();

/// Whether a path relative to the book is one of these, or below one.
bool is_own_path(std::string_view path);

/// In order; they live as long as the call that shows them.
using SortedPaths = std::vector<std::string_view>;

/// A commit's message, made when it is known which of the paths will be in it. An empty one: there
/// shall be no commit.
using MessageOf = std::function<std::string(const SortedPaths& changed)>;

/// Commits these files (relative to the book, each ended by a NUL: nul_ended; new, changed or gone)
/// as they stand on the disk, on top of HEAD, also if HEAD is on no branch. What the person has
/// staged of other files stays staged and is not committed; what .gitignore leaves out and git does
/// not know is left out. No hook runs and nothing is signed. `at` is git's date of it, `1763703900
/// +0530`; empty: git's clock. The new commit's id; empty where nothing differs from HEAD. Call it
/// under the book's lock. Errors: conflict where a merge or rebase is under way, busy where
/// somebody else's git holds the index, `nobody_known` where git does not know who we are, failed
/// with git's own words.
Result<std::string> commit_files(const Git& git, Disk& disk, const Layout& layout,
                                 std::string paths, const MessageOf& message,
                                 const std::string& at = {});
/// The same with a message that is known.
Result<std::string> commit_files(const Git& git, Disk& disk, const Layout& layout,
                                 std::string paths, const std::string& message,
                                 const std::string& at = {});

/// Asks git for something that it does with the person's own index: where another git has that in
/// hand, it is mostly over in a moment. Error::busy where it is not.
Result<std::string> ask_with_index(const Git& git, const Disk& disk,
                                   const std::vector<std::string>& words,
                                   const std::string& input = {});

/// Lets go of the index in which commits are made; the next one makes it anew. It names files that
/// are gone.
Result<void> forget_commit_index(Disk& disk, const Layout& layout);

/// What commit_files says where git has no name or e-mail for us.
Error nobody_known();
bool is_nobody_known(const Error& error);
/// Whether git has both.
bool knows_person(const Git& git);

}  // namespace crm

// The branch goes on to a commit whose files stand in the book already: the end of taking in what
// others did, also where its command was killed before it came to that.
#pragma once

#include <string>
#include <vector>

#include "core/book/book.hpp"
#include "core/team/git.hpp"

namespace crm {

/// Whether a file of a tree is written by the book itself; others are git's to check out. The path
/// is relative to the book.
bool is_books_own(std::string_view path, const std::optional<Blob>& blob);

/// Entries as `git update-index --index-info` takes them, from the work tree's top, those that go
/// first. Separated by NUL.
std::string index_entries(const std::vector<TreeChange>& changes);

/// git's index, what stands beside the book, the branch: in this order, so that being killed in
/// between leaves changes that are not committed, never such that seem to be taken back. `from` is
/// HEAD, empty where there is none. Errors: busy, conflict (files beside the book stand in the
/// way).
Result<void> move_branch(const Git& git, const Disk& disk, const std::string& from,
                         const std::string& to);

/// Ends what was killed after the files were written; false where there is nothing to end, or HEAD
/// or the files have gone another way since: then the next exchange brings them together. Under the
/// book's lock.
Result<bool> finish_taking_in(const AskProgram& ask, const Book& book);

}  // namespace crm

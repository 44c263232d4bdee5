// git's log of a book: its commits, what each changed, and who made it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/book/changes.hpp"
#include "core/domain/zone.hpp"
#include "core/team/git.hpp"

namespace crm {

struct Commit {
  /// Whole, and as short as git takes it.
  std::string id, short_id;
  /// Of its author.
  Instant at;
  std::string author, email, message;
  std::vector<std::string> parents;

  bool is_merge() const { return parents.size() > 1; }
};

/// What of the log is asked for.
struct LogQuestion {
  /// That many of the newest are passed over, and no more than `most` are read.
  std::size_t skip = 0, most = 100;
  /// Only those that changed one of these: pathspecs as git knows them.
  std::vector<std::string> paths = {};
  /// Only those with a line in their message that this regular expression of git's finds.
  std::string line = {};
  /// From this commit on, empty: from HEAD.
  std::string from = {};
  /// None that is older, as far as the clocks of those who made them can be believed.
  std::optional<Instant> since = {};
};

/// The newest first.
Result<std::vector<Commit>> commits(const Git& git, const LogQuestion& question);

/// What each of these commits changed in the book, in their order, the first of all included. Of a
/// merge: what differs from all of its parents, as it differs from the first.
Result<std::vector<std::vector<TreeChange>>> changes_of(const Git& git,
                                                        const std::vector<std::string>& commits);

/// The same with what stood in the files, in their order; links stand for nothing.
Result<std::vector<Change>> with_texts(const Git& git, const std::vector<TreeChange>& changes);

}  // namespace crm

// One exchange with the others of a team: what is here is committed, what they did is taken in, and
// both are sent to the remote.
//
// Nothing is ever forced or rebased. The merge is made beside the work tree (meeting.hpp); the
// book's files change through its journal, as with every command, so being killed at any point
// leaves a whole book, and the next exchange goes on.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/book/book.hpp"
#include "core/book/journal.hpp"
#include "core/domain/id.hpp"
#include "core/team/git.hpp"
#include "core/team/meeting.hpp"

namespace crm {

/// Where the branch is shared.
struct Upstream {
  std::string remote;
  /// `refs/heads/main` over there, and `refs/remotes/origin/main`, what we know of it.
  std::string branch, known;
  /// It is the branch's own in git's configuration.
  bool is_set_up = false;
};

/// Errors: nothing_found with what to type, where the branch has no remote and none can be guessed.
Result<Upstream> upstream_of(const Git& git);

struct SyncWish {
  bool dry_run = false;
  /// Also where the other side, or this one, has removed a great part of the customers; and where
  /// two books have no common beginning.
  bool anyway = false;
  /// Who does it and when, for the journal; its title is made here.
  Operation operation;
  /// Waits a few milliseconds, before another try.
  std::function<void(int milliseconds)> pause;
  Random random;
};

/// Commits that are, or would be, exchanged: all that `to` has and `from` has not. Equal: none.
/// `from` empty: from the beginning.
struct Reach {
  std::string from, to;

  bool is_nothing() const { return from == to; }
};

struct Synced {
  Upstream upstream;
  /// This clone's git was told of the merge driver now.
  bool driver_is_new = false;
  Reach in, out;
  std::vector<Disagreement> disagreements;
  /// Records that both had changed.
  std::size_t overlaps = 0;
  /// Files that can't be read: they stay here, and are not committed.
  std::vector<Problem> left_out;
  /// Files of the book that differ from the last commit; those that a dry run would commit.
  std::vector<std::string> committed;
};

/// Errors: nothing_found (no repository, no remote), conflict (a merge or rebase under way, no
/// branch, a great many removals, no common beginning, files that only a person can bring
/// together), invalid (a file that can't be read here was changed there), busy (others were faster
/// five times), failed (git's own words, also where there is no connection: what was committed
/// stays so).
Result<Synced> sync(const Book& book, const AskProgram& ask, const SyncWish& wish);

/// Files of the book that are not as they were committed last.
struct Uncommitted {
  /// Relative to the book: changed, new or gone, and readable.
  std::vector<std::string> paths;
  /// Of them.
  std::size_t gone = 0;
  std::vector<Problem> unreadable;
  /// The files of `unreadable`.
  std::vector<std::string> unreadable_paths;
};

Result<Uncommitted> uncommitted(const Git& git, const Book& book);

}  // namespace crm

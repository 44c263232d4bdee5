// A work tree in conflict, or a merge that was made without us: what becomes of each record, worked
// out before anything is written.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/book/changes.hpp"
#include "core/domain/customer.hpp"
#include "core/team/contest.hpp"

namespace crm {

/// One record of a resolution.
struct Resolved {
  enum class How {
    /// Both sides have changed it.
    merged,
    /// One side has removed its file, the other has changed it: it stays.
    kept,
    /// It shared a path with another record and has a file of its own now.
    apart,
    /// Its id is in erased.txt, which no edit survives.
    erased,
    /// Entries that a merge has left out are there again.
    completed,
    /// A file that a merge has left out is there again.
    restored,
  };
  How how = How::merged;
  /// Relative to the book; where it stands now.
  std::string path;
  /// Empty for files that are not records.
  std::string id;
  std::string name;
  /// What both sides have set to something else, for a person to decide.
  std::vector<Conflict> conflicts = {};
  /// Entries that came back.
  std::size_t entries = 0;
};

struct Resolution {
  std::vector<Resolved> records;
  std::vector<Change> changes;
  /// Paths whose state git is to take note of, relative to the book.
  std::vector<std::string> settled;
  /// Records that stay as they are, since a side can't be read.
  std::vector<Problem> unreadable;
  /// Unmerged files that are not the book's, from the top of the work tree.
  std::vector<std::string> foreign;

  bool empty() const {
    return records.empty() && settled.empty() && unreadable.empty() && foreign.empty();
  }
};

/// What git has left unmerged; files with markers in them; entries that a merge has left out: the
/// newest one, or all after the commit `since`. Writes nothing.
Result<Resolution> resolution(const Battlefield& field,
                              const std::optional<std::string>& since = std::nullopt);

/// crm.yaml as it will be when its conflict is settled, for whoever has to read the book before.
/// Nothing where it has none.
Result<std::optional<std::string>> resolved_settings(const Battlefield& field);

}  // namespace crm

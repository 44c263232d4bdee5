// Two copies of a book that went their own ways come together: what the common tree holds.
//
// Records are brought together by their ids, wherever their files stand: one that was renamed or
// moved here and edited there is one record. What both have changed is merged as record.md says.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/domain/customer.hpp"
#include "core/domain/settings.hpp"
#include "core/team/git.hpp"

namespace crm {

/// What a path of the common tree holds otherwise than ours; neither blob nor text: it is gone.
struct MetFile {
  /// From the work tree's top, as everything here.
  std::string path;
  std::optional<Blob> blob;
  /// Where both had changed it, so that no blob holds it yet. Its mode is the blob's.
  std::optional<std::string> text;
  bool operator==(const MetFile&) const = default;
};

/// A field that both have set to something else.
struct Disagreement {
  std::string path;
  Conflict conflict;
  bool operator==(const Disagreement&) const = default;
};

struct Meeting {
  /// By path.
  std::vector<MetFile> files;
  std::vector<Disagreement> disagreements;
  /// Records that both had changed.
  std::size_t overlaps = 0;
};

/// What the two sides bring with them, and where to look things up.
struct Sides {
  /// Against the commit that both come from.
  std::vector<TreeChange> ours, theirs;
  /// Where the book is below the work tree's top: empty, or `sales/book/`.
  std::string prefix;
  /// The texts of blobs, in their order.
  std::function<Result<std::vector<std::string>>(const std::vector<std::string>& blobs)> texts;
  /// Whether our tree has such a path.
  std::function<bool(const std::string& path)> ours_has;
  /// Of our book; those that both sides come to decide, where crm.yaml was changed.
  Settings settings;
};

/// The same tree whichever side is ours. An id in erased.txt beats every edit; else an edit beats a
/// removal. Errors: conflict, with a problem for each file that only a person can bring together:
/// records that can't be read, and other files in which both changed the same lines.
Result<Meeting> meet(const Sides& sides);

}  // namespace crm

// What git's merge driver makes of one file of a book, and how git is told to call it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/customer.hpp"
#include "core/domain/result.hpp"
#include "core/domain/settings.hpp"
#include "core/team/git.hpp"

namespace crm {

struct FileMerge {
  enum class Outcome {
    /// `text` is what both sides say.
    merged,
    /// Two different records: `text` has both whole, between conflict markers.
    two_records,
    /// A side can't be read, or the file is none that is merged by what it says; no text.
    unreadable
  };
  Outcome outcome = Outcome::merged;
  std::string text;
  /// Fields that both sides have set to something else.
  std::vector<Conflict> conflicts;
  /// Why it is unreadable.
  std::vector<Problem> problems;
};

/// Both texts come from `base`, which is nothing where both are new; `path` is relative to the
/// book. The same to the byte whichever side comes first, but between markers.
FileMerge merge_files(const std::optional<std::string>& base, const std::string& ours,
                      const std::string& theirs, const std::string& path, const Settings& settings,
                      std::size_t marker_size = 7);

/// Every line that any of these has, each once; the same whichever side comes first.
std::string union_of_lines(const std::string& base, const std::string& one,
                           const std::string& other);

/// A path of a repository as its book sees it.
struct PathInBook {
  /// The book's folder below the top of the work tree: empty, or `sales/book/`.
  std::string book;
  /// `customers/acme-7h2k.yaml`.
  std::string path;
  bool operator==(const PathInBook&) const = default;
};

/// `is_book` says whether a folder (empty, or ending in a slash) has a crm.yaml. Where none above
/// the path has one, names alone tell. Nothing where it is no file of a book's.
std::optional<PathInBook> path_in_book(const std::string& path,
                                       const std::function<bool(const std::string&)>& is_book);

/// What a merge has to know of a crm.yaml, also of one that is itself in conflict: the currency of
/// bare amounts. Where it says two, or none, there is none, and a record with bare amounts can't be
/// read.
Settings settings_for_merge(const std::string& text);

/// What git is told to run. Where crm is not found or can't read a side, git merges the lines as it
/// always did, with markers: never one side alone.
std::string_view driver_command();

/// Tells this clone's git of the driver. True where it was not told before. Left as it is: where
/// the person's own configuration calls `merge-driver` in a way of its own, where
/// `crm.autosetup` is false, and where .gitattributes does not ask for it.
Result<bool> set_up_driver(const Git& git);

}  // namespace crm

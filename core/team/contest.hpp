// Records in conflict: their versions, put together by id from git's index and from markers in
// files.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/book/disk.hpp"
#include "core/book/layout.hpp"
#include "core/domain/settings.hpp"
#include "core/team/git.hpp"

namespace crm {

/// Where the conflicts are looked for.
struct Battlefield {
  const Disk* disk;
  const Layout* layout;
  /// Nothing where the book is in no repository: then only markers in files are settled.
  const Git* git;
  Settings settings;
};

struct Version {
  /// Relative to the book.
  std::string path;
  std::string text;
};

/// All that is known of one record, or of another file of the book.
struct Contest {
  /// Empty for files that are not records.
  std::string id;
  std::optional<Version> base;
  std::vector<Version> sides;
  /// Whether git holds it for unmerged: then a side that is missing has removed it.
  bool is_unmerged = false;
  /// Where a part of it stands, or stood.
  std::set<std::string> paths;
};

struct Contests {
  std::map<std::string, Contest> by_record;
  /// Paths that git holds for unmerged, and what it has of each.
  std::set<std::string> unmerged;
  std::map<std::string, std::vector<std::string>> stages;
  std::vector<Problem> unreadable;
  /// Unmerged files that are not the book's, from the top of the work tree.
  std::vector<std::string> foreign;
};

/// What git has left unmerged, and files with markers in them or with a key that stands twice.
Result<Contests> contests(const Battlefield& field);

/// That of crm.yaml, where it has one.
Result<std::optional<Contest>> contest_of_settings(const Battlefield& field);

/// The record's file where none of its paths is: people move files. Not one of those `passed_over`.
std::optional<Version> elsewhere(const Contest& contest, const Battlefield& field,
                                 const std::set<std::string>& passed_over);

/// Of a file that can't be settled.
Problem stays_as_it_is(const std::string& path, const std::string& why);

}  // namespace crm

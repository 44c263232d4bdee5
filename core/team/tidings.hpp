// What has come in and gone out by a sync, told by person in the words of the trade.
#pragma once

#include <string>
#include <vector>

#include "core/domain/settings.hpp"
#include "core/team/git.hpp"

namespace crm {

struct Tidings {
  /// The short name of the team, or what git calls them.
  std::string who;
  /// `logged 3 (Globex, Initech)`, `moved 500 arms to proposal`, `added Hooli`.
  std::vector<std::string> deeds;
  bool operator==(const Tidings&) const = default;
};

/// Of the commits that `to` has and `from` has not (empty: all of them), the persons in the order
/// in which they begin. Merges say nothing of their own. Of more than some hundred commits only the
/// latest are looked at; then the last one tells how many were not.
Result<std::vector<Tidings>> tidings(const Git& git, const std::string& from, const std::string& to,
                                     const Settings& settings);

}  // namespace crm

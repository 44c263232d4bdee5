// What a person has to type so that git forgets somebody who was erased. It is told, never done.
#pragma once

#include <string>
#include <vector>

#include "core/domain/traces.hpp"
#include "core/team/git.hpp"

namespace crm {

struct Purge {
  /// Lines of a shell, in order, to be run in the book's folder.
  std::vector<std::string> commands;
  /// Whether they also take out what other files and the messages of commits said.
  bool is_thorough = false;
};

/// For these files (relative to the book) and whatever they were called before; no commands where
/// no commit has them or names anybody of `traces`.
Result<Purge> purge(const Git& git, const std::vector<std::string>& paths, const Traces& traces);

}  // namespace crm

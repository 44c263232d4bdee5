// A file of this repository that is printed from what the program says of itself.
#pragma once

#include <string>
#include <vector>

#include "core/book/disk.hpp"

namespace crm {

struct Printout {
  /// From the root of the repository: `man/crm-log.1`.
  std::string path;
  std::string text;
};

/// All of them: the manual pages and the completions. The schemas and the example of the
/// format are read below `root`.
std::vector<Printout> papers(const Disk& disk, const std::string& root);

}  // namespace crm

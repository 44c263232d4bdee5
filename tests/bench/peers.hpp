// Programs that do a part of the same work, over the same customers in the form they want them.
#pragma once

#include <string>
#include <vector>

#include "tests/bench/stopwatch.hpp"

namespace crm::bench {

struct Peer {
  /// What it is asked, for people.
  std::string question;
  Program program;
  /// A code it may end with besides 0: nothing was found.
  int also = 0;
};

/// Those that are installed; what they need is written below `folder`.
std::vector<Peer> peers_of(const std::string& book, const std::string& folder);

/// Whether a program of that name is there.
bool is_installed(const std::string& name);

}  // namespace crm::bench

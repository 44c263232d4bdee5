// What a command has done, in one sentence with the id that it can be named by from now on.
#pragma once

#include <string>
#include <vector>

#include "cli/world.hpp"

namespace crm {

struct Deed {
  std::string sentence;
  std::string id;
  /// Stands below another deed.
  bool part = false;
};

/// On a terminal the id stands dim at the right; in a pipe after a tab; --ids and -0 print the ids
/// alone, --json objects.
void print_deeds(const std::vector<Deed>& deeds, World& world);

}  // namespace crm

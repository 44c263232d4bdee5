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
  /// Advice that goes with it.
  std::string guide = {};
};

/// On a terminal the id stands dim at the right; in a pipe after a tab; --ids and -0 print the ids
/// alone, --json objects. A guide stands below its sentence on a terminal, else it is a remark.
void print_deeds(const std::vector<Deed>& deeds, World& world);

}  // namespace crm

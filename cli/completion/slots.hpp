// Which words a command expects where, read off what it declares: `WHO|ID|FILTER... CHANGE...`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"

namespace crm {

/// A place in the usage of a command.
struct Slot {
  /// What may stand there: `WHO`, `ID`.
  std::vector<std::string> sources;
  /// Where the words are fixed.
  std::vector<std::string> choices;
  bool may_be_left_out = false;
  bool may_come_again = false;
};

/// Of the words, in their order.
std::vector<Slot> slots(const std::vector<Declared>& declared);
/// Of what follows an option: as many as it takes.
std::vector<Slot> slots_behind(const Declared& option);

/// Those that the next word may belong to, after so many.
std::vector<const Slot*> expected(const std::vector<Slot>& slots, std::size_t words);

}  // namespace crm

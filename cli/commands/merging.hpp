// Two customers made one, in the book: their records, and whoever names them.
#pragma once

#include <vector>

#include "cli/desk.hpp"
#include "cli/output/deed.hpp"

namespace crm {

/// Merges the others into the kept one and gives their id to nobody else: all records that name
/// them name the kept one. What was done, the merges first, then what differed and was not taken.
std::vector<Deed> merge_into(const Match& kept, const std::vector<Match>& others, const Desk& desk,
                             Writing& writing);

}  // namespace crm

// `crm complete`: what may stand at the cursor, asked by the shells' scripts at every key. It only
// reads, takes no lock, and says nothing where something is wrong: a prompt is no place for that.
#pragma once

#include <string>
#include <vector>

#include "cli/completion/offer.hpp"
#include "cli/world.hpp"
#include "core/index/names.hpp"

namespace crm {

/// `bash LINE BREAKS TYPE`, `zsh WORD… CURRENT`, `fish WORD… CURRENT`. The first line of the answer
/// says what the others are: `words`, `open` (no space shall follow the only one), `files` or
/// `folders`. Each of the others is a word, for zsh and fish with its meaning behind a tab, for zsh
/// with a third cell that says whether it goes on.
void complete(const std::vector<std::string>& asked, World& world);

}  // namespace crm

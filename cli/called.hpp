// What the program is called here: `crm`, unless it was built under another name because somebody
// else's program had that one already.
#pragma once

#include <string>
#include <string_view>

#include "cli/world.hpp"

namespace crm {

/// Our own words with that name in them: the word `crm`, alone or before a dash (`crm-filters`).
/// Names of files (`crm.yaml`, `~/.config/crm/`) stay, and so does what stands in quotes.
std::string as_called(std::string_view text, const World& world);

}  // namespace crm

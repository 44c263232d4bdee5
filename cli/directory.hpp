// Commands by their names. One is made without the others, each of which would be fetched from
// another corner of the program.
#pragma once

#include <optional>
#include <string_view>

#include "cli/command.hpp"

namespace crm {

/// Nothing where there is no such command.
std::optional<Command> command_named(std::string_view name);

}  // namespace crm

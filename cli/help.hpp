// Help, read off the commands' own declarations.
#pragma once

#include <string>

#include "cli/command.hpp"

namespace crm {

/// Examples first, then words and options.
void print_help(const Command& command, const Declaration& words, World& world);
/// All commands by group.
void print_overview(World& world);
/// The three commands to start with, outside a book.
void print_start(World& world);

}  // namespace crm

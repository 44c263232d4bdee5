// Help, read off the commands' own declarations.
#pragma once

#include <string>

#include "cli/command.hpp"
#include "cli/docs/topic.hpp"

namespace crm {

/// Examples first, then words and options; what every command takes is only named.
void print_help(const Command& command, const Declaration& words, const Declaration& manners,
                World& world);
/// What several commands share, such as filters.
void print_topic(const Topic& topic, World& world);
/// All commands by group.
void print_overview(World& world);
/// The three commands to start with, outside a book.
void print_start(World& world);

}  // namespace crm

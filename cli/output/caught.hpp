// What a command prints, kept as a text instead: for a pager, for a mail.
#pragma once

#include <functional>
#include <string>

#include "cli/world.hpp"

namespace crm {

/// What it prints to the world's `out`.
std::string caught(World& world, const std::function<void()>& print);

/// The same as a mail has it: for people, in lines of 72 cells and without colours, whatever the
/// terminal and the manners say.
std::string caught_for_mail(World& world, const std::function<void()>& print);

}  // namespace crm

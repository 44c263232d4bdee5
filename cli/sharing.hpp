// What a command has to do with the others of a team, besides `crm sync`: sending in the background
// what it wrote, and telling when nothing was sent for days.
#pragma once

#include "cli/desk.hpp"

namespace crm {

/// After a write: notes that it was not sent, and where crm.yaml says `sync: auto`, starts
/// `crm sync` beside us.
void share_afterwards(const Desk& desk);

/// A remark where something has been on this machine alone for more than two days.
void tell_of_unshared(const Desk& desk);

}  // namespace crm

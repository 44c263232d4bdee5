// Who may send letters from a book: the colleague or the machine that crm.yaml names as `sender`,
// or everybody.
#pragma once

#include "cli/desk.hpp"

namespace crm {

/// Whether that is us, by who sits here or by the name of this machine (with or without its
/// domain); also where nobody is named.
bool may_send(const Desk& desk);

/// Throws Failure where it is not, unless --anyway is said.
void refuse_other_senders(const Desk& desk);

}  // namespace crm

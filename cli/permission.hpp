// Whether the person at this machine lets a book's hooks run, as they stand now. A book may come
// from anywhere; its programs run for those alone who have looked at them and said so.
#pragma once

#include <string>

#include "cli/world.hpp"
#include "core/book/layout.hpp"

namespace crm {

enum class Permission {
  /// Nobody was asked yet.
  unasked,
  /// What was decided was about hooks that said something else.
  outdated,
  allowed,
  refused
};

/// Of all that lies in the book's hooks/, at the place where the book is.
Permission hooks_permission(const Layout& layout, const World& world);

/// Keeps the decision, with a copy of the hooks that it is about, below the person's own
/// $XDG_STATE_HOME. Throws Failure where it can't.
void decide_on_hooks(bool allowed, const Layout& layout, World& world);

}  // namespace crm

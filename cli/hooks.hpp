// Programs of the book's own around what a command writes: hooks/pre-log before it, which may stop
// it, and hooks/post-log after it. Each is told on stdin, in JSON, what changes.
#pragma once

#include <string>

#include "cli/desk.hpp"

namespace crm {

class Hooks {
 public:
  /// For what is about to be written, and was not done yet. Where the person has not decided about
  /// the book's hooks, that is remarked on and none runs; nor does one where a hook has called us.
  Hooks(const Changes& changes, const Operation& operation, const Desk& desk);

  /// Runs hooks/pre-COMMAND; throws Failure where it ends with another code than 0.
  void before() const;
  /// Lets hooks/post-COMMAND run when the command has said what it has to say.
  void afterwards() const;

 private:
  bool has(const std::string& name) const;

  World& world_;
  const Layout& layout_;
  std::string by_;
  bool pre_ = false, post_ = false;
  /// The JSON, but for the hook's name at its front.
  std::string story_;
};

/// Throws Failure where a hook that runs before a write wants to write itself: what it looks at
/// would change below its eyes, and it would wait for the lock that its own command holds.
void refuse_in_hook(const World& world);

/// Runs those that wait. One that fails is a remark: the book was changed all the same.
void run_waiting_hooks(World& world);

}  // namespace crm

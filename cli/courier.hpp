// Mails from the book to people of the team, such as their morning page: who gets them, and what
// becomes of those that do not go out.
#pragma once

#include <optional>
#include <string>

#include "cli/desk.hpp"
#include "cli/recollection.hpp"
#include "core/letters/mailer.hpp"

namespace crm {

/// Where mails to them go: an e-mail address, somebody of the team, or whoever asks (`me`, or
/// nothing). Throws Failure where that is not known.
Mailbox mailbox_of(const std::string& who, const Desk& desk);

/// Their first address in crm.yaml's team that a mail can be sent to; else, of whoever asks, git's.
/// Nothing where there is none.
std::optional<Mailbox> known_mailbox(const std::string& colleague, const Desk& desk);

struct TeamMail {
  /// What it is, to know it again: `reminders`, `report month`.
  std::string what;
  Mailbox to;
  std::string subject;
  /// In lines as they shall stand.
  std::string text;
};

class Courier {
 public:
  explicit Courier(const Desk& desk);

  Recollection& memory() { return memory_; }

  /// Hands it to the mailer, what failed before told at its beginning. One that does not go out is
  /// named, and noted for the next. With --dry-run it is printed instead. Whether it went out.
  bool carry(const TeamMail& mail);
  void had_nothing(const std::string& what, const Mailbox& to);

  bool has_failed() const { return failed_; }

  /// Ends the command with 1 where a mail did not go out.
  void finish() const;

 private:
  Mailbox from(const Mailbox& to) const;

  const Desk& desk_;
  Recollection memory_;
  Mailer mailer_;
  bool failed_ = false;
};

}  // namespace crm

// The morning page where people are: in their mail, on their desktop, in their calendar.
#pragma once

#include <optional>
#include <string>

#include "cli/commands/morning.hpp"

namespace crm {

struct DeliveryWish {
  MorningWish page;
  /// The colleague whose page it is, by their short name; empty: everybody's.
  std::string whose = {};
  /// Whom the mail goes to (`mailbox_of`); empty: whose page it is, else whoever asks.
  std::string to = {};
  /// To each of the team what is theirs.
  bool each = false;
};

// Each says whether anything was due. What is not delivered is named, and ends the command with 1.

/// Nothing is sent to whom nothing is due.
bool mail_morning(const DeliveryWish& wish, const Desk& desk);

/// A few are shown one by one, many as a summary. Of what comes up within hours each is shown once.
bool show_notices(const DeliveryWish& wish, const Desk& desk);

struct CalendarFile {
  /// `-` is stdout.
  std::string path;
  /// The name of a kind alone (`reminder`, `meeting`, `birthday`, `date`); empty: all.
  std::string only = {};
  std::string whose = {};
  /// Reminders and meetings of so many days to come; nothing: all.
  std::optional<std::int32_t> days = {};
};

/// What is due and to come, in one piece or not at all; as long as nothing changes, no byte of the
/// file does.
bool write_calendar(const CalendarFile& wish, const Desk& desk);

}  // namespace crm

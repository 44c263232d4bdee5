// Letters on their way out: announced, handed over, marked, and entered in the records.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/commands/mailing.hpp"
#include "core/letters/mailer.hpp"
#include "core/letters/outbox.hpp"

namespace crm {

/// How a run went.
struct PostingTally {
  struct Failed {
    std::string whom, why;
  };

  std::size_t sent = 0;
  /// Who got it, in their order.
  std::vector<std::string> taken_by;
  /// Not taken: they get it with the next run.
  std::vector<Failed> refused;
  /// Nobody knows whether they have it.
  std::vector<Failed> unclear;
  /// Not to get it any more, by what their records say now.
  std::vector<Failed> skipped;
  /// Why it stopped before its end; empty: it did not.
  std::string stopped;
  std::string advice;
};

/// Hands one letter over; nothing: it was taken.
using HandOver = std::function<std::optional<NotTaken>(const ReadyLetter& letter)>;

/// Somebody whose turn comes.
struct Addressee {
  std::string whom;
  /// Their letter by what the record says then; nothing, and why, where they must not get it.
  std::function<std::optional<ReadyLetter>(std::string& why)> make;
};

/// Sends to these in their order. After three letters in a row that nobody took it stops: the next
/// thousand would not be taken either.
PostingTally post(World& world, const std::vector<Addressee>& waiting, Outbox& outbox,
                  const HandOver& hand_over);
/// One letter to all of them.
PostingTally post(const Mailing& mailing, const std::vector<Recipient>& recipients, Outbox& outbox,
                  const HandOver& hand_over);

/// Enters what was sent and does not stand in the records yet, as one operation that can be undone;
/// how many there were. What can't be entered stays in the outbox, and is named.
std::size_t log_sent(const Desk& desk, Outbox& outbox);

/// As a record tells of letters: `welcome`, `welcome and 2 others`.
std::string letters_words(const std::vector<OnItsWay>& letters);

}  // namespace crm

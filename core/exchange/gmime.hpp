// One mail's bytes as plain values; the only door to GMime, which knows MIME and what is made of
// it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/day.hpp"
#include "core/domain/field.hpp"
#include "core/domain/result.hpp"

namespace crm {

/// What a mail says. Texts are valid UTF-8 of one line, but for `text`.
struct Letter {
  /// Addresses alone (`bob@acme.example`), without the names beside them; those in groups too.
  std::vector<std::string> from, sender, reply_to, to, cc, bcc;
  std::string subject;
  /// By its own Date, else none. Without an offset where its zone is a word that nobody knows.
  std::optional<Moment> date;
  /// When it came, by the newest Received line.
  std::optional<Moment> received;
  /// Without angle brackets; empty where it has none.
  std::string id;
  /// In the order of the header: the oldest first.
  std::vector<std::string> references, in_reply_to;
  /// Headers that tell how it came (`list-id`, `precedence` …), by their names in lower case; only
  /// those that are there.
  Named<std::string> marks;
  /// `multipart/report`.
  std::string type;
  /// The first text that is no attachment: plain, else that of HTML. At most 64 KiB.
  std::string text;
  /// Names of attached files.
  std::vector<std::string> attachments;
};

/// Error::failed where GMime is not installed.
Result<void> mails_can_be_read();

/// What can't be understood is left out: a text that is no mail is a letter from nobody.
/// Error::failed where GMime is not installed.
Result<Letter> read_letter(std::string_view bytes);

/// A date as mails have it: `Sat, 21 Nov 2026 10:15:00 +0100`. Nothing where it is none.
std::optional<Moment> mail_date(const std::string& text);

}  // namespace crm

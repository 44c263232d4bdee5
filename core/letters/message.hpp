// A letter as it goes out by e-mail: what it says as a value, and the bytes that a mail program or
// server takes.
#pragma once

#include <string>
#include <vector>

#include "core/domain/day.hpp"
#include "core/domain/field.hpp"
#include "core/domain/result.hpp"
#include "core/letters/mailbox.hpp"

namespace crm {

/// A picture that the letter's HTML shows as `<img src="cid:NAME">`.
struct InlinePicture {
  /// A file's name, `logo.png`; its ending says what it is.
  std::string name;
  std::string bytes;
  bool operator==(const InlinePicture&) const = default;
};

struct Message {
  Mailbox from;
  std::vector<Mailbox> to;
  /// Where answers go, where that is not `from`.
  std::vector<Mailbox> reply_to = {};
  std::string subject;
  /// Either may be empty; with both a mail program shows the one its reader likes.
  std::string text, html = {};
  std::vector<InlinePicture> pictures = {};
  /// With its time and offset.
  Moment date;
  /// Without angle brackets, as `message_id` makes it; empty: none is written.
  std::string id = {};
  /// Further headers by name, for what no field above is for: `List-Unsubscribe`.
  Named<std::string> headers = {};
};

/// `KEY@acme.example`: one that nobody else gives, of a word that is given once (letters, digits,
/// `.`, `-`, `_`; others are left out) and the host of who writes.
std::string message_id(std::string_view word, const Mailbox& from);

/// The mail whose id this is, as an entry's `external` names it: `mail:KEY@acme.example`. An import
/// of the Sent folder knows the entry by it, and an answer the entry that it answers.
std::string mail_name(std::string_view message_id);

/// `Sat, 21 Nov 2026 10:15:00 +0100`. A moment without a time is its midnight, without an offset
/// UTC.
std::string mail_date_text(const Moment& moment);

/// RFC 5322, ASCII only, each line ended with LF as mail programs on Unix take it. Line breaks and
/// other controls in names and subjects become spaces, so nothing in a record can add a header.
/// Asked wrongly: an address that none can be (`why_no_address`), nobody to write to, no text, a
/// picture whose kind is not known, a header whose name is no name. Error::failed where GMime is
/// not installed.
Result<std::string> mail_bytes(const Message& message);

/// The same lines, ended with CR LF as a file of a mail (`.eml`) has them.
std::string with_mail_ends(std::string_view bytes);

/// As one mail of an mbox file: its `From ` line before it, an empty line behind it, and a `>`
/// before lines that would be taken for the next one's.
std::string in_mbox(std::string_view bytes, const Mailbox& from, const Moment& date);

}  // namespace crm

// Mails that were exchanged with customers, as conversations of the kind `email`.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/exchange/gmime.hpp"
#include "core/exchange/mailbox.hpp"
#include "core/exchange/source.hpp"

namespace crm {

struct MailWish {
  /// Also what was sent to a mailing list or by a machine.
  bool bulk = false;
  /// How many bytes of a mail's text are kept.
  std::size_t longest_text = 8192;
};

/// One mail as what arrives: a conversation with those of the other side, or why there is none.
Source::Item item_of(const Letter& letter, const RawMail& mail, const MailWish& wish,
                     const Ground& ground);

/// A mailbox, or a single mail, as its beginning tells. Error::failed where GMime is not installed.
Result<std::unique_ptr<Source>> open_mailbox(std::unique_ptr<Bytes> bytes, std::string file,
                                             MailWish wish, const Ground& ground);

/// The files of a Maildir (those of `cur` and `new`), which are looked at in that order.
Result<std::unique_ptr<Source>> open_maildir(std::vector<std::string> files, FileOpener open,
                                             MailWish wish, const Ground& ground);

}  // namespace crm

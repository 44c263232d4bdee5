// Mails one after the other, as they lie in a mailbox (mbox), a folder of files (Maildir) or a file
// of their own (.eml).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/domain/bytes.hpp"
#include "core/domain/result.hpp"

namespace crm {

/// A mail as it stood, with LF at its lines' ends. Of what is long (attachments) the end is
/// missing, part by part, so that it is still a whole mail; never more than 2 MiB.
struct RawMail {
  Place place;
  /// What follows `From ` in the line before a mail of a mailbox; elsewhere empty.
  std::string envelope;
  std::string bytes;
  /// Why it can't be read; mostly empty.
  std::string trouble;
};

class Mails {
 public:
  virtual ~Mails() = default;

  /// The next one; nothing at the end.
  virtual Result<std::optional<RawMail>> next() = 0;
};

/// A mailbox. A mail begins with a line `From …` after a blank one, where a header follows and the
/// line has a date, is empty otherwise, or two headers follow that only mails have; any other such
/// line is text. `>From ` is read as `From `.
std::unique_ptr<Mails> mails_of_mbox(std::unique_ptr<Bytes> bytes, std::string file);

/// One mail.
std::unique_ptr<Mails> mails_of_file(std::unique_ptr<Bytes> bytes, std::string file);

using FileOpener = std::function<Result<std::unique_ptr<Bytes>>(const std::string& file)>;

/// Each file is a mail, but those in a folder `tmp`, which are not whole yet. One that can't be
/// opened or read has `trouble`.
std::unique_ptr<Mails> mails_of_files(std::vector<std::string> files, FileOpener open);

}  // namespace crm

// The program that takes a mail and sends it: sendmail, msmtp, or what speaks as they do.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/book/program.hpp"
#include "core/domain/result.hpp"
#include "core/letters/mailbox.hpp"

namespace crm {

/// How handing something over went wrong.
struct NotTaken {
  enum class Kind {
    /// The program said no: it did not take the letter.
    refused,
    /// It was ended, by us since it took too long or by somebody else: what it did is not known.
    unclear,
    /// There is no such program, or it can't be run: nothing was handed over.
    missing
  };

  Kind kind = Kind::refused;
  /// `msmtp ended with 69: account default not found`.
  std::string message;
  std::string hint = {};
};

/// Gives `input` to a program on stdin, and waits for it no longer than that. Nothing: it took it.
std::optional<NotTaken> hand_over(const std::vector<std::string>& words, const std::string& input,
                                  const AskProgram& ask, int limit_ms);

class Mailer {
 public:
  /// After so long a mailer is ended, in milliseconds.
  static constexpr int usual_limit_ms = 60'000;

  /// `words`: the program and its own options; empty: sendmail, where PATH or the usual folders
  /// have it, else msmtp.
  Mailer(std::vector<std::string> words, AskProgram ask, int limit_ms = usual_limit_ms);

  /// Hands a mail (mail_bytes) over. The sendmail interface: `-i -f FROM -- TO…` stand behind the
  /// program's own options, the mail on stdin. Nothing: it was taken.
  std::optional<NotTaken> send(const std::string& mail, const Mailbox& from,
                               const std::vector<Mailbox>& to);

 private:
  /// What may be the mailer; only one is left once it is known.
  std::vector<std::vector<std::string>> candidates_;
  AskProgram ask_;
  int limit_ms_;
};

}  // namespace crm

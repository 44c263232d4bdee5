// Somebody's name and e-mail address, as a mail names who writes and who is written to.
#pragma once

#include <string>
#include <string_view>

#include "core/domain/result.hpp"

namespace crm {

struct Mailbox {
  /// May be empty.
  std::string name;
  std::string address;

  /// `bob@acme.example`, `Bob Ray <bob@acme.example>` or `"Ray, Bob" <bob@acme.example>`. Asked
  /// wrongly where no mail could be sent there: see `why_no_address`.
  static Result<Mailbox> parse(std::string_view text);

  bool operator==(const Mailbox&) const = default;
};

/// Why this can't be put into a mail as one address: `has no @` …; empty where it can. Nothing
/// passes that could end a header, add another recipient, or be taken for a program's option.
std::string why_no_address(std::string_view address);

/// One spelling for what is one mailbox: case and Unicode's forms don't count.
std::string same_address(std::string_view address);

}  // namespace crm

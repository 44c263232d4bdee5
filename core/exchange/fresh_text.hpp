// What is new in a mail: its text without the mails that it answers, and without its signature.
#pragma once

#include <string>
#include <string_view>

namespace crm {

/// Left out are lines that begin with `>` and what announces them (`On …, Bob wrote:`), everything
/// from `-- ` on, and from the head of a mail that stands below (`From: … Sent: …`, `-----Original
/// Message-----`). A mail that was passed on with `Forwarded message` stays. Blank lines are made
/// one; beyond `longest` bytes it ends at a line's end with `…`.
std::string fresh_text(std::string_view text, std::size_t longest);

}  // namespace crm

// What the fuzzer does with chats, mailboxes and calendars, for it and for a replay in the ordinary
// tests.
#pragma once

#include <string>
#include <string_view>

namespace crm::test {

/// Reads a text that begins with `From ` as a mailbox, with `BEGIN:` as a calendar, any other as a
/// chat, in pieces of several sizes. What is broken about that; empty when all is well.
std::string what_breaks_a_talk(std::string_view text);

}  // namespace crm::test

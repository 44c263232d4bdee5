// A chat that WhatsApp wrote into a text file, as one conversation a day.
#pragma once

#include <memory>
#include <string>

#include "core/exchange/source.hpp"

namespace crm {

struct ChatWish {
  /// Our name in the chat. Empty: a colleague's name, or whoever the file's name does not name
  /// (`WhatsApp Chat with Bob.txt`).
  std::string me;
  /// As for Text::of.
  std::string encoding;
};

/// The lines of both systems: `31.12.24, 22:15 - Bob: …` and `[12/31/24, 10:15:00 PM] Bob: …`.
/// Which number is the day is told by those of the file's beginning together, then by the book's
/// country. Each day on which a partner wrote, or we wrote to the only one, arrives as one entry
/// with the text of all its lines; a group's partners get their own and our lines.
/// Error::asked_wrongly for what is no chat, and where it is not known who of it we are.
Result<std::unique_ptr<Source>> open_chat(std::unique_ptr<Bytes> bytes, std::string file,
                                          ChatWish wish, const Ground& ground);

/// Whether a text begins like a chat: for whoever must tell files apart.
bool looks_like_chat(std::string_view beginning);

}  // namespace crm

#include "cli/called.hpp"

namespace crm {
namespace {

bool is_of_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || byte >= 0x80;
}

/// `crm` at this place is a word by itself, and no part of a file's name.
bool stands_alone(std::string_view text, std::size_t at, std::size_t end) {
  if (at > 0) {
    const char before = text[at - 1];
    if (is_of_word(before) || std::string_view("./-_=~@").find(before) != std::string_view::npos)
      return false;
    // What somebody has typed.
    if (before == '"' && end < text.size() && text[end] == '"') return false;
  }
  if (end == text.size()) return true;
  const char after = text[end];
  if (is_of_word(after) || std::string_view("/_=").find(after) != std::string_view::npos)
    return false;
  // `crm.yaml`, but not the end of a sentence.
  return after != '.' || end + 1 == text.size() || !is_of_word(text[end + 1]);
}

}  // namespace

std::string as_called(std::string_view text, const World& world) {
  constexpr std::string_view own = "crm";
  if (world.program == own) return std::string(text);
  std::string named;
  std::size_t from = 0;
  for (auto at = text.find(own); at != text.npos; at = text.find(own, at + own.size())) {
    if (!stands_alone(text, at, at + own.size())) continue;
    named += text.substr(from, at - from);
    named += world.program;
    from = at + own.size();
  }
  named += text.substr(from);
  return named;
}

}  // namespace crm

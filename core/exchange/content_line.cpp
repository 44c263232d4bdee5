#include "core/exchange/content_line.hpp"

#include "core/domain/character.hpp"

namespace crm {
namespace {

constexpr std::size_t widest = 75;

}  // namespace

std::string content_line(std::string_view name, std::string_view value) {
  std::string line;
  std::size_t room = widest;
  const auto put = [&](std::string_view text) {
    while (!text.empty()) {
      const std::size_t size = first_character(text).size;
      if (size > room) {
        line += "\r\n ";
        room = widest - 1;
      }
      line += text.substr(0, size);
      room -= size;
      text.remove_prefix(size);
    }
  };
  put(name);
  put(":");
  put(value);
  return line + "\r\n";
}

std::string escaped_value(std::string_view text) {
  std::string value;
  for (std::size_t i = 0; i < text.size();) {
    const Character read = first_character(text.substr(i));
    const char32_t c = read.code;
    const bool line_break = c == U'\n' || c == U'\r' || between(c, 0x2028, 0x2029) || c == 0x85;
    if (line_break) {
      if (c == U'\r' && text.substr(i + 1).starts_with('\n')) ++i;
      value += "\\n";
    } else if (c == U'\\' || c == U';' || c == U',') {
      value += '\\';
      value += static_cast<char>(c);
    } else if (!read.valid) {
      value += "\xEF\xBF\xBD";
    } else if (c == U'\t' || (c >= 0x20 && !between(c, 0x7F, 0x9F))) {
      value += text.substr(i, read.size);
    }
    i += read.size;
  }
  return value;
}

}  // namespace crm

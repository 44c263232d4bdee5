#include "core/domain/character.hpp"

#include <algorithm>
#include <array>

namespace crm {
namespace {

void append(std::string& text, char32_t c) {
  std::array<utf8proc_uint8_t, 4> encoded{};
  const auto size = utf8proc_encode_char(static_cast<utf8proc_int32_t>(c), encoded.data());
  text.append(reinterpret_cast<const char*>(encoded.data()), static_cast<std::size_t>(size));
}

}  // namespace

Character first_character(std::string_view text) {
  // Most have two or three bytes; what is rare or wrong is left to the library.
  const auto part = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const auto goes_on = [&](std::size_t at) { return (part(at) & 0xC0u) == 0x80; };
  if (text.size() >= 2 && part(0) >= 0xC2 && part(0) < 0xE0 && goes_on(1))
    return {(part(0) & 0x1Fu) << 6 | (part(1) & 0x3Fu), 2, true};
  if (text.size() >= 3 && part(0) >= 0xE0 && part(0) < 0xED && goes_on(1) && goes_on(2)) {
    const char32_t code = (part(0) & 0xFu) << 12 | (part(1) & 0x3Fu) << 6 | (part(2) & 0x3Fu);
    if (code >= 0x800) return {code, 3, true};
  }
  utf8proc_int32_t c = 0;
  const auto size = utf8proc_iterate(bytes(text), static_cast<utf8proc_ssize_t>(text.size()), &c);
  if (size <= 0) return {};
  return {static_cast<char32_t>(c), static_cast<std::size_t>(size), true};
}

std::u32string characters(std::string_view text) {
  std::u32string all;
  all.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const Character read = first_character(text.substr(i));
    all += read.code;
    i += read.size;
  }
  return all;
}

std::string encoded(const std::u32string& text) {
  std::string utf8;
  for (const char32_t c : text) append(utf8, c);
  return utf8;
}

utf8proc_category_t category(char32_t c) {
  return utf8proc_category(static_cast<utf8proc_int32_t>(c));
}

bool is_white(char32_t c) {
  if (c < 0x80) return c == ' ' || between(c, '\t', '\r');
  const auto is = category(c);
  return is == UTF8PROC_CATEGORY_ZS || is == UTF8PROC_CATEGORY_ZL || is == UTF8PROC_CATEGORY_ZP ||
         c == 0x85;
}

bool is_printable_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; });
}

}  // namespace crm

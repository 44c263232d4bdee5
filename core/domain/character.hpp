// Text as characters: what the files about folding, width and printing read it with.
#pragma once

#include <utf8proc.h>

#include <string>
#include <string_view>

namespace crm {

/// One character and the bytes it stands in. An invalid byte is a U+FFFD that is not `valid`.
struct Character {
  char32_t code = U'\uFFFD';
  std::size_t size = 1;
  bool valid = false;
};

/// The one at the text's beginning.
Character first_character(std::string_view text);
std::u32string characters(std::string_view text);
std::string encoded(const std::u32string& text);

utf8proc_category_t category(char32_t c);
/// Spaces, tabs and line breaks of every kind.
bool is_white(char32_t c);
bool is_printable_ascii(std::string_view text);

inline const utf8proc_uint8_t* bytes(std::string_view text) {
  return reinterpret_cast<const utf8proc_uint8_t*>(text.data());
}

inline bool between(char32_t c, char32_t first, char32_t last) {
  return c >= first && c <= last;
}

}  // namespace crm

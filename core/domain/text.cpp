#include "core/domain/text.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "core/domain/character.hpp"

namespace crm {
namespace {

constexpr std::string_view replacement = "\uFFFD";

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_bidi_control(char32_t c) {
  return between(c, 0x202A, 0x202E) || between(c, 0x2066, 0x2069);
}

/// C0, DEL and C1: Unicode's category Cc.
bool is_control(char32_t c) {
  return c < 0x20 || between(c, 0x7F, 0x9F);
}

bool is_line_break(char32_t c) {
  return c == '\r' || c == '\n' || c == 0x2028 || c == 0x2029;
}

/// Whether eight bytes are printable ASCII. A sum of a byte with these has its highest bit where it
/// was below a blank, or DEL and above.
bool are_8_printable(const char* bytes) {
  std::uint64_t eight = 0;
  std::memcpy(&eight, bytes, sizeof eight);
  constexpr std::uint64_t each = 0x0101010101010101u;
  constexpr std::uint64_t high = each * 0x80;
  const std::uint64_t is_low = ~(((eight & ~high) + each * (0x80 - 0x20)) | eight) & high;
  const std::uint64_t is_delete = ((eight & ~high) + each) & high;
  return ((eight & high) | is_low | is_delete) == 0;
}

std::string printable(std::string_view text, std::string_view line_break) {
  std::string safe;
  safe.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const Character read = first_character(text.substr(i));
    const char32_t c = read.code;
    if (is_line_break(c)) {
      if (c == '\r' && text.substr(i + 1).starts_with('\n')) ++i;
      safe += line_break;
    } else if (c == '\t') {
      safe += ' ';
    } else if (!read.valid || is_control(c) || is_bidi_control(c)) {
      safe += replacement;
    } else {
      safe += text.substr(i, read.size);
    }
    i += read.size;
  }
  return safe;
}

}  // namespace

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    if (static_cast<unsigned char>(text[i]) < 0x80) {
      ++i;
      continue;
    }
    const Character read = first_character(text.substr(i));
    if (!read.valid) return false;
    i += read.size;
  }
  return true;
}

std::string composed(std::string_view text) {
  if (is_ascii(text) || !is_utf8(text)) return std::string(text);
  utf8proc_uint8_t* made = nullptr;
  const auto size =
      utf8proc_map(bytes(text), static_cast<utf8proc_ssize_t>(text.size()), &made,
                   static_cast<utf8proc_option_t>(UTF8PROC_COMPOSE | UTF8PROC_STABLE));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(made, &std::free);
  if (size < 0) return std::string(text);
  return {reinterpret_cast<const char*>(made), static_cast<std::size_t>(size)};
}

std::string lowered(std::string_view text) {
  std::string low(text);
  std::ranges::transform(low, low.begin(), lower);
  return low;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t at = text.find(separator); at != std::string_view::npos;
       at = text.find(separator)) {
    parts.push_back(text.substr(0, at));
    text.remove_prefix(at + 1);
  }
  parts.push_back(text);
  return parts;
}

bool has_letter_or_digit(std::string_view text) {
  return std::ranges::any_of(characters(text), [](char32_t c) {
    const auto is = category(c);
    return (is >= UTF8PROC_CATEGORY_LU && is <= UTF8PROC_CATEGORY_LO) ||
           (is >= UTF8PROC_CATEGORY_ND && is <= UTF8PROC_CATEGORY_NO);
  });
}

bool is_printable_line(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    if (text.size() - i >= 8 && are_8_printable(text.data() + i)) {
      i += 8;
      continue;
    }
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte < 0x7F) {
      ++i;
      continue;
    }
    // The scripts from Samaritan to Thai and Tibetan, three bytes each, have none that are not.
    const auto goes_on = [&](std::size_t at) {
      return (static_cast<unsigned char>(text[at]) & 0xC0u) == 0x80;
    };
    if (byte == 0xE0 && text.size() - i >= 3 && static_cast<unsigned char>(text[i + 1]) >= 0xA0 &&
        goes_on(i + 1) && goes_on(i + 2)) {
      i += 3;
      continue;
    }
    const Character read = first_character(text.substr(i));
    if (!read.valid || is_control(read.code) || is_bidi_control(read.code) ||
        is_line_break(read.code))
      return false;
    i += read.size;
  }
  return true;
}

std::string printable_line(std::string_view text) {
  return is_printable_line(text) ? std::string(text) : printable(text, " ");
}

std::string printable_text(std::string_view text) {
  return is_printable_ascii(text) ? std::string(text) : printable(text, "\n");
}

}  // namespace crm

#include "core/domain/id.hpp"

#include <utf8proc.h>

#include <algorithm>

#include "core/domain/slug.hpp"

namespace crm {
namespace {

// Crockford's base32 without its capitals: no i, l, o, u to be misread. The letters first.
constexpr std::string_view alphabet = "abcdefghjkmnpqrstvwxyz0123456789";
constexpr std::uint64_t letters = 22;

/// Six characters; the first is a letter, or YAML would read 10e374 as a number.
std::string item_id(std::uint64_t bits) {
  std::string id(1, alphabet[bits % letters]);
  bits /= letters;
  for (; id.size() < 6; bits /= alphabet.size()) id += alphabet[bits % alphabet.size()];
  return id;
}

std::uint64_t fnv1a(std::string_view text) {
  std::uint64_t hash = 14695981039346656037U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  return hash;
}

const utf8proc_uint8_t* bytes(std::string_view text) {
  return reinterpret_cast<const utf8proc_uint8_t*>(text.data());
}

utf8proc_ssize_t ssize(std::string_view text) {
  return static_cast<utf8proc_ssize_t>(text.size());
}

bool is_letter_digit_or_mark(utf8proc_int32_t c) {
  // Most ids are ASCII: they need none of the tables.
  if (c < 0x80) return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
  const auto is = utf8proc_category(c);
  return is >= UTF8PROC_CATEGORY_LU && is <= UTF8PROC_CATEGORY_NO;
}

}  // namespace

std::string new_item_id(const Random& random, const std::set<std::string, std::less<>>& taken) {
  std::string id = item_id(random());
  while (taken.contains(id)) id = item_id(random());
  return id;
}

std::string new_customer_id(const Random& random, std::string_view name) {
  std::string id = slug(name);
  if (id.empty()) id = "customer";
  id += '-';
  std::uint64_t bits = random();
  for (int i = 0; i < 4; ++i, bits /= alphabet.size()) id += alphabet[bits % alphabet.size()];
  return id;
}

std::string derived_item_id(std::string_view content, int ordinal) {
  return item_id(fnv1a(std::string(content).append(1, '\0').append(std::to_string(ordinal))));
}

bool is_item_id(std::string_view text) {
  const auto is_fine = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '~' || c == '-';
  };
  return !text.empty() && text.size() <= 32 && std::all_of(text.begin(), text.end(), is_fine);
}

std::string id_of_file(std::string_view stem) {
  if (is_customer_id(stem)) return std::string(stem);
  constexpr std::size_t longest = 100;
  std::string id;
  for (std::string_view rest = stem; !rest.empty() && id.size() < longest;) {
    utf8proc_int32_t c = 0;
    const auto size = std::max<utf8proc_ssize_t>(1, utf8proc_iterate(bytes(rest), ssize(rest), &c));
    const std::string_view character = rest.substr(0, static_cast<std::size_t>(size));
    rest.remove_prefix(character.size());
    if (is_customer_id("x" + std::string(character)))
      id += character;
    else if (!id.empty() && id.back() != '-')
      id += '-';
  }
  id.erase(0, id.find_first_not_of("-."));
  while (id.ends_with('-')) id.pop_back();
  // Names that differ only in what was lost stay apart.
  return id + (id.empty() ? "" : "-") + derived_item_id(stem, 0);
}

bool is_customer_id(std::string_view text) {
  if (text.empty() || text.size() > 128 || text.starts_with('-') || text.starts_with('.'))
    return false;
  while (!text.empty()) {
    utf8proc_int32_t c = 0;
    const auto size = utf8proc_iterate(bytes(text), ssize(text), &c);
    if (size <= 0) return false;
    if (!is_letter_digit_or_mark(c) && c != '-' && c != '_' && c != '.' && c != '~') return false;
    text.remove_prefix(static_cast<std::size_t>(size));
  }
  return true;
}

}  // namespace crm

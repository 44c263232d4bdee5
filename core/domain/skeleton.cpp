#include "core/domain/skeleton.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <unordered_map>

#include "core/domain/character.hpp"
#include "core/domain/folding.hpp"

namespace crm {
namespace {

constexpr std::size_t chunk = sizeof(std::uint64_t);
constexpr std::uint64_t high_bits = 0x8080808080808080;

constexpr std::uint64_t eight(unsigned char byte) {
  return 0x0101010101010101 * byte;
}

/// Eight ASCII characters in lower case.
std::uint64_t lowered(std::uint64_t eight_bytes) {
  const std::uint64_t from_a = eight_bytes + eight(0x80 - 'A');
  const std::uint64_t beyond_z = eight_bytes + eight(0x7F - 'Z');
  return eight_bytes | ((from_a ^ beyond_z) & high_bits) >> 2;
}

char lowered(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

bool is_ascii_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_any_mark(char32_t c) {
  const auto is = category(c);
  return is == UTF8PROC_CATEGORY_MN || is == UTF8PROC_CATEGORY_ME || is == UTF8PROC_CATEGORY_MC;
}

bool is_virama(char32_t c) {
  return between(c, 0x900, 0xD7F) && c % 0x80 == 0x4D;
}

/// NFD: Hangul as its letters, so that a part of a syllable is a part here, too.
std::u32string decomposed(char32_t c) {
  std::array<utf8proc_int32_t, 32> parts{};
  int last = 0;
  const auto size = utf8proc_decompose_char(static_cast<utf8proc_int32_t>(c), parts.data(),
                                            static_cast<utf8proc_ssize_t>(parts.size()),
                                            UTF8PROC_DECOMPOSE, &last);
  return {parts.begin(), parts.begin() + std::max<utf8proc_ssize_t>(size, 0)};
}

bool is_three_bytes(std::string_view text, std::size_t at) {
  if (at + 2 >= text.size()) return false;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  return (byte(0) & 0xF0) == 0xE0 && byte(0) != 0xED && (byte(1) & 0xC0) == 0x80 &&
         (byte(2) & 0xC0) == 0x80 && (byte(0) > 0xE0 || byte(1) >= 0xA0);
}

/// The character at `at`, most of them without asking utf8proc.
Character character_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const auto goes_on = [&](std::size_t i) { return (byte(i) & 0xC0) == 0x80; };
  const unsigned char first = byte(0);
  if (first >= 0xC2 && first < 0xE0 && at + 1 < text.size() && goes_on(1))
    return {static_cast<char32_t>((first & 0x1F) << 6 | (byte(1) & 0x3F)), 2, true};
  if (is_three_bytes(text, at))
    return {static_cast<char32_t>((first & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F)),
            3, true};
  return first_character(text.substr(at));
}

}  // namespace

struct Skeleton::Letter {
  enum class Kind : std::uint8_t { unknown, plain, nasal, virama, nothing };

  Kind kind = Kind::unknown;
  bool has_ascii = false;
  std::string text;

  static Letter of(char32_t c);
};

Skeleton::Letter Skeleton::Letter::of(char32_t c) {
  // Between two signs nothing is trimmed.
  std::u32string all = characters(folded("|" + encoded(std::u32string(1, c)) + "|"));
  all = all.substr(1, all.size() - 2);
  std::u32string left;
  bool has_virama = false;
  for (const char32_t one : all) {
    has_virama = has_virama || is_virama(one);
    for (const char32_t part : decomposed(one))
      if (!is_any_mark(part)) left += part;
  }
  const bool is_nasal = left.size() == 1 && is_indic_nasal(left.front());
  Letter letter{Kind::plain, false, {}};
  if (left.empty())
    letter.kind = has_virama ? Kind::virama : Kind::nothing;
  else if (is_nasal && has_virama)
    left.clear();  // a chillu: the letter before it ends there all the same
  else if (is_nasal)
    letter.kind = Kind::nasal;
  letter.text = encoded(left);
  letter.has_ascii = std::any_of(letter.text.begin(), letter.text.end(), is_ascii_letter);
  return letter;
}

struct Skeleton::Letters {
  using Page = std::array<Letter, 256>;
  std::array<std::unique_ptr<Page>, 256> pages;
  std::unordered_map<char32_t, Letter> beyond;
  /// `y` and `n` by look_around.
  std::array<char, 1024> beside{};
};

Skeleton::Skeleton() : letters_(std::make_unique<Letters>()) {}

Skeleton::~Skeleton() = default;

const Skeleton::Letter& Skeleton::letter(char32_t c) {
  Letter* letter = nullptr;
  if (c < 0x10000) {
    auto& page = letters_->pages[c >> 8];
    if (!page) page = std::make_unique<Letters::Page>();
    letter = &(*page)[c & 0xFF];
  } else {
    letter = &letters_->beyond[c];
  }
  if (letter->kind == Letter::Kind::unknown) *letter = Letter::of(c);
  return *letter;
}

/// Notes whether any of the 64 characters that share all but their last byte with this one has
/// ASCII letters in its skeleton.
void Skeleton::look_around(char32_t c) {
  char& known = letters_->beside[c >> 6];
  const char32_t begin = c & ~char32_t{63};
  // Ideographs and Hangul are themselves; there are too many to look at each.
  known = 'n';
  if (between(begin, 0x4E00, 0x9FBF) || between(begin, 0xAC00, 0xD77F)) return;
  for (char32_t one = begin; one < begin + 64; ++one)
    if (letter(one).has_ascii) known = 'y';
}

/// Behind the characters whose neighbours have no ASCII letters either.
std::size_t Skeleton::behind_others(std::string_view text, std::size_t at) const {
  const auto& beside = letters_->beside;
  const auto* const begin = reinterpret_cast<const unsigned char*>(text.data());
  const auto* const end = begin + text.size();
  const auto* byte = begin + at;
  while (end - byte > 2) {
    const unsigned first = byte[0], second = byte[1];
    if ((first & 0xE0) == 0xC0 && (second & 0xC0) == 0x80 && beside[first & 0x1F] == 'n')
      byte += 2;
    else if ((first & 0xF0) == 0xE0 && ((second ^ 0x80) | (byte[2] ^ 0x80)) < 0x40 &&
             beside[(first & 0x0F) << 6 | (second & 0x3F)] == 'n')
      byte += 3;
    else
      break;
  }
  return static_cast<std::size_t>(byte - begin);
}

std::optional<bool> Skeleton::spells_ascii(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    for (std::uint64_t bytes = 0; at + chunk <= text.size(); at += chunk) {
      std::memcpy(&bytes, text.data() + at, chunk);
      if ((bytes & high_bits) != 0) break;
    }
    while (at < text.size() && static_cast<signed char>(text[at]) >= 0) ++at;
    bool after_letter = at > 0 && is_ascii_letter(text[at - 1]);
    while (at < text.size() && static_cast<signed char>(text[at]) < 0) {
      const Character read = character_at(text, at);
      if (!read.valid) return std::nullopt;
      at += read.size;
      const Letter& one = letter(read.code);
      // What leaves nothing is within a word where it follows a letter.
      after_letter = after_letter && one.text.empty();
      if (one.has_ascii || after_letter) return true;
      if (read.code < 0x10000 && letters_->beside[read.code >> 6] == 0) look_around(read.code);
      at = behind_others(text, at);
    }
  }
  return false;
}

std::optional<std::string_view> Skeleton::of(std::string_view text) {
  constexpr std::size_t none = std::string::npos;
  if (text_.size() < text.size() + chunk) text_.resize(text.size() + chunk);
  std::size_t size = 0;
  // Where a nasal stands that a virama may follow.
  std::size_t nasal = none;
  const auto put = [&](std::string_view some) {
    if (text_.size() < size + some.size() + chunk) text_.resize(2 * (size + some.size()) + chunk);
    std::memcpy(text_.data() + size, some.data(), some.size());
    size += some.size();
  };
  for (std::size_t at = 0; at < text.size();) {
    if (text_.size() < size + text.size() - at + chunk)
      text_.resize(2 * text_.size() + text.size() - at);
    for (std::uint64_t bytes = 0; at + chunk <= text.size(); at += chunk, size += chunk) {
      std::memcpy(&bytes, text.data() + at, chunk);
      if ((bytes & high_bits) != 0) break;
      bytes = lowered(bytes);
      std::memcpy(text_.data() + size, &bytes, chunk);
      nasal = none;
    }
    for (; at < text.size() && static_cast<signed char>(text[at]) >= 0; ++at, nasal = none)
      text_[size++] = lowered(text[at]);
    while (at < text.size() && static_cast<signed char>(text[at]) < 0) {
      const Character read = character_at(text, at);
      if (!read.valid) return std::nullopt;
      at += read.size;
      const Letter& one = letter(read.code);
      switch (one.kind) {
        case Letter::Kind::nothing: break;
        case Letter::Kind::virama:
          if (nasal != none) size = nasal;
          nasal = none;
          break;
        case Letter::Kind::nasal:
          nasal = size;
          put(one.text);
          break;
        default:
          nasal = none;
          put(one.text);
          break;
      }
    }
  }
  return std::string_view(text_).substr(0, size);
}

std::string skeleton_of_part(std::string_view folded) {
  std::u32string letters = characters(folded);
  while (!letters.empty() && (is_indic_nasal(letters.back()) || is_any_mark(letters.back())))
    letters.pop_back();
  Skeleton skeleton;
  return std::string(skeleton.of(encoded(letters)).value_or(""));
}

}  // namespace crm

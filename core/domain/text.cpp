#include "core/domain/text.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <numeric>
#include <utility>

namespace crm {
namespace {

constexpr std::string_view replacement = "\uFFFD";
constexpr std::string_view ellipsis = "…";

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_printable_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; });
}

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

const utf8proc_uint8_t* bytes(std::string_view text) {
  return reinterpret_cast<const utf8proc_uint8_t*>(text.data());
}

void append(std::string& text, char32_t c) {
  std::array<utf8proc_uint8_t, 4> encoded{};
  const auto size = utf8proc_encode_char(static_cast<utf8proc_int32_t>(c), encoded.data());
  text.append(reinterpret_cast<const char*>(encoded.data()), static_cast<std::size_t>(size));
}

/// One character and the bytes it stands in. An invalid byte is a U+FFFD that is not `valid`.
struct Read {
  char32_t character = U'\uFFFD';
  std::size_t size = 1;
  bool valid = false;
};

Read read_character(std::string_view text) {
  utf8proc_int32_t c = 0;
  const auto size = utf8proc_iterate(bytes(text), static_cast<utf8proc_ssize_t>(text.size()), &c);
  if (size <= 0) return {};
  return {static_cast<char32_t>(c), static_cast<std::size_t>(size), true};
}

std::u32string characters(std::string_view text) {
  std::u32string all;
  all.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const Read read = read_character(text.substr(i));
    all += read.character;
    i += read.size;
  }
  return all;
}

utf8proc_category_t category(char32_t c) {
  return utf8proc_category(static_cast<utf8proc_int32_t>(c));
}

bool is_mark(char32_t c) {
  const auto is = category(c);
  return is == UTF8PROC_CATEGORY_MN || is == UTF8PROC_CATEGORY_ME;
}

bool is_white(char32_t c) {
  const auto is = category(c);
  return is == UTF8PROC_CATEGORY_ZS || is == UTF8PROC_CATEGORY_ZL || is == UTF8PROC_CATEGORY_ZP ||
         c == 0x85 || (c < 0x80 && is_space(static_cast<char>(c)));
}

bool between(char32_t c, char32_t first, char32_t last) {
  return c >= first && c <= last;
}

// --- folding ---

bool is_latin_greek_or_cyrillic(char32_t c) {
  return between(c, 'a', 'z') || between(c, 0xC0, 0x2AF) || between(c, 0x370, 0x52F) ||
         between(c, 0x1C80, 0x1C8F) || between(c, 0x1D00, 0x1DBF) || between(c, 0x1E00, 0x1FFF) ||
         between(c, 0x2C60, 0x2C7F) || between(c, 0xA640, 0xA69F) || between(c, 0xA720, 0xA7FF) ||
         between(c, 0xAB30, 0xAB6F);
}

/// Letters that Unicode does not decompose although they are a letter with a stroke, or two letters
/// in one.
std::u32string_view plain_letters(char32_t c) {
  constexpr std::pair<char32_t, std::u32string_view> letters[] = {
      {U'æ', U"ae"}, {U'ð', U"d"}, {U'ø', U"o"}, {U'þ', U"th"}, {U'đ', U"d"},
      {U'ħ', U"h"},  {U'ı', U"i"}, {U'ł', U"l"}, {U'œ', U"oe"}, {U'ŧ', U"t"}};
  for (const auto& [letter, plain] : letters) {
    if (letter == c) return plain;
  }
  return {};
}

/// The value of a decimal digit of any script. They always stand in order, ten by ten.
char32_t digit_value(char32_t c) {
  char32_t zero = c;
  while (category(zero - 1) == UTF8PROC_CATEGORY_ND) --zero;
  return (c - zero) % 10;
}

// The blocks from Devanagari to Malayalam are laid out alike, 128 code points each.
constexpr char32_t indic_block = 0x80;

bool is_aligned_indic(char32_t c) {
  return between(c, 0x900, 0xD7F);
}

bool is_nukta(char32_t c) {
  return is_aligned_indic(c) && c % indic_block == 0x3C;
}

bool is_indic_consonant(char32_t c) {
  const char32_t place = c % indic_block;
  return is_aligned_indic(c) && (between(place, 0x15, 0x39) || between(place, 0x58, 0x5F));
}

/// ङ ञ ण न म. Tamil has no anusvara that they could also be written with.
bool is_indic_nasal(char32_t c) {
  const char32_t place = c % indic_block;
  return is_aligned_indic(c) && !between(c, 0xB80, 0xBFF) &&
         (place == 0x19 || place == 0x1E || place == 0x23 || place == 0x28 || place == 0x2E);
}

/// Chandrabindu of all blocks, and Gurmukhi's tippi.
bool is_other_nasal_sign(char32_t c) {
  return (is_aligned_indic(c) && c % indic_block <= 0x01) || c == 0xA70;
}

/// Letters that are also written as a consonant with virama and ZWJ: Bengali's khanda ta,
/// Malayalam's chillus.
char32_t consonant_of_dead_letter(char32_t c) {
  constexpr std::pair<char32_t, char32_t> dead_letters[] = {
      {0x9CE, 0x9A4}, {0xD7A, 0xD23}, {0xD7B, 0xD28}, {0xD7C, 0xD30},
      {0xD7D, 0xD32}, {0xD7E, 0xD33}, {0xD7F, 0xD15}};
  for (const auto& [letter, consonant] : dead_letters) {
    if (letter == c) return consonant;
  }
  return 0;
}

void fold_indic(std::u32string& folded, char32_t c) {
  if (is_nukta(c)) return;
  if (const char32_t consonant = consonant_of_dead_letter(c)) {
    fold_indic(folded, consonant);
    c = c - c % indic_block + 0x4D;
  }
  const char32_t block = c - c % indic_block;
  const char32_t virama = block + 0x4D;
  const char32_t anusvara = block + 0x02;
  if (is_other_nasal_sign(c)) c = anusvara;
  const std::size_t size = folded.size();
  if (is_indic_consonant(c) && size >= 2 && folded[size - 1] == virama &&
      folded[size - 2] - block < indic_block && is_indic_nasal(folded[size - 2])) {
    folded.resize(size - 2);
    folded += anusvara;
  }
  folded += c;
}

/// NFKD, case folded, without invisible characters.
std::u32string decomposed(std::string_view text) {
  constexpr auto options = static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                                                          UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
  std::vector<utf8proc_int32_t> buffer(text.size() * 2 + 16);
  auto size =
      utf8proc_decompose(bytes(text), static_cast<utf8proc_ssize_t>(text.size()), buffer.data(),
                         static_cast<utf8proc_ssize_t>(buffer.size()), options);
  if (size > static_cast<utf8proc_ssize_t>(buffer.size())) {
    buffer.resize(static_cast<std::size_t>(size));
    size = utf8proc_decompose(bytes(text), static_cast<utf8proc_ssize_t>(text.size()),
                              buffer.data(), static_cast<utf8proc_ssize_t>(buffer.size()), options);
  }
  return {buffer.begin(), buffer.begin() + std::max<utf8proc_ssize_t>(size, 0)};
}

std::string encoded(const std::u32string& text) {
  std::string utf8;
  for (const char32_t c : text) append(utf8, c);
  return utf8;
}

std::string folded_ascii(std::string_view text) {
  std::string folded;
  folded.reserve(text.size());
  for (const char c : text) {
    if (!is_space(c)) {
      folded += lower(c);
    } else if (!folded.empty() && folded.back() != ' ') {
      folded += ' ';
    }
  }
  if (folded.ends_with(' ')) folded.pop_back();
  return folded;
}

// --- clusters ---

/// What a person sees as one character, and its cells on a terminal.
struct Cluster {
  std::string_view text;
  int cells = 0;
};

bool is_pictograph(char32_t c) {
  return utf8proc_get_property(static_cast<utf8proc_int32_t>(c))->boundclass ==
         UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}

/// As the C library's wcwidth has it, which most terminals follow: spacing marks (the vowel signs
/// of Indic scripts) take a cell, the vowels and finals of conjoining Hangul none. utf8proc differs
/// in both.
int cells_of(char32_t c) {
  const auto character = static_cast<utf8proc_int32_t>(c);
  if (utf8proc_category(character) == UTF8PROC_CATEGORY_MC) return 1;
  if (between(c, 0x1160, 0x11FF)) return 0;
  return utf8proc_charwidth(character);
}

/// Terminals add the cells of the characters, except in emoji: a sequence of them is one picture of
/// two cells.
int cells_of(const std::u32string& cluster) {
  constexpr char32_t joiner = 0x200D;
  constexpr char32_t emoji_style = 0xFE0F;
  constexpr char32_t keycap = 0x20E3;
  const auto is_styled = [](char32_t c) {
    return c == joiner || c == emoji_style || between(c, 0x1F3FB, 0x1F3FF);
  };
  const auto is_flag_letter = [](char32_t c) { return between(c, 0x1F1E6, 0x1F1FF); };
  if (cluster.size() > 1) {
    if (is_pictograph(cluster[0]) && std::any_of(cluster.begin() + 1, cluster.end(), is_styled))
      return 2;
    if (is_flag_letter(cluster[0]) && is_flag_letter(cluster[1])) return 2;
    if (cluster.find(emoji_style) != std::u32string::npos &&
        cluster.find(keycap) != std::u32string::npos)
      return 2;
  }
  return std::accumulate(cluster.begin(), cluster.end(), 0,
                         [](int cells, char32_t c) { return cells + cells_of(c); });
}

Cluster first_cluster(std::string_view text) {
  std::u32string cluster;
  std::size_t size = 0;
  utf8proc_int32_t state = 0;
  while (size < text.size()) {
    const Read read = read_character(text.substr(size));
    if (size > 0 &&
        utf8proc_grapheme_break_stateful(static_cast<utf8proc_int32_t>(cluster.back()),
                                         static_cast<utf8proc_int32_t>(read.character), &state)) {
      break;
    }
    cluster += read.character;
    size += read.size;
  }
  return {text.substr(0, size), cells_of(cluster)};
}

/// The longest beginning that fits; at least one cluster when `at_least_one`, or a loop over it
/// would not end.
std::string_view beginning(std::string_view text, int cells, bool at_least_one = false) {
  std::size_t size = 0;
  int used = 0;
  while (size < text.size()) {
    const Cluster cluster = first_cluster(text.substr(size));
    used += cluster.cells;
    if (used > cells && !(at_least_one && size == 0)) break;
    size += cluster.text.size();
  }
  return text.substr(0, size);
}

std::string spaces(int count) {
  return std::string(static_cast<std::size_t>(std::max(count, 0)), ' ');
}

void wrap_line(std::string_view line, int cells, std::vector<std::string>& lines) {
  for (std::string_view head; (head = beginning(line, cells, true)).size() < line.size();) {
    // The space after a word that fits exactly is where to break, too.
    const std::size_t space = line.substr(0, head.size() + 1).find_last_of(' ');
    const std::size_t word_end =
        space == std::string_view::npos ? space : line.find_last_not_of(' ', space);
    if (word_end != std::string_view::npos) head = line.substr(0, word_end + 1);
    lines.emplace_back(head);
    line.remove_prefix(head.size());
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    if (line.empty()) return;
  }
  lines.emplace_back(line);
}

// --- printing ---

bool is_bidi_control(char32_t c) {
  return between(c, 0x202A, 0x202E) || between(c, 0x2066, 0x2069);
}

std::string printable(std::string_view text, std::string_view line_break) {
  std::string safe;
  safe.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const Read read = read_character(text.substr(i));
    const char32_t c = read.character;
    if (c == '\r' || c == '\n' || c == 0x2028 || c == 0x2029) {
      if (c == '\r' && text.substr(i + 1).starts_with('\n')) ++i;
      safe += line_break;
    } else if (c == '\t') {
      safe += ' ';
    } else if (!read.valid || category(c) == UTF8PROC_CATEGORY_CC || is_bidi_control(c)) {
      safe += replacement;
    } else {
      safe += text.substr(i, read.size);
    }
    i += read.size;
  }
  return safe;
}

// --- likeness ---

int distance(const std::u32string& a, const std::u32string& b) {
  std::vector<int> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  std::iota(above.begin(), above.end(), 0);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int change = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, change});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return above[b.size()];
}

/// How many slips of the finger a word of that length may have.
int slips(std::size_t letters) {
  return letters <= 4 ? 1 : letters <= 8 ? 2 : 3;
}

}  // namespace

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    if (static_cast<unsigned char>(text[i]) < 0x80) {
      ++i;
      continue;
    }
    const Read read = read_character(text.substr(i));
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

std::string folded(std::string_view text) {
  if (is_ascii(text)) return folded_ascii(text);
  if (!is_utf8(text)) return folded(encoded(characters(text)));

  std::u32string folded;
  bool drops_marks = false;
  for (const char32_t c : decomposed(text)) {
    if (is_white(c)) {
      if (!folded.empty() && folded.back() != ' ') folded += ' ';
      drops_marks = false;
    } else if (is_mark(c) && drops_marks) {
      continue;
    } else if (is_aligned_indic(c) && category(c) != UTF8PROC_CATEGORY_ND) {
      fold_indic(folded, c);
      drops_marks = false;
    } else if (category(c) == UTF8PROC_CATEGORY_ND) {
      folded += U'0' + digit_value(c);
      drops_marks = false;
    } else {
      const std::u32string_view plain = plain_letters(c);
      if (plain.empty()) folded += c;
      folded += plain;
      drops_marks = is_latin_greek_or_cyrillic(c);
    }
  }
  if (folded.ends_with(U' ')) folded.pop_back();
  return composed(encoded(folded));
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

int width(std::string_view text) {
  if (is_printable_ascii(text)) return static_cast<int>(text.size());
  int cells = 0;
  while (!text.empty()) {
    const Cluster cluster = first_cluster(text);
    cells += cluster.cells;
    text.remove_prefix(cluster.text.size());
  }
  return cells;
}

std::string shortened(std::string_view text, int cells) {
  if (width(text) <= cells) return std::string(text);
  if (cells <= 0) return {};
  return std::string(beginning(text, cells - 1)).append(ellipsis);
}

std::string padded(std::string_view text, int cells) {
  return std::string(text) + spaces(cells - width(text));
}

std::string padded_left(std::string_view text, int cells) {
  return spaces(cells - width(text)).append(text);
}

std::vector<std::string> wrapped(std::string_view text, int cells) {
  std::vector<std::string> lines;
  if (text.ends_with('\n')) text.remove_suffix(1);
  for (std::string_view line : split(text, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    wrap_line(line, std::max(cells, 1), lines);
  }
  return lines;
}

std::string printable_line(std::string_view text) {
  return is_printable_ascii(text) ? std::string(text) : printable(text, " ");
}

std::string printable_text(std::string_view text) {
  return is_printable_ascii(text) ? std::string(text) : printable(text, "\n");
}

int edit_distance(std::string_view a, std::string_view b) {
  return distance(characters(a), characters(b));
}

std::vector<std::string> did_you_mean(std::string_view typed,
                                      const std::vector<std::string>& choices) {
  const std::u32string wanted = characters(folded(typed));
  if (wanted.empty()) return {};
  // A word that only lacks its end is as near as one with a single slip.
  std::vector<std::pair<int, const std::string*>> near;
  for (const std::string& choice : choices) {
    const std::u32string offered = characters(folded(choice));
    const int apart = distance(wanted, offered);
    if (offered.starts_with(wanted)) {
      near.emplace_back(std::min(apart, 1), &choice);
    } else if (apart <= slips(wanted.size()) && apart < static_cast<int>(wanted.size())) {
      near.emplace_back(apart, &choice);
    }
  }
  std::ranges::stable_sort(near, {}, &std::pair<int, const std::string*>::first);
  std::vector<std::string> meant;
  for (const auto& [apart, choice] : near) {
    if (meant.size() < 3) meant.push_back(*choice);
  }
  return meant;
}

}  // namespace crm

#include "core/domain/folding.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include "core/domain/character.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

bool is_mark(char32_t c) {
  const auto is = category(c);
  return is == UTF8PROC_CATEGORY_MN || is == UTF8PROC_CATEGORY_ME;
}

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

}  // namespace

// Tamil has no anusvara that they could also be written with.
bool is_indic_nasal(char32_t c) {
  const char32_t place = c % indic_block;
  return is_aligned_indic(c) && !between(c, 0xB80, 0xBFF) &&
         (place == 0x19 || place == 0x1E || place == 0x23 || place == 0x28 || place == 0x2E);
}

namespace {

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

/// Signs that become one with the vowel sign or letter before them (UnicodeData.txt 14; nuktas are
/// left out of folded texts).
bool is_second_part(char32_t c) {
  constexpr char32_t signs[] = {0x9BE, 0x9D7, 0xB3E, 0xB56, 0xB57, 0xBBE, 0xBD7,
                                0xC56, 0xCC2, 0xCD5, 0xCD6, 0xD3E, 0xD57};
  return std::find(std::begin(signs), std::end(signs), c) != std::end(signs);
}

/// Whether these are Indic letters of which no two can become one, with marks that stand alone:
/// most are.
bool are_apart(const std::u32string& letters) {
  bool after_mark = false;
  for (const char32_t c : letters) {
    if (!is_aligned_indic(c) || is_nukta(c) || is_second_part(c)) return false;
    const bool is_mark =
        utf8proc_get_property(static_cast<utf8proc_int32_t>(c))->combining_class != 0;
    if (is_mark && after_mark) return false;
    after_mark = is_mark;
  }
  return true;
}

/// NFC of characters that are decomposed.
std::u32string joined(const std::u32string& letters) {
  if (are_apart(letters)) return letters;
  std::vector<utf8proc_int32_t> buffer(letters.begin(), letters.end());
  // What was left out or put in between may have brought marks out of their order.
  const auto place = [&](std::size_t at) {
    return utf8proc_get_property(buffer[at])->combining_class;
  };
  for (std::size_t i = 1; i < buffer.size(); ++i)
    for (std::size_t at = i; at > 0 && place(at) != 0 && place(at - 1) > place(at); --at)
      std::swap(buffer[at - 1], buffer[at]);
  const auto size =
      utf8proc_normalize_utf32(buffer.data(), static_cast<utf8proc_ssize_t>(buffer.size()),
                               static_cast<utf8proc_option_t>(UTF8PROC_COMPOSE | UTF8PROC_STABLE));
  return {buffer.begin(), buffer.begin() + std::max<utf8proc_ssize_t>(size, 0)};
}

bool is_indic_letter(char32_t c) {
  return is_aligned_indic(c) && category(c) != UTF8PROC_CATEGORY_ND;
}

/// What an Indic letter asks of the letters around it.
enum class Company : unsigned char {
  unknown,
  none,
  mark,
  virama,
  nasal,
  consonant,
  /// Becomes another one or a part of one, or is no Indic letter at all.
  special
};

Company company_of(char32_t c) {
  constexpr std::uint16_t whole = 0xFFFF;
  const auto* const known = utf8proc_get_property(static_cast<utf8proc_int32_t>(c));
  if (!is_indic_letter(c) || is_nukta(c) || is_second_part(c) || is_other_nasal_sign(c) ||
      consonant_of_dead_letter(c) != 0 || known->decomp_seqindex != whole)
    return Company::special;
  if (c % indic_block == 0x4D) return Company::virama;
  if (known->combining_class != 0) return Company::mark;
  if (is_indic_nasal(c)) return Company::nasal;
  return is_indic_consonant(c) ? Company::consonant : Company::none;
}

/// The same, remembered.
Company remembered_company_of(char32_t c) {
  static std::array<std::atomic<Company>, 0xD80 - 0x900> known;
  if (!is_aligned_indic(c)) return Company::special;
  std::atomic<Company>& its = known[c - 0x900];
  Company company = its.load(std::memory_order_relaxed);
  if (company == Company::unknown) {
    company = company_of(c);
    its.store(company, std::memory_order_relaxed);
  }
  return company;
}

/// How many bytes at the text's beginning are Indic letters that fold to themselves as they stand
/// there; none where one of them does not.
std::size_t unfolded_indic(std::string_view text) {
  Company last = Company::none, one_before = Company::none;
  std::size_t size = 0;
  while (size < text.size() && static_cast<unsigned char>(text[size]) == 0xE0) {
    const Character read = first_character(text.substr(size));
    const Company company = remembered_company_of(read.code);
    if (company == Company::special) return is_indic_letter(read.code) ? 0 : size;
    const bool is_mark = company == Company::mark || company == Company::virama;
    const bool after_mark = last == Company::mark || last == Company::virama;
    const bool is_consonant = company == Company::nasal || company == Company::consonant;
    if ((is_mark && after_mark) ||
        (is_consonant && last == Company::virama && one_before == Company::nasal))
      return 0;
    one_before = last;
    last = company;
    size += read.size;
  }
  return size;
}

/// The Indic letters at the text's beginning, folded and taken off it.
void take_indic(std::string& folded, std::string_view& text) {
  if (const std::size_t size = unfolded_indic(text); size > 0) {
    folded += text.substr(0, size);
    return text.remove_prefix(size);
  }
  std::u32string letters;
  const auto take = [&](char32_t c) {
    if (!is_nukta(c)) fold_indic(letters, c);
  };
  constexpr std::uint16_t whole = 0xFFFF;
  while (!text.empty()) {
    const Character read = first_character(text);
    if (!is_indic_letter(read.code)) break;
    if (utf8proc_get_property(static_cast<utf8proc_int32_t>(read.code))->decomp_seqindex == whole)
      take(read.code);
    else
      for (const char32_t part : decomposed(text.substr(0, read.size))) take(part);
    text.remove_prefix(read.size);
  }
  folded += encoded(joined(letters));
}

/// Whether what it folds to hangs on its neighbours, or can become one with them.
bool has_company(char32_t c) {
  const bool hangul =
      between(c, 0x1100, 0x11FF) || between(c, 0xA960, 0xA97F) || between(c, 0xAC00, 0xD7FF);
  return hangul || is_white(c) || is_mark(c) || category(c) == UTF8PROC_CATEGORY_MC ||
         is_indic_letter(c);
}

/// What a character folds to wherever it stands, in UTF-8; nothing where that can't be said.
std::optional<std::string> folded_alone(char32_t c) {
  if (has_company(c)) return std::nullopt;
  std::u32string folded;
  bool drops_marks = false;
  for (const char32_t part : decomposed(encoded({c}))) {
    if (is_mark(part) && drops_marks) continue;
    if (has_company(part)) return std::nullopt;
    const std::u32string_view plain = plain_letters(part);
    if (category(part) == UTF8PROC_CATEGORY_ND)
      folded += U'0' + digit_value(part);
    else if (plain.empty())
      folded += part;
    else
      folded += plain;
    drops_marks = is_latin_greek_or_cyrillic(part);
  }
  return encoded(folded);
}

/// The same, remembered: most characters of most texts are asked for again and again.
class Alone {
 public:
  /// False where it can't be said.
  static bool append(std::string& text, char32_t c) {
    if (c >= known_.size()) return false;
    std::uint64_t entry = known_[c].load(std::memory_order_relaxed);
    if (entry == unknown) {
      entry = looked_up(c);
      known_[c].store(entry, std::memory_order_relaxed);
    }
    if (entry == never) return false;
    char bytes[sizeof entry];
    std::memcpy(bytes, &entry, sizeof entry);
    text.append(bytes + 1, static_cast<std::size_t>(bytes[0] - 1));
    return true;
  }

 private:
  // A byte that says how many follow, and one more; then these.
  static constexpr std::uint64_t unknown = 0, never = ~std::uint64_t{0};

  static std::uint64_t looked_up(char32_t c) {
    std::uint64_t entry = never;
    const auto folded = folded_alone(c);
    if (!folded || folded->size() >= sizeof entry) return never;
    char bytes[sizeof entry] = {};
    bytes[0] = static_cast<char>(folded->size() + 1);
    std::copy(folded->begin(), folded->end(), bytes + 1);
    std::memcpy(&entry, bytes, sizeof entry);
    return entry;
  }

  static std::array<std::atomic<std::uint64_t>, 0x10000> known_;
};

std::array<std::atomic<std::uint64_t>, 0x10000> Alone::known_;

/// A text of characters that can be folded one by one, or in runs of Indic letters; nothing for
/// another one.
std::optional<std::string> folded_one_by_one(std::string_view text) {
  std::string folded;
  folded.reserve(text.size());
  while (!text.empty()) {
    const auto byte = static_cast<unsigned char>(text.front());
    if (byte < 0x80) {
      text.remove_prefix(1);
      const bool is_space = byte == ' ' || between(byte, '\t', '\r');
      if (!is_space)
        folded += static_cast<char>(between(byte, 'A', 'Z') ? byte - 'A' + 'a' : byte);
      else if (!folded.empty() && folded.back() != ' ')
        folded += ' ';
      continue;
    }
    const Character read = first_character(text);
    if (is_indic_letter(read.code)) {
      // A sign without a letter of its own may belong to what stands before it.
      if (is_mark(read.code) || category(read.code) == UTF8PROC_CATEGORY_MC) return std::nullopt;
      take_indic(folded, text);
      continue;
    }
    const std::size_t before = folded.size();
    if (!read.valid || !Alone::append(folded, read.code)) return std::nullopt;
    // What vanishes may have stood between letters that belong together.
    if (folded.size() == before) return std::nullopt;
    text.remove_prefix(read.size);
  }
  if (folded.ends_with(' ')) folded.pop_back();
  return folded;
}

/// Folds characters that come decomposed, one after the other.
class Folder {
 public:
  explicit Folder(std::vector<std::uint32_t>* places = nullptr) : places_(places) {}

  /// `place` is where it stood.
  void take(char32_t c, std::uint32_t place = 0) {
    if (is_white(c)) {
      drops_marks_ = false;
      if (letters_.empty() || letters_.back() == ' ') return;
      letters_ += ' ';
    } else if (is_mark(c) && drops_marks_) {
      return;
    } else if (is_indic_letter(c)) {
      drops_marks_ = false;
      if (is_nukta(c)) return;
      fold_indic(letters_, c);
    } else if (category(c) == UTF8PROC_CATEGORY_ND) {
      letters_ += U'0' + digit_value(c);
      drops_marks_ = false;
    } else {
      const std::u32string_view plain = plain_letters(c);
      if (plain.empty()) letters_ += c;
      letters_ += plain;
      drops_marks_ = is_latin_greek_or_cyrillic(c);
    }
    if (places_ == nullptr) return;
    // A nasal that became a sign keeps its place.
    places_->resize(letters_.size(), place);
    places_->back() = place;
  }

  void end() {
    if (letters_.ends_with(U' ')) letters_.pop_back();
  }

  const std::u32string& letters() const { return letters_; }

 private:
  std::u32string letters_;
  std::vector<std::uint32_t>* places_;
  bool drops_marks_ = false;
};

/// Whether it may become one with the character before it: marks, the vowels and finals of Hangul,
/// and the voicing marks of half-width kana.
bool joins_before(char32_t c) {
  return is_mark(c) || category(c) == UTF8PROC_CATEGORY_MC || between(c, 0x1160, 0x11FF) ||
         between(c, 0xFF9E, 0xFF9F);
}

}  // namespace

std::string folded(std::string_view text) {
  if (auto folded = folded_one_by_one(text)) return *std::move(folded);
  if (!is_utf8(text)) return folded(encoded(characters(text)));

  Folder folder;
  for (const char32_t c : decomposed(text)) folder.take(c);
  folder.end();
  return encoded(joined(folder.letters()));
}

FoldedText folded_with_places(std::string_view text) {
  std::vector<std::uint32_t> places;
  Folder folder(&places);
  // A letter with its marks is decomposed alone: whatever changes places within it stays in it.
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin + first_character(text.substr(begin)).size;
    while (end < text.size() && static_cast<unsigned char>(text[end]) >= 0x80) {
      const Character next = first_character(text.substr(end));
      if (!joins_before(next.code)) break;
      end += next.size;
    }
    const std::string_view letter = text.substr(begin, end - begin);
    const auto place = static_cast<std::uint32_t>(begin);
    if (is_ascii(letter))
      folder.take(static_cast<unsigned char>(lowered(letter).front()), place);
    else
      for (const char32_t c : decomposed(letter)) folder.take(c, place);
    begin = end;
  }
  folder.end();

  FoldedText folded;
  const std::u32string& letters = folder.letters();
  for (std::size_t begin = 0; begin < letters.size();) {
    std::size_t end = begin + 1;
    while (end < letters.size() && joins_before(letters[end])) ++end;
    folded.text += composed(encoded(letters.substr(begin, end - begin)));
    folded.places.resize(folded.text.size(), places[begin]);
    begin = end;
  }
  return folded;
}

}  // namespace crm

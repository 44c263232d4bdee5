#include "core/domain/slug.hpp"

#include <unicode/utrans.h>
#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <utility>

#include "core/domain/folding.hpp"
#include "core/domain/indic.hpp"
#include "core/domain/late_library.hpp"
#include "core/domain/text.hpp"

// The headers of ICU rename each function to that of their version, utrans_openU_72.
#define CRM_TEXT_OF(name) #name
#define CRM_SYMBOL(name) CRM_TEXT_OF(name)

namespace crm {
namespace {

constexpr std::size_t longest_slug = 40;

using Letters = std::pair<char32_t, std::string_view>;

// Cyrillic, mostly: letters that sound alike beside any other.
constexpr Letters letters_alone[] = {{U'а', "a"},
                                     {U'б', "b"},
                                     {U'в', "v"},
                                     {U'г', "g"},
                                     {U'д', "d"},
                                     {U'е', "e"},
                                     {U'ж', "zh"},
                                     {U'з', "z"},
                                     {U'и', "i"},
                                     {U'й', "y"},
                                     {U'к', "k"},
                                     {U'л', "l"},
                                     {U'м', "m"},
                                     {U'н', "n"},
                                     {U'о', "o"},
                                     {U'п', "p"},
                                     {U'р', "r"},
                                     {U'с', "s"},
                                     {U'т', "t"},
                                     {U'у', "u"},
                                     {U'ф', "f"},
                                     {U'х', "kh"},
                                     {U'ц', "ts"},
                                     {U'ч', "ch"},
                                     {U'ш', "sh"},
                                     {U'щ', "shch"},
                                     {U'ъ', ""},
                                     {U'ы', "y"},
                                     {U'ь', ""},
                                     {U'э', "e"},
                                     {U'ю', "yu"},
                                     {U'я', "ya"},
                                     {U'є', "ye"},
                                     {U'і', "i"},
                                     {U'ґ', "g"},
                                     {U'ђ', "dj"},
                                     {U'ј', "j"},
                                     {U'љ', "lj"},
                                     {U'њ', "nj"},
                                     {U'ћ', "c"},
                                     {U'џ', "dz"},
                                     {U'ѕ', "dz"},
                                     {U'ә', "a"},
                                     {U'ғ', "gh"},
                                     {U'қ', "k"},
                                     {U'ң', "ng"},
                                     {U'ө', "o"},
                                     {U'ұ', "u"},
                                     {U'ү', "u"},
                                     {U'һ', "h"},
                                     // Latin, of Azerbaijan.
                                     {U'ə', "a"}};

constexpr Letters greek[] = {{U'α', "a"}, {U'β', "v"},  {U'γ', "g"},  {U'δ', "d"}, {U'ε', "e"},
                             {U'ζ', "z"}, {U'η', "i"},  {U'θ', "th"}, {U'ι', "i"}, {U'κ', "k"},
                             {U'λ', "l"}, {U'μ', "m"},  {U'ν', "n"},  {U'ξ', "x"}, {U'ο', "o"},
                             {U'π', "p"}, {U'ρ', "r"},  {U'σ', "s"},  {U'τ', "t"}, {U'υ', "y"},
                             {U'φ', "f"}, {U'χ', "ch"}, {U'ψ', "ps"}, {U'ω', "o"}};

template <std::size_t size>
const std::string_view* find_letter(const Letters (&table)[size], char32_t c) {
  const auto* const found = std::ranges::find(table, c, &Letters::first);
  return found == std::end(table) ? nullptr : &found->second;
}

bool contains(std::u32string_view letters, char32_t c) {
  return letters.find(c) != std::u32string_view::npos;
}

bool is_ascii_letter_or_digit(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

utf8proc_category_t category(char32_t c) {
  return utf8proc_category(static_cast<utf8proc_int32_t>(c));
}

bool is_letter(char32_t c) {
  return category(c) >= UTF8PROC_CATEGORY_LU && category(c) <= UTF8PROC_CATEGORY_LO;
}

bool is_mark(char32_t c) {
  return category(c) >= UTF8PROC_CATEGORY_MN && category(c) <= UTF8PROC_CATEGORY_ME;
}

/// Parts no word: O'Brien is obrien.
bool is_apostrophe(char32_t c) {
  return c == '\'' || c == U'‘' || c == U'’' || (c >= 0x2B9 && c <= 0x2BF);
}

/// NFKC, case folded, without invisible characters.
std::u32string normalised(std::string_view text) {
  utf8proc_uint8_t* made = nullptr;
  const auto options = static_cast<utf8proc_option_t>(
      UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                 static_cast<utf8proc_ssize_t>(text.size()), &made, options);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(made, &std::free);
  std::u32string characters;
  for (utf8proc_ssize_t i = 0; i < size;) {
    utf8proc_int32_t c = 0;
    i += utf8proc_iterate(made + i, size - i, &c);
    characters += static_cast<char32_t>(c);
  }
  return characters;
}

/// One character without its accents.
std::u32string folded(char32_t c) {
  utf8proc_uint8_t encoded[4];
  const auto size = utf8proc_encode_char(static_cast<utf8proc_int32_t>(c), encoded);
  return normalised(
      crm::folded({reinterpret_cast<const char*>(encoded), static_cast<std::size_t>(size)}));
}

std::u16string utf16(std::u32string_view text) {
  std::u16string units;
  for (const char32_t c : text) {
    if (c < 0x10000) {
      units += static_cast<char16_t>(c);
    } else {
      units += static_cast<char16_t>(0xD7C0 + (c >> 10));
      units += static_cast<char16_t>(0xDC00 + (c & 0x3FF));
    }
  }
  return units;
}

/// What ICU makes of the scripts without a table here. It takes a tenth of a second to get ready,
/// so only when it is needed.
std::string romanised_by_icu(std::u32string_view text) {
  static LateLibrary icu("libicui18n.so." U_ICU_VERSION_SHORT);
  static auto* const open = icu.function<decltype(utrans_openU)>(CRM_SYMBOL(utrans_openU));
  static auto* const transliterate =
      icu.function<decltype(utrans_transUChars)>(CRM_SYMBOL(utrans_transUChars));
  if (open == nullptr || transliterate == nullptr) return {};

  static UTransliterator* const transliterator = [] {
    constexpr std::u16string_view name = u"Any-Latin; Latin-ASCII";
    UErrorCode status = U_ZERO_ERROR;
    UParseError where{};
    UTransliterator* opened = open(name.data(), static_cast<std::int32_t>(name.size()),
                                   UTRANS_FORWARD, nullptr, -1, &where, &status);
    return U_SUCCESS(status) ? opened : nullptr;
  }();
  if (transliterator == nullptr) return {};

  std::u16string buffer = utf16(text);
  auto size = static_cast<std::int32_t>(buffer.size());
  std::int32_t limit = size;
  // No character becomes more letters than a word's; where it would, nothing is romanised.
  buffer.resize(buffer.size() * 16 + 16);
  UErrorCode status = U_ZERO_ERROR;
  transliterate(transliterator, buffer.data(), &size, static_cast<std::int32_t>(buffer.size()), 0,
                &limit, &status);
  if (U_FAILURE(status)) return {};
  std::string latin;
  for (const char16_t unit :
       std::u16string_view(buffer).substr(0, static_cast<std::size_t>(size))) {
    if (is_ascii_letter_or_digit(unit)) {
      latin += static_cast<char>(unit);
    } else if (unit < 0x80 && !is_apostrophe(unit)) {
      latin += ' ';
    }
  }
  return lowered(latin);
}

/// Upsilon is heard in the vowel before it: ου, αυ, ευ, ηυ.
std::string_view upsilon(char32_t before, char32_t after) {
  if (before == U'ο') return "u";
  if (!contains(U"αεη", before)) return "y";
  return after == 0 || contains(U"θκξπστφχψ", after) ? "f" : "v";
}

class Romaniser {
 public:
  explicit Romaniser(std::u32string text) : text_(std::move(text)) {}

  std::string words() && {
    while (here_ < text_.size()) step();
    return std::move(latin_);
  }

 private:
  void step() {
    const char32_t c = text_[here_];
    if (is_ascii_letter_or_digit(c)) {
      latin_ += static_cast<char>(c);
    } else if (category(c) == UTF8PROC_CATEGORY_ND) {
      for (const char32_t digit : folded(c)) latin_ += static_cast<char>(digit);
    } else if (is_indic(c) && (is_letter(c) || is_mark(c))) {
      const auto run = take([block = c / 0x80](char32_t next) {
        return next / 0x80 == block && (is_letter(next) || is_mark(next));
      });
      latin_ += romanised_indic(run);
      return;
    } else if (is_letter(c)) {
      if (!is_apostrophe(c) && !append_letter(c)) {
        latin_ += romanised_by_icu(take([](char32_t next) { return needs_icu(next); }));
        return;
      }
    } else if (!is_mark(c) && !is_apostrophe(c)) {
      latin_ += ' ';
    }
    ++here_;
  }

  /// Latin, Greek or Cyrillic.
  bool append_letter(char32_t c) {
    if (c == U'й' && here_ > 0 && contains(U"иы", text_[here_ - 1])) {
      // Дмитрий is Dmitry, Белый is Bely.
      if (latin_.ends_with('i')) latin_.back() = 'y';
      return true;
    }
    if (const auto* letters = find_letter(letters_alone, c)) {
      latin_ += *letters;
      return true;
    }
    const std::u32string plain = folded(c);
    if (plain.size() == 1) {
      if (const auto* letters = find_letter(letters_alone, plain.front())) {
        latin_ += *letters;
        return true;
      }
      if (append_greek(plain.front(), c)) return true;
    }
    if (plain.empty() || !std::ranges::all_of(plain, is_ascii_letter_or_digit)) return false;
    for (const char32_t letter : plain) latin_ += static_cast<char>(letter);
    return true;
  }

  bool append_greek(char32_t plain, char32_t written) {
    const auto* letters = find_letter(greek, plain);
    if (letters == nullptr) return false;
    const char32_t before = here_ > 0 ? text_[here_ - 1] : 0;
    const char32_t after = here_ + 1 < text_.size() ? text_[here_ + 1] : 0;
    const bool begins_word = before == 0 || !is_letter(before);
    if (plain == U'υ' && written != U'ϋ' && written != U'ΰ') {
      latin_ += upsilon(before, is_letter(after) ? after : 0);
    } else if (plain == U'γ' && contains(U"γξχ", after)) {
      latin_ += 'n';
    } else if (plain == U'μ' && after == U'π' && begins_word) {
      latin_ += 'b';
      ++here_;
    } else {
      latin_ += *letters;
    }
    return true;
  }

  static bool needs_icu(char32_t c) {
    return (is_letter(c) || is_mark(c)) && !is_ascii_letter_or_digit(c) && !is_indic(c) &&
           !find_letter(letters_alone, c) && !find_letter(greek, c);
  }

  template <class Belongs>
  std::u32string_view take(Belongs belongs) {
    const std::size_t first = here_++;
    while (here_ < text_.size() && belongs(text_[here_])) ++here_;
    return std::u32string_view(text_).substr(first, here_ - first);
  }

  std::u32string text_;
  std::size_t here_ = 0;
  std::string latin_;
};

}  // namespace

std::vector<std::string> romanised_words(std::string_view name) {
  std::vector<std::string> words;
  const std::string latin =
      Romaniser(normalised(is_utf8(name) ? std::string(name) : printable_line(name))).words();
  for (const std::string_view word : split(latin, ' ')) {
    if (!word.empty()) words.emplace_back(word);
  }
  return words;
}

std::string slug(std::string_view name) {
  std::string slug;
  for (const std::string& word : romanised_words(name)) {
    if (slug.empty()) {
      slug = word.substr(0, longest_slug);
    } else if (slug.size() + 1 + word.size() <= longest_slug) {
      slug += '-' + word;
    } else {
      break;
    }
  }
  return slug;
}

}  // namespace crm

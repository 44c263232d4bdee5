// Which texts count as the same when people search and compare.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace crm {

/// For search and comparison (record.md): NFKC, case folded; accents of Latin, Greek and Cyrillic
/// dropped (and ł ø đ æ œ þ ð ı ß mapped); of Indic scripts only nukta, ZWJ, ZWNJ dropped and nasal
/// spelling made one (a nasal consonant with virama before a consonant becomes anusvara,
/// chandrabindu and tippi too: हिन्दी = हिंदी; not in Tamil, which has no such spelling), and
/// Malayalam's chillus and Bengali's khanda ta written as consonant and virama; decimal digits of
/// all scripts become 0-9; runs of white space one space, trimmed. Vowel signs are letters: राम,
/// रमा, रीमा stay three names.
///
/// The index keeps folded names: where a text folds to something else than before, its edition is
/// raised (core/index/card.cpp).
std::string folded(std::string_view text);

/// A folded text that knows where it came from.
struct FoldedText {
  std::string text;
  /// For each byte of it, where in the original the letter begins that it came from, marks and all.
  std::vector<std::uint32_t> places;
};

/// The same as `folded`, with places. For UTF-8; of what is not, nothing is known.
FoldedText folded_with_places(std::string_view text);

/// ङ ञ ण न म of the scripts that also write them as anusvara.
bool is_indic_nasal(char32_t c);

}  // namespace crm

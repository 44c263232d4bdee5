// Text of every script: folding for comparison, width on a terminal, what is safe to print,
// likeness of two words. All text is UTF-8. Nothing here changes what is stored.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace crm {

/// Valid UTF-8 without surrogates or over-long forms.
bool is_utf8(std::string_view text);

/// NFC.
std::string composed(std::string_view text);

/// For search and comparison (record.md): NFKC, case folded; accents of Latin, Greek and Cyrillic
/// dropped (and ł ø đ æ œ þ ð ı ß mapped); of Indic scripts only nukta, ZWJ, ZWNJ dropped and nasal
/// spelling made one (a nasal consonant with virama before a consonant becomes anusvara,
/// chandrabindu and tippi too: हिन्दी = हिंदी; not in Tamil, which has no such spelling), and
/// Malayalam's chillus and Bengali's khanda ta written as consonant and virama; decimal digits of
/// all scripts become 0-9; runs of white space one space, trimmed. Vowel signs are letters: राम,
/// रमा, रीमा stay three names.
std::string folded(std::string_view text);

/// ASCII lower case.
std::string lowered(std::string_view text);
std::string_view trimmed(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);

/// Whether there is any letter or digit of any script.
bool has_letter_or_digit(std::string_view text);

/// Terminal cells, as the C library counts them: 0 for non-spacing marks and format characters, 1
/// for spacing marks (Indic vowel signs), 2 for wide East Asian and emoji clusters (a ZWJ or flag
/// sequence is one cluster of 2).
int width(std::string_view text);
/// At most `cells` cells, cut between grapheme clusters, with `…` as the last when something was
/// cut.
std::string shortened(std::string_view text, int cells);
/// Followed by spaces up to `cells`.
std::string padded(std::string_view text, int cells);
/// Preceded by spaces up to `cells`.
std::string padded_left(std::string_view text, int cells);
/// Lines of at most `cells` cells, broken at spaces (or between clusters where a word is longer);
/// line breaks of the text are kept, the last one ends its line and begins none.
std::vector<std::string> wrapped(std::string_view text, int cells);

/// One line, safe on a terminal: line breaks and tabs become spaces, other control characters (C0,
/// C1, DEL, bidi overrides and isolates U+202A-E, U+2066-9) become U+FFFD; invalid UTF-8 too.
std::string printable_line(std::string_view text);
/// The same, with line breaks kept.
std::string printable_text(std::string_view text);

/// Optimal string alignment distance over code points.
int edit_distance(std::string_view a, std::string_view b);
/// The choices that are near enough to be meant by a typo, nearest first, at most three.
std::vector<std::string> did_you_mean(std::string_view typed,
                                      const std::vector<std::string>& choices);

}  // namespace crm

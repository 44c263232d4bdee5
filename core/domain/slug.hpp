// Latin letters for names of any script: what ids and file names begin with.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace crm {

/// Lower-case ASCII words joined by '-', at most 40 characters, cut at a word where possible; empty
/// when nothing can be romanised. Latin, Greek and Cyrillic lose their marks (Cyrillic and Greek by
/// common transliteration); Devanagari, Bengali, Gurmukhi, Gujarati, Odia, Tamil, Telugu, Kannada,
/// Malayalam by a table in common English spelling (अनिता शर्मा → anita-sharma, ರಮೇಶ್ ಗೌಡ →
/// ramesh-gowda), with the inherent vowel left out where the northern scripts do not speak it
/// (सलमान → salman, चंद्र → chandra); anything else by ICU's `Any-Latin; Latin-ASCII`, loaded only
/// then.
std::string slug(std::string_view name);

/// The words of a romanised name, for finding `sharma` in अनिता शर्मा.
std::vector<std::string> romanised_words(std::string_view name);

}  // namespace crm

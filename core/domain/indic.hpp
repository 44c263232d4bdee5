// Latin letters for the nine scripts of India, in common English spelling: अनिता is anita, ಗೌಡ is
// gowda.
#pragma once

#include <string>
#include <string_view>

namespace crm {

/// Whether the character belongs to Devanagari, Bengali, Gurmukhi, Gujarati, Odia, Tamil, Telugu,
/// Kannada or Malayalam.
bool is_indic(char32_t c);

/// A word in one of these scripts (NFC) as lower-case ASCII letters. Long vowels are written short.
/// In the northern scripts the inherent vowel is left out where it is not spoken: सलमान is salman,
/// राजेंद्र rajendra.
std::string romanised_indic(std::u32string_view word);

}  // namespace crm

// Text in UTF-8: what it is made of, and what of it is safe to print.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace crm {

/// Valid UTF-8 without surrogates or over-long forms.
bool is_utf8(std::string_view text);

bool is_ascii(std::string_view text);

/// NFC.
std::string composed(std::string_view text);

/// ASCII lower case.
std::string lowered(std::string_view text);
std::string_view trimmed(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);

/// Whether there is any letter or digit of any script.
bool has_letter_or_digit(std::string_view text);

/// One line, safe on a terminal: line breaks and tabs become spaces, other control characters (C0,
/// C1, DEL, bidi overrides and isolates U+202A-E, U+2066-9) become U+FFFD; invalid UTF-8 too.
std::string printable_line(std::string_view text);
/// The same, with line breaks kept.
std::string printable_text(std::string_view text);
/// Whether it is one line and safe already.
bool is_printable_line(std::string_view text);

}  // namespace crm

// One number for all spellings of a phone: 98450 12345, 09845012345 and +91 98450 12345 are the
// same line in India.
#pragma once

#include <string>
#include <string_view>

namespace crm {

/// `+919845012345`: digits in any script by value, signs and spaces dropped, `+` or `00` read as
/// international, else the country's trunk prefix replaced by its calling code (`country` is an
/// alpha-2 code; unknown: digits as they are). An extension after `ext`, `x` or `;ext=` is dropped.
/// Empty when fewer than 4 digits stand in the text.
std::string e164(std::string_view phone, std::string_view country);

/// `mailto:office@acme.example` and `tel:+49301234567`, as browsers copy them, without what stands
/// before the address and after a `?`; any other text as it is.
std::string without_scheme(std::string_view text);

/// Whether a person means a phone number by this: 5 or more digits and nothing but digits, spaces
/// and + - . / ( ).
bool looks_like_phone(std::string_view text);

/// Whether a person means an e-mail address: one @, something before it, a name after it, no white
/// space.
bool looks_like_email(std::string_view text);

}  // namespace crm

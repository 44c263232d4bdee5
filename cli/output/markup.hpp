// Words of the book as they may stand in HTML and SVG.
#pragma once

#include <string>
#include <string_view>

namespace crm {

/// One line, safe between tags and inside a quoted attribute, also where it is read as XML. What
/// could steer a reader (control characters, bidi overrides) or is no UTF-8 becomes U+FFFD.
std::string escaped(std::string_view text);

/// The same, of a text that is longer than this many cells only its beginning.
std::string escaped(std::string_view text, int cells);

/// Letters, digits and dashes: what an id may be made of.
std::string identifier(std::string_view text);

}  // namespace crm

// The lines of calendars and cards: escaped, and folded at 75 bytes.
#pragma once

#include <string>
#include <string_view>

namespace crm {

/// `NAME:value` with CR LF, folded where a line would be longer than 75 bytes, between characters.
std::string content_line(std::string_view name, std::string_view value);

/// A text as the value of such a line: `\`, `;` and `,` with a backslash before them, line breaks
/// as `\n`, other control characters left out.
std::string escaped_value(std::string_view text);

}  // namespace crm

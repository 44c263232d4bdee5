// What HTML says to somebody who reads it aloud.
#pragma once

#include <string>
#include <string_view>

namespace crm {

/// Its text: paragraphs, lines and rows on lines of their own, entities as characters. Scripts,
/// styles and what is quoted (blockquote) are left out.
std::string text_of_html(std::string_view html);

/// Whether a text has tags that people don't type: `<br>`, `<p>`, `<div>`, `<b>`, `<a href`.
bool looks_like_html(std::string_view text);

}  // namespace crm

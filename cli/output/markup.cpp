#include "cli/output/markup.hpp"

#include "core/domain/text.hpp"
#include "core/domain/width.hpp"

namespace crm {
namespace {

/// U+FFFE and U+FFFF are no characters, and XML refuses them.
bool is_no_character(std::string_view text) {
  return text.starts_with("\xEF\xBF\xBE") || text.starts_with("\xEF\xBF\xBF");
}

}  // namespace

std::string escaped(std::string_view text) {
  const std::string line = printable_line(text);
  std::string safe;
  safe.reserve(line.size());
  for (std::size_t i = 0; i < line.size(); ++i) {
    switch (line[i]) {
      case '&': safe += "&amp;"; break;
      case '<': safe += "&lt;"; break;
      case '>': safe += "&gt;"; break;
      case '"': safe += "&quot;"; break;
      case '\'': safe += "&#39;"; break;
      default:
        if (is_no_character(std::string_view(line).substr(i))) {
          safe += "\uFFFD";
          i += 2;
        } else {
          safe += line[i];
        }
    }
  }
  return safe;
}

std::string escaped(std::string_view text, int cells) {
  // Long texts are cut before they are measured: marks take no cell.
  constexpr std::size_t bytes_a_cell = 16;
  const std::size_t most = static_cast<std::size_t>(cells) * bytes_a_cell;
  const std::string line = printable_line(text.substr(0, std::min(text.size(), most)));
  return escaped(shortened(text.size() > most ? line + "…" : line, cells));
}

std::string identifier(std::string_view text) {
  std::string id;
  for (const char c : text) {
    const bool fits =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    id += fits ? c : '-';
  }
  return id;
}

}  // namespace crm

#include "cli/docs/mdoc.hpp"

#include <fmt/format.h>

#include <cctype>

#include "core/domain/text.hpp"

namespace crm {
namespace {

/// The code point that begins here, and how many bytes it takes.
std::pair<char32_t, std::size_t> code_point(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  char32_t point = size == 1 ? first : first & (0x7fU >> size);
  for (std::size_t i = 1; i < size && i < text.size(); ++i)
    point = point << 6 | (static_cast<unsigned char>(text[i]) & 0x3fU);
  return {point, size};
}

/// What would not come out as it was typed.
std::string_view escape_of(char c) {
  switch (c) {
    case '\\': return "\\e";
    case '"': return "\\(dq";
    case '\'': return "\\(aq";
    case '`': return "\\(ga";
    case '^': return "\\(ha";
    case '~': return "\\(ti";
    case '-': return "\\-";
    default: return {};
  }
}

template <class Escape>
std::string escaped(std::string_view text, const Escape& escape) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto [point, size] = code_point(text.substr(at));
    if (size > 1)
      out += fmt::format("\\[u{:04X}]", static_cast<std::uint32_t>(point));
    else if (const auto instead = escape(at); !instead.empty())
      out += instead;
    else
      out += text[at];
    at += size;
  }
  return out;
}

bool is_letter(std::string_view text, std::size_t at) {
  return at < text.size() && std::isalpha(static_cast<unsigned char>(text[at])) != 0;
}

/// Within a word it is one; any other may be typed, so it must be able to be copied.
bool is_hyphen(std::string_view text, std::size_t at) {
  return at > 0 && is_letter(text, at - 1) && is_letter(text, at + 1);
}

/// Whether a word with signs in it begins here: `status:lead`, `default_book`.
bool begins_code(std::string_view text, std::size_t at) {
  if (at > 0 && text[at - 1] != ' ' && text[at - 1] != '(') return false;
  const std::string_view word = text.substr(at, text.find(' ', at) - at);
  const auto sign = word.find_first_of(":_/=@.");
  return sign != std::string_view::npos && sign + 1 < word.size();
}

std::string sentence_lines(std::string text) {
  for (std::size_t at = 0; (at = text.find(". ", at)) != std::string::npos; ++at)
    if (at + 2 < text.size() && std::isupper(static_cast<unsigned char>(text[at + 2])) != 0)
      text[at + 1] = '\n';
  return text;
}

std::string upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

std::string as_typed(std::string_view text) {
  const std::string line = escaped(text, [&](std::size_t at) { return escape_of(text[at]); });
  return line.starts_with('.') ? "\\&" + line : line;
}

}  // namespace

std::string mdoc_text(std::string_view text) {
  if (text.empty()) return "";
  const std::string lines = sentence_lines(escaped(text, [&](std::size_t at) -> std::string {
    if (text[at] == '\'' || text[at] == '"') return "";
    if (text[at] == '-' && is_hyphen(text, at)) return "";
    std::string escape(escape_of(text[at]));
    // What may be typed as it stands is not broken at the end of a line.
    if (!begins_code(text, at)) return escape;
    return "\\%" + (escape.empty() ? std::string(1, text[at]) : escape);
  }));
  const bool control = lines.starts_with('.') || lines.starts_with('\'');
  return (control ? "\\&" : "") + lines + "\n";
}

std::string mdoc_argument(std::string_view text) {
  return "\"" + as_typed(text) + "\"";
}

std::string mdoc_opening(const std::string& name, char section, std::string_view summary) {
  return fmt::format(
      ".\\\" Printed by ./dev docs from what the program says of itself; edit it there.\n"
      ".Dd " CRM_VERSION_DATE
      "\n"
      ".Dt {} {}\n"
      ".Os crm " CRM_VERSION
      "\n"
      ".Sh NAME\n"
      ".Nm {}\n"
      ".Nd {}\n",
      upper(name), section, name, mdoc_argument(summary));
}

std::string mdoc_heading(std::string_view title) {
  return ".Sh " + upper(std::string(title)) + "\n";
}

std::string mdoc_display(std::string_view text) {
  std::string lines = ".Bd -literal -offset indent\n";
  if (text.ends_with('\n')) text.remove_suffix(1);
  for (const std::string_view line : split(text, '\n')) lines += as_typed(line) + "\n";
  return lines + ".Ed\n";
}

Terms::Terms() : text_(".Bl -tag -width Ds\n") {}

Terms::Terms(std::string_view longest)
    : text_(fmt::format(".Bl -tag -compact -width {}\n", mdoc_argument(longest))) {}

void Terms::add(const std::string& term, std::string_view meaning) {
  text_ += ".It " + term + "\n" + mdoc_text(meaning);
}

}  // namespace crm

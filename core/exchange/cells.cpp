#include "core/exchange/cells.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "core/domain/character.hpp"
#include "core/domain/folding.hpp"
#include "core/domain/phone.hpp"
#include "core/domain/slug.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

bool is_control(char32_t c) {
  return c < 0x20 || between(c, 0x7F, 0x9F) || between(c, 0x202A, 0x202E) ||
         between(c, 0x2066, 0x2069) || c == 0xFEFF;
}

std::string cleaned(std::string_view text, bool line_breaks) {
  std::string clean;
  clean.reserve(text.size());
  while (!text.empty()) {
    const Character c = first_character(text);
    const std::string_view bytes_of_it = text.substr(0, c.size);
    text.remove_prefix(c.size);
    if (!c.valid) {
      clean += "\xEF\xBF\xBD";
    } else if (c.code == '\n') {
      clean += line_breaks ? '\n' : ' ';
    } else if (c.code == '\t' || c.code == 0x2028 || c.code == 0x85) {
      clean += ' ';
    } else if (c.code == 0xA0 || c.code == 0x202F) {
      clean += ' ';
    } else if (!is_control(c.code)) {
      clean += bytes_of_it;
    }
  }
  return clean;
}

std::string_view without_formula(std::string_view cell) {
  cell = trimmed(cell);
  return cell.size() >= 3 && cell.starts_with("=\"") && cell.ends_with('"')
             ? cell.substr(2, cell.size() - 3)
             : cell;
}

std::string one_space_each(std::string_view line) {
  std::string text;
  for (const char c : line)
    if (c != ' ' || !text.ends_with(' ')) text += c;
  return text;
}

/// Splits at any of these signs, and at ` ::: `.
std::vector<std::string> split_at(std::string_view cell, std::string_view signs) {
  std::vector<std::string> parts;
  for (const std::string& one : several(cell)) {
    for (std::size_t at = 0; at <= one.size();) {
      const std::size_t end = std::min(one.find_first_of(signs, at), one.size());
      if (const auto part = trimmed(std::string_view(one).substr(at, end - at)); !part.empty())
        parts.emplace_back(part);
      at = end + 1;
    }
  }
  return parts;
}

std::string_view bare_email(std::string_view text) {
  if (const auto open = text.rfind('<'); open != text.npos && text.ends_with('>'))
    text = text.substr(open + 1, text.size() - open - 2);
  if (lowered(text.substr(0, 7)) == "mailto:") text.remove_prefix(7);
  return trimmed(text);
}

/// `bills@x.example (invoices)`: a label is letters.
Labelled without_label(std::string_view text) {
  const auto open = text.rfind(" (");
  if (open == text.npos || !text.ends_with(')')) return {std::string(text), ""};
  const std::string_view label = text.substr(open + 2, text.size() - open - 3);
  if (label.empty() || label.find_first_of("0123456789@") != label.npos)
    return {std::string(text), ""};
  return {std::string(trimmed(text.substr(0, open))), std::string(trimmed(label))};
}

std::size_t digits_in(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(folded(text), [](char c) { return c >= '0' && c <= '9'; }));
}

}  // namespace

std::string clean_line(std::string_view cell) {
  return std::string(trimmed(composed(one_space_each(cleaned(without_formula(cell), false)))));
}

std::string clean_text(std::string_view cell) {
  const std::string clean = cleaned(without_formula(cell), true);
  std::string text;
  for (const std::string_view line : split(clean, '\n')) {
    std::string_view kept = line;
    while (kept.ends_with(' ')) kept.remove_suffix(1);
    text += kept;
    text += '\n';
  }
  return composed(trimmed(text));
}

std::string without_tags(std::string_view html) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> entities{{
      {"&nbsp;", " "},
      {"&lt;", "<"},
      {"&gt;", ">"},
      {"&quot;", "\""},
      {"&#39;", "'"},
      {"&amp;", "&"},
  }};
  static constexpr std::array breaks{"br", "p", "/p", "div", "/div", "li", "tr", "h1", "h2", "h3"};
  std::string text;
  while (!html.empty()) {
    if (html.front() == '<') {
      const auto end = html.find('>');
      const bool is_tag =
          end != html.npos && html.size() > 1 &&
          (std::isalpha(static_cast<unsigned char>(html[1])) != 0 || html[1] == '/');
      if (is_tag) {
        std::string name = lowered(html.substr(1, end - 1));
        name.resize(std::min(name.find_first_of(" \t\n", 1), name.size()));
        if (name.ends_with('/')) name.pop_back();
        if (std::ranges::find(breaks, name) != breaks.end() && !text.empty() &&
            !text.ends_with('\n'))
          text += '\n';
        html.remove_prefix(end + 1);
        continue;
      }
    }
    const auto entity = std::ranges::find_if(
        entities, [&](const auto& one) { return html.starts_with(one.first); });
    if (entity != entities.end()) {
      text += entity->second;
      html.remove_prefix(entity->first.size());
      continue;
    }
    text += html.front();
    html.remove_prefix(1);
  }
  return clean_text(text);
}

std::optional<bool> says_yes(std::string_view cell) {
  static constexpr std::array yes{"1",   "true", "yes", "y",    "x",   "t",    "ja",       "j",
                                  "oui", "si",   "sim", "done", "won", "wahr", "erledigt", "हाँ"};
  static constexpr std::array no{"0",    "false",    "no",    "n",      "f",
                                 "nein", "non",      "nao",   "nee",    "to do",
                                 "todo", "not done", "offen", "falsch", "नहीं"};
  const std::string word = folded(clean_line(cell));
  const auto is = [&](const char* one) { return word == one || word == folded(one); };
  if (std::ranges::any_of(yes, is)) return true;
  if (std::ranges::any_of(no, is)) return false;
  return std::nullopt;
}

bool says_nothing(std::string_view cell) {
  const std::string text = lowered(trimmed(cell));
  return text.empty() || text == "-" || text == "--" || text == "n/a" || text == "null" ||
         text == "none" || text == "#n/a";
}

bool is_filler(std::string_view cell) {
  const std::string text = lowered(trimmed(cell));
  return text == "unspecified" || text == "0/0/00";
}

std::vector<std::string> several(std::string_view cell) {
  constexpr std::string_view between_them = " ::: ";
  std::vector<std::string> parts;
  for (std::size_t at = 0;;) {
    const std::size_t end = cell.find(between_them, at);
    std::string part = clean_text(cell.substr(at, end == cell.npos ? end : end - at));
    if (!part.empty()) parts.push_back(std::move(part));
    if (end == cell.npos) return parts;
    at = end + between_them.size();
  }
}

std::vector<std::string> listed(std::string_view cell) {
  std::vector<std::string> parts = split_at(cell, ",;\n");
  for (std::string& part : parts) part = clean_line(part);
  return parts;
}

std::vector<Labelled> emails_in(std::string_view cell, std::vector<std::string>& rest) {
  std::vector<Labelled> found;
  for (const std::string& part : split_at(cell, ",;\n")) {
    Labelled one = without_label(part);
    one.value = bare_email(one.value);
    if (looks_like_email(one.value)) {
      found.push_back(std::move(one));
      continue;
    }
    // `a@x.example b@x.example`, but not a sentence.
    std::vector<Labelled> words;
    bool all = true;
    for (const std::string_view word : split(part, ' ')) {
      const auto email = bare_email(word);
      if (email.empty()) continue;
      all = all && looks_like_email(email);
      words.push_back({std::string(email), ""});
    }
    if (all && words.size() > 1)
      std::ranges::move(words, std::back_inserter(found));
    else
      rest.push_back(clean_line(part));
  }
  return found;
}

std::vector<Labelled> phones_in(std::string_view cell, std::vector<std::string>& rest) {
  std::vector<Labelled> found;
  for (const std::string& part : split_at(cell, ";\n")) {
    // A comma may stand before an extension: split only where each is a whole number.
    std::vector<std::string> pieces;
    for (const std::string_view piece : split(part, ',')) pieces.emplace_back(trimmed(piece));
    if (!std::ranges::all_of(pieces, [](const auto& one) { return digits_in(one) >= 6; }))
      pieces = {part};
    for (const std::string& piece : pieces) {
      if (digits_in(piece) >= 3)
        found.push_back(without_label(clean_line(piece)));
      else
        rest.push_back(clean_line(piece));
    }
  }
  return found;
}

std::string_view without_star(std::string_view label) {
  label = trimmed(label);
  if (label.starts_with('*')) label.remove_prefix(1);
  return trimmed(label);
}

std::string folded_header(std::string_view header) {
  std::string words;
  bool space = false;
  const std::string text = folded(clean_line(header));
  for (std::string_view rest = text; !rest.empty();) {
    const Character c = first_character(rest);
    const std::string_view letter = rest.substr(0, c.size);
    rest.remove_prefix(c.size);
    const auto kind = category(c.code);
    const bool in_word =
        c.valid && ((kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_NO) ||
                    c.code == '%' || c.code == '#');
    if (!in_word) {
      // An apostrophe stands within a word.
      space = space || (c.code != '\'' && c.code != 0x2019);
      continue;
    }
    if (space && !words.empty()) words += ' ';
    space = false;
    words += letter;
  }
  return words;
}

std::string field_name(std::string_view header) {
  std::string name = slug(header);
  std::ranges::replace(name, '-', '_');
  return name;
}

}  // namespace crm

#include "core/exchange/hypertext.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <utility>

#include "core/domain/text.hpp"

namespace crm {
namespace {

using Names = std::initializer_list<std::string_view>;

bool one_of(std::string_view word, Names words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

void append_character(std::string& text, unsigned long c) {
  if (c == 0 || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) c = 0xFFFD;
  const auto put = [&](unsigned long byte) { text += static_cast<char>(byte); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | c >> 6);
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | c >> 12);
    put(0x80 | (c >> 6 & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | c >> 18);
    put(0x80 | (c >> 12 & 0x3F));
    put(0x80 | (c >> 6 & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

constexpr std::array<std::pair<std::string_view, unsigned long>, 42> entities = {{
    {"amp", '&'},      {"lt", '<'},       {"gt", '>'},       {"quot", '"'},      {"apos", '\''},
    {"nbsp", ' '},     {"zwnj", 0x200C},  {"shy", 0xAD},     {"euro", 0x20AC},   {"pound", 0xA3},
    {"copy", 0xA9},    {"reg", 0xAE},     {"trade", 0x2122}, {"hellip", 0x2026}, {"ndash", 0x2013},
    {"mdash", 0x2014}, {"lsquo", 0x2018}, {"rsquo", 0x2019}, {"sbquo", 0x201A},  {"ldquo", 0x201C},
    {"rdquo", 0x201D}, {"bdquo", 0x201E}, {"laquo", 0xAB},   {"raquo", 0xBB},    {"bull", 0x2022},
    {"middot", 0xB7},  {"deg", 0xB0},     {"auml", 0xE4},    {"ouml", 0xF6},     {"uuml", 0xFC},
    {"Auml", 0xC4},    {"Ouml", 0xD6},    {"Uuml", 0xDC},    {"szlig", 0xDF},    {"eacute", 0xE9},
    {"egrave", 0xE8},  {"agrave", 0xE0},  {"ccedil", 0xE7},  {"ntilde", 0xF1},   {"aring", 0xE5},
    {"oslash", 0xF8},  {"times", 0xD7},
}};

/// Reads `&amp;` or `&#8364;` at the beginning; how many bytes it took, 0 where it is a mere sign.
std::size_t take_entity(std::string_view html, std::string& text) {
  const std::size_t end = html.substr(0, 12).find(';');
  if (end == html.npos || end < 2) return 0;
  const std::string_view name = html.substr(1, end - 1);
  if (name.front() == '#') {
    const bool hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
    const std::string_view digits = name.substr(hex ? 2 : 1);
    unsigned long c = 0;
    const auto read =
        std::from_chars(digits.data(), digits.data() + digits.size(), c, hex ? 16 : 10);
    if (digits.empty() || read.ptr != digits.data() + digits.size()) return 0;
    append_character(text, c == 0xA0 ? ' ' : c);
    return end + 1;
  }
  for (const auto& [known, c] : entities)
    if (known == name) {
      append_character(text, c);
      return end + 1;
    }
  return 0;
}

/// A text that grows as a browser would show it: white space is one space.
class Shown {
 public:
  void add(char c) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      if (!text.empty() && text.back() != ' ' && text.back() != '\n') text += ' ';
    } else {
      text += c;
    }
  }

  /// At most `lines` line breaks stand at the end, then.
  void end_line(std::size_t lines) {
    while (text.ends_with(' ')) text.pop_back();
    if (text.empty()) return;
    std::size_t there = 0;
    while (there < text.size() && text[text.size() - 1 - there] == '\n') ++there;
    if (there < lines) text.append(lines - there, '\n');
  }

  std::string text;
};

/// `/div`, `br`: the name in a tag that begins there, in lower case.
std::string tag_name(std::string_view tag) {
  std::size_t end = tag.starts_with('/') ? 1 : 0;
  while (end < tag.size() && std::isalnum(static_cast<unsigned char>(tag[end])) != 0) ++end;
  return lowered(tag.substr(0, end));
}

/// Where in the text, compared in any case, that ASCII word begins.
std::size_t find_word(std::string_view text, std::string_view word, std::size_t from) {
  const auto same = [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; };
  if (from > text.size()) return text.npos;
  const auto found =
      std::search(text.begin() + std::ptrdiff_t(from), text.end(), word.begin(), word.end(), same);
  return found == text.end() ? text.npos : std::size_t(found - text.begin());
}

/// The end of a tag: `>` outside of quoted values.
std::size_t tag_end(std::string_view html, std::size_t begin) {
  char quote = 0;
  for (std::size_t i = begin; i < html.size(); ++i) {
    const char c = html[i];
    if (quote != 0)
      quote = c == quote ? char(0) : quote;
    else if (c == '>')
      return i;
    else if ((c == '"' || c == '\'') && html[i - 1] == '=')
      quote = c;
  }
  return html.find('>', begin);
}

}  // namespace

std::string text_of_html(std::string_view html) {
  Shown shown;
  int quoted = 0;
  for (std::size_t at = 0; at < html.size();) {
    if (html[at] == '&') {
      std::string character;
      const std::size_t taken = take_entity(html.substr(at), character);
      if (quoted == 0) {
        if (taken == 0) shown.add('&');
        for (const char c : character) shown.add(c);
      }
      at += std::max<std::size_t>(taken, 1);
      continue;
    }
    const char next = at + 1 < html.size() ? html[at + 1] : ' ';
    const bool is_tag = html[at] == '<' && (std::isalpha(static_cast<unsigned char>(next)) != 0 ||
                                            next == '/' || next == '!' || next == '?');
    if (!is_tag) {
      if (quoted == 0) shown.add(html[at]);
      ++at;
      continue;
    }
    if (html.substr(at).starts_with("<!--")) {
      const std::size_t end = html.find("-->", at);
      at = end == html.npos ? html.size() : end + 3;
      continue;
    }
    const std::size_t end = tag_end(html, at + 1);
    if (end == html.npos) break;
    const std::string name = tag_name(html.substr(at + 1, end - at - 1));
    at = end + 1;
    if (one_of(name, {"script", "style", "head", "title"})) {
      const std::size_t over = find_word(html, "</" + name, at);
      if (over == html.npos) {
        if (name == "head") continue;
        break;
      }
      const std::size_t closed = html.find('>', over);
      at = closed == html.npos ? html.size() : closed + 1;
    } else if (name == "blockquote") {
      ++quoted;
    } else if (name == "/blockquote") {
      quoted = std::max(0, quoted - 1);
    } else if (quoted > 0) {
      continue;
    } else if (name == "br" && !shown.text.empty()) {
      while (shown.text.ends_with(' ')) shown.text.pop_back();
      shown.text += '\n';
    } else if (one_of(name,
                      {"p", "/p", "h1", "/h1", "h2", "/h2", "h3", "/h3", "/ul", "/ol", "/table"})) {
      shown.end_line(2);
    } else if (one_of(name, {"div", "/div", "tr", "/tr", "ul", "ol", "table", "hr", "/li"})) {
      shown.end_line(1);
    } else if (name == "li") {
      shown.end_line(1);
      shown.text += "- ";
    } else if (one_of(name, {"td", "th"})) {
      shown.add(' ');
    }
  }
  return std::string(trimmed(shown.text));
}

bool looks_like_html(std::string_view text) {
  constexpr std::array tags = {"<br",     "<p>",   "<p ",  "<div", "<b>",
                               "<a href", "<html", "<ul>", "<span"};
  return std::any_of(tags.begin(), tags.end(),
                     [&](const char* tag) { return find_word(text, tag, 0) != text.npos; });
}

}  // namespace crm

#include "core/exchange/vcard_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

#include "core/domain/character.hpp"
#include "core/domain/folding.hpp"
#include "core/domain/text.hpp"

namespace crm::vcard {
namespace {

bool is_line_break(char32_t c) {
  return c == '\n' || c == 0x0B || c == 0x0C || c == 0x2028 || c == 0x2029;
}

bool is_dropped(char32_t c) {
  return c < 0x20 || between(c, 0x7F, 0x9F) || between(c, 0x202A, 0x202E) ||
         between(c, 0x2066, 0x2069) || c == 0xFEFF;
}

std::string cleaned(std::string_view text, char line_break) {
  if (is_printable_ascii(text)) return std::string(trimmed(text));
  std::string clean;
  clean.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const Character read = first_character(text.substr(i));
    const char32_t c = read.code;
    if (c == '\r') {
      if (text.substr(i + 1).starts_with('\n')) ++i;
      clean += line_break;
    } else if (is_line_break(c)) {
      clean += line_break;
    } else if (c == '\t') {
      clean += ' ';
    } else if (!read.valid) {
      clean += "\uFFFD";
    } else if (!is_dropped(c)) {
      clean += text.substr(i, read.size);
    }
    i += read.size;
  }
  return composed(trimmed(clean));
}

/// One text, backslashes undone; version 2.1 keeps all that are not its own.
std::string undone(std::string_view value, bool old) {
  if (value.find('\\') == value.npos) return std::string(value);
  std::string text;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != '\\' || i + 1 == value.size()) {
      text += value[i];
      continue;
    }
    const char next = value[++i];
    if (next == 'n' || next == 'N') {
      text += '\n';
    } else if (next == '\\' || next == ',' || next == ';' || next == ':' || next == '"') {
      text += next;
    } else {
      // `C:\temp`: no backslash that means anything.
      if (old || next == ' ' || (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') ||
          (next >= '0' && next <= '9'))
        text += '\\';
      text += next;
    }
  }
  return text;
}

struct TypeWord {
  /// What a card says, lower case.
  std::string_view type;
  /// What a label says.
  std::string_view word;
};

/// The first type of a word is the one that is written.
constexpr std::array<TypeWord, 21> type_words{
    {{"home", "home"},           {"work", "work"},
     {"other", "other"},         {"main", "main"},
     {"cell", "mobile"},         {"mobile", "mobile"},
     {"iphone", "mobile"},       {"fax", "fax"},
     {"pager", "pager"},         {"car", "car"},
     {"video", "video"},         {"isdn", "isdn"},
     {"modem", "modem"},         {"bbs", "bbs"},
     {"textphone", "textphone"}, {"tty-tdd", "textphone"},
     {"telex", "telex"},         {"x-mobile", "mobile"},
     {"school", "school"},       {"assistant", "assistant"},
     {"radio", "radio"}}};

/// They say how, not what for.
constexpr std::string_view empty_types[] = {
    "pref",    "voice", "internet", "msg",     "text",    "x-internet",
    "dom",     "intl",  "postal",   "parcel",  "aol",     "applelink",
    "attmail", "cis",   "eworld",   "ibmmail", "mcimail", "powershare",
    "prodigy", "tlx",   "x400",     "uri",     "pcs",     "individual"};

/// Chinese characters, kana, hangul.
bool is_east_asian(std::string_view text) {
  const char32_t c = first_character(text).code;
  return !text.empty() && (between(c, 0x3040, 0x30FF) || between(c, 0x3400, 0x9FFF) ||
                           between(c, 0xAC00, 0xD7A3) || between(c, 0x20000, 0x3FFFF));
}

bool is_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

/// `amp` is `&`, `#228` `ä`; empty for what is none.
std::string entity(std::string_view name) {
  constexpr std::pair<std::string_view, std::string_view> named[] = {
      {"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}, {"nbsp", " "}};
  for (const auto& [word, text] : named)
    if (name == word) return std::string(text);
  if (!name.starts_with('#')) return "";
  name.remove_prefix(1);
  const bool is_hex = name.starts_with('x') || name.starts_with('X');
  if (is_hex) name.remove_prefix(1);
  std::uint32_t code = 0;
  const auto read = std::from_chars(name.data(), name.data() + name.size(), code, is_hex ? 16 : 10);
  const bool is_character = code >= 0x20 && code < 0x110000 && !between(code, 0xD800, 0xDFFF);
  if (read.ec != std::errc{} || read.ptr != name.data() + name.size() || !is_character) return "";
  return encoded(std::u32string(1, code));
}

/// What stands behind a `<`.
bool begins_tag(std::string_view text) {
  const char c = text.empty() ? ' ' : text.front();
  return c == '/' || c == '!' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

constexpr std::string_view schemes[] = {
    "aim",   "gtalk", "icq",     "im",       "irc",       "ircs", "matrix", "msn",
    "msnim", "qq",    "sip",     "sips",     "skype",     "sms",  "xmpp",   "ymsgr",
    "yahoo", "tg",    "x-apple", "gadugadu", "groupwise", "zoom", "jabber", "facetime"};

}  // namespace

std::string one_line(std::string_view text) {
  return cleaned(text, ' ');
}

std::string some_lines(std::string_view text) {
  return cleaned(text, '\n');
}

std::string escaped(std::string_view text) {
  std::string written;
  for (const char c : text) {
    if (c == '\n') {
      written += "\\n";
      continue;
    }
    if (c == '\\' || c == ',' || c == ';') written += '\\';
    written += c;
  }
  return written;
}

std::string plain_text(const VcardProperty& property) {
  return undone(property.value, property.old);
}

std::vector<std::string> plain_parts(const VcardProperty& property, char separator) {
  std::vector<std::string> parts;
  const std::string_view value = property.value;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= value.size(); ++i) {
    if (i < value.size() && value[i] == '\\') {
      ++i;
      continue;
    }
    if (i < value.size() && value[i] != separator) continue;
    parts.push_back(undone(value.substr(begin, i - begin), property.old));
    begin = i + 1;
  }
  return parts;
}

std::string without_markup(std::string_view text) {
  const std::string low = lowered(text.substr(0, std::min<std::size_t>(text.size(), 64)));
  const std::string_view beginning = trimmed(low);
  if (!beginning.starts_with("<html") && !beginning.starts_with("<!doctype html") &&
      !beginning.starts_with("<body"))
    return std::string(text);
  std::string plain;
  std::string_view unseen;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '<' && begins_tag(text.substr(i + 1))) {
      const std::size_t end = std::min(text.find('>', i), text.size() - 1);
      const std::string tag = lowered(text.substr(i + 1, end - i - 1));
      const std::string name = tag.substr(0, tag.find_first_of(" \t\r\n", 1));
      i = end;
      if (unseen.empty())
        for (const std::string_view element : {"style", "script", "head", "title"})
          if (name == element) unseen = element;
      if (!unseen.empty() && name.starts_with('/') && name.substr(1) == unseen) unseen = {};
      if (name == "br" || name == "br/" || name == "/p" || name == "/div" || name == "/li" ||
          name == "/tr")
        plain += '\n';
    } else if (!unseen.empty()) {
      continue;
    } else if (text[i] == '&') {
      const std::size_t end = text.find(';', i);
      const std::string meant =
          end == text.npos || end - i > 10 ? "" : entity(text.substr(i + 1, end - i - 1));
      plain += meant.empty() ? "&" : meant;
      if (!meant.empty()) i = end;
    } else {
      const bool is_white = text[i] == '\n' || text[i] == '\r' || text[i] == '\t';
      if (!is_white || (!plain.empty() && plain.back() != '\n' && plain.back() != ' '))
        plain += is_white ? ' ' : text[i];
    }
  }
  return plain;
}

std::string label_of_types(const std::vector<std::string>& types) {
  std::vector<std::string> words;
  for (const std::string& type : types) {
    if (std::ranges::find(empty_types, type) != std::end(empty_types)) continue;
    const auto* const known = std::ranges::find(type_words, type, &TypeWord::type);
    std::string word = known != type_words.end() ? std::string(known->word)
                       : type.starts_with("x-")  ? type.substr(2)
                                                 : type;
    word = one_line(word);
    if (!word.empty() && std::ranges::find(words, word) == words.end())
      words.push_back(std::move(word));
  }
  // Where before what: `work fax` in whatever order they stand.
  const auto rank = [](const std::string& word) {
    return std::ranges::find(type_words, word, &TypeWord::word) - type_words.begin();
  };
  std::ranges::stable_sort(words, {}, rank);
  std::string label;
  for (const std::string& word : words) label += (label.empty() ? "" : " ") + word;
  return label;
}

std::optional<std::vector<std::string>> types_of_label(std::string_view label) {
  std::vector<std::string> types;
  if (label.empty()) return types;
  for (const std::string_view word : split(label, ' ')) {
    const auto* const known = std::ranges::find(type_words, word, &TypeWord::word);
    if (known == type_words.end()) return std::nullopt;
    types.emplace_back(known->type);
  }
  if (label_of_types(types) != label) return std::nullopt;
  for (std::string& type : types)
    std::ranges::transform(type, type.begin(), [](char c) {
      return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
  return types;
}

std::string label_of_apple(std::string_view written) {
  const std::string text = one_line(written);
  std::string_view inner = text;
  if (!inner.starts_with("_$!<") || !inner.ends_with(">!$_")) return text;
  inner.remove_prefix(4);
  inner.remove_suffix(4);
  std::string label;
  bool was_lower = false;
  for (const char c : inner) {
    const bool is_upper = c >= 'A' && c <= 'Z';
    if (is_upper && was_lower) label += ' ';
    label += is_upper ? static_cast<char>(c - 'A' + 'a') : c;
    was_lower = c >= 'a' && c <= 'z';
  }
  return label;
}

std::string NameParts::text() const {
  std::string name;
  const bool is_family_first = is_east_asian(family);
  for (const std::string* part :
       {&prefix, is_family_first ? &family : &given, is_family_first ? &given : &additional,
        is_family_first ? &additional : &family, &suffix})
    if (!part->empty()) name += (name.empty() ? "" : " ") + *part;
  return name;
}

NameParts name_parts(const VcardProperty& n) {
  // Several names in one part are joined by commas.
  VcardProperty spaced = n;
  for (std::size_t i = 0; i < spaced.value.size(); ++i)
    if (spaced.value[i] == '\\')
      ++i;
    else if (spaced.value[i] == ',' && !n.old)
      spaced.value[i] = ' ';
  std::vector<std::string> parts = plain_parts(spaced, ';');
  for (std::string& part : parts) part = one_line(part);
  parts.resize(std::max<std::size_t>(parts.size(), 5));
  return {parts[0], parts[1], parts[2], parts[3], parts[4]};
}

NameParts guessed_parts(std::string_view name) {
  const std::size_t comma = name.find(", ");
  if (comma != name.npos && name.find(',', comma + 1) == name.npos)
    return {one_line(name.substr(0, comma)), one_line(name.substr(comma + 2)), "", "", ""};
  const std::size_t space = name.rfind(' ');
  if (space == name.npos) return {one_line(name), "", "", "", ""};
  return {one_line(name.substr(space + 1)), one_line(name.substr(0, space)), "", "", ""};
}

std::optional<PartialDay> partial_day(std::string_view written) {
  written = trimmed(written);
  const std::size_t time = written.find_first_of("Tt ");
  std::string_view text = written.substr(0, time);
  PartialDay day;
  const auto take = [&](std::size_t digits) -> std::optional<int> {
    if (!is_digits(text.substr(0, digits)) || text.size() < digits) return std::nullopt;
    const int taken = number(text.substr(0, digits));
    text.remove_prefix(digits);
    return taken;
  };
  if (text.starts_with("--")) {
    text.remove_prefix(2);
  } else {
    const auto year = take(4);
    if (!year) return std::nullopt;
    day.year = *year;
    if (text.starts_with('-')) text.remove_prefix(1);
  }
  if (!text.empty()) {
    const auto month = take(2);
    if (!month) return std::nullopt;
    day.month = static_cast<unsigned>(*month);
    if (text.starts_with('-')) text.remove_prefix(1);
  }
  if (!text.empty()) {
    const auto last = take(2);
    if (!last || !text.empty()) return std::nullopt;
    day.day = static_cast<unsigned>(*last);
  }
  if (day.year && (*day.year == 0 || *day.year == 1604)) day.year.reset();
  auto real = PartialDay::parse(day.text());
  return real && *real == day ? std::optional(day) : std::nullopt;
}

std::string written_day(const PartialDay& day, bool basic) {
  if (day.year && day.month && day.day)
    return basic ? fmt::format("{:04}{:02}{:02}", *day.year, *day.month, *day.day) : day.text();
  if (!day.year && day.month && day.day) return fmt::format("--{:02}{:02}", *day.month, *day.day);
  return day.text();
}

bool has_digit(std::string_view text) {
  return std::ranges::any_of(folded(text), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_messenger(std::string_view link) {
  const std::size_t colon = link.find(':');
  return colon != link.npos &&
         std::ranges::find(schemes, lowered(link.substr(0, colon))) != std::end(schemes);
}

}  // namespace crm::vcard

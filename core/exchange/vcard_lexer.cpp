#include "core/exchange/vcard_lexer.hpp"

#include <algorithm>
#include <utility>

#include "core/domain/text.hpp"
#include "core/exchange/charset.hpp"
#include "core/exchange/transfer_coding.hpp"

namespace crm {
namespace {

constexpr std::size_t longest_raw = 60 << 10;
constexpr int deepest = 8;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string capitals(std::string_view text) {
  std::string high(text);
  std::ranges::transform(high, high.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return high;
}

bool is_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
}

/// Whether the line is `BEGIN:VCARD`, `end : vcard`; `word` in lower case.
bool is_mark(std::string_view line, std::string_view word) {
  while (line.starts_with(byte_order_mark)) line.remove_prefix(byte_order_mark.size());
  line = trimmed(line);
  if (line.size() > 64) return false;
  const std::size_t colon = line.find(':');
  return colon != line.npos && lowered(trimmed(line.substr(0, colon))) == word &&
         lowered(trimmed(line.substr(colon + 1))) == "vcard";
}

/// What stands outside of double quotes; npos where it does not.
std::size_t find_unquoted(std::string_view text, char sought, std::size_t from = 0) {
  bool quoted = false;
  for (std::size_t i = from; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (text[i] == sought && !quoted) return i;
  }
  return text.npos;
}

/// Where the value's colon is. A quote that is never closed is no quote.
std::size_t colon_of(std::string_view line) {
  const std::size_t colon = find_unquoted(line, ':');
  return colon == line.npos ? line.find(':') : colon;
}

/// Without quotes; `^n`, `^'` and `^^` (RFC 6868) undone.
std::string parameter_value(std::string_view written, bool old) {
  std::string value;
  for (std::size_t i = 0; i < written.size(); ++i) {
    const char next = i + 1 < written.size() ? written[i + 1] : '\0';
    const char meant = next == 'n' ? '\n' : next == '\'' ? '"' : next == '^' ? '^' : '\0';
    if (written[i] == '^' && meant != '\0' && !old) {
      value += meant;
      ++i;
    } else if (written[i] != '"') {
      value += written[i];
    }
  }
  return value;
}

VcardProperty::Parameter parameter_of(std::string_view written, bool old) {
  const std::size_t equals = written.find('=');
  if (equals != written.npos)
    return {capitals(trimmed(written.substr(0, equals))),
            parameter_value(trimmed(written.substr(equals + 1)), old)};
  const std::string word = capitals(trimmed(written));
  for (const std::string_view encoding : {"QUOTED-PRINTABLE", "BASE64", "B", "7BIT", "8BIT"})
    if (word == encoding) return {"ENCODING", word};
  if (word == "URL" || word == "CID" || word == "CONTENT-ID") return {"VALUE", word};
  return {"TYPE", std::string(trimmed(written))};
}

bool is_quoted_printable(const VcardProperty::Parameter& parameter) {
  const std::string value = capitals(parameter.value);
  return parameter.name == "ENCODING" && (value == "QUOTED-PRINTABLE" || value == "Q");
}

/// A charset of one byte a character. Whoever turned such a file into UTF-8 mostly left its name.
bool is_narrow(const std::string& charset) {
  const std::string name = lowered(charset);
  return name.starts_with("iso-8859") || name.starts_with("windows-125") ||
         name.starts_with("cp125") || name.starts_with("latin") || name == "us-ascii";
}

std::string as_utf8(std::string bytes, const std::string* charset, bool coded,
                    const std::string& encoding) {
  if (is_ascii(bytes)) return bytes;
  const std::string named = charset == nullptr ? "" : lowered(trimmed(*charset));
  const bool is_valid = is_utf8(bytes);
  if (!named.empty() && named != "utf-8" && named != "utf8" &&
      !(is_valid && !coded && is_narrow(named)))
    if (auto text = in_utf8(bytes, named)) return *std::move(text);
  if (is_valid) return bytes;
  return in_utf8(bytes, encoding).value_or("");
}

/// Values that are pictures, sounds and keys: their base64 stays as it is.
bool is_binary(std::string_view name) {
  return name == "PHOTO" || name == "LOGO" || name == "SOUND" || name == "KEY" ||
         name.starts_with("X-");
}

/// A property while its lines come in.
struct Unfolding {
  std::string text;
  int line = 0;
  bool quoted_printable = false, base64 = false;
  /// The last line ended in quoted-printable's soft break.
  bool soft = false;
  bool cut = false;
  /// AGENT: what follows may be a card.
  bool agent = false;
  std::string nested;
  /// Where its lines begin in the card's `raw`, and whether they were too long for it.
  std::size_t raw_from = 0;
  bool raw_dropped = false;

  /// What the head says of the lines that are to come.
  void look_at_head() {
    const std::size_t colon = colon_of(text);
    const std::string head =
        capitals(std::string_view(text).substr(0, std::min<std::size_t>(colon, 512)));
    quoted_printable = head.find("QUOTED-PRINTABLE") != head.npos || head.ends_with("ENCODING=Q");
    base64 = head.find(";BASE64") != head.npos || head.find("=BASE64") != head.npos ||
             head.find("ENCODING=B") != head.npos;
    const std::size_t dot = head.find('.') + 1;
    agent = colon != text.npos && std::string_view(head).substr(dot).starts_with("AGENT") &&
            (trimmed(std::string_view(text).substr(colon + 1)).empty() ||
             is_mark(std::string_view(text).substr(colon + 1), "begin"));
  }
};

/// A card while its lines come in.
class Collecting {
 public:
  Collecting(int line, std::size_t longest, const std::string& encoding)
      : longest_(longest), encoding_(encoding) {
    card_.line = line;
    card_.raw = "BEGIN:VCARD\r\n";
  }

  /// Whether a BEGIN:VCARD now begins a card inside this one.
  bool expects_nested() const {
    return current_ && current_->agent && depth_ == 0 && current_->nested.empty();
  }

  bool is_nested() const { return depth_ > 0; }

  void begin_nested(std::string_view line) {
    ++depth_;
    add_nested(line);
  }

  void end_nested(std::string_view line) {
    add_nested(line);
    --depth_;
  }

  void add(std::string line, int number, bool was_cut) {
    if (depth_ > 0) {
      nested_agent_ = is_agent(line);
      return add_nested(line);
    }
    if (current_ && current_->soft) return join(line, was_cut);
    if (line.empty()) {
      if (current_) current_->base64 = false;
      return;
    }
    if (current_ && (line.front() == ' ' || line.front() == '\t')) {
      // Version 2.1 folds before white space, the others put one in.
      const bool stays = card_.version == "2.1" && !current_->base64;
      return join(std::string_view(line).substr(stays ? 0 : 1), was_cut, line);
    }
    if (current_ && current_->base64 && line.find(':') == line.npos) return join(line, was_cut);
    finish_property();
    current_.emplace();
    current_->line = number;
    current_->raw_from = card_.raw.size();
    join(line, was_cut);
    current_->look_at_head();
    current_->soft = is_soft(line) && !current_->cut;
    // `AGENT:BEGIN:VCARD` on one line.
    if (current_->agent && is_mark(std::string_view(line).substr(colon_of(line) + 1), "begin")) {
      current_->text.resize(colon_of(current_->text) + 1);
      ++depth_;
      current_->nested = "BEGIN:VCARD";
    }
  }

  /// Whether a BEGIN:VCARD within the nested card begins one deeper.
  bool nests_deeper() const { return depth_ > 0 && nested_agent_ && depth_ < deepest; }

  Vcard finished(std::string mistake) {
    if (!mistake.empty() && depth_ > 0) depth_ = 0;
    finish_property();
    if (mistake.empty()) card_.raw += "END:VCARD\r\n";
    card_.mistake = too_large_ ? "it is larger than can be read" : std::move(mistake);
    return std::move(card_);
  }

 private:
  static bool is_agent(std::string_view line) {
    const std::size_t colon = line.find(':');
    return colon != line.npos && lowered(line.substr(0, 5)) == "agent" &&
           trimmed(line.substr(colon + 1)).empty();
  }

  bool is_soft(std::string_view line) const {
    return current_->quoted_printable && trimmed(line).ends_with('=');
  }

  /// `part` is what of the line belongs to the value.
  void join(std::string_view part, bool was_cut, std::string_view line) {
    keep_raw(line);
    Unfolding& property = *current_;
    if (property.soft) property.text.resize(property.text.rfind('='));
    const std::size_t room = longest_ - std::min(longest_, property.text.size());
    property.cut = property.cut || was_cut || part.size() > room;
    part = part.substr(0, room);
    kept_ += part.size();
    if (kept_ > longest_ * 16) {
      too_large_ = true;
      part = {};
    }
    const bool head_is_open =
        !property.text.empty() && property.text.find(':') == std::string::npos;
    property.text += part;
    if (head_is_open) property.look_at_head();
    property.soft = is_soft(line) && !property.cut && property.text.rfind('=') != std::string::npos;
  }

  void join(std::string_view line, bool was_cut) { join(line, was_cut, line); }

  void keep_raw(std::string_view line) {
    Unfolding& property = *current_;
    if (property.raw_dropped) return;
    if (card_.raw.size() + line.size() > longest_raw) {
      card_.raw.resize(property.raw_from);
      property.raw_dropped = true;
      return;
    }
    card_.raw += line;
    card_.raw += "\r\n";
  }

  void add_nested(std::string_view line) {
    keep_raw(line);
    Unfolding& property = *current_;
    if (property.nested.size() + line.size() > longest_) {
      property.cut = true;
      return;
    }
    kept_ += line.size();
    if (kept_ > longest_ * 16) {
      too_large_ = true;
      return;
    }
    if (!property.nested.empty()) property.nested += "\\n";
    for (const char c : line) {
      if (c == '\\' || c == ',' || c == ';') property.nested += '\\';
      property.nested += c;
    }
  }

  void finish_property() {
    if (!current_) return;
    Unfolding unfolded = *std::exchange(current_, std::nullopt);
    // A soft break with nothing behind it.
    if (unfolded.soft) unfolded.text.resize(unfolded.text.rfind('='));
    auto property =
        read_property(unfolded.text + unfolded.nested, card_.version == "2.1", encoding_);
    if (!property) {
      if (card_.strays.size() < 100)
        card_.strays.push_back(
            {unfolded.line, as_utf8(unfolded.text.substr(0, 4096), nullptr, false, encoding_)});
      // What a note has after a line break that was not written as one.
      VcardProperty* const last = card_.properties.empty() ? nullptr : &card_.properties.back();
      if (last != nullptr && last->name == "NOTE" && card_.strays.size() < 100) {
        last->value += (last->old ? "\n" : "\\n") + card_.strays.back().text;
        card_.strays.pop_back();
      }
      return;
    }
    property->line = unfolded.line;
    property->cut = unfolded.cut;
    if (property->name == "VERSION" && card_.version.empty())
      card_.version = trimmed(property->value);
    card_.properties.push_back(*std::move(property));
  }

  std::size_t longest_;
  const std::string& encoding_;
  Vcard card_;
  std::optional<Unfolding> current_;
  int depth_ = 0;
  bool nested_agent_ = false;
  std::size_t kept_ = 0;
  bool too_large_ = false;
};

/// Encodings in which not even BEGIN:VCARD stands as ASCII.
bool is_wide(const std::string& encoding) {
  const std::string name = lowered(encoding);
  for (const std::string_view beginning :
       {"utf-16", "utf16", "utf-32", "utf32", "ucs", "utf-7", "unicode", "iso-2022", "iso2022"})
    if (name.starts_with(beginning)) return true;
  return false;
}

}  // namespace

const std::string* VcardProperty::parameter(std::string_view sought) const {
  const auto found = std::ranges::find(parameters, sought, &Parameter::name);
  return found == parameters.end() ? nullptr : &found->value;
}

std::vector<std::string> VcardProperty::types() const {
  std::vector<std::string> words;
  for (const Parameter& each : parameters) {
    if (each.name != "TYPE") continue;
    for (const std::string_view word : split(each.value, ','))
      if (!trimmed(word).empty()) words.push_back(lowered(trimmed(word)));
  }
  return words;
}

std::string VcardProperty::text() const {
  std::string whole = head + ":";
  for (const char c : value) {
    if (c == '\n')
      whole += "\\n";
    else if (c != '\r')
      whole += c;
  }
  return whole;
}

std::optional<VcardProperty> read_property(std::string_view line, bool old,
                                           const std::string& encoding) {
  const std::size_t colon = colon_of(line);
  if (colon == line.npos) return std::nullopt;
  const std::string head = as_utf8(std::string(line.substr(0, colon)), nullptr, false, encoding);
  VcardProperty property;
  property.old = old;

  std::size_t end = std::min(find_unquoted(head, ';'), head.size());
  std::string_view name = trimmed(std::string_view(head).substr(0, end));
  property.head = name;
  const std::size_t dot = name.find('.');
  if (dot != name.npos) {
    property.group = name.substr(0, dot);
    name.remove_prefix(dot + 1);
    if (!is_name(property.group)) return std::nullopt;
  }
  if (!is_name(name)) return std::nullopt;
  property.name = capitals(name);

  bool quoted_printable = false;
  while (end < head.size()) {
    const std::size_t begin = end + 1;
    end = std::min(find_unquoted(head, ';', begin), head.size());
    const std::string_view written = std::string_view(head).substr(begin, end - begin);
    if (trimmed(written).empty()) continue;
    auto parameter = parameter_of(written, old);
    const bool is_coded = is_quoted_printable(parameter);
    quoted_printable = quoted_printable || is_coded;
    if (!is_coded && parameter.name != "CHARSET") {
      property.head += ';';
      // Only version 2.1 has bare words.
      if (written.find('=') == written.npos) property.head.append(parameter.name).append("=");
      property.head += written;
    }
    if (parameter.name == "ENCODING" &&
        (capitals(parameter.value) == "B" || capitals(parameter.value) == "BASE64"))
      property.base64 = true;
    property.parameters.push_back(std::move(parameter));
  }

  std::string bytes(line.substr(colon + 1));
  if (quoted_printable) bytes = from_quoted_printable(bytes);
  bool coded = quoted_printable;
  if (property.base64 && !is_binary(property.name))
    if (auto decoded = from_base64(bytes)) {
      bytes = *std::move(decoded);
      property.base64 = false;
      coded = true;
    }
  property.value = as_utf8(std::move(bytes), property.parameter("CHARSET"), coded, encoding);
  // A value that was coded has no backslashes of its own for line breaks.
  if (coded) std::erase(property.value, '\r');
  return property;
}

VcardLexer::VcardLexer(std::unique_ptr<Bytes> bytes, std::string encoding, std::size_t longest)
    : lines_(std::move(bytes), longest), encoding_(std::move(encoding)), longest_(longest) {}

Result<VcardLexer> VcardLexer::of(std::unique_ptr<Bytes> bytes, const std::string& encoding,
                                  std::size_t longest) {
  // Whether there is such an encoding.
  const auto known = Text::of(std::make_unique<TextBytes>(""), encoding);
  if (!known) return error(known.error());
  auto again = BytesAgain::of(std::move(bytes), 4096);
  if (!again) return error(again.error());
  const std::string wide = is_wide(encoding)  ? encoding
                           : encoding.empty() ? wide_encoding((*again)->beginning())
                                              : "";
  if (wide.empty())
    return VcardLexer(*std::move(again), encoding.empty() ? "WINDOWS-1252" : encoding, longest);
  auto text = Text::of(*std::move(again), wide);
  if (!text) return error(text.error());
  return VcardLexer(*std::move(text), "WINDOWS-1252", longest);
}

Result<std::optional<Vcard>> VcardLexer::next() {
  while (!std::exchange(at_begin_, false)) {
    const auto line = lines_.next();
    if (!line) return error(line.error());
    if (!*line) return std::nullopt;
    if (is_mark(**line, "begin")) break;
    if (trimmed(**line).empty()) continue;
    if (outside_++ == 0) first_outside_ = lines_.number();
  }
  Collecting card(lines_.number(), longest_, encoding_);
  for (;;) {
    auto line = lines_.next();
    if (!line) return error(line.error());
    if (!*line) return card.finished("END:VCARD is missing");
    if (is_mark(**line, "end")) {
      if (!card.is_nested()) return card.finished("");
      card.end_nested(**line);
    } else if (is_mark(**line, "begin")) {
      if (!card.expects_nested() && !card.nests_deeper()) {
        at_begin_ = true;
        return card.finished("END:VCARD is missing");
      }
      card.begin_nested(**line);
    } else {
      card.add(*std::move(*line), lines_.number(), lines_.was_cut());
    }
  }
}

}  // namespace crm

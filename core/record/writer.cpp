#include "core/record/writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/domain/text.hpp"

namespace crm {
namespace {

template <class T>
concept Texted = requires(const T& value) {
  { value.text() } -> std::convertible_to<std::string>;
};

// --- Values to data ---

struct Writer {
  static constexpr std::size_t usual_fields = 8;

  Data map = Data::map();

  Writer() {
    map.keys.reserve(usual_fields);
    map.children.reserve(usual_fields);
  }

  template <class T>
  void operator()(std::string_view key, const T& member, Trait = {}) {
    if (is_nothing(member)) return;
    Data data = of(member);
    if (data.kind == Data::Kind::none || (data.kind != Data::Kind::scalar && data.children.empty()))
      return;
    map.keys.emplace_back(key);
    map.children.push_back(std::move(data));
  }

  /// Most fields of most records.
  template <class T>
  static bool is_nothing(const T& member) {
    if constexpr (requires { member.has_value(); })
      return !member.has_value();
    else if constexpr (requires { member.size(); })
      return member.size() == 0;
    else
      return false;
  }

  static Data of(const std::string& text) { return text.empty() ? Data() : Data::scalar(text); }

  static Data of(bool yes) { return yes ? Data::scalar("yes", true) : Data(); }

  static Data of(std::int64_t number) { return Data::scalar(std::to_string(number), true); }

  static Data of(const Recurrence& every) {
    return Data::scalar(every.text(), every.period().has_value());
  }

  static Data of(const Data& any) { return any; }

  template <Texted T>
  static Data of(const T& value) {
    return Data::scalar(value.text(), true);
  }

  template <class T>
  static Data of(const std::optional<T>& value) {
    return value ? of(*value) : Data();
  }

  static Data of(const Labelled& entry) {
    if (entry.label.empty() || entry.value.empty()) return of(entry.value);
    Data map = Data::map();
    map.on_one_line = true;
    map.put("value", Data::scalar(entry.value));
    map.put("label", Data::scalar(entry.label));
    return map;
  }

  template <Described T>
  static Data of(const T& value) {
    Writer writer;
    T::describe(writer, value);
    if constexpr (requires { T::on_one_line; }) writer.map.on_one_line = true;
    return std::move(writer.map);
  }

  template <class T>
  static Data of(const std::vector<T>& values) {
    Data list = Data::list();
    list.on_one_line = !Described<T>;
    list.children.reserve(values.size());
    for (const T& value : values)
      if (Data data = of(value); data.kind != Data::Kind::none)
        list.children.push_back(std::move(data));
    return list;
  }

  template <class T>
  static Data of(const Named<T>& values) {
    Data map = Data::map();
    map.on_one_line = std::is_same_v<T, Consent> || std::is_same_v<T, Colleague> ||
                      std::is_same_v<T, CustomField>;
    for (const auto& [name, value] : values)
      if (Data data = of(value); data.kind != Data::Kind::none) {
        map.keys.push_back(name);
        map.children.push_back(std::move(data));
      }
    if constexpr (Described<T>) {
      map.on_one_line = false;
      for (Data& child : map.children) child.on_one_line = true;
    }
    return map;
  }
};

/// Where the members of a value are, in the order of its description.
struct Members {
  std::vector<const void*> all;

  template <class T>
  void operator()(std::string_view, const T& member, Trait = {}) {
    all.push_back(&member);
  }
};

struct TwoWriters {
  std::vector<const void*> olds;
  std::size_t at = 0;
  Writer before = {}, after = {};

  template <class T>
  void operator()(std::string_view key, const T& now, Trait = {}) {
    const T& old = *static_cast<const T*>(olds[at++]);
    if (old == now) return;
    before(key, old);
    after(key, now);
  }

  template <Described T>
  void operator()(std::string_view key, const std::vector<T>& now, Trait = {}) {
    const auto& old = *static_cast<const std::vector<T>*>(olds[at++]);
    if (old == now) return;
    Data olds_differing = Data::list(), its_differing = Data::list();
    for (std::size_t i = 0; i < std::max(old.size(), now.size()); ++i) {
      if (i > 0 && i < std::min(old.size(), now.size()) && old[i] == now[i]) continue;
      if (i < old.size()) olds_differing.children.push_back(Writer::of(old[i]));
      if (i < now.size()) its_differing.children.push_back(Writer::of(now[i]));
    }
    before(key, olds_differing);
    after(key, its_differing);
  }
};

// --- Data to text ---

/// Words that some reader of YAML 1.1 or 1.2 takes for a null or a yes/no.
bool is_reserved_word(std::string_view text) {
  static constexpr std::array words{"~",  "null", "true", "false", "yes", "no",
                                    "on", "off",  "y",    "n",     "=",   "<<"};
  const std::string word = lowered(text);
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Anything that begins like a number, a day or a clock time: quoted, so that every reader sees a
/// text.
bool looks_like_number(std::string_view text) {
  if (text.front() == '+' || text.front() == '-' || text.front() == '.') text.remove_prefix(1);
  if (text.empty()) return true;
  if (text.front() == '.') text.remove_prefix(1);
  const std::string word = lowered(text);
  if (word == "inf" || word == "nan") return true;
  if (text.empty() || text.front() < '0' || text.front() > '9') return false;
  const std::string_view base = std::string_view(word).substr(0, 2);
  if (base == "0x" || base == "0b")
    return word.find_first_not_of("0123456789abcdef_", 2) == word.npos;
  return word.find_first_not_of("0123456789eo_.,:+-tz ") == word.npos;
}

bool is_plain_safe(std::string_view text, bool in_flow) {
  if (text.empty() || is_reserved_word(text) || looks_like_number(text)) return false;
  static constexpr std::string_view indicators = "-?:,[]{}#&*!|>'\"%@`";
  if (indicators.find(text.front()) != text.npos) return false;
  if (text.front() == ' ' || text.back() == ' ' || text.back() == ':') return false;
  if (text.starts_with("...") || text.starts_with("---")) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == ':' && text[i + 1] == ' ') return false;
    if (c == '#' && text[i - 1] == ' ') return false;
    if (in_flow && std::string_view(",[]{}?").find(c) != text.npos) return false;
    // In a flow map some readers take any colon for the end of a key.
    if (in_flow && c == ':' && std::string_view("/@.").find(text[i + 1]) == text.npos) return false;
  }
  return true;
}

struct CodePoint {
  std::uint32_t value;
  std::size_t bytes;
};

CodePoint code_point(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  std::uint32_t value = bytes == 1 ? lead : lead & (0x7Fu >> bytes);
  for (std::size_t i = 1; i < bytes && at + i < text.size(); ++i)
    value = value << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3Fu);
  return {value, bytes};
}

/// Characters that must be escaped to survive, or to be seen: controls, exotic line breaks, the
/// byte order mark.
bool needs_escape(std::uint32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || c == 0xFEFF ||
         c == 0xFFFE || c == 0xFFFF;
}

bool has_character_to_escape(std::string_view text, std::string_view but) {
  for (std::size_t at = 0; at < text.size();) {
    const auto [c, bytes] = code_point(text, at);
    if (needs_escape(c) && (c >= 0x80 || but.find(static_cast<char>(c)) == but.npos)) return true;
    at += bytes;
  }
  return false;
}

std::string double_quoted(std::string_view text) {
  std::string out = "\"";
  for (std::size_t at = 0; at < text.size();) {
    const auto [c, bytes] = code_point(text, at);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c == '\r') {
      out += "\\r";
    } else if (needs_escape(c)) {
      out += fmt::format("\\u{:04X}", c);
    } else {
      out += text.substr(at, bytes);
    }
    at += bytes;
  }
  return out + '"';
}

std::string single_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    out += c;
    if (c == '\'') out += c;
  }
  return out + '\'';
}

std::string spaces(int count) {
  return std::string(static_cast<std::size_t>(count), ' ');
}

/// `|-` and the text's lines, indented for a parent in column `indent`.
Lines block_lines(std::string_view text, int indent) {
  const std::string_view body = text.substr(0, text.find_last_not_of('\n') + 1);
  const std::size_t breaks = text.size() - body.size();
  Lines lines;
  lines.first = breaks == 0 ? "|-" : breaks == 1 ? "|" : "|+";
  const std::string margin = spaces(indent + 2);
  for (const std::string_view line : split(body, '\n'))
    lines.rest.push_back(line.empty() ? "" : margin + std::string(line));
  for (std::size_t i = 1; i < breaks; ++i) lines.rest.emplace_back();
  return lines;
}

void append_entry(std::vector<std::string>& out, const std::string& head, Lines lines) {
  out.push_back(lines.first.empty() ? head : head + " " + lines.first);
  std::move(lines.rest.begin(), lines.rest.end(), std::back_inserter(out));
}

/// The entries of a block map whose keys stand in column `indent`.
std::vector<std::string> map_lines(const Data& map, int indent, const LineStyle& style) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < map.keys.size(); ++i)
    append_entry(out, spaces(indent) + key_text(map.keys[i]) + ":",
                 value_lines(map.children[i], indent, style));
  return out;
}

}  // namespace

Data to_data(const Customer& customer) {
  return Writer::of(customer);
}

BeforeAndAfter where_they_differ(const Customer& before, const Customer& after) {
  Members olds;
  Customer::describe(olds, before);
  TwoWriters writers{std::move(olds.all)};
  Customer::describe(writers, after);
  return {std::move(writers.before.map), std::move(writers.after.map)};
}

Data to_data(const Campaign& campaign) {
  return Writer::of(campaign);
}

Data to_data(const Settings& settings) {
  return Writer::of(settings);
}

Data to_data(const Rates& rates) {
  return Writer::of(rates);
}

Data to_data(const Mapping& mapping) {
  return Writer::of(mapping);
}

Data to_data(const Interaction& interaction) {
  return Writer::of(interaction);
}

Data to_data(const Reminder& reminder) {
  return Writer::of(reminder);
}

Data to_data(const Deal& deal) {
  return Writer::of(deal);
}

Data to_data(const Case& one) {
  return Writer::of(one);
}

Data to_data(const Purchase& purchase) {
  return Writer::of(purchase);
}

Data to_data(const Payment& payment) {
  return Writer::of(payment);
}

Data to_data(const Person& person) {
  return Writer::of(person);
}

std::string scalar_text(const Data& scalar, bool in_flow, Quotes wish) {
  const std::string& text = scalar.text;
  if (scalar.typed) return text;
  if (has_character_to_escape(text, "")) return double_quoted(text);
  if (wish == Quotes::single_quoted) return single_quoted(text);
  if (wish == Quotes::double_quoted || !is_plain_safe(text, in_flow)) return double_quoted(text);
  return text;
}

std::string key_text(std::string_view key) {
  // `on` is a key of the format, read as text by everybody who reads by schema; users' own keys are
  // quoted with care.
  if (key == "on") return "on";
  return scalar_text(Data::scalar(std::string(key)), true);
}

std::string flow_text(const Data& data) {
  if (data.kind == Data::Kind::scalar) return scalar_text(data, true);
  if (data.kind == Data::Kind::none) return "";
  const bool is_map = data.kind == Data::Kind::map;
  std::string out = is_map ? "{" : "[";
  for (std::size_t i = 0; i < data.children.size(); ++i) {
    if (i > 0) out += ", ";
    if (is_map) out += key_text(data.keys[i]) + ": ";
    out += flow_text(data.children[i]);
  }
  return out + (is_map ? "}" : "]");
}

bool wants_block(const Data& scalar) {
  const std::string& text = scalar.text;
  if (scalar.typed || text.find('\n') == text.npos || text.front() == ' ' || text.front() == '\n')
    return false;
  return !has_character_to_escape(text, "\n\t") && text.find(" \n") == text.npos &&
         text.front() != '\t' && text.back() != ' ';
}

Lines value_lines(const Data& data, int indent, const LineStyle& style) {
  if (style.block_texts && data.kind == Data::Kind::scalar && wants_block(data))
    return block_lines(data.text, indent);
  if (data.kind == Data::Kind::scalar) return {scalar_text(data, false), {}};
  if (data.on_one_line || data.children.empty()) return {flow_text(data), {}};
  if (data.kind == Data::Kind::map) return {"", map_lines(data, indent + 2, style)};
  Lines lines;
  const int dash = indent + style.list_indent;
  for (const Data& item : data.children)
    append_entry(lines.rest, spaces(dash) + "-", item_lines(item, dash, style));
  return lines;
}

Lines item_lines(const Data& data, int indent, const LineStyle& style) {
  if (data.kind == Data::Kind::map && !data.on_one_line && !data.children.empty()) {
    std::vector<std::string> lines = map_lines(data, indent + 2, style);
    std::string first = lines.front().substr(static_cast<std::size_t>(indent) + 2);
    lines.erase(lines.begin());
    return {std::move(first), std::move(lines)};
  }
  if (data.kind == Data::Kind::list) return {flow_text(data), {}};
  return value_lines(data, indent, style);
}

std::string new_file(const Data& record) {
  std::string text;
  for (const std::string& line : map_lines(record, 0, {})) text += line + "\n";
  return text;
}

}  // namespace crm

#include "core/record/plain_yaml.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace crm {
namespace {

/// libyaml looks for the ":" of a key no further than 1,024 characters.
constexpr std::size_t longest_key = 128;

unsigned char byte_of(char c) {
  return static_cast<unsigned char>(c);
}

bool is_between(unsigned char c, unsigned char low, unsigned char high) {
  return low <= c && c <= high;
}

/// How many bytes the character takes that begins there; 0 for what is not UTF-8, what YAML does
/// not allow, and what libyaml takes for a line break or a byte order mark (U+0085, U+2028, U+FEFF
/// …).
std::size_t character_length(std::string_view text, std::size_t at) {
  const unsigned char first = byte_of(text[at]);
  const std::size_t length = first < 0xC2   ? 0
                             : first < 0xE0 ? 2
                             : first < 0xF0 ? 3
                             : first < 0xF5 ? 4
                                            : 0;
  if (length == 0 || at + length > text.size()) return 0;
  const unsigned char second = byte_of(text[at + 1]);
  unsigned char low = 0x80, high = 0xBF;
  switch (first) {
    case 0xC2: low = 0xA0; break;   // U+0080 … U+009F are control characters
    case 0xE0: low = 0xA0; break;   // not the shortest spelling
    case 0xED: high = 0x9F; break;  // surrogates
    case 0xF0: low = 0x90; break;
    case 0xF4: high = 0x8F; break;  // beyond U+10FFFF
    default: break;
  }
  if (!is_between(second, low, high)) return 0;
  for (std::size_t i = 2; i < length; ++i)
    if (!is_between(byte_of(text[at + i]), 0x80, 0xBF)) return 0;
  const std::string_view character = text.substr(at, length);
  const bool is_special = character == "\u2028" || character == "\u2029" || character == "\uFEFF" ||
                          character == "\xEF\xBF\xBE" || character == "\xEF\xBF\xBF";
  return is_special ? 0 : length;
}

/// Whether the next eight bytes are ASCII without control characters, but for line breaks.
bool are_plain_ascii(const char* bytes) {
  constexpr std::uint64_t each = 0x0101010101010101u, high = each * 0x80;
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  // Line breaks are taken for spaces: the high bit of each byte that is one is set here.
  const std::uint64_t others = word ^ each * '\n';
  const std::uint64_t breaks = ~(((others & ~high) + ~high) | others | ~high);
  word += (breaks >> 7) * (' ' - '\n');
  // What is below a space wraps round to where the high bit is set; DEL gets it by one more.
  return ((word - each * ' ') & high) == 0 && ((word + each) & high) == 0;
}

bool has_only_plain_characters(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const unsigned char c = byte_of(text[at]);
    if (is_between(c, 0x20, 0x7E) || c == '\n') {
      ++at;
      while (at + 8 <= text.size() && are_plain_ascii(text.data() + at)) at += 8;
      continue;
    }
    const std::size_t length = character_length(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         byte_of(c) >= 0x80;
}

class PlainReader {
 public:
  explicit PlainReader(TreeBuilder& builder) : builder_(builder), text_(builder.text()) {}

  bool read() {
    if (!has_only_plain_characters(text_)) return false;
    go_to_content();
    return indent_ == 0 && block_map(0) && at_ == text_.size();
  }

 private:
  static constexpr int nothing_more = -1;

  bool is_at(char c) const { return at_ < text_.size() && text_[at_] == c; }

  bool is_at_line_end() const { return at_ == text_.size() || text_[at_] == '\n'; }

  /// Whether a space or the line's end stands there.
  bool is_blank(std::size_t at) const {
    return at >= text_.size() || text_[at] == ' ' || text_[at] == '\n';
  }

  bool is_at_dash() const { return is_at('-') && is_blank(at_ + 1); }

  void skip_spaces() {
    while (is_at(' ')) ++at_;
  }

  void skip_line() { at_ = std::min(text_.find('\n', at_), text_.size() - 1) + 1; }

  /// From the beginning of a line to the next thing that is said, past blank lines and comments.
  void go_to_content() {
    while (at_ < text_.size()) {
      line_ = at_;
      skip_spaces();
      if (!is_at_line_end() && !is_at('#')) {
        indent_ = column();
        return;
      }
      skip_line();
    }
    indent_ = nothing_more;
  }

  int column() const { return static_cast<int>(at_ - line_); }

  /// Past what may follow a value on its line: spaces, and a comment after them.
  bool end_line() {
    const std::size_t end = at_;
    skip_spaces();
    if (!is_at_line_end() && (!is_at('#') || at_ == end)) return false;
    if (at_ < text_.size()) skip_line();
    return true;
  }

  // Each of these stands on what it reads, and goes to what comes after it.

  /// The length of the key that begins here; 0 where none does.
  std::size_t key_length() const {
    std::size_t end = at_;
    if (end == text_.size() || !is_word(text_[end])) return 0;
    while (end < text_.size() && (is_word(text_[end]) || text_[end] == '-' || text_[end] == '.'))
      ++end;
    const bool is_key = end < text_.size() && text_[end] == ':' && is_blank(end + 1);
    return is_key && end - at_ <= longest_key ? end - at_ : 0;
  }

  bool key() {
    const std::size_t length = key_length();
    if (length == 0) return false;
    builder_.scalar(Node::Style::plain, at_, at_ + length, text_.substr(at_, length));
    at_ += length + 1;
    return true;
  }

  bool block_map(int indent) {
    if (!open(Node::Kind::map, false)) return false;
    do {
      if (!key() || !value(indent)) return false;
    } while (indent_ == indent && !is_at_dash());
    return close();
  }

  bool block_list(int indent) {
    if (!open(Node::Kind::list, false)) return false;
    do {
      ++at_;
      skip_spaces();
      const bool is_map = key_length() > 0;
      if (is_map ? !block_map(column()) : !rest_of_line(indent)) return false;
    } while (indent_ == indent && is_at_dash());
    return close();
  }

  /// What stands after the ":" of a key that is indented so far.
  bool value(int indent) {
    const std::size_t after_colon = at_;
    skip_spaces();
    if (!is_at_line_end() && !is_at('#')) return rest_of_line(indent);
    if (at_ < text_.size()) skip_line();
    go_to_content();
    if (indent_ >= indent && is_at_dash()) return block_list(indent_);
    if (indent_ > indent) return block_map(indent_);
    builder_.scalar(Node::Style::plain, after_colon, after_colon, {});
    return true;
  }

  /// A value that begins on the line of its key or dash, in a map or list that is indented so far.
  bool rest_of_line(int indent) {
    if (is_at('|')) {
      if (!block_text(indent)) return false;
    } else if (!one_line_value(false) || !end_line()) {
      return false;
    }
    go_to_content();
    // What is indented deeper would go on with a plain text.
    return indent_ <= indent;
  }

  bool one_line_value(bool in_flow) {
    if (is_at('"')) return double_quoted();
    if (is_at('\'')) return single_quoted();
    if (is_at('[')) return flow(Node::Kind::list, ']');
    if (is_at('{')) return flow(Node::Kind::map, '}');
    return in_flow ? plain_in_flow() : plain();
  }

  bool begins_plain() const {
    if (at_ == text_.size()) return false;
    if (is_word(text_[at_])) return true;
    if (text_[at_] == '-' || text_[at_] == '.')
      return at_ + 1 < text_.size() && is_word(text_[at_ + 1]);
    return std::string_view("+(/~$^;<=").find(text_[at_]) != std::string_view::npos;
  }

  void plain_until(std::size_t end) {
    const std::size_t begin = at_;
    at_ = end;
    while (end > begin && text_[end - 1] == ' ') --end;
    builder_.scalar(Node::Style::plain, begin, end, text_.substr(begin, end - begin));
    at_ = end;
  }

  bool plain() {
    if (!begins_plain()) return false;
    std::string_view said = text_.substr(at_, text_.find('\n', at_) - at_);
    // It does not begin with one.
    for (auto hash = said.find('#'); hash != said.npos; hash = said.find('#', hash + 1))
      if (said[hash - 1] == ' ') said = said.substr(0, hash);
    for (auto colon = said.find(':'); colon != said.npos; colon = said.find(':', colon + 1))
      if (is_blank(at_ + colon + 1)) return false;
    if (said.size() > Tree::largest_text) return false;
    plain_until(at_ + said.size());
    return true;
  }

  bool plain_in_flow() {
    if (!begins_plain()) return false;
    std::size_t end = at_;
    for (;; ++end) {
      if (end == text_.size()) return false;
      const char c = text_[end];
      if (c == ',' || c == ']' || c == '}') break;
      if (c == '\n' || c == '[' || c == '{' || c == '?' || c == '#') return false;
      if (c == ':' && (is_blank(end + 1) || !is_word(text_[end + 1])) &&
          (is_blank(end + 1) || text_[end + 1] != '/'))
        return false;
    }
    plain_until(end);
    return true;
  }

  bool single_quoted() {
    const std::size_t begin = at_;
    const std::size_t end = text_.find_first_of("'\n", begin + 1);
    if (end == text_.npos || text_[end] == '\n') return false;
    at_ = end + 1;
    if (is_at('\'')) return false;
    builder_.scalar(Node::Style::single_quoted, begin, at_,
                    text_.substr(begin + 1, end - begin - 1));
    return true;
  }

  bool double_quoted() {
    const std::size_t begin = at_;
    const std::size_t stop = text_.find_first_of("\"\\\n", begin + 1);
    if (stop == text_.npos || text_[stop] == '\n') return false;
    std::string_view said = text_.substr(begin + 1, stop - begin - 1);
    at_ = stop;
    if (is_at('\\')) {
      std::string decoded(said);
      if (!rest_with_escapes(decoded)) return false;
      said = builder_.keep(std::move(decoded));
    }
    ++at_;
    builder_.scalar(Node::Style::double_quoted, begin, at_, said);
    return true;
  }

  bool rest_with_escapes(std::string& said) {
    for (; !is_at('"'); ++at_) {
      if (is_at_line_end()) return false;
      if (is_at('\\')) {
        ++at_;
        if (is_at('n'))
          said += '\n';
        else if (is_at('"') || is_at('\\'))
          said += text_[at_];
        else
          return false;
      } else {
        said += text_[at_];
      }
    }
    return said.size() <= Tree::largest_text;
  }

  bool flow(Node::Kind kind, char closing) {
    if (!open(kind, true)) return false;
    ++at_;
    skip_spaces();
    while (!is_at(closing)) {
      if (kind == Node::Kind::map) {
        if (!key()) return false;
        skip_spaces();
      }
      if (!one_line_value(true)) return false;
      skip_spaces();
      if (is_at(closing)) break;
      if (!is_at(',')) return false;
      ++at_;
      skip_spaces();
      if (is_at(closing)) return false;
    }
    ++at_;
    return close();
  }

  /// `|`, `|-` or `|+` and the lines below it that are indented deeper.
  bool block_text(int parent) {
    const std::size_t begin = at_;
    ++at_;
    const char chomping = is_at('-') || is_at('+') ? text_[at_++] : ' ';
    if (!is_at('\n')) return false;
    ++at_;
    std::size_t first = at_;
    while (first < text_.size() && text_[first] == ' ') ++first;
    const std::size_t indent = first - at_;
    // An empty text, or one that begins with blank lines.
    if (first == text_.size() || text_[first] == '\n' || static_cast<int>(indent) <= parent)
      return false;
    std::string said;
    std::size_t content = 0;
    while (at_ < text_.size()) {
      const std::size_t line_end = text_.find('\n', at_);
      if (line_end == text_.npos) return false;
      std::size_t inside = at_;
      while (inside < line_end && inside - at_ < indent && text_[inside] == ' ') ++inside;
      if (inside == line_end) {
        said += '\n';
      } else {
        if (inside - at_ < indent) break;
        said.append(text_.substr(inside, line_end + 1 - inside));
        content = said.size();
      }
      at_ = line_end + 1;
    }
    if (chomping != '+') said.resize(chomping == '-' ? content - 1 : content);
    if (said.size() > Tree::largest_text) return false;
    builder_.scalar(Node::Style::literal, begin, at_, builder_.keep(std::move(said)));
    return true;
  }

  bool open(Node::Kind kind, bool flow) {
    builder_.open(kind, flow, at_);
    return builder_.depth() <= Tree::greatest_depth;
  }

  bool close() { return !builder_.close(at_); }

  TreeBuilder& builder_;
  std::string_view text_;
  std::size_t at_ = 0;
  /// Where the line of the last content begins, and how far it is indented.
  std::size_t line_ = 0;
  int indent_ = nothing_more;
};

}  // namespace

bool read_plain_yaml(TreeBuilder& builder) {
  return PlainReader(builder).read();
}

}  // namespace crm

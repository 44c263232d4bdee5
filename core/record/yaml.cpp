#include "core/record/yaml.hpp"

#include <yaml.h>

#include <algorithm>

namespace crm {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

struct Parser {
  yaml_parser_t parser;

  Parser() { yaml_parser_initialize(&parser); }

  ~Parser() { yaml_parser_delete(&parser); }

  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;
};

struct Event {
  yaml_event_t event{};
  Event() = default;

  ~Event() { yaml_event_delete(&event); }

  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
};

/// Turns libyaml's positions, counted in characters, into bytes. They come in rising order but for
/// small steps back.
class Position {
 public:
  explicit Position(std::string_view text)
      : text_(text), ascii_(std::all_of(text.begin(), text.end(), [](char c) {
          return static_cast<signed char>(c) >= 0;
        })) {}

  std::size_t byte(std::size_t character) {
    if (ascii_) return character;
    while (character_ < character && byte_ < text_.size()) {
      ++byte_;
      while (byte_ < text_.size() && continues(byte_)) ++byte_;
      ++character_;
    }
    while (character_ > character) {
      --byte_;
      while (continues(byte_)) --byte_;
      --character_;
    }
    return byte_;
  }

 private:
  bool continues(std::size_t at) const {
    return (static_cast<unsigned char>(text_[at]) & 0xC0) == 0x80;
  }

  std::string_view text_;
  bool ascii_;
  std::size_t character_ = 0, byte_ = 0;
};

Node::Style style_of(yaml_scalar_style_t style) {
  switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: return Node::Style::single_quoted;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: return Node::Style::double_quoted;
    case YAML_LITERAL_SCALAR_STYLE: return Node::Style::literal;
    case YAML_FOLDED_SCALAR_STYLE: return Node::Style::folded;
    default: return Node::Style::plain;
  }
}

/// What libyaml says about a syntax error, in words for somebody who keeps customers; `here` is the
/// text from there on.
std::string in_our_words(const yaml_parser_t& parser, std::string_view here) {
  const std::string said = parser.problem == nullptr ? "" : parser.problem;
  const auto speaks_of = [&](std::string_view words) { return said.find(words) != said.npos; };
  if (parser.error == YAML_READER_ERROR)
    return speaks_of("control") ? "there is a control character here" : "this is not UTF-8 text";
  if (speaks_of("unexpected end of stream")) return "a quoted text has no end";
  if (speaks_of("cannot start any token") && here.starts_with('\t'))
    return "a tab stands where only spaces may";
  if (speaks_of("cannot start any token"))
    return "a text can't begin with " + std::string(here.substr(0, 1)) + "; put it in quotes";
  if (speaks_of("mapping values are not allowed"))
    return "a second \": \" on one line; put the text in quotes";
  if (speaks_of("could not find expected ':'"))
    return "a \":\" is missing, or the indentation is off";
  if (speaks_of("did not find expected key")) return "this line does not fit the indentation above";
  if (speaks_of("did not find expected '-' indicator"))
    return "a list item should begin with \"- \" here";
  if (speaks_of("',' or")) return "a list or map on one line is not closed";
  return said.empty() ? "this is not YAML" : said;
}

/// Whether the mistake is where the thing began that has no end, rather than where this was
/// noticed.
bool begins_before(const yaml_parser_t& parser) {
  if (parser.problem == nullptr || parser.context == nullptr) return false;
  const std::string_view said = parser.problem;
  return said.find("unexpected end of stream") != said.npos || said.find("',' or") != said.npos ||
         said.find("could not find expected ':'") != said.npos;
}

class YamlReader {
 public:
  explicit YamlReader(TreeBuilder& builder)
      : builder_(builder),
        start_(builder.text().starts_with(byte_order_mark) ? byte_order_mark.size() : 0),
        position_(builder.text().substr(start_)) {
    const std::string_view body = builder.text().substr(start_);
    yaml_parser_set_encoding(&guard_.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&guard_.parser,
                                 reinterpret_cast<const unsigned char*>(body.data()), body.size());
  }

  std::optional<Error> read() {
    while (true) {
      Event holder;
      const yaml_event_t& event = holder.event;
      if (yaml_parser_parse(&guard_.parser, &holder.event) == 0) return syntax_error();
      if (event.type == YAML_STREAM_END_EVENT) return std::nullopt;
      if (auto mistake = take(event)) return mistake;
      if (builder_.depth() > Tree::greatest_depth)
        return builder_.problem(byte(event.start_mark), "nested deeper than 32 levels", "too-deep");
    }
  }

 private:
  std::string_view text() const { return builder_.text(); }

  std::size_t byte(const yaml_mark_t& mark) { return start_ + position_.byte(mark.index); }

  std::optional<Error> take(const yaml_event_t& event) {
    const std::size_t begin = byte(event.start_mark);
    switch (event.type) {
      case YAML_DOCUMENT_START_EVENT:
        if (++documents_ == 1) return std::nullopt;
        return builder_.problem(begin, "a second document begins here", "second-document",
                                "a file is one document: remove the line \"---\"");
      case YAML_ALIAS_EVENT:
        return builder_.problem(begin, "aliases (*name) are not used in a book", "alias",
                                "write the value out");
      case YAML_SCALAR_EVENT: return take_scalar(event, begin);
      case YAML_SEQUENCE_START_EVENT: {
        const auto& start = event.data.sequence_start;
        return open(Node::Kind::list, start, start.style == YAML_FLOW_SEQUENCE_STYLE, begin);
      }
      case YAML_MAPPING_START_EVENT: {
        const auto& start = event.data.mapping_start;
        return open(Node::Kind::map, start, start.style == YAML_FLOW_MAPPING_STYLE, begin);
      }
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT: return builder_.close(byte(event.end_mark));
      default: return std::nullopt;
    }
  }

  std::optional<Error> take_scalar(const yaml_event_t& event, std::size_t begin) {
    const auto& scalar = event.data.scalar;
    if (auto refused = look_at_property(scalar, begin)) return refused;
    if (scalar.length > Tree::largest_text)
      return builder_.problem(begin, "a text longer than 1 MiB", "too-large",
                              "keep it in a file beside the record");
    const std::size_t end = byte(event.end_mark);
    const std::string_view said(reinterpret_cast<const char*>(scalar.value), scalar.length);
    const std::string_view written = text().substr(begin, end - begin);
    const std::size_t quote = scalar.style == YAML_PLAIN_SCALAR_STYLE ? 0 : 1;
    const bool as_written =
        written.size() == said.size() + 2 * quote && written.substr(quote, said.size()) == said;
    builder_.scalar(
        style_of(scalar.style), begin, end,
        as_written ? written.substr(quote, said.size()) : builder_.keep(std::string(said)));
    return std::nullopt;
  }

  template <class Start>
  std::optional<Error> open(Node::Kind kind, const Start& start, bool flow, std::size_t begin) {
    if (auto refused = look_at_property(start, begin)) return refused;
    builder_.open(kind, flow, begin);
    return std::nullopt;
  }

  template <class Data>
  std::optional<Error> look_at_property(const Data& data, std::size_t begin) const {
    if (data.anchor != nullptr)
      return builder_.problem(begin, "anchors (&name) are not used in a book", "anchor",
                              "write the value out where it is needed");
    if (data.tag != nullptr)
      return builder_.problem(begin, "tags (!name) are not used in a book", "tag",
                              "remove the tag; the format says what a field means");
    return std::nullopt;
  }

  Error syntax_error() {
    const yaml_parser_t& parser = guard_.parser;
    std::size_t at = 0;
    if (parser.error == YAML_READER_ERROR) {
      // Of a character that is cut off libyaml names the byte that should have gone on with it.
      at = std::min(start_ + parser.problem_offset, text().size());
      const bool is_cut =
          std::string_view(parser.problem).find("trailing") != std::string_view::npos;
      while (is_cut && at > start_ && (static_cast<unsigned char>(text()[--at]) & 0xC0) == 0x80) {
      }
    } else {
      at = byte(begins_before(parser) ? parser.context_mark : parser.problem_mark);
    }
    at = std::min(at, text().size());
    return builder_.problem(at, in_our_words(parser, text().substr(at)), "syntax");
  }

  TreeBuilder& builder_;
  Parser guard_;
  std::size_t start_;
  Position position_;
  int documents_ = 0;
};

}  // namespace

std::optional<Error> read_yaml(TreeBuilder& builder) {
  return YamlReader(builder).read();
}

}  // namespace crm

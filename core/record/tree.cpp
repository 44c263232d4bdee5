#include "core/record/tree.hpp"

#include <yaml.h>

#include <algorithm>
#include <cstring>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "core/domain/id.hpp"

namespace crm {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

Error problem_at(std::string_view text, std::size_t byte, std::string_view file,
                 std::string message, std::string code, std::string hint = {}) {
  Problem problem;
  problem.message = std::move(message);
  problem.place = place_in(text, byte, file);
  problem.code = std::move(code);
  problem.hint = std::move(hint);
  return {Error::Kind::invalid, {std::move(problem)}};
}

/// The line that a merge left unresolved, if any; npos otherwise.
std::size_t conflict_marker(std::string_view text) {
  for (const std::string_view marker : {"<<<<<<<", "=======", ">>>>>>>"}) {
    for (std::size_t at = text.find(marker); at != text.npos; at = text.find(marker, at + 1)) {
      const bool at_line_start = at == 0 || text[at - 1] == '\n';
      const std::size_t after = at + marker.size();
      const bool ends = after == text.size() || std::strchr(" \r\n", text[after]) != nullptr;
      if (at_line_start && ends) return at;
    }
  }
  return text.npos;
}

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

}  // namespace

class TreeBuilder {
 public:
  TreeBuilder(std::string text, std::string_view file) {
    tree_.text_ = std::make_unique<const std::string>(std::move(text));
    tree_.file_ = file;
  }

  Result<Tree> build() {
    if (auto refused = look_before_parsing()) return error(*std::move(refused));
    const bool marked = text().starts_with(byte_order_mark);
    start_ = marked ? byte_order_mark.size() : 0;
    const std::string_view body = text().substr(start_);
    Position position(body);

    Parser guard;
    yaml_parser_t& parser = guard.parser;
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, reinterpret_cast<const unsigned char*>(body.data()),
                                 body.size());
    tree_.nodes_.reserve(body.size() / 12 + 8);
    int documents = 0;
    while (true) {
      Event holder;
      yaml_event_t& event = holder.event;
      if (yaml_parser_parse(&parser, &event) == 0) return error(syntax_error(parser, position));
      const auto begin = static_cast<std::uint32_t>(start_ + position.byte(event.start_mark.index));
      const auto end = [&] {
        return static_cast<std::uint32_t>(start_ + position.byte(event.end_mark.index));
      };
      switch (event.type) {
        case YAML_STREAM_END_EVENT: return finish();
        case YAML_DOCUMENT_START_EVENT:
          if (++documents > 1)
            return refuse(begin, "a second document begins here", "second-document",
                          "a record is one document: remove the line \"---\"");
          break;
        case YAML_ALIAS_EVENT:
          return refuse(begin, "aliases (*name) are not part of a record", "alias",
                        "write the value out");
        case YAML_SCALAR_EVENT:
          if (event.data.scalar.anchor != nullptr || event.data.scalar.tag != nullptr)
            return refuse_property(begin, event.data.scalar.anchor);
          if (event.data.scalar.length > Tree::largest_text)
            return refuse(begin, "a text longer than 1 MiB", "too-large",
                          "keep it in a file beside the record");
          add_scalar(event, begin, end());
          break;
        case YAML_SEQUENCE_START_EVENT:
          if (event.data.sequence_start.anchor != nullptr ||
              event.data.sequence_start.tag != nullptr)
            return refuse_property(begin, event.data.sequence_start.anchor);
          open(Node::Kind::list, event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE,
               begin);
          break;
        case YAML_MAPPING_START_EVENT:
          if (event.data.mapping_start.anchor != nullptr || event.data.mapping_start.tag != nullptr)
            return refuse_property(begin, event.data.mapping_start.anchor);
          open(Node::Kind::map, event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE, begin);
          break;
        case YAML_SEQUENCE_END_EVENT:
        case YAML_MAPPING_END_EVENT:
          if (auto refused = close(end())) return error(*std::move(refused));
          break;
        default: break;
      }
      if (open_.size() > Tree::greatest_depth)
        return refuse(begin, "nested deeper than 32 levels", "too-deep");
    }
  }

 private:
  std::string_view text() const { return *tree_.text_; }

  std::optional<Error> look_before_parsing() const {
    if (text().size() > Tree::largest_file)
      return problem_at(text(), 0, tree_.file_, "a file larger than 16 MiB", "too-large");
    const std::size_t marker = conflict_marker(text());
    if (marker != text().npos)
      return problem_at(text(), marker, tree_.file_, "an unresolved merge conflict",
                        "conflict-marker",
                        "keep what is right of both sides and remove the marker lines");
    return std::nullopt;
  }

  Error syntax_error(const yaml_parser_t& parser, Position& position) const {
    std::size_t byte = 0;
    if (parser.error == YAML_READER_ERROR) {
      // Of a character that is cut off libyaml names the byte that should have gone on with it.
      byte = std::min(start_ + parser.problem_offset, text().size());
      const bool is_cut =
          std::string_view(parser.problem).find("trailing") != std::string_view::npos;
      while (is_cut && byte > start_ &&
             (static_cast<unsigned char>(text()[--byte]) & 0xC0) == 0x80) {
      }
    } else {
      byte = start_ + position.byte(begins_before(parser) ? parser.context_mark.index
                                                          : parser.problem_mark.index);
    }
    byte = std::min(byte, text().size());
    return problem_at(text(), byte, tree_.file_, in_our_words(parser, text().substr(byte)),
                      "syntax");
  }

  tl::unexpected<Error> refuse(std::size_t byte, std::string message, std::string code,
                               std::string hint = {}) const {
    return error(problem_at(text(), byte, tree_.file_, std::move(message), std::move(code),
                            std::move(hint)));
  }

  tl::unexpected<Error> refuse_property(std::size_t byte, const yaml_char_t* anchor) const {
    if (anchor != nullptr)
      return refuse(byte, "anchors (&name) are not part of a record", "anchor",
                    "write the value out where it is needed");
    return refuse(byte, "tags (!name) are not part of a record", "tag",
                  "remove the tag; the format says what a field means");
  }

  void add_scalar(const yaml_event_t& event, std::uint32_t begin, std::uint32_t end) {
    Node node;
    node.style = style_of(event.data.scalar.style);
    node.begin = begin;
    node.end = end;
    const std::string_view said(reinterpret_cast<const char*>(event.data.scalar.value),
                                event.data.scalar.length);
    const std::string_view written = text().substr(begin, end - begin);
    if (node.style == Node::Style::plain && written == said) {
      node.text = written;
    } else if (written.size() == said.size() + 2 && written.substr(1, said.size()) == said) {
      node.text = written.substr(1, said.size());
    } else {
      node.text = tree_.decoded_.emplace_back(said);
    }
    count_child();
    tree_.nodes_.push_back(node);
    last_end_ = end;
  }

  void open(Node::Kind kind, bool flow, std::uint32_t begin) {
    count_child();
    Node node;
    node.kind = kind;
    node.style = flow ? Node::Style::flow : Node::Style::block;
    node.begin = begin;
    open_.push_back(static_cast<std::uint32_t>(tree_.nodes_.size()));
    tree_.nodes_.push_back(node);
    last_end_ = begin;
  }

  std::optional<Error> close(std::uint32_t end) {
    Node& node = tree_.nodes_[open_.back()];
    node.span = static_cast<std::uint32_t>(tree_.nodes_.size()) - open_.back();
    node.end = node.is_flow() ? end : last_end_;
    last_end_ = node.end;
    if (node.is_map()) node.size /= 2;
    open_.pop_back();
    return node.is_map() ? look_at_keys(node) : std::nullopt;
  }

  std::optional<Error> look_at_keys(const Node& map) const {
    std::unordered_set<std::string_view> many;
    const Node* const first = map.first();
    for (const auto [key, value] : entries(map)) {
      if (!key.is_scalar())
        return problem_at(text(), key.begin, tree_.file_, "a key must be a word", "syntax");
      bool twice = false;
      if (map.size > 24) {
        twice = !many.insert(key.text).second;
      } else {
        for (const Node* other = first; other != &key; other = other->next()->next())
          if (other->text == key.text) twice = true;
      }
      if (twice) return duplicate_key(map, key);
    }
    return std::nullopt;
  }

  Error duplicate_key(const Node& map, const Node& key) const {
    const Node* before = map.first();
    while (before->text != key.text) before = before->next()->next();
    return problem_at(text(), key.begin, tree_.file_,
                      "\"" + std::string(key.text) +
                          "\" stands here a second time (first in line " +
                          std::to_string(place_in(text(), before->begin, "").line) + ")",
                      "duplicate-key", "keep one of the two");
  }

  void count_child() {
    if (!open_.empty()) ++tree_.nodes_[open_.back()].size;
  }

  Result<Tree> finish() {
    if (tree_.nodes_.empty() || (tree_.nodes_.size() == 1 && tree_.root().is_absent()))
      return refuse(0, "the file is empty", "empty", "a record needs at least a line \"name: …\"");
    if (!tree_.root().is_map())
      return refuse(tree_.root().begin, "a record is a list of lines like \"name: …\"",
                    "not-a-map");
    return std::move(tree_);
  }

  Tree tree_;
  std::size_t start_ = 0;
  std::vector<std::uint32_t> open_;
  std::uint32_t last_end_ = 0;
};

Result<Tree> Tree::parse(std::string text, std::string_view file) {
  return TreeBuilder(std::move(text), file).build();
}

Place Tree::place(std::uint32_t byte) const {
  return place_in(*text_, byte, file_);
}

Place place_after(Place place, std::string_view passed) {
  const auto lines = std::count(passed.begin(), passed.end(), '\n');
  if (lines > 0) {
    place.line += static_cast<int>(lines);
    place.column = 1;
    passed.remove_prefix(passed.rfind('\n') + 1);
  }
  // Characters, not bytes.
  place.column += static_cast<int>(std::count_if(passed.begin(), passed.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
  return place;
}

Place place_in(std::string_view text, std::size_t byte, std::string_view file) {
  std::string_view passed = text.substr(0, byte);
  if (passed.starts_with(byte_order_mark)) passed.remove_prefix(byte_order_mark.size());
  return place_after({std::string(file), 1, 1}, passed);
}

const Node* find(const Node& map, std::string_view key) {
  if (!map.is_map()) return nullptr;
  for (const auto [name, value] : entries(map))
    if (name.text == key) return &value;
  return nullptr;
}

Data to_data(const Node& node) {
  if (node.is_scalar()) return Data::scalar(std::string(node.text));
  Data data = node.is_list() ? Data::list() : Data::map();
  data.on_one_line = node.is_flow();
  if (node.is_list()) {
    for (const Node& item : items(node)) data.children.push_back(to_data(item));
  } else {
    for (const auto [key, value] : entries(node)) {
      data.keys.emplace_back(key.text);
      data.children.push_back(to_data(value));
    }
  }
  return data;
}

bool says(const Node& node, const Data& data) {
  if (node.is_scalar()) return data.kind == Data::Kind::scalar && node.text == data.text;
  if (data.kind != (node.is_list() ? Data::Kind::list : Data::Kind::map) ||
      node.size != data.children.size())
    return false;
  if (node.is_list()) {
    std::size_t i = 0;
    for (const Node& item : items(node))
      if (!says(item, data.children[i++])) return false;
    return true;
  }
  std::unordered_map<std::string_view, const Data*> values;
  for (std::size_t i = 0; i < data.keys.size(); ++i)
    values.emplace(data.keys[i], &data.children[i]);
  for (const auto [key, value] : entries(node)) {
    const auto there = values.find(key.text);
    if (there == values.end() || !says(value, *there->second)) return false;
  }
  return true;
}

const Node* written_id(const Node& entry) {
  const Node* const id = find(entry, "id");
  return id != nullptr && id->is_scalar() && !id->is_absent() && !id->text.empty() ? id : nullptr;
}

std::vector<std::string> entry_ids(const Node& list) {
  std::set<std::string_view> written;
  for (const Node& item : items(list))
    if (const Node* const id = written_id(item)) written.insert(id->text);
  std::vector<std::string> ids;
  ids.reserve(list.size);
  std::unordered_map<std::string, int> seen;
  for (const Node& item : items(list)) {
    if (const Node* const id = written_id(item)) {
      ids.emplace_back(id->text);
      continue;
    }
    // Of two equal entries one may have been given its id already: the other must not get it a
    // second time.
    const std::string content = canonical_text(to_data(item));
    std::string id;
    do id = derived_item_id(content, seen[content]++);
    while (written.contains(id));
    ids.push_back(std::move(id));
  }
  return ids;
}

}  // namespace crm

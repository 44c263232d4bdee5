// The byte work of the editor: how one entry is put into, changed in or cut out of a YAML text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/data.hpp"
#include "core/record/schema.hpp"
#include "core/record/tree.hpp"
#include "core/record/writer.hpp"

namespace crm {

/// Each answer is a whole new text, or nothing where a splice would touch something else. Nothing
/// here is trusted: the editor parses every answer again.
class Splice {
 public:
  /// The usual way makes the text a person would write. The careful one is for places where that
  /// would change something else: texts stand in quotes, blank lines and commas stay.
  enum class Way { usual, careful };

  /// The tree must outlive it.
  Splice(const Tree& tree, Way way);

  /// A new key in a map, after the key that precedes it in the type's order (at the end when `type`
  /// is none).
  std::optional<std::string> put_key(const Node& map, const Type* type, std::string_view key,
                                     const Data& value) const;
  /// Another value in place of this one, which `holder` holds.
  std::optional<std::string> replace(const Node& holder, const Node& value, const Data& data) const;
  /// A new item of a list, before the item of that index (its size: at the end). `holder` is the
  /// map the list is in.
  std::optional<std::string> add_item(const Node& holder, const Node& list, const Data& item,
                                      std::size_t index) const;
  /// Takes an entry out of a list, or a key with its value out of a map. What becomes empty stays
  /// as `[]` or `{}`.
  std::optional<std::string> remove(const Node& holder, const Node* key, const Node& value,
                                    std::size_t index) const;
  /// Takes all entries out of the value of a key, leaves `key: []` and the comments between them.
  std::optional<std::string> remove_all(const Node& value) const;
  /// Whether comments on lines of their own stand between the items of a list.
  bool has_comments_between(const Node& list) const;

  /// The file's line break.
  const std::string& newline() const { return newline_; }

 private:
  struct Change {
    std::size_t begin, end;
    std::string text;
  };

  /// The lines of an item: from its dash to the end of its last line.
  struct Span {
    std::size_t begin, end;
  };

  std::string_view text() const { return tree_.text(); }

  std::string with(const std::vector<Change>& changes) const;
  /// With lines put in below the line that ends there.
  std::string below(std::size_t line_end, const std::string& lines) const;

  std::size_t line_begin(std::size_t at) const;
  /// The end of the line's content, before its line break.
  std::size_t line_end(std::size_t at) const;
  /// After the line break of the line.
  std::size_t next_line(std::size_t at) const;
  /// The end of the line before the one that begins there.
  std::size_t previous_line_end(std::size_t line_begin) const;

  std::string_view line(std::size_t at) const {
    return text().substr(line_begin(at), line_end(at) - line_begin(at));
  }

  int column(std::size_t at) const;
  /// Whether nothing stands before it on its line.
  bool is_first_on_line(std::size_t at) const;
  /// Whether a comment stands anywhere within the node.
  bool has_comment(const Node& node) const;
  /// The byte after a node's last visible character, and the end of that line.
  std::size_t content_end(const Node& node) const;

  std::size_t last_line_end(const Node& node) const { return line_end(content_end(node)); }

  /// Of a node that ends with a line break: before it.
  std::size_t before_line_break(std::size_t end) const;
  /// The end of a block text without blank lines below that it does not keep.
  std::size_t block_text_end(const Node& node) const;
  /// After comments below an item that are indented deeper than its dash.
  std::size_t after_own_comments(std::size_t line_end, int dash_column) const;
  /// The items of a block list; nothing when they do not begin with dashes below each other.
  std::optional<std::vector<Span>> spans(const Node& list) const;

  std::string joined(const std::vector<std::string>& lines) const;
  Lines lines_of(const Data& data, int indent, Quotes wish = Quotes::as_needed) const;
  LineStyle style() const;

  std::optional<std::string> put_key_in_flow(const Node& map, const Node* after,
                                             std::string_view key, const Data& value) const;
  std::optional<std::string> replace_block(const Node& value, const Data& data, int indent) const;
  std::string replace_block_text(const Node& value, const Data& data, int indent) const;
  std::optional<std::string> replace_on_line(const Node& value, const Data& data, int indent) const;
  std::optional<std::string> remove_lines(std::size_t begin, std::size_t end) const;
  std::optional<std::string> remove_from_flow(const Node& holder, const Node* key,
                                              const Node& value, std::size_t index) const;

  const Tree& tree_;
  Way way_;
  std::string newline_;
};

/// Where an ascending or descending list wants an item, by the moments at `order_key`; its size: at
/// the end.
std::size_t index_for(const Node& list, const Data& item, std::string_view order_key);

}  // namespace crm

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

/// Each answer is a whole new text, or nothing where a splice would touch something else. Nothing here is trusted:
/// the editor parses every answer again.
class Splice {
 public:
  /// The tree must outlive it.
  explicit Splice(const Tree& tree);

  /// A new key in a map, after the key that precedes it in the type's order (at the end when `type` is none).
  std::optional<std::string> put_key(const Node& map, const Type* type, std::string_view key, const Data& value) const;
  /// Another value in place of this one.
  std::optional<std::string> replace(const Node& holder, const Node& value, const Data& data) const;
  /// A new item of a list that is known by `key` in its map, before the item of that index (its size: at the end).
  std::optional<std::string> add_item(const Node& list, const Node* key, const Data& item, std::size_t index) const;
  /// Where an ascending or descending list wants the item.
  std::size_t index_for(const Node& list, const Data& item, std::string_view order_key) const;
  /// Takes an entry out of a list, or a key with its value out of a map.
  std::optional<std::string> remove(const Node& holder, const Node* key, const Node& value, std::size_t index) const;
  /// Takes all items out, leaves `key: []` and the comments.
  std::optional<std::string> empty_list(const Node& key, const Node& list) const;
  /// Whether comments on lines of their own stand between the key and the end of the list.
  bool has_comments(const Node& list, const Node& key) const;

 private:
  struct Change {
    std::size_t begin, end;
    std::string text;
  };

  std::string_view text() const { return tree_.text(); }
  std::string with(std::vector<Change> changes) const;
  std::size_t line_begin(std::size_t at) const;
  /// The end of the line's content, before its line break.
  std::size_t line_end(std::size_t at) const;
  /// After the line break of the line.
  std::size_t next_line(std::size_t at) const;
  std::string_view line(std::size_t at) const { return text().substr(line_begin(at), line_end(at) - line_begin(at)); }
  int column(std::size_t at) const;
  /// The end of the last line that belongs to the node.
  std::size_t last_line_end(const Node& node) const;
  /// The byte after its last visible character.
  std::size_t content_end(const Node& node) const;
  std::string joined(const std::vector<std::string>& lines) const;
  int list_indent() const;
  std::size_t dash_of(const Node& list, std::size_t index) const;
  /// After comments below an item that are indented deeper than its dash.
  std::size_t after_own_comments(std::size_t line_end, int dash_column) const;
  std::optional<std::string> put_key_in_flow(const Node& map, const Node* before, std::string_view key, const Data& value) const;
  std::optional<std::string> remove_from_flow(const Node& holder, const Node* key, const Node& value, std::size_t index) const;
  std::optional<std::string> replace_block_text(const Node& value, const Data& data, int indent) const;
  std::optional<std::string> fill_empty(const Node& value, const Data& data, int indent) const;

  const Tree& tree_;
  std::string newline_;
};

}  // namespace crm

// A YAML file of the book as a tree of nodes, each with the bytes it stands on: what reader and
// editor share.
//
// Only the YAML we speak is accepted: one UTF-8 document that is a map, without anchors, aliases,
// tags, duplicate keys or conflict markers, within the limits below. Scalars stay text; the schema
// says what they mean.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/data.hpp"
#include "core/domain/result.hpp"

namespace crm {

struct Node {
  enum class Kind : std::uint8_t { scalar, list, map };
  enum class Style : std::uint8_t {
    plain,
    single_quoted,
    double_quoted,
    literal,
    folded,
    block,
    flow
  };

  Kind kind = Kind::scalar;
  Style style = Style::plain;
  /// Bytes of the text, end exclusive. A block list begins at its first dash, a block map at its
  /// first key; both end with their last descendant. A literal or folded scalar ends after its last
  /// line break. An empty value has no width.
  std::uint32_t begin = 0, end = 0;
  /// Of a scalar: what it says.
  std::string_view text;
  /// Of a list or map: entries (a map's are pairs of key and value).
  std::uint32_t size = 0;

  bool is_scalar() const { return kind == Kind::scalar; }

  bool is_list() const { return kind == Kind::list; }

  bool is_map() const { return kind == Kind::map; }

  bool is_flow() const { return style == Style::flow; }

  bool is_block_text() const { return style == Style::literal || style == Style::folded; }

  /// Nothing, or `~`: absent for every kind of field.
  bool is_absent() const {
    return is_scalar() && style == Style::plain && (text.empty() || text == "~");
  }

  /// Absent, or `null` in plain letters: absent for every field but a text, where Null may be a
  /// name.
  bool is_null() const {
    return is_absent() || (is_scalar() && style == Style::plain &&
                           (text == "null" || text == "Null" || text == "NULL"));
  }

  /// The next entry's node within the same parent, and the first child; meaningful within `size`.
  const Node* first() const { return this + 1; }

  const Node* next() const { return this + span; }

  /// Nodes of this subtree, itself included.
  std::uint32_t span = 1;
};

/// The entries of a list: `for (const Node& item : items(list))`.
class Items {
 public:
  class Iterator {
   public:
    Iterator(const Node* node, std::uint32_t left) : node_(node), left_(left) {}

    const Node& operator*() const { return *node_; }

    Iterator& operator++() {
      if (--left_ > 0) node_ = node_->next();
      return *this;
    }

    bool operator!=(const Iterator& other) const { return left_ != other.left_; }

   private:
    const Node* node_;
    std::uint32_t left_;
  };

  explicit Items(const Node& list) : list_(list) {}

  Iterator begin() const { return {list_.first(), list_.size}; }

  Iterator end() const { return {nullptr, 0}; }

 private:
  const Node& list_;
};

inline Items items(const Node& list) {
  return Items(list);
}

struct Entry {
  const Node& key;
  const Node& value;
};

/// The entries of a map: `for (const auto [key, value] : entries(map))`.
class Entries {
 public:
  class Iterator {
   public:
    Iterator(const Node* key, std::uint32_t left) : key_(key), left_(left) {}

    Entry operator*() const { return {*key_, *key_->next()}; }

    Iterator& operator++() {
      if (--left_ > 0) key_ = key_->next()->next();
      return *this;
    }

    bool operator!=(const Iterator& other) const { return left_ != other.left_; }

   private:
    const Node* key_;
    std::uint32_t left_;
  };

  explicit Entries(const Node& map) : map_(map) {}

  Iterator begin() const { return {map_.first(), map_.size}; }

  Iterator end() const { return {nullptr, 0}; }

 private:
  const Node& map_;
};

inline Entries entries(const Node& map) {
  return Entries(map);
}

/// The value at a key of a map; nullptr when it is absent or `map` is none.
const Node* find(const Node& map, std::string_view key);

class Tree {
 public:
  static constexpr std::size_t largest_file = 16u << 20;
  static constexpr std::size_t largest_text = 1u << 20;
  static constexpr int greatest_depth = 32;

  /// Reads a text; `file` is only for the places of errors (Error::Kind::invalid).
  static Result<Tree> parse(std::string text, std::string_view file);

  const std::string& text() const { return *text_; }

  const std::string& file() const { return file_; }

  const Node& root() const { return nodes_.front(); }

  Place place(std::uint32_t byte) const;

  Place place(const Node& node) const { return place(node.begin); }

 private:
  friend class TreeBuilder;
  std::unique_ptr<const std::string> text_;
  std::string file_;
  std::vector<Node> nodes_;
  std::deque<std::string> decoded_;
};

/// What a node says, as data.
Data to_data(const Node& node);
/// Whether a node says these data: maps in any order, lists in this one.
bool says(const Node& node, const Data& data);

/// The id that is written in an entry; nullptr when there is none.
const Node* written_id(const Node& entry);
/// The id of each entry of a list of entries: the written one, else one made from the content
/// (record.md, "Identity"), so that an entry written by hand is found again and two clones give it
/// the same id. A written one that is made from what another entry says, which has none or the
/// same, is that one's: a merge by lines has put it in the wrong place.
std::vector<std::string> entry_ids(const Node& list);

/// The place at which one is after reading on from `place` over some text.
Place place_after(Place place, std::string_view passed);
/// The line and column of a byte in a text.
Place place_in(std::string_view text, std::size_t byte, std::string_view file);

}  // namespace crm

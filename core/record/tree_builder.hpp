// A tree while it is read: nodes are put in as they stand in the text, and what no file of the book
// may hold is refused.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/result.hpp"
#include "core/record/tree.hpp"

namespace crm {

class TreeBuilder {
 public:
  TreeBuilder(std::string text, std::string_view file);

  std::string_view text() const { return *tree_.text_; }

  /// How many lists and maps are open.
  std::size_t depth() const { return open_.size(); }

  /// `said` must be part of the text, or what `keep` gave.
  void scalar(Node::Style style, std::size_t begin, std::size_t end, std::string_view said);
  /// Holds what a scalar says, where the text spells it in another way.
  std::string_view keep(std::string said);
  void open(Node::Kind kind, bool flow, std::size_t begin);
  /// `end` counts for what is written on one line; else the last descendant's does. An error for a
  /// key that is there twice, or is not a word.
  std::optional<Error> close(std::size_t end);

  /// Forgets all nodes.
  void begin_again();
  /// An error for a text that is no map.
  Result<Tree> finish();

  Error problem(std::size_t byte, std::string message, std::string code,
                std::string hint = {}) const;

 private:
  void count_child();
  std::optional<Error> look_at_keys(const Node& map) const;
  Error duplicate_key(const Node& map, const Node& key) const;

  Tree tree_;
  std::vector<std::uint32_t> open_;
  std::uint32_t last_end_ = 0;
};

}  // namespace crm

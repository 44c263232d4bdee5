#include "core/record/tree_builder.hpp"

#include <unordered_set>

namespace crm {

TreeBuilder::TreeBuilder(std::string text, std::string_view file) {
  tree_.text_ = std::make_unique<const std::string>(std::move(text));
  tree_.file_ = file;
  // More than most texts have: room that is not used costs nothing, growing copies them all.
  tree_.nodes_.reserve(tree_.text_->size() / 8 + 8);
}

void TreeBuilder::scalar(Node::Style style, std::size_t begin, std::size_t end,
                         std::string_view said) {
  count_child();
  Node node;
  node.style = style;
  node.begin = static_cast<std::uint32_t>(begin);
  node.end = static_cast<std::uint32_t>(end);
  node.text = said;
  tree_.nodes_.push_back(node);
  last_end_ = node.end;
}

std::string_view TreeBuilder::keep(std::string said) {
  return tree_.decoded_.emplace_back(std::move(said));
}

void TreeBuilder::open(Node::Kind kind, bool flow, std::size_t begin) {
  count_child();
  Node node;
  node.kind = kind;
  node.style = flow ? Node::Style::flow : Node::Style::block;
  node.begin = static_cast<std::uint32_t>(begin);
  open_.push_back(static_cast<std::uint32_t>(tree_.nodes_.size()));
  tree_.nodes_.push_back(node);
  last_end_ = node.begin;
}

std::optional<Error> TreeBuilder::close(std::size_t end) {
  Node& node = tree_.nodes_[open_.back()];
  node.span = static_cast<std::uint32_t>(tree_.nodes_.size()) - open_.back();
  node.end = node.is_flow() ? static_cast<std::uint32_t>(end) : last_end_;
  last_end_ = node.end;
  if (node.is_map()) node.size /= 2;
  open_.pop_back();
  return node.is_map() ? look_at_keys(node) : std::nullopt;
}

void TreeBuilder::begin_again() {
  tree_.nodes_.clear();
  tree_.decoded_.clear();
  open_.clear();
  last_end_ = 0;
}

Result<Tree> TreeBuilder::finish() {
  if (tree_.nodes_.empty() || (tree_.nodes_.size() == 1 && tree_.root().is_absent()))
    return error(problem(0, "the file is empty", "empty", "it holds lines like \"name: …\""));
  if (!tree_.root().is_map())
    return error(problem(tree_.root().begin, "a file holds lines like \"name: …\"", "not-a-map"));
  return std::move(tree_);
}

Error TreeBuilder::problem(std::size_t byte, std::string message, std::string code,
                           std::string hint) const {
  Problem problem;
  problem.message = std::move(message);
  problem.place = place_in(text(), byte, tree_.file_);
  problem.code = std::move(code);
  problem.hint = std::move(hint);
  return {Error::Kind::invalid, {std::move(problem)}};
}

void TreeBuilder::count_child() {
  if (!open_.empty()) ++tree_.nodes_[open_.back()].size;
}

std::optional<Error> TreeBuilder::look_at_keys(const Node& map) const {
  std::unordered_set<std::string_view> many;
  const Node* const first = map.first();
  for (const auto [key, value] : entries(map)) {
    if (!key.is_scalar()) return problem(key.begin, "a key must be a word", "syntax");
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

Error TreeBuilder::duplicate_key(const Node& map, const Node& key) const {
  const Node* before = map.first();
  while (before->text != key.text) before = before->next()->next();
  return problem(key.begin,
                 "\"" + std::string(key.text) + "\" stands here a second time (first in line " +
                     std::to_string(place_in(text(), before->begin, "").line) + ")",
                 "duplicate-key", "keep one of the two");
}

}  // namespace crm

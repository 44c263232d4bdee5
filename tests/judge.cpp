#include "tests/judge.hpp"

#include <yaml-cpp/yaml.h>

#include "core/record/tree.hpp"

namespace crm::test {
namespace {

Data judged(const YAML::Node& node) {
  if (node.IsNull()) return Data::scalar("");
  if (node.IsScalar()) return Data::scalar(node.Scalar());
  Data data = node.IsSequence() ? Data::list() : Data::map();
  for (const auto& entry : node) {
    if (!node.IsSequence()) data.keys.push_back(entry.first.IsNull() ? "" : entry.first.Scalar());
    data.children.push_back(judged(node.IsSequence() ? YAML::Node(entry) : entry.second));
  }
  return data;
}

/// Our reading, with every spelling of nothing as the other has it.
Data ours(const Node& node) {
  if (node.is_scalar()) return Data::scalar(node.is_null() ? "" : std::string(node.text));
  Data data = node.is_list() ? Data::list() : Data::map();
  if (node.is_list()) {
    for (const Node& item : items(node)) data.children.push_back(ours(item));
  } else {
    for (const auto [key, value] : entries(node)) {
      data.keys.emplace_back(key.is_null() ? "" : key.text);
      data.children.push_back(ours(value));
    }
  }
  return data;
}

}  // namespace

std::string judgement(const std::string& text) {
  const auto tree = Tree::parse(text, "");
  if (!tree) return "we refuse it: " + tree.error().message();
  try {
    return ours(tree->root()) == judged(YAML::Load(text)) ? "" : "yaml-cpp reads other data";
  } catch (const YAML::Exception& refused) {
    return std::string("yaml-cpp refuses it: ") + refused.what();
  }
}

}  // namespace crm::test

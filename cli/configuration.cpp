#include "cli/configuration.hpp"

#include "core/letters/command_line.hpp"
#include "core/record/tree.hpp"

namespace crm {
namespace {

/// nullptr where there is no such key.
const Node* node_of(World& world, std::string_view key, std::optional<Tree>& tree) {
  if (world.environment.config_home.empty()) return nullptr;
  const std::string path = world.environment.config_home + "/crm/config.yaml";
  auto text = world.disk.read(path);
  if (!text) return nullptr;
  tree = Tree::parse(*std::move(text), path).value();
  const Node* const value = find(tree->root(), key);
  return value == nullptr || value->is_absent() ? nullptr : value;
}

}  // namespace

std::optional<std::string> configured(World& world, std::string_view key) {
  std::optional<Tree> tree;
  const Node* const value = node_of(world, key, tree);
  if (value == nullptr || !value->is_scalar()) return std::nullopt;
  return std::string(value->text);
}

std::vector<std::string> configured_command(World& world, std::string_view key) {
  std::optional<Tree> tree;
  const Node* const value = node_of(world, key, tree);
  if (value == nullptr) return {};
  if (value->is_scalar()) return command_words(value->text).value();
  std::vector<std::string> words;
  if (value->is_list())
    for (const Node& item : items(*value))
      if (item.is_scalar()) words.emplace_back(item.text);
  if (words.empty() || words.size() != value->size)
    throw Failure(Error::asked_wrongly(
        std::string(key) + " of " + tree->file() + " is no command",
        "write its words, for example: " + std::string(key) + ": [msmtp, -a, work]"));
  return words;
}

std::vector<std::string> mailer_words(World& world) {
  if (!world.environment.sendmail.empty()) return command_words(world.environment.sendmail).value();
  return configured_command(world, "mailer");
}

}  // namespace crm

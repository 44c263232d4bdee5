#include "cli/configuration.hpp"

#include <charconv>

#include "core/domain/text.hpp"
#include "core/letters/command_line.hpp"
#include "core/letters/mailer.hpp"
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

int mailer_limit_ms(World& world) {
  constexpr int longest = 3600;
  const auto said = configured(world, "mailer_seconds");
  if (!said) return Mailer::usual_limit_ms;
  int seconds = 0;
  const auto [end, wrong] = std::from_chars(said->data(), said->data() + said->size(), seconds);
  if (wrong != std::errc() || end != said->data() + said->size() || seconds < 1 ||
      seconds > longest)
    throw Failure(Error::asked_wrongly(
        "mailer_seconds of your configuration is no number of seconds: " + printable_line(*said),
        "write one from 1 to 3600, for example: mailer_seconds: 120"));
  return seconds * 1000;
}

}  // namespace crm

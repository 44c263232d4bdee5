#include "cli/permission.hpp"

#include <filesystem>
#include <string_view>

#include "cli/committing.hpp"

namespace crm {
namespace {

constexpr std::string_view allowed_word = "allowed\n", refused_word = "refused\n";

/// All that is in the folder, names and contents: a hook may call another file of it.
std::string hooks_text(const Layout& layout, const Disk& disk) {
  std::string all;
  const auto add = [&all](std::string_view text) {
    all += std::to_string(text.size()) + ":";
    all += text;
  };
  const std::vector<std::string> paths = disk.files_below(layout.hooks(), "").value();
  for (const std::string& path : paths) {
    add(layout.relative(path));
    add(disk.read(path).value());
  }
  return all;
}

/// Where the decision on the book at that place is kept: a word, and behind it the hooks that it is
/// about.
std::string decision_file(const Layout& layout, const World& world) {
  std::error_code ignored;
  const std::filesystem::path root = absolute_path(layout.root, world);
  const auto whole = std::filesystem::weakly_canonical(root, ignored);
  return world.environment.state_home + "/crm/hooks-of" +
         (ignored ? root.lexically_normal() : whole).string() + "/.decision";
}

}  // namespace

Permission hooks_permission(const Layout& layout, const World& world) {
  if (world.environment.state_home.empty()) return Permission::unasked;
  const auto kept = world.disk.read(decision_file(layout, world));
  if (!kept) return Permission::unasked;
  const bool allowed = kept->starts_with(allowed_word);
  if (*kept != std::string(allowed ? allowed_word : refused_word) + hooks_text(layout, world.disk))
    return Permission::outdated;
  return allowed ? Permission::allowed : Permission::refused;
}

void decide_on_hooks(bool allowed, const Layout& layout, World& world) {
  if (world.environment.state_home.empty())
    throw Failure(
        Error::failed("there is no place to keep this decision", "set HOME, or XDG_STATE_HOME"));
  const std::string kept =
      std::string(allowed ? allowed_word : refused_word) + hooks_text(layout, world.disk);
  insist(world.disk.replace({{.path = decision_file(layout, world), .text = kept}}));
}

}  // namespace crm

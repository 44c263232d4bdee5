#include "cli/permission.hpp"

#include <filesystem>
#include <optional>

#include "cli/committing.hpp"
#include "core/domain/sha256.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

/// Of what is in the folder, names and contents: a hook may call another file of it.
std::string fingerprint(const Layout& layout, const Disk& disk) {
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
  return sha256(all);
}

std::string place_of(const Layout& layout, const World& world) {
  std::error_code ignored;
  const std::string root = absolute_path(layout.root, world);
  const auto whole = std::filesystem::weakly_canonical(root, ignored);
  return ignored ? root : whole.string();
}

std::string state_file(const World& world) {
  return world.environment.state_home + "/crm/hooks";
}

/// `allowed 64-digits /home/anna/clients`, a line for each place.
struct Decision {
  std::string_view word, fingerprint, place;

  static std::optional<Decision> parse(std::string_view line) {
    const auto first = line.find(' ');
    if (first == line.npos) return std::nullopt;
    const auto second = line.find(' ', first + 1);
    if (second == line.npos) return std::nullopt;
    return Decision{line.substr(0, first), line.substr(first + 1, second - first - 1),
                    line.substr(second + 1)};
  }
};

}  // namespace

Permission hooks_permission(const Layout& layout, const World& world) {
  if (world.environment.state_home.empty()) return Permission::unasked;
  const auto text = world.disk.read(state_file(world));
  if (!text) return Permission::unasked;
  const std::string place = place_of(layout, world);
  for (const std::string_view line : split(*text, '\n')) {
    const auto decision = Decision::parse(line);
    if (!decision || decision->place != place) continue;
    if (decision->fingerprint != fingerprint(layout, world.disk)) return Permission::outdated;
    return decision->word == "allowed" ? Permission::allowed : Permission::refused;
  }
  return Permission::unasked;
}

void decide_on_hooks(bool allowed, const Layout& layout, World& world) {
  if (world.environment.state_home.empty())
    throw Failure(
        Error::failed("there is no place to keep this decision", "set HOME, or XDG_STATE_HOME"));
  const std::string place = place_of(layout, world);
  if (place.find('\n') != place.npos)
    throw Failure(Error::failed("the name of the book's folder has a line break",
                                "hooks run only in a folder without one"));
  std::string next;
  if (const auto text = world.disk.read(state_file(world)))
    for (const std::string_view line : split(*text, '\n')) {
      const auto decision = Decision::parse(line);
      if (decision && decision->place != place) next += std::string(line) + "\n";
    }
  next +=
      (allowed ? "allowed " : "refused ") + fingerprint(layout, world.disk) + " " + place + "\n";
  insist(world.disk.replace({{.path = state_file(world), .text = next}}));
}

}  // namespace crm

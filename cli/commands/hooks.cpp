#include "cli/hooks.hpp"

#include "cli/commands/all.hpp"
#include "cli/directory.hpp"
#include "cli/output/remark.hpp"
#include "cli/output/table.hpp"
#include "cli/permission.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

struct HooksOptions {
  bool allow = false, refuse = false;
};

/// `log` of `hooks/pre-log`; empty where the file is no hook.
std::string command_of(std::string_view name) {
  for (const std::string_view when : {"pre-", "post-"})
    if (name.starts_with(when)) return std::string(name.substr(when.size()));
  return {};
}

std::string state_of(const std::string& path, std::string_view name, Permission permission,
                     const World& world) {
  const std::string command = command_of(name);
  if (command.empty()) return "no hook: its name does not begin with pre- or post-";
  if (!command_named(command)) return "never runs: there is no command " + command;
  if (command == "sync" && name.starts_with("pre-"))
    return "never runs: what others have done is done";
  if (world.is_program && !world.is_program(path)) return "can't run: chmod +x";
  switch (permission) {
    case Permission::unasked: return "does not run: not allowed yet";
    case Permission::outdated: return "does not run: hooks have changed since you decided";
    case Permission::refused: return "does not run: refused";
    case Permission::allowed: break;
  }
  return "runs";
}

void hooks(const HooksOptions& asked, World& world) {
  const Desk desk = Desk::open(world);
  const Layout& layout = desk.book().layout();
  if (asked.allow && asked.refuse)
    throw Failure(Error::asked_wrongly("--allow or --refuse, not both"));
  const std::vector<std::string> paths = world.disk.files_below(layout.hooks(), "").value();
  if (paths.empty()) {
    remark(world, "this book has no hooks");
    hint(world, "a program hooks/post-log runs after each crm log");
    return;
  }
  if ((asked.allow || asked.refuse) && !world.manners.dry_run) {
    decide_on_hooks(asked.allow, layout, world);
    remark(world, asked.allow ? "from now on these hooks run for you, until one of them changes"
                              : "from now on none of these hooks runs for you");
  }
  const Permission permission = hooks_permission(layout, world);
  Table table({{.key = "name"}, {.key = "state", .wraps = true}});
  for (const std::string& path : paths) {
    const std::string name = path.substr(layout.hooks().size() + 1);
    const std::string state = state_of(path, name, permission, world);
    table.row({name, {state, state == "runs" ? Style::plain : Style::dim}});
  }
  table.print(world, "name");
  if (permission == Permission::unasked || permission == Permission::outdated)
    hint(world, "look at them, then: crm hooks --allow   or   crm hooks --refuse");
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<HooksOptions>();
  words.flag(asked->allow, "--allow",
             "let them run for you, as they stand now; when one changes, you are asked again");
  words.flag(asked->refuse, "--refuse", "never run them for you, and stop asking");
  return [asked](World& world) { hooks(*asked, world); };
}

}  // namespace

Command hooks_command() {
  return {"hooks",
          "Share",
          "show the book's own programs, and let them run",
          {{"crm hooks", "what is in hooks/, and whether it runs for you"},
           {"crm hooks --allow", "let hooks/pre-log and the others run, once you have read them"},
           {"crm hooks --refuse", "this machine runs none of them"}},
          declare};
}

}  // namespace crm

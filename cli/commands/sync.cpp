#include "core/team/sync.hpp"

#include <fmt/format.h>

#include <ostream>

#include "cli/commands/all.hpp"
#include "cli/desk.hpp"
#include "cli/output/remark.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

std::string last_step(const std::string& field) {
  return field.substr(field.rfind('/') + 1);
}

/// `both changed Globex's owner: ben stays, anna was the other` and how to settle it.
void tell_of(const std::vector<Disagreement>& disagreements, const Desk& desk) {
  World& world = desk.world();
  for (const Disagreement& one : disagreements) {
    const std::string path = one.path.substr(
        one.path.find("customers/") == std::string::npos ? 0 : one.path.find("customers/"));
    const auto stored = desk.book().read(path);
    const std::string whose = stored ? stored->customer.name + "'s " : path + ": ";
    world.out << printable_line("both changed " + whose + last_step(one.conflict.field) +
                                ": kept " + one.conflict.kept + ", the other was " +
                                one.conflict.lost)
              << "\n";
    if (stored)
      hint(world, "settle it: crm set " + stored->customer.id + " " +
                      last_step(one.conflict.field) + "=…");
  }
}

void sync(World& world) {
  const Desk desk = Desk::open(world);
  SyncWish wish;
  wish.dry_run = world.manners.dry_run;
  wish.anyway = world.manners.anyway;
  wish.operation = desk.operation("");
  wish.pause = world.pause;
  wish.random = world.random;
  const Synced synced = sync(desk.book(), world.ask_program, wish).value();
  tell_of(synced.disagreements, desk);
  if (!synced.left_out.empty()) {
    print_problems(synced.left_out, world);
    throw ExitCode{5};
  }
}

Action declare(Declaration&) {
  return [](World& world) { sync(world); };
}

}  // namespace

Command sync_command() {
  return {"sync",
          "Share",
          "exchange changes with the others of the team",
          {{"crm sync", "commit what is here, take in what they did, send both"},
           {"crm sync --dry-run", "what would come and go"}},
          declare};
}

}  // namespace crm

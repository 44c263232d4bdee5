#include "core/team/sync.hpp"

#include <fmt/format.h>

#include <ostream>

#include "cli/commands/all.hpp"
#include "cli/desk.hpp"
#include "cli/output/remark.hpp"
#include "core/domain/text.hpp"
#include "core/team/unshared.hpp"

namespace crm {
namespace {

struct SyncOptions {
  bool background = false;
};

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

/// One at a time; of those that would run in the background, one more waits.
std::unique_ptr<Lock> turn_of(const SyncOptions& asked, const Desk& desk) {
  Disk& disk = desk.book().disk();
  const std::string folder = desk.book().layout().local();
  std::unique_ptr<Lock> next;
  if (asked.background) {
    auto free = disk.lock(folder + "/sync-next", 0);
    if (!free) return nullptr;
    next = *std::move(free);
  }
  auto turn = disk.lock(folder + "/syncing", asked.background ? 60'000 : 10'000);
  if (turn) return *std::move(turn);
  if (turn.error().kind != Error::Kind::busy) throw Failure(turn.error());
  throw Failure(Error::busy("another crm sync is under way", "it sends your changes as well"));
}

/// Nobody is there to be asked for a password.
AskProgram without_questions(const AskProgram& ask) {
  return [&ask](ProgramCall call) {
    call.variables.emplace_back("GIT_TERMINAL_PROMPT", "0");
    call.variables.emplace_back("SSH_ASKPASS_REQUIRE", "never");
    return ask(call);
  };
}

void sync(const SyncOptions& asked, World& world) {
  const Desk desk = Desk::open(world);
  const auto turn = turn_of(asked, desk);
  if (!turn) return;
  SyncWish wish;
  wish.dry_run = world.manners.dry_run;
  wish.anyway = world.manners.anyway;
  wish.operation = desk.operation("");
  wish.pause = world.pause;
  wish.random = world.random;
  const AskProgram ask =
      asked.background ? without_questions(world.ask_program) : world.ask_program;
  const Synced synced = crm::sync(desk.book(), ask, wish).value();
  if (!wish.dry_run) Unshared(desk.book().disk(), desk.book().layout()).clear();
  tell_of(synced.disagreements, desk);
  if (!synced.left_out.empty()) {
    print_problems(synced.left_out, world);
    throw ExitCode{5};
  }
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<SyncOptions>();
  words.flag(asked->background, "--background",
             "say nothing, ask nothing; what `sync: auto` in crm.yaml starts after each write");
  return [asked](World& world) { sync(*asked, world); };
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

#include "core/team/sync.hpp"

#include <ostream>

#include "cli/commands/all.hpp"
#include "cli/commands/disputes.hpp"
#include "cli/commands/resolve.hpp"
#include "cli/desk.hpp"
#include "cli/hooks.hpp"
#include "cli/output/remark.hpp"
#include "cli/output/table.hpp"
#include "core/domain/text.hpp"
#include "core/domain/width.hpp"
#include "core/team/tidings.hpp"
#include "core/team/unshared.hpp"

namespace crm {
namespace {

struct SyncOptions {
  bool background = false;
};

/// `in   ben logged 3 (Globex, Initech), moved 500 arms to proposal; chandra added Hooli`.
void tell_of(const std::string& way, const Reach& reach, const Git& git, const Desk& desk) {
  World& world = desk.world();
  if (reach.is_nothing()) return;
  std::string all;
  const std::string my_email =
      git_setting("user.email", desk.book().layout().root, world.ask_program).value_or("");
  const std::string my_name =
      git_setting("user.name", desk.book().layout().root, world.ask_program).value_or("");
  std::string me = colleague(desk.settings(), my_email);
  if (me.empty()) me = my_name;
  const auto told = tidings(git, reach.from, reach.to, desk.settings()).value();
  for (const Tidings& one : told) {
    all += (all.empty() ? "" : "; ") + (one.who == me ? "you" : one.who);
    for (std::size_t i = 0; i < one.deeds.size(); ++i) all += (i > 0 ? ", " : " ") + one.deeds[i];
  }
  if (all.empty()) return;
  const int indent = 5;
  const int room = for_people(world) ? world.terminal.width - indent : width(all);
  std::string begin = way + std::string(static_cast<std::size_t>(indent) - way.size(), ' ');
  for (const std::string& line : wrapped(printable_line(all), room)) {
    world.out << begin << line << "\n";
    begin.assign(static_cast<std::size_t>(indent), ' ');
  }
}

/// `both changed owner: kept ben, not anna`, of whom, and how to settle it.
void tell_of(const std::vector<Disagreement>& disagreements, const Git& git, const Desk& desk) {
  for (const Disagreement& one : disagreements) {
    const std::string path =
        one.path.starts_with(git.prefix()) ? one.path.substr(git.prefix().size()) : one.path;
    const auto stored = desk.book().read(path);
    const std::string whose = stored ? stored->customer.name : path;
    desk.world().out << printable_line(whose + ": " + dispute_words(one.conflict)) << "\n";
    if (stored) hint(desk.world(), settling_words(one.conflict, stored->customer.id));
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

void tell(const Synced& synced, const Desk& desk) {
  World& world = desk.world();
  const Git git = Git::open(world.ask_program, desk.book().layout().root).value();
  if (synced.driver_is_new)
    remark(world, "crm: from now on git merges this book's records by what they say");
  if (world.manners.dry_run && !synced.committed.empty())
    world.out << "here " << synced.committed.size() << " files are not committed yet\n";
  tell_of("in", synced.in, git, desk);
  tell_of("out", synced.out, git, desk);
  tell_of(synced.disagreements, git, desk);
  const bool quiet = synced.in.is_nothing() && synced.out.is_nothing();
  if (quiet && synced.left_out.empty() && synced.committed.empty())
    remark(world, "nothing new, here or there");
}

/// A merge or rebase that somebody has begun is theirs to end; what crm can settle in it, it does.
void refuse_unfinished(const SyncOptions& asked, World& world) {
  const auto layout = find_book(world.disk, whereabouts(world));
  if (!layout) return;
  const auto git = Git::open(world.ask_program, layout->root);
  if (!git) return;
  const Unfinished under_way = git->unfinished(world.disk);
  if (under_way == Unfinished::nothing || under_way == Unfinished::bisect) return;
  if (!asked.background && !world.manners.dry_run) resolve("", world);
  throw Failure(Error::conflict("a " + std::string(name_of(under_way)) + " is under way here",
                                "end it with git, then try again"));
}

/// What others have done is done: only the hook that comes after it is told.
void tell_hooks(const Operation& operation, const Desk& desk) {
  const auto taken_in =
      Journal(desk.book().disk(), desk.book().layout().journal()).load(operation.id);
  if (taken_in) Hooks(taken_in->changes, taken_in->operation, desk).afterwards();
}

void sync(const SyncOptions& asked, World& world) {
  if (!world.manners.dry_run) refuse_in_hook(world);
  refuse_unfinished(asked, world);
  Desk desk = Desk::open(world);
  const auto turn = turn_of(asked, desk);
  if (!turn) return;
  // It is removed where somebody was erased.
  desk.close_index();
  SyncWish wish;
  wish.dry_run = world.manners.dry_run;
  wish.anyway = world.manners.anyway;
  wish.operation = desk.operation("");
  wish.pause = world.pause;
  wish.random = world.random;
  const AskProgram ask =
      asked.background ? without_questions(world.ask_program) : world.ask_program;
  const Synced synced = crm::sync(desk.book(), ask, wish).value();
  if (!wish.dry_run) tell_hooks(wish.operation, desk);
  if (!wish.dry_run) Unshared(desk.book().disk(), desk.book().layout()).clear();
  if (!asked.background) tell(synced, desk);
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
          declare,
          {"It commits the files of the book that are not committed, fetches from the branch's "
           "remote, merges beside the work tree, writes what came in as one operation of the "
           "journal, and pushes. It never forces, never rebases, and what it can't do it leaves "
           "as it was; killed at any point, it goes on the next time. Where nobody answers, what "
           "was committed stays so and goes along then.",
           "What came in and went out is told by person. Records that both sides changed are "
           "merged field by field; what both set differently is kept from one side and listed, "
           "the other value waits among the record's conflicts: crm list conflicts, and crm set "
           "settles it. A file that can't be read stays here, uncommitted and named, the rest is "
           "exchanged, and crm leaves with 5.",
           "It refuses, each time with what to do: where a merge, rebase, cherry-pick or revert "
           "is under way (what crm can settle of it is settled first); where no branch is checked "
           "out or it has no remote; where one side has removed a great part of the customers, "
           "or the two books have no common beginning (--anyway insists); where a file that can't "
           "be read here was changed over there; where changes in files that are not the book's "
           "can't be brought together. Where others are faster five times over, or another crm "
           "sync runs, it leaves with 6.",
           "With sync: auto in crm.yaml every command that writes starts crm sync --background "
           "when it is done, and does not wait for it. That one says nothing and asks nothing, so "
           "a key with a pass phrase must be in an agent. One runs at a time; of those that come "
           "meanwhile one waits. Where it did not get through, the morning page says after two "
           "days since when changes are on this machine alone. With sync: ask, the usual, only "
           "you sync. The first sync of a clone tells its git to merge records by crm, in its own "
           "configuration."}};
}

}  // namespace crm

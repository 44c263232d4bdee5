#include <fmt/format.h>

#include <algorithm>

#include "cli/commands/resolve.hpp"

#include "cli/commands/all.hpp"
#include "cli/commands/disputes.hpp"
#include "cli/desk.hpp"
#include "cli/output/deed.hpp"
#include "cli/output/remark.hpp"
#include "core/domain/text.hpp"
#include "core/merge/stubs.hpp"
#include "core/team/driver.hpp"
#include "core/team/resolution.hpp"

namespace crm {
namespace {

struct ResolveOptions {
  std::string since;
};

std::string entries(std::size_t count) {
  return fmt::format("{} entr{}", count, count == 1 ? "y" : "ies");
}

std::string called(const Resolved& record) {
  if (!record.name.empty()) return record.name;
  return record.id.empty() ? record.path : record.id;
}

std::string sentence(const Resolved& record) {
  using How = Resolved::How;
  const std::string name = called(record);
  switch (record.how) {
    case How::merged: return "settled " + name;
    case How::kept:
      return "kept " + name + ": one side had removed the file, the other has changed it";
    case How::apart: return "kept " + name + " in a file of its own: " + record.path;
    case How::erased: return "left out " + name + ", which erased.txt names";
    case How::completed:
      return "brought back " + entries(record.entries) + " of " + name +
             " that a merge had left out";
    case How::restored: return "brought back " + name + ", whose file a merge had left out";
  }
  return {};
}

std::vector<Deed> deeds(const Resolution& resolution) {
  std::vector<Deed> all;
  for (const Resolved& record : resolution.records) {
    all.push_back({sentence(record), record.id});
    if (record.how != Resolved::How::completed && record.entries > 0)
      all.push_back(
          {"brought back " + entries(record.entries) + " that a merge had left out", "", true});
    for (const Conflict& one : record.conflicts) {
      Deed deed{dispute_words(one), "", true};
      // crm.yaml has no place in which a conflict could wait.
      if (!record.id.empty()) {
        deed.id = one.id;
        deed.guide = settling_words(one, record.id);
      }
      all.push_back(std::move(deed));
    }
  }
  return all;
}

std::string title(const Resolution& resolution) {
  const std::size_t count = resolution.records.size();
  if (count == 0) return "settled what was in conflict";
  if (count == 1) return sentence(resolution.records.front());
  return fmt::format("settled {} and {} other{}", called(resolution.records.front()), count - 1,
                     count == 2 ? "" : "s");
}

/// How the person goes on with what they were doing.
std::string next_step(const Git& git, const Disk& disk, bool had_unmerged) {
  switch (git.unfinished(disk)) {
    case Unfinished::merge: return "git commit";
    case Unfinished::rebase: return "git rebase --continue";
    case Unfinished::cherry_pick: return "git cherry-pick --continue";
    case Unfinished::revert: return "git revert --continue";
    case Unfinished::am: return "git am --continue";
    case Unfinished::bisect:
    case Unfinished::nothing: break;
  }
  const auto stash = git.answer({"rev-parse", "--verify", "-q", "refs/stash"});
  return had_unmerged && stash && stash->code == 0 ? "git stash drop, where this came from a stash"
                                                   : "";
}

void add_to_index(const Git& git, const std::vector<std::string>& paths) {
  if (paths.empty()) return;
  std::string named;
  for (const std::string& path : paths) named += path + '\0';
  (void)git.ask({"update-index", "-z", "--add", "--remove", "--stdin"}, named).value();
}

std::optional<Git> repository(const Layout& layout, World& world) {
  auto git = Git::open(world.ask_program, layout.root);
  if (!git && git.error().kind == Error::Kind::nothing_found) return std::nullopt;
  return std::move(git).value();
}

/// Whether a person has something in hand that they end themselves, and commit then.
bool is_in_hand(const Git& git, const Disk& disk) {
  if (git.unfinished(disk) != Unfinished::nothing) return true;
  const auto unmerged = git.ask({"ls-files", "-u", "-z"});
  return unmerged && !unmerged->empty();
}

/// What was written to a record that the other side has merged into another one belongs there.
void move_late_entries(const Resolution& resolution, const Git* git, bool commits,
                       const Desk& desk) {
  const auto is_stub = [](const Change& change) {
    return change.after && change.after->find("\nmerged_into:") != std::string::npos;
  };
  if (std::none_of(resolution.changes.begin(), resolution.changes.end(), is_stub)) return;
  std::vector<std::string> paths;
  const auto work = [&](Writing& writing) {
    insist(settle_stubs(desk.book(), writing));
    for (std::size_t i = 0; i < writing.changes().size(); ++i)
      paths.push_back(writing.changes().path(i));
  };
  if (desk.write(
          work, [] { return "moved late entries to where they belong"; }, commits) &&
      git != nullptr)
    add_to_index(*git, paths);
}

}  // namespace

void resolve(const std::string& since, World& world) {
  const Layout layout = find_book(world.disk, whereabouts(world)).value();
  const std::optional<Git> git = repository(layout, world);
  if (!git && !since.empty())
    throw Failure(Error::asked_wrongly("the book is in no git repository, so there is no commit"));
  if (!since.empty() &&
      !git->ask({"rev-parse", "--verify", "-q", "--end-of-options", since + "^{commit}"}))
    throw Failure(Error::nothing_found("there is no commit \"" + printable_line(since) + "\""));
  Battlefield field{&world.disk, &layout, git ? &*git : nullptr, {}};
  std::string settings = world.disk.read(layout.settings()).value();
  if (!Book::open(world.disk, layout, settings))
    if (auto resolved = resolved_settings(field).value()) settings = *std::move(resolved);
  field.settings = settings_for_merge(settings);
  const Desk desk = Desk::open(world, Book::open(world.disk, layout, settings).value());

  Resolution found;
  const auto from = since.empty() ? std::nullopt : std::optional(since);
  const auto work = [&](Writing& writing) {
    found = resolution(field, from).value();
    for (const Change& change : found.changes) insist(writing.put(change));
  };
  const bool commits = !git || !is_in_hand(*git, world.disk);
  const bool done = desk.write(
      work, [&] { return title(found); }, commits);
  if (done) {
    if (git) add_to_index(*git, found.settled);
    move_late_entries(found, field.git, commits, desk);
    print_deeds(deeds(found), world);
  }
  for (const std::string& path : found.foreign)
    remark(world, "crm: left alone, since it is not a record of the book: " + printable_line(path));
  if (found.empty()) remark(world, "nothing to resolve");
  if (!found.unreadable.empty()) {
    print_problems(found.unreadable, world);
    throw ExitCode{static_cast<int>(Error::Kind::invalid)};
  }
  if (!done || !git || !found.foreign.empty()) return;
  if (const std::string next = next_step(*git, world.disk, !found.settled.empty()); !next.empty())
    hint(world, "go on with: " + next);
}

namespace {

Action declare(Declaration& words) {
  const auto asked = std::make_shared<ResolveOptions>();
  words.option(asked->since, "--since", Placeholder{"COMMIT"},
               "look at all merges after this commit, not only at the newest one");
  return [asked](World& world) { resolve(asked->since, world); };
}

}  // namespace

Command resolve_command() {
  return {"resolve",
          "Share",
          "settle what git could not merge",
          {{"crm resolve",
            "during a merge, a rebase, a cherry-pick, after a stash pop: each record "
            "says what both sides say"},
           {"crm resolve --dry-run", "what it would write"},
           {"crm resolve --since v1", "brings back what merges made without crm have left out"}},
          declare,
          {"Versions of a record come from git's index, from the markers that git left in a file, "
           "and from files that were moved; they are put together by the record's id. The result "
           "says what both sides say, in one side's lines. Where both set a field differently, "
           "one value stays and the other waits among the record's conflicts. What you have "
           "written into a file since git stopped is kept.",
           "Afterwards the files are marked as settled (git add), and the next step is named: git "
           "commit, git rebase --continue. Files that are no records are left alone, and named. "
           "Where a side can't be read, its file stays as it is, and crm leaves with 5.",
           "With no merge under way it looks at the newest merge, or with --since at all after "
           "that commit, for entries that both sides had and the merge has not; these come back, "
           "values don't. An entry that was removed later stays removed. crm undo takes all of "
           "it back, markers and all."}};
}

}  // namespace crm

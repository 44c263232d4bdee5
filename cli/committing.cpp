#include "cli/committing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "cli/output/remark.hpp"
#include "core/domain/text.hpp"
#include "core/team/commit.hpp"
#include "core/team/taking_in.hpp"
#include "core/team/trailers.hpp"
#include "core/team/waiting.hpp"

namespace crm {
namespace {

/// How many commits are looked through for operations that were killed before they were marked.
constexpr const char* looked_through = "200";

std::string said_file(const Layout& layout) {
  return layout.local() + "/commit/said";
}

/// Once a day for each reason: whoever works without git's knowing them, or in the middle of a
/// merge, has heard it.
void tell_not_committed(const Error& why, const Layout& layout, const Moment& now, World& world) {
  const std::string said = now.day.text() + " " + why.message() + "\n";
  const auto before = world.disk.read(said_file(layout));
  if (before && *before == said) return;
  (void)world.disk.replace({{.path = said_file(layout), .text = said, .durable = false}});
  world.out.flush();
  remark(world, "crm: not committed to git yet: " + why.message());
  const std::string& how = why.problems.front().hint;
  hint(world, how.empty() ? "the next change that can be committed takes this one along" : how);
}

void forget_what_was_said(const Layout& layout, World& world) {
  if (!world.disk.exists(said_file(layout))) return;
  (void)world.disk.replace({{.path = said_file(layout), .text = {}, .durable = false}});
}

/// Whether git did not know us the last time and does not now: then nothing else needs to be tried.
bool still_unknown(const Git& git, const Layout& layout, const World& world) {
  const auto said = world.disk.read(said_file(layout));
  return said && said->find(nobody_known().message()) != said->npos && !knows_person(git);
}

/// Without those that git has already: their command was killed between commit and mark, or
/// somebody has committed their files by hand; nor those that were taken back meanwhile.
std::vector<Operation> not_in(const Git& git, const SortedPaths& changed, const Waiting& waiting,
                              std::vector<Operation> operations) {
  if (operations.size() < 2) return operations;
  std::set<std::string> known;
  const auto log =
      git.answer({"log", "-n", looked_through, "--grep=^Crm-Operation: ", "--format=%B"});
  if (log && log->code == 0)
    for (const Operation& one : operations_in(log->out)) known.insert(one.id);
  std::erase_if(operations, [&](const Operation& one) {
    if (known.contains(one.id)) return true;
    const auto paths = waiting.paths({one});
    return paths && std::none_of(paths->begin(), paths->end(), [&](const std::string& path) {
             return std::binary_search(changed.begin(), changed.end(), path);
           });
  });
  return operations;
}

/// Each ended by a NUL.
std::string changed_paths(const Changes& changes) {
  std::size_t length = 0;
  for (std::size_t i = 0; i < changes.size(); ++i) length += changes.path(i).size() + 1;
  std::string all;
  all.reserve(length);
  for (std::size_t i = 0; i < changes.size(); ++i) all += changes.path(i) + '\0';
  return all;
}

/// All of the book's files that differ from HEAD or are new to git, each ended by a NUL.
std::string all_that_differ(const Git& git) {
  std::vector<std::string> words{"ls-files", "-z", "-m", "-o", "-d", "--exclude-standard", "--"};
  words.insert(words.end(), own_paths().begin(), own_paths().end());
  return git.ask(std::move(words)).value_or(std::string());
}

}  // namespace

std::string absolute_path(const std::string& path, const World& world) {
  return path.starts_with('/') ? path : world.folder + "/" + path;
}

std::string git_date(const Moment& now, const World& world) {
  const int offset = now.offset.value_or(0);
  return fmt::format("{} {}{:02}{:02}", world.now.time_since_epoch().count(),
                     offset < 0 ? "-" : "+", std::abs(offset) / 60, std::abs(offset) % 60);
}

Committing::Committing(const Book& book, const Writing& writing, const Moment& now, World& world)
    : book_(book), now_(now), world_(world) {
  const std::string mode = book.settings().commit.empty() ? "each" : book.settings().commit;
  Waiting waiting(book.disk(), book.layout());
  // What was killed while it took in what others had done is ended first.
  if (may_be_in_repository(book.disk(), absolute_path(book.layout().root, world)))
    (void)finish_taking_in(world.ask_program, book);
  else if (mode == "each" || mode == "sync")
    return;
  if (mode != "each" && mode != "sync") {
    (void)waiting.forget();
    return;
  }
  active_ = mode == "each";
  const Journal journal(book.disk(), book.layout().journal());
  (void)waiting.begin(journal.next_number());
  if (active_) paths_ = changed_paths(writing.changes());
}

void Committing::commit(const std::string& operation_id) {
  if (!active_) return;
  const auto git = Git::open(world_.ask_program, book_.layout().root);
  if (!git) return;
  if (still_unknown(*git, book_.layout(), world_))
    return tell_not_committed(nobody_known(), book_.layout(), now_, world_);
  Waiting waiting(book_.disk(), book_.layout());
  const std::vector<Operation> operations = waiting.operations();
  if (operations.empty()) return;
  if (operations.size() > 1 || operations.front().id != operation_id) {
    if (const auto theirs = waiting.paths(operations)) paths_ = nul_ended(*theirs);
    // The journal goes back a thousand operations; what was before them stands in the files.
    if (waiting.has_forgotten()) paths_ += all_that_differ(*git);
  }
  const auto message = [&](const SortedPaths& changed) {
    const auto all = not_in(*git, changed, waiting, operations);
    return commit_message(all.empty() ? operations : all);
  };
  const auto done = commit_files(*git, book_.disk(), book_.layout(), std::move(paths_), message,
                                 git_date(now_, world_));
  if (!done) return tell_not_committed(done.error(), book_.layout(), now_, world_);
  (void)waiting.settle(operations.back().number);
  forget_what_was_said(book_.layout(), world_);
}

void commit_new_book(const Layout& layout, const std::vector<std::string>& paths, World& world) {
  const auto git = Git::open(world.ask_program, layout.root);
  const auto book = Book::open(world.disk, layout);
  if (!git || !book) return;
  const Moment now = book->zone().local(world.now);
  const auto done = commit_files(*git, world.disk, layout, nul_ended(paths),
                                 commit_message("started a book", {}), git_date(now, world));
  if (!done) tell_not_committed(done.error(), layout, now, world);
}

}  // namespace crm

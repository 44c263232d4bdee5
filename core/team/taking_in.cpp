#include "core/team/taking_in.hpp"

#include <algorithm>
#include <map>

#include "core/book/journal.hpp"
#include "core/domain/text.hpp"
#include "core/team/commit.hpp"
#include "core/team/waiting.hpp"

namespace crm {
namespace {

/// Whether what it wrote is what later operations went on from, and still stands where none did.
bool still_holds(const Operation& taken, const std::vector<Operation>& later, const Book& book) {
  const Journal journal(book.disk(), book.layout().journal());
  const auto recorded = journal.load(taken.id);
  if (!recorded) return false;
  std::map<std::string, std::optional<std::string>> standing;
  for (std::size_t i = 0; i < recorded->changes.size(); ++i) {
    auto change = recorded->changes.at(i);
    if (!change) return false;
    standing.emplace(std::move(change->path), std::move(change->after));
  }
  for (const Operation& one : later) {
    const auto next = journal.load(one.id);
    if (!next) return false;
    for (std::size_t i = 0; i < next->changes.size(); ++i) {
      const auto change = next->changes.at(i);
      if (!change) return false;
      const auto found = standing.find(change->path);
      if (found == standing.end()) continue;
      if (found->second != change->before) return false;
      found->second = change->after;
    }
  }
  return std::all_of(standing.begin(), standing.end(), [&](const auto& file) {
    const auto now = book.disk().read(book.layout().absolute(file.first));
    return now ? file.second == *now : !file.second;
  });
}

}  // namespace

bool is_books_own(std::string_view path, const std::optional<Blob>& blob) {
  return is_own_path(path) && (!blob || blob->mode == "100644");
}

std::string index_entries(const std::vector<TreeChange>& changes) {
  std::string entries;
  // A folder may stand where a file was.
  for (const bool goes : {true, false})
    for (const TreeChange& change : changes) {
      if (change.after.has_value() == goes) continue;
      const Blob& blob = change.after ? *change.after : change.before.value_or(Blob{});
      entries += (goes ? "0 " + std::string(std::max<std::size_t>(blob.id.size(), 40), '0')
                       : blob.mode + " " + blob.id) +
                 "\t" + change.path + '\0';
    }
  return entries;
}

Result<void> move_branch(const Git& git, const Disk& disk, const std::string& from,
                         const std::string& to) {
  const auto changes = git.changes(from, to, true);
  if (!changes) return error(changes.error());
  std::vector<TreeChange> own;
  for (const TreeChange& change : *changes)
    if (change.path.starts_with(git.prefix()) &&
        is_books_own(std::string_view(change.path).substr(git.prefix().size()), change.after))
      own.push_back(change);
  const bool with_others = own.size() < changes->size();
  if (!own.empty())
    if (auto put =
            ask_with_index(git, disk, {"update-index", "-z", "--index-info"}, index_entries(own));
        !put)
      return error(put.error());
  if (with_others)
    if (auto out =
            ask_with_index(git, disk, {"read-tree", "-m", "-u", from.empty() ? to : from, to});
        !out)
      return error(out.error());
  if (auto moved = git.ask({"update-ref", "-m", "crm sync", "HEAD", to,
                            from.empty() ? std::string(to.size(), '0') : from});
      !moved)
    return error(moved.error());
  return {};
}

Result<bool> finish_taking_in(const AskProgram& ask, const Book& book) {
  const std::vector<Operation> waiting = Waiting(book.disk(), book.layout()).operations();
  const auto taken = std::find_if(waiting.rbegin(), waiting.rend(),
                                  [](const Operation& one) { return !one.takes_in.empty(); });
  if (taken == waiting.rend()) return false;
  const auto git = Git::open(ask, book.layout().root);
  if (!git || git->unfinished(book.disk()) != Unfinished::nothing || git->head() == taken->takes_in)
    return false;
  if (!git->head().empty()) {
    const auto goes_on = git->answer({"merge-base", "--is-ancestor", git->head(), taken->takes_in});
    if (!goes_on || goes_on->code != 0) return false;
  }
  if (!still_holds(*taken, {taken.base(), waiting.end()}, book)) return false;
  if (auto moved = move_branch(*git, book.disk(), git->head(), taken->takes_in); !moved)
    return error(moved.error());
  return true;
}

}  // namespace crm

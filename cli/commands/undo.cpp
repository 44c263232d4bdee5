#include <unordered_map>

#include "cli/commands/all.hpp"
#include "cli/committing.hpp"
#include "cli/desk.hpp"
#include "cli/output/deed.hpp"
#include "cli/output/preview.hpp"
#include "cli/output/remark.hpp"
#include "core/domain/text.hpp"
#include "core/merge/replay.hpp"
#include "core/team/commit.hpp"
#include "core/team/log.hpp"
#include "core/team/trailers.hpp"

namespace crm {
namespace {

struct UndoOptions {
  std::string id;
};

/// An operation with what it changed.
struct Done {
  Operation operation;
  Changes changes;
};

/// What was done, here and by others: from the journal (its heads newest first) and, for what it
/// does not have, from git's log.
class Past {
 public:
  explicit Past(const Desk& desk)
      : journal_(desk.book().disk(), desk.book().layout().journal()), heads_(journal_.heads()) {
    const Layout& layout = desk.book().layout();
    if (may_be_in_repository(desk.book().disk(), absolute_path(layout.root, desk.world())))
      if (auto git = Git::open(desk.world().ask_program, layout.root)) git_ = *std::move(git);
    for (auto head = heads_.rbegin(); head != heads_.rend(); ++head) {
      if (!head->undoes.empty()) undone_.insert(head->undoes);
      if (!head->redoes.empty()) undone_.erase(head->redoes);
    }
  }

  /// The last operation that was done here and holds; a colleague's is never meant unasked.
  const Operation* to_undo() const {
    for (const Operation& head : heads_)
      if (head.undoes.empty() && head.redoes.empty() && head.takes_in.empty() &&
          !is_undone(head.id))
        return &head;
    return nullptr;
  }

  /// The one that was taken back here last, as long as nothing new was done since; empty: none.
  std::string to_redo() const {
    for (const Operation& head : heads_) {
      if (head.undoes.empty() && head.redoes.empty()) return "";
      if (!head.undoes.empty() && is_undone(head.undoes)) return head.undoes;
    }
    return "";
  }

  /// Whoever took it back.
  bool is_undone(const std::string& id) const {
    const Operation* here = nullptr;
    for (const Operation& head : heads_)
      if (here == nullptr && (head.undoes == id || head.redoes == id)) here = &head;
    if (!git_) return undone_.contains(id);
    // Nobody takes back what is not done yet, give or take a clock.
    std::optional<Instant> since;
    for (const Operation& head : heads_)
      if (const auto at = parse_instant(head.at); head.id == id && at)
        since = *at - std::chrono::days(1);
    const auto log = commits(
        *git_, {.most = 50, .line = "^Crm-\\(Undoes\\|Redoes\\): " + id + "$", .since = since});
    const Operation* last = nullptr;
    std::vector<Operation> said;
    if (log)
      for (auto commit = log->rbegin(); commit != log->rend(); ++commit)
        for (Operation& one : operations_in(commit->message))
          if (one.undoes == id || one.redoes == id) said.push_back(std::move(one));
    if (!said.empty()) last = &said.back();
    // What was done here and waits for its commit came after all that git has.
    const auto is_it = [&](const Operation& one) { return one.id == here->id; };
    if (here != nullptr && std::none_of(said.begin(), said.end(), is_it)) last = here;
    return last != nullptr && last->undoes == id;
  }

  Done find(const std::string& id) const {
    for (const Operation& head : heads_)
      if (head.id == id) return of_journal(id);
    if (git_)
      if (auto found = of_git(id)) return *std::move(found);
    throw Failure(Error::nothing_found("there is no operation \"" + printable_line(id) + "\"",
                                       "crm history lists them"));
  }

 private:
  Done of_journal(const std::string& id) const {
    auto [operation, changes] = journal_.load(id).value();
    return {std::move(operation), std::move(changes)};
  }

  /// A colleague's, or one from before this copy was made, by its trailer; or a commit that
  /// somebody made by hand, by its own id.
  std::optional<Done> of_git(const std::string& id) const {
    if (!is_item_id(id)) return std::nullopt;
    auto log = commits(*git_, {.most = 1, .line = "^Crm-Operation: " + id + "$"}).value();
    Operation operation;
    if (!log.empty()) {
      const auto all = operations_in(log.front().message);
      if (all.size() > 1)
        throw Failure(Error::conflict(
            id + " was committed together with " + std::to_string(all.size() - 1) + " more",
            "take all of them back: crm undo " + log.front().short_id));
      operation = all.front();
    } else {
      log = commit_named(id);
      if (log.empty()) return std::nullopt;
      if (log.front().is_merge())
        throw Failure(Error::conflict(id + " is a merge of what others have done",
                                      "take back one of its commits: crm history"));
      operation.id = log.front().id;
      operation.title = log.front().message.substr(0, log.front().message.find('\n'));
    }
    const auto changed = changes_of(*git_, {log.front().id}).value();
    Changes changes;
    const auto texts = with_texts(*git_, changed.front()).value();
    for (const Change& change : texts)
      if (is_own_path(change.path) && change.before != change.after) insist(changes.put(change));
    if (changes.empty())
      throw Failure(
          Error::nothing_found("that commit changed nothing in this book: " + operation.title));
    return Done{std::move(operation), std::move(changes)};
  }

  std::vector<Commit> commit_named(const std::string& id) const {
    if (id.size() < 7 || id.find_first_not_of("0123456789abcdef") != id.npos) return {};
    const auto whole = git_->answer({"rev-parse", "--verify", "-q", id + "^{commit}"});
    if (!whole || whole->code != 0) return {};
    const std::string name(trimmed(whole->out));
    const auto ours = git_->answer({"merge-base", "--is-ancestor", name, "HEAD"});
    if (!ours || ours->code != 0) return {};
    return commits(*git_, {.most = 1, .from = name}).value();
  }

  const Journal journal_;
  std::vector<Operation> heads_;
  std::set<std::string> undone_;
  std::optional<Git> git_;
};

/// Picks one of what was done, or throws.
using Choice = std::function<Done(const Past& past)>;

/// Where records stand now: people move files, which keep their names.
class Places {
 public:
  explicit Places(const Book& book) : book_(book) {}

  std::string of(const std::string& path) {
    if (book_.disk().exists(book_.layout().absolute(path))) return path;
    if (!by_name_) look_around();
    const auto found = by_name_->find(std::string(file_stem(path)));
    return found == by_name_->end() ? path : found->second;
  }

 private:
  void look_around() {
    by_name_.emplace();
    if (const auto paths = book_.paths())
      for (const std::string& path : *paths)
        by_name_->try_emplace(std::string(file_stem(path)), path);
  }

  const Book& book_;
  std::optional<std::unordered_map<std::string, std::string>> by_name_;
};

/// Takes an operation back, or does it again, whatever else has happened since. It is chosen under
/// the lock, so that two of us don't take back the same one.
void replay(const Choice& choice, bool forwards, const Desk& desk) {
  World& world = desk.world();
  const bool dry_run = world.manners.dry_run;
  Writing writing = dry_run ? Writing::rehearse(desk.book()) : desk.begin_writing();
  const Past past(desk);
  const auto [whole, changes] = choice(past);
  Places places(desk.book());
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const Change change = changes.at(i).value();
    const std::string path = places.of(change.path);
    const auto text = desk.book().disk().read(desk.book().layout().absolute(path));
    const std::optional<std::string> now = text ? std::optional(*text) : std::nullopt;
    const auto& base = forwards ? change.before : change.after;
    const auto& next = forwards ? change.after : change.before;
    auto result = replayed(base, next, now, path, desk.settings()).value();
    if (result != now) insist(writing.put({path, now, std::move(result)}));
  }
  if (dry_run) return print_preview(writing.changes(), world);
  Operation operation = desk.operation((forwards ? "did again: " : "took back: ") + whole.title);
  (forwards ? operation.redoes : operation.undoes) = whole.id;
  desk.commit(writing, operation);
  print_deeds({{operation.title, operation.id}}, world);
}

Error not_to_be_undone() {
  return Error::conflict("who was erased can't be brought back",
                         "crm history lists what was done before; crm undo ID takes that back");
}

Done asked_for(const std::string& id, const Past& past) {
  Done done = past.find(id);
  if (!done.operation.erases.empty()) throw Failure(not_to_be_undone());
  if (past.is_undone(done.operation.id))
    throw Failure(Error::conflict("that was taken back already: " + done.operation.title,
                                  past.to_redo() == done.operation.id
                                      ? "crm redo does it again"
                                      : "crm history tells by whom"));
  return done;
}

void undo(const UndoOptions& asked, World& world) {
  const auto choice = [&](const Past& past) {
    if (!asked.id.empty()) return asked_for(asked.id, past);
    const Operation* const last = past.to_undo();
    if (last == nullptr) throw Failure(Error::nothing_found("there is nothing to undo"));
    if (!last->erases.empty()) throw Failure(not_to_be_undone());
    return past.find(last->id);
  };
  replay(choice, false, Desk::open(world));
}

void redo(World& world) {
  const auto choice = [](const Past& past) {
    const std::string last = past.to_redo();
    if (last.empty()) throw Failure(Error::nothing_found("there is nothing to redo"));
    return past.find(last);
  };
  replay(choice, true, Desk::open(world));
}

Action declare_undo(Declaration& words) {
  const auto asked = std::make_shared<UndoOptions>();
  words.optional_argument(
      asked->id, placeholder::operation,
      "an operation by its id, also a colleague's; without it, the last one made here");
  return [asked](World& world) { undo(*asked, world); };
}

Action declare_redo(Declaration&) {
  return [](World& world) { redo(world); };
}

}  // namespace

Command undo_command() {
  return {"undo",
          "Change",
          "take the last operation back",
          {{"crm undo", "whatever the last command changed, also an import of thousands"},
           {"crm undo x7k2m9", "an earlier operation, where nothing later touched the same"}},
          declare_undo};
}

Command redo_command() {
  return {"redo",
          "Change",
          "do again what was taken back",
          {{"crm redo", "after an undo too many"}},
          declare_redo};
}

}  // namespace crm

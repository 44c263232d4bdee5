#include <unordered_map>

#include "cli/commands/all.hpp"
#include "cli/desk.hpp"
#include "cli/output/deed.hpp"
#include "cli/output/preview.hpp"
#include "cli/output/remark.hpp"
#include "core/domain/text.hpp"
#include "core/merge/replay.hpp"

namespace crm {
namespace {

struct UndoOptions {
  std::string id;
};

/// Which operations hold, and which was taken back last, from the journal's heads (newest first).
class Undoings {
 public:
  explicit Undoings(const std::vector<Operation>& heads) : heads_(heads) {
    for (auto head = heads.rbegin(); head != heads.rend(); ++head) {
      if (!head->undoes.empty()) undone_.insert(head->undoes);
      if (!head->redoes.empty()) undone_.erase(head->redoes);
    }
  }

  const Operation* to_undo() const {
    for (const Operation& head : heads_)
      if (head.undoes.empty() && head.redoes.empty() && head.takes_in.empty() &&
          !undone_.contains(head.id))
        return &head;
    return nullptr;
  }

  /// The one that was taken back last, as long as nothing new was done since.
  const Operation* to_redo() const {
    for (const Operation& head : heads_) {
      if (head.undoes.empty() && head.redoes.empty()) return nullptr;
      if (!head.undoes.empty() && undone_.contains(head.undoes)) return by_id(head.undoes);
    }
    return nullptr;
  }

  bool is_undone(const std::string& id) const { return undone_.contains(id); }

 private:
  const Operation* by_id(const std::string& id) const {
    for (const Operation& head : heads_)
      if (head.id == id) return &head;
    return nullptr;
  }

  const std::vector<Operation>& heads_;
  std::set<std::string> undone_;
};

/// Picks one of the journal's heads, or throws.
using Choice = std::function<Operation(const std::vector<Operation>& heads)>;

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
  Writing writing = dry_run ? Writing::rehearse(desk.book()) : Writing::begin(desk.book()).value();
  const Journal journal(desk.book().disk(), desk.book().layout().journal());
  const auto [whole, changes] = journal.load(choice(journal.heads()).id).value();
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

Operation asked_for(const std::string& id, const std::vector<Operation>& heads,
                    const Undoings& standing) {
  for (const Operation& head : heads) {
    if (head.id != id) continue;
    if (!head.erases.empty()) throw Failure(not_to_be_undone());
    if (standing.is_undone(id))
      throw Failure(
          Error::conflict("that was taken back already: " + head.title, "crm redo does it again"));
    return head;
  }
  throw Failure(Error::nothing_found("there is no operation \"" + printable_line(id) + "\"",
                                     "crm history lists them"));
}

void undo(const UndoOptions& asked, World& world) {
  const auto choice = [&](const std::vector<Operation>& heads) {
    const Undoings standing(heads);
    if (!asked.id.empty()) return asked_for(asked.id, heads, standing);
    const Operation* const last = standing.to_undo();
    if (last == nullptr) throw Failure(Error::nothing_found("there is nothing to undo"));
    if (!last->erases.empty()) throw Failure(not_to_be_undone());
    return *last;
  };
  replay(choice, false, Desk::open(world));
}

void redo(World& world) {
  const auto choice = [](const std::vector<Operation>& heads) {
    const Operation* const last = Undoings(heads).to_redo();
    if (last == nullptr) throw Failure(Error::nothing_found("there is nothing to redo"));
    return *last;
  };
  replay(choice, true, Desk::open(world));
}

Action declare_undo(Declaration& words) {
  const auto asked = std::make_shared<UndoOptions>();
  words.optional_argument(asked->id, placeholder::operation,
                          "an operation by its id; without it, the last one");
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

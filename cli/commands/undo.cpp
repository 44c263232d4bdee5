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
      if (head.undoes.empty() && head.redoes.empty() && !undone_.contains(head.id)) return &head;
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

/// Where a record stands now: people move files, which keep their names.
std::string place_now(const std::string& path, const Desk& desk) {
  const Book& book = desk.book();
  if (book.disk().exists(book.layout().absolute(path))) return path;
  const auto paths = book.paths();
  if (paths)
    for (const std::string& other : *paths)
      if (file_stem(other) == file_stem(path)) return other;
  return path;
}

/// Takes an operation back, or does it again, whatever else has happened since. It is chosen under
/// the lock, so that two of us don't take back the same one.
void replay(const Choice& choice, bool forwards, const Desk& desk) {
  World& world = desk.world();
  const bool dry_run = world.manners.dry_run;
  Writing writing = dry_run ? Writing::rehearse(desk.book()) : Writing::begin(desk.book()).value();
  const Journal journal(desk.book().disk(), desk.book().layout().journal());
  const Operation whole = journal.load(choice(journal.heads()).id).value();
  for (const Change& change : whole.changes) {
    const std::string path = place_now(change.path, desk);
    const auto text = desk.book().disk().read(desk.book().layout().absolute(path));
    const std::optional<std::string> now = text ? std::optional(*text) : std::nullopt;
    const auto& base = forwards ? change.before : change.after;
    const auto& next = forwards ? change.after : change.before;
    auto result = replayed(base, next, now, path, desk.settings()).value();
    if (result != now) writing.put({path, now, std::move(result)});
  }
  if (dry_run) return print_preview(writing.changes(), world);
  Operation operation = desk.operation((forwards ? "did again: " : "took back: ") + whole.title);
  (forwards ? operation.redoes : operation.undoes) = whole.id;
  insist(writing.commit(operation));
  print_deeds({{operation.title, operation.id}}, world);
}

Operation asked_for(const std::string& id, const std::vector<Operation>& heads,
                    const Undoings& standing) {
  for (const Operation& head : heads) {
    if (head.id != id) continue;
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

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

/// Takes an operation back, or does it again, whatever else has happened since.
void replay(const Operation& head, bool forwards, const Desk& desk) {
  World& world = desk.world();
  Journal journal(desk.book().disk(), desk.book().layout().journal());
  const Operation whole = journal.load(head.id).value();
  const auto fill = [&](Writing& writing) {
    for (const Change& change : whole.changes) {
      const auto text = desk.book().disk().read(desk.book().layout().absolute(change.path));
      const std::optional<std::string> now = text ? std::optional(*text) : std::nullopt;
      const auto& base = forwards ? change.before : change.after;
      const auto& next = forwards ? change.after : change.before;
      auto result = replayed(base, next, now, change.path, desk.settings()).value();
      if (result != now) writing.put({change.path, now, std::move(result)});
    }
  };
  if (world.manners.dry_run) {
    Writing writing = Writing::rehearse(desk.book());
    fill(writing);
    return print_preview(writing.changes(), world);
  }
  Writing writing = Writing::begin(desk.book()).value();
  fill(writing);
  Operation operation = desk.operation((forwards ? "did again: " : "took back: ") + whole.title);
  (forwards ? operation.redoes : operation.undoes) = whole.id;
  insist(writing.commit(operation));
  print_deeds({{operation.title, operation.id}}, world);
}

void undo(const UndoOptions& asked, World& world) {
  const Desk desk = Desk::open(world);
  const auto heads = Journal(desk.book().disk(), desk.book().layout().journal()).heads();
  const Undoings standing(heads);
  const Operation* target = standing.to_undo();
  if (!asked.id.empty()) {
    target = nullptr;
    for (const Operation& head : heads)
      if (head.id == asked.id) target = &head;
    if (target == nullptr)
      throw Failure(Error::nothing_found(
          "there is no operation \"" + printable_line(asked.id) + "\"", "crm history lists them"));
    if (standing.is_undone(asked.id))
      throw Failure(Error::conflict("that was taken back already: " + target->title,
                                    "crm redo does it again"));
  }
  if (target == nullptr) throw Failure(Error::nothing_found("there is nothing to undo"));
  replay(*target, false, desk);
}

void redo(World& world) {
  const Desk desk = Desk::open(world);
  const auto heads = Journal(desk.book().disk(), desk.book().layout().journal()).heads();
  const Operation* const target = Undoings(heads).to_redo();
  if (target == nullptr) throw Failure(Error::nothing_found("there is nothing to redo"));
  replay(*target, true, desk);
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

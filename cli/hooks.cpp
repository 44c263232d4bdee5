#include "cli/hooks.hpp"

#include "cli/committing.hpp"
#include "cli/output/json.hpp"
#include "cli/output/remark.hpp"
#include "cli/permission.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

/// Others wait for the lock meanwhile.
constexpr int most_milliseconds = 30'000;

/// A record as `export json` has it; any other file as its text.
std::string json_of_text(const std::optional<std::string>& text, const std::string& path,
                         const Book& book) {
  if (!text) return "null";
  if (path.starts_with("customers/"))
    if (const auto stored = book.read_text(path, *text)) return to_json(stored->customer);
  return json_text(*text);
}

std::string json_of_change(const Change& change, bool without_texts, const Book& book) {
  std::vector<std::pair<std::string, std::string>> members{{"path", json_text(change.path)}};
  if (change.path.starts_with("customers/"))
    members.emplace_back("id", json_text(file_stem(change.path)));
  // Whoever is erased is told to nobody any more.
  if (!without_texts) {
    members.emplace_back("before", json_of_text(change.before, change.path, book));
    members.emplace_back("after", json_of_text(change.after, change.path, book));
  }
  return json_object(members);
}

std::string story_of(const Changes& changes, const Operation& operation, const Desk& desk) {
  std::string records;
  for (std::size_t i = 0; i < changes.size(); ++i)
    records += (i > 0 ? "," : "") +
               json_of_change(changes.at(i).value(), !operation.erases.empty(), desk.book());
  std::vector<std::pair<std::string, std::string>> members{
      {"command", json_text(desk.world().command)},
      {"operation", json_text(operation.id)},
      {"at", json_text(operation.at)},
      {"by", json_text(operation.by)},
      {"title", json_text(operation.title)}};
  if (!operation.undoes.empty()) members.emplace_back("undoes", json_text(operation.undoes));
  if (!operation.redoes.empty()) members.emplace_back("redoes", json_text(operation.redoes));
  members.emplace_back("changes", "[" + records + "]");
  return json_object(members);
}

/// What a hook says is for the person, whichever stream it says it on: ours has results.
void tell(const ProgramAnswer& answer, World& world) {
  world.out.flush();
  for (const std::string& said : {answer.out, answer.err})
    for (const std::string_view line : split(said, '\n'))
      if (!trimmed(line).empty()) remark(world, line);
}

/// Why it did not do what it was there for; nothing: it did.
std::optional<std::string> trouble_with(const ProgramCall& call, const std::string& name,
                                        World& world) {
  const auto answer = world.ask_program(call);
  if (!answer) return name + " could not run: " + answer.error().message();
  tell(*answer, world);
  if (answer->timed_out)
    return name + " took longer than " + std::to_string(most_milliseconds / 1000) + " seconds";
  if (answer->code == 0) return std::nullopt;
  return name + " ended with exit code " + std::to_string(answer->code);
}

ProgramCall call_of(const std::string& name, const std::string& story, const std::string& by,
                    const std::string& root) {
  ProgramCall call{.words = {root + "/hooks/" + name}};
  call.input = json_with("hook", name, story) + "\n";
  call.variables = {{"CRM_BOOK", root}, {"CRM_HOOK", name}};
  if (!by.empty()) call.variables.emplace_back("CRM_ME", by);
  call.folder = root;
  call.limit_ms = most_milliseconds;
  return call;
}

std::string shown_name(const ProgramCall& call) {
  return "hooks/" + call.words.front().substr(call.words.front().rfind('/') + 1);
}

}  // namespace

Hooks::Hooks(const Changes& changes, const Operation& operation, const Desk& desk)
    : world_(desk.world()), layout_(desk.book().layout()), by_(operation.by) {
  if (!world_.environment.hook.empty() || world_.command.empty()) return;
  pre_ = has("pre-" + world_.command);
  post_ = has("post-" + world_.command);
  if (!pre_ && !post_) return;
  const Permission permission = hooks_permission(layout_, world_);
  if (permission == Permission::unasked || permission == Permission::outdated) {
    const std::string name = (pre_ ? "hooks/pre-" : "hooks/post-") + world_.command;
    remark(world_, "crm: " + name +
                       (permission == Permission::unasked
                            ? " does not run: you have not allowed this book's hooks"
                            : " does not run: the hooks have changed since you decided on them"));
    hint(world_, "look at them, then: crm hooks --allow   or   crm hooks --refuse");
  }
  pre_ = pre_ && permission == Permission::allowed;
  post_ = post_ && permission == Permission::allowed;
  if (pre_ || post_) story_ = story_of(changes, operation, desk);
}

bool Hooks::has(const std::string& name) const {
  return world_.disk.exists(layout_.hooks() + "/" + name);
}

void Hooks::before() const {
  if (!pre_) return;
  const std::string name = "pre-" + world_.command;
  const ProgramCall call = call_of(name, story_, by_, absolute_path(layout_.root, world_));
  if (const auto trouble = trouble_with(call, "hooks/" + name, world_))
    throw Failure(Error::failed(*trouble + ": nothing was written",
                                "mend what it says, or the hook: crm hooks shows them"));
}

void Hooks::afterwards() const {
  if (!post_) return;
  world_.waiting_hooks.push_back(
      call_of("post-" + world_.command, story_, by_, absolute_path(layout_.root, world_)));
}

void refuse_in_hook(const World& world) {
  if (!world.environment.hook.starts_with("pre-")) return;
  throw Failure(Error::conflict(
      "hooks/" + world.environment.hook + " can't write: it runs before a write, and may only look",
      "let a post- hook write"));
}

void run_waiting_hooks(World& world) {
  for (const ProgramCall& call : std::exchange(world.waiting_hooks, {}))
    if (const auto trouble = trouble_with(call, shown_name(call), world))
      remark(world, "crm: " + *trouble + "; the book was changed all the same");
}

}  // namespace crm

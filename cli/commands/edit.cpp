#include "cli/commands/all.hpp"
#include "cli/commands/campaigns.hpp"
#include "cli/commands/editor.hpp"
#include "cli/desk.hpp"
#include "cli/output/deed.hpp"
#include "cli/output/preview.hpp"
#include "cli/output/remark.hpp"
#include "core/merge/replay.hpp"

namespace crm {
namespace {

struct EditOptions {
  std::string who;
};

/// Of a customer's text, or a campaign's.
Result<std::string> id_in(const std::string& file, const std::string& text, const Desk& desk) {
  if (file.starts_with("campaigns/")) {
    auto stored = desk.book().read_campaign_text(file, text);
    return stored ? Result<std::string>(stored->campaign.id) : error(stored.error());
  }
  auto stored = desk.book().read_text(file, text);
  return stored ? Result<std::string>(stored->customer.id) : error(stored.error());
}

/// The draft as the person left it, once it can be read; they are asked back to it as long as it
/// can't.
std::string read_draft(Draft& draft, const std::string& file, const std::string& id,
                       const Desk& desk) {
  World& world = desk.world();
  while (true) {
    std::string text = draft.edited();
    const auto found = id_in(file, text, desk);
    if (found && (id.empty() || *found == id)) return text;
    print_error(
        found ? Error::asked_wrongly("the id was " + id + " and has to stay so: others refer to it")
              : found.error(),
        world);
    if (!world.may_ask() || world.manners.yes || !confirmed(world, "Edit again?"))
      throw Failure(Error{Error::Kind::invalid,
                          {Problem{"nothing was changed", {}, draft.keep(), {}, false}}});
  }
}

void edit(const EditOptions& asked, World& world) {
  const Desk desk = Desk::open(world);
  const auto found = [&]() -> std::string {
    try {
      return desk.find(asked.who).path;
    } catch (const Failure& failure) {
      if (const auto campaign = campaign_instead(failure, asked.who, desk)) return campaign->path();
      // A broken record has no name that could be found; its file's has.
      const auto paths = desk.book().paths().value();
      for (const std::string& path : paths)
        if (path == asked.who || file_stem(path) == asked.who) return path;
      throw;
    }
  };
  const std::string file = found();
  const std::string before = world.disk.read(desk.book().layout().absolute(file)).value();
  const std::string id = id_in(file, before, desk).value_or("");
  Draft draft(world, std::string(file_stem(file)) + ".yaml", before);
  const std::string after = read_draft(draft, file, id, desk);
  if (after == before) return remark(world, "nothing was changed");
  const std::string title = "edited " + std::string(file_stem(file));
  try {
    const bool written = desk.write(
        [&](Writing& writing) {
          const std::string now = world.disk.read(desk.book().layout().absolute(file)).value();
          auto next = replayed(before, after, now, file, desk.settings()).value();
          if (next != now) insist(writing.put({file, now, std::move(next)}));
        },
        [&] { return title; });
    if (written) print_deeds({{title, std::string(file_stem(file))}}, world);
  } catch (const Failure& failure) {
    Error error = failure.error();
    error.problems.front().hint = draft.keep();
    throw Failure(error);
  }
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<EditOptions>();
  words.argument(asked->who, Placeholder{"WHO|ID"},
                 "whose record, or which campaign's, to open in $VISUAL or $EDITOR");
  return [asked](World& world) { edit(*asked, world); };
}

}  // namespace

Command edit_command() {
  return {"edit",
          "Change",
          "open a record in your editor",
          {{"crm edit acme", "checked when you save; a mistake brings you back to your draft"}},
          declare};
}

}  // namespace crm

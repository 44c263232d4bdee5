#include "cli/commands/all.hpp"
#include "cli/commands/new_entries.hpp"
#include "cli/desk.hpp"
#include "cli/output/deed.hpp"
#include "cli/output/remark.hpp"

namespace crm {
namespace {

struct SnoozeOptions {
  std::string id;
  std::vector<std::string> when;
};

void put_off(const SnoozeOptions& asked, World& world) {
  std::string when;
  for (const std::string& word : asked.when) when += (when.empty() ? "" : " ") + word;
  if (when.empty())
    throw Failure(Error::asked_wrongly("until when shall it be put off?",
                                       "crm snooze " + as_typed(asked.id) + " tomorrow"));
  const Desk desk = Desk::open(world);
  const Match match = desk.find_errand(asked.id);
  if (match.kind != ItemKind::reminder && match.kind != ItemKind::interaction)
    throw Failure(Error::asked_wrongly("snooze is for reminders and planned meetings",
                                       "crm remind " + match.id + " shows their ids"));
  const Moment until = desk.kept(moment_to_come(when, desk));
  std::string sentence;
  const auto next = [&](Customer after) {
    if (match.kind == ItemKind::reminder) {
      Reminder& reminder = *find_item(after.reminders, match.item);
      if (!next_due(reminder))
        throw Failure(Error::conflict("that reminder is done already: " + reminder.text));
      reminder = snooze(reminder, until);
      sentence = "put off to " + day_words(until, desk.today()) + ": " + reminder.text + " (" +
                 after.name + ")";
    } else {
      Interaction& meeting = *find_item(after.interactions, match.item);
      if (!is_planned(meeting, desk.now()))
        throw Failure(Error::conflict("that " + meeting.kind + " took place already"));
      Moment at = until;
      if (!at.timed() && meeting.at.timed()) {
        at = meeting.at;
        at.day = until.day;
        at.offset.reset();
        at = desk.kept(at);
      }
      meeting.at = at;
      meeting.planned = true;
      sentence = meeting.kind + " with " + after.name + " moved to " + day_words(at, desk.today());
    }
    return after;
  };
  if (desk.change(match, next, [&] { return sentence; }))
    print_deeds({{sentence, match.item}}, world);
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<SnoozeOptions>();
  words.argument(asked->id, placeholder::errand_id, "a reminder or a planned meeting");
  words.arguments(asked->when, Placeholder{"WHEN..."},
                  "until when: tomorrow, mon 9:30, in 2w, 2026-12-01");
  return [asked](World& world) { put_off(*asked, world); };
}

}  // namespace

Command snooze_command() {
  return {"snooze",
          "Every day",
          "put a reminder or a planned meeting off",
          {{"crm snooze r4q9x1 mon", "until Monday"},
           {"crm snooze m5t6y7 thu 14:00", "move a meeting"}},
          declare};
}

}  // namespace crm

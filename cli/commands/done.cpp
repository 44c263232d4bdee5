#include "cli/commands/all.hpp"
#include "cli/desk.hpp"
#include "cli/output/deed.hpp"
#include "cli/output/remark.hpp"
#include "core/domain/text.hpp"
#include "core/record/assignment.hpp"

namespace crm {
namespace {

struct DoneOptions {
  std::vector<std::string> words;
};

Error not_to_be_done(const Match& match) {
  if (match.kind == ItemKind::deal)
    return Error::asked_wrongly("a deal is won or lost, not done",
                                "crm win " + match.item + ", or crm lose " + match.item +
                                    " --reason …; crm set " + match.item +
                                    " expected=… puts it off");
  if (match.kind == ItemKind::customer)
    return Error::asked_wrongly("which reminder of " + match.name + "?",
                                "crm remind " + match.id + " shows their ids");
  return Error::asked_wrongly("a " + std::string(name_of(match.kind)) + " is nothing to be done",
                              "done is for reminders and planned meetings");
}

std::string finish_reminder(Customer& customer, const Match& match, const std::string& outcome,
                            const Desk& desk) {
  Reminder& reminder = *find_item(customer.reminders, match.item);
  if (!outcome.empty())
    throw Failure(Error::asked_wrongly("a reminder has no outcome; only meetings have"));
  if (!next_due(reminder))
    throw Failure(Error::conflict("that reminder is done already: " + reminder.text));
  reminder = done(reminder, desk.today(), desk.me());
  const auto again = next_due(reminder);
  return "done: " + reminder.text + " (" + customer.name + ")" +
         (again ? "; next on " + day_words(*again, desk.today()) : "");
}

std::string finish_meeting(Customer& customer, const Match& match, const std::string& outcome,
                           const Desk& desk) {
  Interaction& meeting = *find_item(customer.interactions, match.item);
  if (!is_planned(meeting, desk.now()))
    throw Failure(Error::conflict("that " + meeting.kind + " took place already" +
                                      (meeting.outcome.empty() ? "" : ": " + meeting.outcome),
                                  "change it with: crm set " + match.item + " outcome=…"));
  const bool called_off = outcome == "cancelled" || outcome == "refused";
  if (meeting.at.day > desk.today() && !called_off && !desk.world().manners.anyway)
    throw Failure(Error::conflict(
        "that " + meeting.kind + " is still to come, " + near_day_words(meeting.at, desk.today()),
        "crm snooze " + match.item + " WHEN moves it, crm done " + match.item +
            " cancelled calls it off"));
  meeting.outcome = outcome.empty() ? "held" : outcome;
  const std::string note = composed(trimmed(desk.world().manners.message));
  if (!note.empty()) meeting.text += (meeting.text.empty() ? "" : "\n") + note;
  return meeting.kind + " with " + customer.name + ": " + meeting.outcome;
}

void finish(const DoneOptions& asked, World& world) {
  const Desk desk = Desk::open(world);
  std::vector<std::string> ids = asked.words;
  std::string outcome;
  if (ids.size() > 1)
    if (const auto word = listed_word(desk.settings().outcomes, ids.back(), "outcome")) {
      outcome = *word;
      ids.pop_back();
    }
  std::vector<Match> matches;
  for (const std::string& id : ids) {
    Match match = desk.find_errand(id);
    if (match.kind != ItemKind::reminder && match.kind != ItemKind::interaction)
      throw Failure(not_to_be_done(match));
    matches.push_back(std::move(match));
  }
  std::vector<Deed> deeds;
  const auto next = [&](Customer customer, const Match& match) {
    const auto finish_it = match.kind == ItemKind::reminder ? finish_reminder : finish_meeting;
    deeds.push_back({finish_it(customer, match, outcome, desk), match.item});
    return customer;
  };
  if (desk.change_each(matches, next, [&] { return deeds.front().sentence; }))
    print_deeds(deeds, world);
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<DoneOptions>();
  words.arguments(asked->words, Placeholder{"ID... [OUTCOME]", "", "", "ERRAND... [OUTCOME]"},
                  "reminders or planned meetings, and how a meeting went: held, agreed, no-show …");
  return [asked](World& world) {
    if (asked->words.empty())
      throw Failure(
          Error::asked_wrongly("which reminder or meeting is done?", "crm remind shows their ids"));
    finish(*asked, world);
  };
}

}  // namespace

Command done_command() {
  return {
      "done",
      "Every day",
      "finish a reminder, or say how a meeting went",
      {{"crm done r4q9x1", "a reminder; a recurring one comes again"},
       {"crm done m5t6y7 agreed -m \"signs on Monday\"", "a meeting, with its outcome and a note"}},
      declare};
}

}  // namespace crm

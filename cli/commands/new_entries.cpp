#include "cli/commands/new_entries.hpp"

#include "core/domain/text.hpp"
#include "core/record/assignment.hpp"

namespace crm {

std::string NewEntries::new_id() const {
  std::string id = desk_.new_id({});
  while (has_item(customer_, id)) id = desk_.new_id({});
  return id;
}

Deed NewEntries::add_log(const std::string& kind, const std::string& text) {
  Interaction interaction;
  interaction.id = new_id();
  interaction.at = desk_.stamp();
  interaction.by = desk_.me();
  interaction.kind = known_kind(desk_, kind);
  interaction.text = composed(text);
  customer_.interactions.push_back(interaction);
  return {"logged " + with_article(interaction.kind) + ", " +
              near_day_words(interaction.at, desk_.today()),
          interaction.id};
}

Deed NewEntries::add_reminder(const std::string& when, const std::string& text, bool promise) {
  Reminder reminder;
  reminder.id = new_id();
  reminder.due = desk_.kept(moment_to_come(when, desk_));
  reminder.text = composed(trimmed(text));
  reminder.promise = promise;
  reminder.by = desk_.me();
  if (!desk_.settings().team.empty()) reminder.for_whom = desk_.me();
  if (reminder.text.empty())
    throw Failure(Error::asked_wrongly("a reminder needs a text: what is to be done?"));
  customer_.reminders.push_back(reminder);
  return {reminder_words(reminder, desk_), reminder.id};
}

std::string reminder_words(const Reminder& reminder, const Desk& desk) {
  // The day that a series is counted from need not be one of its own.
  const Moment due = next_due(reminder).value_or(reminder.due);
  return (reminder.promise ? "promised for " : "will remind you on ") +
         day_words(due, desk.today()) + ": " + reminder.text;
}

Moment moment_to_come(const std::string& when, const Desk& desk) {
  const Moment moment = desk.when(when);
  const bool past =
      moment.timed() ? in_time(desk.kept(moment), desk.stamp()) < 0 : moment.day < desk.today();
  if (past && !desk.world().manners.anyway)
    throw Failure(Error::asked_wrongly(day_words(moment, desk.today()) + " is past",
                                       "name a day or time to come, or insist with --anyway"));
  return moment;
}

std::string known_kind(const Desk& desk, const std::string& kind) {
  if (desk.world().manners.anyway) return kind;
  auto word = listed_word(desk.settings().kinds, kind, "kind of conversation");
  if (!word) throw Failure(word.error());
  return *word;
}

std::string with_article(const std::string& noun) {
  const bool vowel =
      !noun.empty() && std::string_view("aeiou").find(noun.front()) != std::string_view::npos;
  return (vowel ? "an " : "a ") + noun;
}

}  // namespace crm

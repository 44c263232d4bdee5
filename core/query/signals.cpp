#include "core/query/signals.hpp"

#include <algorithm>
#include <array>

#include "core/domain/account.hpp"
#include "core/domain/birthday.hpp"
#include "core/domain/folding.hpp"

namespace crm {
namespace {

constexpr std::array<std::pair<std::string_view, Signal>, 8> names{{{"OVERDUE", Signal::overdue},
                                                                    {"DUE", Signal::due},
                                                                    {"BIRTHDAY", Signal::birthday},
                                                                    {"OPENCASE", Signal::open_case},
                                                                    {"STALE", Signal::stale},
                                                                    {"DEBT", Signal::debt},
                                                                    {"REPLIED", Signal::replied},
                                                                    {"DELETED", Signal::deleted}}};

bool is_due(const Reminder& reminder, Day by) {
  const auto due = next_due(reminder);
  return due && due->day <= by;
}

bool is_for_today(const Interaction& interaction, const Moment& now) {
  return is_planned(interaction, now) && interaction.at.day == now.day;
}

bool is_stale(const Deal& deal, const Subject& subject, const Stays& stays) {
  const Settings& settings = subject.settings;
  return crm::is_stale(pipeline_of(deal, settings), standing(deal, settings), settings, stays,
                       subject.now.day);
}

/// As core/report/sources counts them.
bool is_reply(const Interaction& one, const Moment& now,
              const std::vector<std::string>& campaigns) {
  if (one.campaign.empty() || one.direction != "in" || !was_held(one, now)) return false;
  return campaigns.empty() ||
         std::find(campaigns.begin(), campaigns.end(), folded(one.campaign)) != campaigns.end();
}

bool has_birthday(const Contact& contact, const Subject& subject) {
  return contact.birthday &&
         is_to_be_wished(*contact.birthday, subject.now.day, subject.settings.leap_day_rule(),
                         last_contact(subject.customer, subject.now));
}

/// The entry that is looked at, where it is one of these.
template <class T>
const T* entry_as(const Subject& subject) {
  if (subject.entry == nullptr) return nullptr;
  const auto* const entry = std::get_if<const T*>(subject.entry);
  return entry == nullptr ? nullptr : *entry;
}

/// Asks the entry, or all of the customer's.
template <class T, class Ask>
bool any(const std::vector<T>& all, const Subject& subject, Ask ask) {
  if (const T* const one = entry_as<T>(subject)) return ask(*one);
  return std::any_of(all.begin(), all.end(), ask);
}

bool is_due_now(const Subject& subject) {
  const auto due = [&](const Reminder& one) { return is_due(one, subject.now.day); };
  const auto today = [&](const Interaction& one) { return is_for_today(one, subject.now); };
  if (const auto* const one = entry_as<Reminder>(subject)) return due(*one);
  if (const auto* const one = entry_as<Interaction>(subject)) return today(*one);
  const Customer& customer = subject.customer;
  return std::any_of(customer.reminders.begin(), customer.reminders.end(), due) ||
         std::any_of(customer.interactions.begin(), customer.interactions.end(), today);
}

bool is_birthday(const Subject& subject) {
  if (const auto* const person = entry_as<Person>(subject))
    return !person->left && has_birthday(*person, subject);
  const auto& people = subject.customer.people;
  return has_birthday(subject.customer, subject) ||
         std::any_of(people.begin(), people.end(), [&](const Person& person) {
           return !person.left && has_birthday(person, subject);
         });
}

}  // namespace

std::optional<Signal> signal_named(std::string_view name) {
  for (const auto& [word, signal] : names)
    if (word == name) return signal;
  return std::nullopt;
}

std::vector<std::string> signal_names() {
  std::vector<std::string> all;
  for (const auto& [word, signal] : names) all.emplace_back(word);
  return all;
}

bool stands_at(Signal signal, const Subject& subject, const Stays& stays,
               const std::vector<std::string>& campaigns) {
  const Customer& customer = subject.customer;
  switch (signal) {
    case Signal::overdue:
      return any(customer.reminders, subject,
                 [&](const Reminder& one) { return is_due(one, subject.now.day.plus_days(-1)); });
    case Signal::due: return is_due_now(subject);
    case Signal::birthday: return is_birthday(subject);
    case Signal::open_case:
      return any(customer.cases, subject, [](const Case& one) { return !one.is_closed(); });
    case Signal::stale:
      return any(customer.deals, subject,
                 [&](const Deal& one) { return is_stale(one, subject, stays); });
    case Signal::debt: return is_in_debt(customer, subject.settings, subject.now.day);
    case Signal::replied:
      return any(customer.interactions, subject,
                 [&](const Interaction& one) { return is_reply(one, subject.now, campaigns); });
    case Signal::deleted: return customer.is_deleted();
  }
  return false;
}

FieldSet reads(Signal signal) {
  switch (signal) {
    case Signal::overdue: return FieldSet::of({"reminders"});
    case Signal::due: return FieldSet::of({"reminders", "interactions"});
    case Signal::birthday: return FieldSet::of({"birthday", "people", "interactions"});
    case Signal::open_case: return FieldSet::of({"cases"});
    case Signal::stale: return FieldSet::of({"deals"});
    case Signal::debt: return FieldSet::of({"deals", "purchases", "payments"});
    case Signal::replied: return FieldSet::of({"interactions"});
    case Signal::deleted: return FieldSet::of({"deleted", "merged_into"});
  }
  return FieldSet::all();
}

}  // namespace crm

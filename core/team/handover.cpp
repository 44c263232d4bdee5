#include "core/team/handover.hpp"

#include <algorithm>
#include <vector>

#include "core/domain/account.hpp"
#include "core/domain/selling.hpp"

namespace crm {
namespace {

/// Whoever wrote a word by hand may have taken a name for it.
bool is_them(const std::string& word, const std::string& who, const Settings& settings) {
  if (word.empty()) return false;
  return word == who || colleague(settings, word) == who;
}

/// The word itself, or whose it is without one.
const std::string& own_or(const std::string& own, const std::string& owner) {
  return own.empty() ? owner : own;
}

bool is_open(const Deal& deal, const Settings& settings) {
  return standing(deal, settings).ends.empty();
}

}  // namespace

void Duties::add(const Duties& more) {
  customers += more.customers;
  deals += more.deals;
  cases += more.cases;
  reminders += more.reminders;
  meetings += more.meetings;
}

std::string Duties::words() const {
  std::vector<std::string> parts;
  const auto say = [&](std::size_t count, const std::string& noun) {
    if (count > 0) parts.push_back(std::to_string(count) + " " + noun + (count == 1 ? "" : "s"));
  };
  say(customers, "customer");
  say(deals, "deal");
  say(cases, "case");
  say(reminders, "reminder");
  say(meetings, "meeting");
  std::string all;
  for (std::size_t i = 0; i < parts.size(); ++i)
    all += (i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ") + parts[i];
  return all;
}

Duties duties_of(const Customer& customer, const std::string& who, const Settings& settings,
                 const Moment& now) {
  Duties duties;
  if (customer.is_deleted()) return duties;
  const auto theirs = [&](const std::string& own) {
    return is_them(own_or(own, customer.owner), who, settings);
  };
  if (is_them(customer.owner, who, settings)) ++duties.customers;
  for (const Deal& one : customer.deals)
    if (theirs(one.owner) && is_open(one, settings)) ++duties.deals;
  for (const Case& one : customer.cases)
    if (theirs(one.owner) && !one.is_closed()) ++duties.cases;
  for (const Reminder& one : customer.reminders)
    if (theirs(one.for_whom) && next_due(one)) ++duties.reminders;
  for (const Interaction& one : customer.interactions)
    if (theirs(one.by) && is_planned(one, now)) ++duties.meetings;
  return duties;
}

Customer handed_over(const Customer& before, const Handover& handover, const Settings& settings) {
  Customer after = before;
  const auto theirs = [&](const std::string& word) {
    return is_them(word, handover.from, settings);
  };
  const bool whole = theirs(before.owner);
  if (whole) after.owner = handover.to;
  for (Deal& one : after.deals) {
    const Deal was = one;
    if (!is_open(one, settings)) {
      if (whole && one.owner.empty()) one.owner = before.owner;
      continue;
    }
    if (!theirs(one.owner)) continue;
    one.owner = handover.to;
    Move move;
    move.id = handover.new_id(after);
    move.at = following(one.history, handover.now);
    move.by = handover.by;
    move.was = past_of(was, one);
    one.history.push_back(std::move(move));
  }
  for (Case& one : after.cases) {
    if (one.is_closed()) {
      if (whole && one.owner.empty()) one.owner = before.owner;
    } else if (theirs(one.owner)) {
      one.owner = handover.to;
    }
  }
  for (Reminder& one : after.reminders)
    if (next_due(one) && theirs(one.for_whom)) one.for_whom = handover.to;
  for (Interaction& one : after.interactions)
    if (is_planned(one, handover.now) && theirs(one.by)) one.by = handover.to;
  // Whose it is has been settled now, whatever a merge left open about it.
  std::erase_if(after.conflicts,
                [&](const Conflict& one) { return whole && one.field == "owner"; });
  return after;
}

std::string stand_in_for(const std::string& who, const Settings& settings, Day today) {
  const Colleague* const away = find_named(settings.team, who);
  if (away == nullptr || away->stand_in == who) return {};
  if (away->away_until && *away->away_until < today) return {};
  return away->stand_in;
}

std::set<std::string> looked_after_by(const std::string& who, const Settings& settings, Day today) {
  std::set<std::string> all{who};
  for (std::size_t known = 0; known != all.size();) {
    known = all.size();
    for (const auto& [word, person] : settings.team)
      if (all.contains(stand_in_for(word, settings, today))) all.insert(word);
  }
  return all;
}

}  // namespace crm

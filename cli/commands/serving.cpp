#include "cli/commands/serving.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "cli/commands/new_entries.hpp"
#include "core/domain/folding.hpp"
#include "core/domain/serving.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

/// How pressing a case is of which nobody said it; empty where that sets no limit.
std::string usual_priority(const Settings& settings) {
  constexpr const char* usual = "normal";
  const auto& words = settings.priorities;
  const bool known = std::find(words.begin(), words.end(), usual) != words.end();
  return known && settings.limits.find(usual) != nullptr ? usual : "";
}

void refuse_twin(const Case& one, const Customer& customer, const Desk& desk) {
  if (desk.world().manners.anyway) return;
  for (const Case& other : customer.cases)
    if (!other.is_closed() && folded(other.title) == folded(one.title))
      throw Failure(Error::conflict(
          customer.name + " has an open case " + other.title + " already, " + other.status(),
          "crm show " + other.id + " shows it; open another one with --anyway"));
}

std::string after_words(const Case& one, const Moment& at) {
  const auto opened = times_of(one).opened;
  const auto days = opened ? days_between(opened->day, at.day) : 0;
  return days > 0 ? fmt::format(", after {} day{}", days, days == 1 ? "" : "s") : "";
}

}  // namespace

Case& case_of(Customer& customer, const std::string& id) {
  if (Case* const one = find_item(customer.cases, id)) return *one;
  throw Failure(Error::conflict("the case " + id + " of " + customer.name + " is gone by now"));
}

std::optional<Deadline> deadline_of(const Case& one, const Customer& customer, const Desk& desk) {
  if (one.is_closed()) return std::nullopt;
  return Deadlines(desk.settings())
      .next(awaited(one, customer.interactions, desk.now()), desk.now());
}

std::string deadline_words(std::string_view what, const Moment& by, bool late, const Desk& desk) {
  const std::string first = what == name_of(Deadline::What::answer) ? std::string(what) + " " : "";
  return first + (late ? "was due " : "due ") + near_day_words(by, desk.today());
}

std::string deadline_words(const Deadline& deadline, const Desk& desk) {
  return deadline_words(name_of(deadline.what), deadline.by, deadline.late, desk);
}

Deed open_case(Case one, Move first, Customer& customer, const Desk& desk) {
  one.title = composed(trimmed(one.title));
  if (one.title.empty()) throw Failure(Error::asked_wrongly("a case needs a title"));
  if (one.owner.empty() && customer.owner.empty() && !desk.settings().team.empty())
    one.owner = desk.me();
  if (one.priority.empty()) one.priority = usual_priority(desk.settings());
  one.note = std::exchange(first.note, {});
  refuse_twin(one, customer, desk);
  one.id = NewEntries(desk, customer).new_id();
  customer.cases.push_back(opened(std::move(one), std::move(first), stages_of_cases(desk)).value());
  Case& made = customer.cases.back();
  made.history.back().id = NewEntries(desk, customer).new_id();
  std::string sentence = "opened a case: " + made.title + " (" + customer.name + ")";
  if (!made.priority.empty()) sentence += ", " + made.priority;
  if (!made.owner.empty() && made.owner != desk.me()) sentence += ", for " + made.owner;
  sentence += day_told(made.history.back().at, desk);
  if (const auto deadline = deadline_of(made, customer, desk))
    sentence += "; " + deadline_words(*deadline, desk);
  return {sentence, made.id};
}

Deed move_case(const std::string& id, Move move, const CaseEnd& end, Customer& customer,
               const Desk& desk) {
  Case& one = case_of(customer, id);
  move.id = NewEntries(desk, customer).new_id();
  one = moved(one, std::move(move), stages_of_cases(desk), desk.world().manners.anyway).value();
  Move& made = one.history.back();
  if (made.at.timed() && !made.at.offset) made.at = desk.kept(made.at);
  const bool closes = made.status == closed_status;
  const std::string whose = one.title + " (" + customer.name + ")";
  std::string sentence;
  if (closes) {
    if (!end.resolution.empty()) one.resolution = end.resolution;
    if (end.rating) one.rating = end.rating;
    sentence = "closed " + whose + after_words(one, made.at);
  } else {
    sentence = (made.reopen ? "reopened " : "moved ") + whose +
               (made.from.empty() ? "" : " from " + made.from) + " to " + made.status;
  }
  sentence += day_told(made.at, desk);
  if (closes && !end.resolution.empty()) sentence += ": " + end.resolution;
  if (closes && end.rating) sentence += fmt::format(", rated {} of 5", *end.rating);
  const std::string now = one.status();
  if (now != made.status) sentence += "; it is " + now + " now";
  return {sentence, id};
}

}  // namespace crm

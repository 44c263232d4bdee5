#include "cli/commands/selling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "cli/commands/new_entries.hpp"
#include "cli/output/remark.hpp"
#include "core/domain/account.hpp"
#include "core/domain/folding.hpp"
#include "core/domain/selling.hpp"
#include "core/domain/text.hpp"
#include "core/query/stage_needs.hpp"

namespace crm {
namespace {

std::vector<const Deal*> open_deals(const Customer& customer, const Desk& desk) {
  std::vector<const Deal*> open;
  for (const Deal& deal : customer.deals)
    if (standing(deal, desk.settings()).ends.empty()) open.push_back(&deal);
  return open;
}

/// What a filter of crm.yaml asks of a deal before it may enter; who goes on all the same says why.
void hold_against_needs(const Stage& stage, Deal& deal, const Customer& customer,
                        const Desk& desk) {
  const auto fits = fits_needs(stage, customer, deal, desk.asker());
  if (fits) return;
  if (!desk.world().manners.anyway) {
    Error refused = fits.error();
    // It has no id yet that a command could name.
    const bool opens = deal.history.size() == 1 && deal.history.front().from.empty();
    if (opens && refused.kind == Error::Kind::conflict)
      refused.problems.front().hint =
          "say it of the deal as you open it, or insist with --anyway -m WHY";
    throw Failure(refused);
  }
  const std::string why = composed(trimmed(desk.world().manners.message));
  if (why.empty())
    throw Failure(
        Error::asked_wrongly(fits.error().message() + ": why all the same?", "say it with -m WHY"));
  deal.history.back().forced = true;
  deal.history.back().note = why;
}

Deed reminded(const Consequence& then, const Deal& deal, Day day, Customer& customer,
              const Desk& desk) {
  Reminder reminder;
  reminder.id = NewEntries(desk, customer).new_id();
  // What a move of long ago sets off is to be done now.
  reminder.due.day = std::max(plus(day, then.after), desk.today());
  reminder.text = composed(then.text);
  reminder.by = desk.me();
  reminder.for_whom = deal.owner.empty() ? customer.owner : deal.owner;
  if (reminder.for_whom.empty() && !desk.settings().team.empty()) reminder.for_whom = desk.me();
  reminder.deal = deal.id;
  customer.reminders.push_back(reminder);
  const bool mine = reminder.for_whom.empty() || reminder.for_whom == desk.me();
  return {"will remind " + (mine ? std::string("you") : reminder.for_whom) + " on " +
              day_words(reminder.due, desk.today()) + ": " + reminder.text,
          reminder.id, true};
}

/// A deal that comes to a stage again needs no second reminder of the same.
bool is_reminded_of(const std::string& text, const Deal& deal, const Customer& customer) {
  return std::any_of(customer.reminders.begin(), customer.reminders.end(),
                     [&](const Reminder& one) {
                       return one.deal == deal.id && one.text == composed(text) && next_due(one);
                     });
}

const Deal* twin_of(const Deal& deal, const Customer& customer, const Desk& desk) {
  const auto* const stages = desk.settings().pipeline(deal.pipeline);
  for (const Deal* const other : open_deals(customer, desk))
    if (other->id != deal.id && folded(other->title) == folded(deal.title) &&
        desk.settings().pipeline(other->pipeline) == stages)
      return other;
  return nullptr;
}

std::vector<Deed> entered(const Stage& stage, const std::string& id, Customer& customer,
                          const Desk& desk, bool opens_others);

/// The deal put into the customer's record, with its first move made.
std::vector<Deed> put_in(Deal deal, Move first, Customer& customer, const Desk& desk,
                         bool opens_others) {
  const std::vector<Stage>& pipeline = pipeline_of(deal, desk);
  deal.id = NewEntries(desk, customer).new_id();
  Deal made =
      opened(std::move(deal), std::move(first), {pipeline, desk.settings().lost_reasons}).value();
  const std::string id = made.id;
  const Stage stage = *find_stage(pipeline, made.history.back().stage);
  customer.deals.push_back(std::move(made));
  customer.deals.back().history.back().id = NewEntries(desk, customer).new_id();
  // What crm.yaml opens by itself is not held against crm.yaml.
  if (opens_others) hold_against_needs(stage, customer.deals.back(), customer, desk);
  return entered(stage, id, customer, desk, opens_others);
}

std::vector<Deed> also_opened(const Consequence& then, const Deal& from, const Move& first,
                              Customer& customer, const Desk& desk) {
  Deal deal;
  deal.title = from.title;
  const auto& pipelines = desk.settings().pipelines;
  if (pipelines.front().first != then.pipeline) deal.pipeline = then.pipeline;
  deal.owner = from.owner;
  deal.with = from.with;
  if (const Deal* const twin = twin_of(deal, customer, desk))
    return {{then.pipeline + " has " + twin->title + " already", twin->id, true}};
  Move move;
  move.at = first.at;
  move.by = first.by;
  auto deeds = put_in(std::move(deal), std::move(move), customer, desk, false);
  Deed told{"opened " + from.title + " in " + then.pipeline + ", " +
                customer.deals.back().history.back().stage,
            customer.deals.back().id, true};
  told.guide = deeds.front().guide;
  deeds.front() = std::move(told);
  return deeds;
}

/// What follows when a deal has come to a stage; the first is without a sentence yet. A deal that
/// is opened so opens no others, or two pipelines could go on for ever.
std::vector<Deed> entered(const Stage& stage, const std::string& id, Customer& customer,
                          const Desk& desk, bool opens_others) {
  std::vector<Deed> deeds(1);
  deeds.front().id = id;
  deeds.front().guide = std::string(trimmed(stage.guide));
  const auto then = consequence(stage.then, desk.settings());
  if (!then && !trimmed(stage.then).empty())
    remark(desk.world(), "crm: what follows " + stage.stage + " can't be read: " + stage.then);
  if (!then) return deeds;
  const Deal deal = *find_item(customer.deals, id);
  const Move& move = deal.history.back();
  if (then->pipeline.empty()) {
    if (!is_reminded_of(then->text, deal, customer))
      deeds.push_back(reminded(*then, deal, move.at.day, customer, desk));
  } else if (opens_others) {
    auto more = also_opened(*then, deal, move, customer, desk);
    std::move(more.begin(), more.end(), std::back_inserter(deeds));
  }
  return deeds;
}

std::string told(const Deal& deal, const Stage& stage, const Move& move, const Standing& before,
                 const Customer& customer, const Desk& desk) {
  const std::string whose = deal.title + " (" + customer.name + ")";
  std::string sentence;
  if (stage.ends.empty()) {
    sentence = (move.reopen ? "reopened " : "moved ") + whose +
               (move.from.empty() ? "" : " from " + move.from) + " to " + stage.stage;
  } else {
    const Day first = in_order(deal.history).front()->at.day;
    const auto days = days_between(first, move.at.day);
    sentence = stage.ends + " " + whose;
    if (deal.amount) sentence += ", " + amount_words(*deal.amount, desk);
    if (stage.stage != stage.ends) sentence += ", " + stage.stage;
    if (move.reopen) sentence += ", which was " + before.ends;
    if (days > 0) sentence += fmt::format(", after {} day{}", days, days == 1 ? "" : "s");
  }
  sentence += day_told(move.at, desk);
  if (!move.reason.empty()) sentence += ": " + move.reason;
  const Standing now = standing(deal, desk.settings());
  if (now.stage != stage.stage) sentence += "; it is in " + now.stage + " now";
  return sentence;
}

}  // namespace

Deal& deal_of(Customer& customer, const std::string& id) {
  if (Deal* const deal = find_item(customer.deals, id)) return *deal;
  throw Failure(Error::conflict("the deal " + id + " of " + customer.name + " is gone by now"));
}

Money amount_of_deal(const std::string& typed, const Desk& desk) {
  const auto money = Money::parse(typed, desk.settings().currency);
  if (!money)
    throw Failure(
        Error::asked_wrongly(money.error().message(), money.error().problems.front().hint));
  if (money->minor < 0 && !desk.world().manners.anyway)
    throw Failure(
        Error::asked_wrongly("a deal can't be worth less than nothing: " + printable_line(typed)));
  return *money;
}

std::vector<Deed> open_deal(Deal deal, Move first, Customer& customer, const Desk& desk) {
  deal.title = composed(trimmed(deal.title));
  if (deal.title.empty()) throw Failure(Error::asked_wrongly("a deal needs a title"));
  if (deal.owner.empty() && !desk.settings().team.empty()) deal.owner = desk.me();
  // Why it is in a stage that it doesn't fit is said of that move, all else of the deal.
  deal.note = std::exchange(first.note, {});
  if (const Deal* const twin = twin_of(deal, customer, desk);
      twin != nullptr && !desk.world().manners.anyway)
    throw Failure(
        Error::conflict(customer.name + " has an open deal " + twin->title + " already, in " +
                            standing(*twin, desk.settings()).stage,
                        "crm show " + twin->id + " shows it; open another one with --anyway"));
  auto deeds = put_in(std::move(deal), std::move(first), customer, desk, true);
  Deal& made = *find_item(customer.deals, deeds.front().id);
  const Move& move = made.history.front();
  if (move.forced && made.note == move.note) made.note.clear();
  deeds.front().sentence = "deal " + made.title + terms_of(made, desk);
  return deeds;
}

std::vector<Deed> move_deal(const std::string& id, Move move, Customer& customer,
                            const Desk& desk) {
  Deal& deal = deal_of(customer, id);
  const std::vector<Stage>& pipeline = pipeline_of(deal, desk);
  const Standing before = standing(deal, pipeline);
  move.id = NewEntries(desk, customer).new_id();
  deal = moved(deal, std::move(move),
               {pipeline, desk.settings().lost_reasons, desk.world().manners.anyway})
             .value();
  Moment& at = deal.history.back().at;
  if (at.timed() && !at.offset) at = desk.kept(at);
  const Stage stage = *find_stage(pipeline, deal.history.back().stage);
  hold_against_needs(stage, deal, customer, desk);
  const Deal now = deal;
  // What it has left long since sets nothing off any more.
  const bool stays = standing(now, pipeline).stage == stage.stage;
  std::vector<Deed> deeds{{{}, id}};
  if (stays) deeds = entered(stage, id, customer, desk, true);
  deeds.front().sentence = told(now, stage, now.history.back(), before, customer, desk);
  return deeds;
}

std::string terms_of(const Deal& deal, const Desk& desk) {
  const Move& first = deal.history.front();
  std::string terms = deal.amount ? ", " + amount_words(*deal.amount, desk) : "";
  terms += ", " + first.stage + day_told(first.at, desk);
  if (!deal.expected) return terms;
  Moment expected;
  expected.day = *deal.expected;
  return terms + ", expected " + day_words(expected, desk.today());
}

}  // namespace crm

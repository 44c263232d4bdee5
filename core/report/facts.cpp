#include "core/report/facts.hpp"

#include <algorithm>
#include <map>

#include "core/domain/account.hpp"
#include "core/report/past.hpp"

namespace crm {
namespace {

using Moves = std::vector<const Move*>;

const Day last_day = *Day::of(9999, 12, 31);

/// The moves that count, as steps, and the reason of the last.
std::pair<std::vector<Step>, std::string> steps_of(const Moves& moves,
                                                   const std::vector<Stage>& pipeline) {
  std::pair<std::vector<Step>, std::string> told;
  std::vector<Step>& steps = told.first;
  steps.reserve(moves.size());
  for (const Move* const move : moves) {
    if (move->stage.empty()) continue;
    if (!steps.empty() && !steps.back().ends.empty() && !move->reopen) continue;
    const Stage* const stage = find_stage(pipeline, move->stage);
    steps.push_back({move->at.day, stage == nullptr ? move->stage : stage->stage,
                     stage == nullptr ? std::string() : stage->ends});
    told.second = move->reason;
  }
  return told;
}

/// The last of that day or before it.
const Step* last_by(const std::vector<Step>& steps, Day day) {
  const auto later = std::upper_bound(steps.begin(), steps.end(), day,
                                      [](Day by, const Step& step) { return by < step.on; });
  return later == steps.begin() ? nullptr : &*std::prev(later);
}

std::vector<ForcedMove> forced_of(const Moves& moves) {
  std::vector<ForcedMove> forced;
  for (const Move* const move : moves)
    if (move->forced && !move->stage.empty())
      forced.push_back(
          {move->at.day, move->stage, move->by, move->note.empty() ? move->reason : move->note});
  return forced;
}

std::vector<DealTerms> earlier_terms(const Deal& deal, const Moves& moves,
                                     const std::string& currency) {
  std::vector<DealTerms> earlier;
  for (const Move* const move : moves) {
    if (move->was.empty()) continue;
    const bool changed = std::any_of(move->was.begin(), move->was.end(), [](const auto& one) {
      return one.first == "amount" || one.first == "expected" || one.first == "probability";
    });
    if (!changed || (!earlier.empty() && earlier.back().until == move->at.day)) continue;
    if (const auto before = as_of(deal, move->at.day.plus_days(-1), currency))
      earlier.push_back({move->at.day, before->amount, before->expected, before->probability});
  }
  return earlier;
}

bool was_there_before_moving(const Moves& moves) {
  return !moves.empty() && (moves.front()->stage.empty() || !moves.front()->from.empty());
}

}  // namespace

class Flattening {
 public:
  Flattening(const Customer& customer, const Facts& how)
      : customer_(customer),
        settings_(how.settings_),
        now_(how.now_),
        selection_(how.selection_),
        margin_(how.margin_) {}

  std::optional<CustomerFacts> take() {
    facts_.counted = asked_for({});
    facts_.id = customer_.id;
    facts_.name = customer_.name;
    facts_.status = customer_.status;
    facts_.owner = customer_.owner;
    facts_.source = customer_.source;
    facts_.referred_by = customer_.referred_by;
    facts_.campaigns = customer_.campaigns;
    facts_.reachable = is_reachable(customer_) ||
                       std::any_of(customer_.people.begin(), customer_.people.end(), is_reachable);
    facts_.added = customer_.added;
    facts_.group = group({});
    facts_.deals.reserve(customer_.deals.size());
    facts_.sales.reserve(customer_.deals.size() + customer_.purchases.size());
    facts_.talks.reserve(customer_.interactions.size());
    for (const Deal& deal : customer_.deals) take(deal);
    for (const Purchase& purchase : customer_.purchases) take(purchase);
    std::stable_sort(facts_.sales.begin(), facts_.sales.end(),
                     [](const Sale& a, const Sale& b) { return a.on < b.on; });
    for (const Interaction& one : customer_.interactions) take(one);
    for (const Case& one : customer_.cases) take(one);
    for (const Payment& one : customer_.payments)
      if (one.on <= now_.day) facts_.due.subtract(one.amount);
    // Sales that are paid at once, in a book that notes no payments.
    if (!settings_.terms()) facts_.due = {};
    if (facts_.counted) {
      for (const Reminder& one : customer_.reminders) take(one);
      for (const Payment& one : customer_.payments)
        facts_.payments.push_back({one.id, one.on, one.amount, one.for_what});
    }
    facts_.since = customer_.since ? customer_.since : first_business_;
    if (customer_.keep_in_touch)
      facts_.cadence = customer_.keep_in_touch->period;
    else if (selection_.cadence)
      facts_.cadence = selection_.cadence(customer_);
    const bool any = facts_.counted || !facts_.deals.empty() || !facts_.sales.empty() ||
                     !facts_.talks.empty() || !facts_.cases.empty() || selection_.everyone;
    return any ? std::optional(std::move(facts_)) : std::nullopt;
  }

 private:
  static bool is_reachable(const Contact& contact) {
    return !contact.emails.empty() || !contact.phones.empty() || !contact.addresses.empty();
  }

  bool asked_for(const Part& part) const {
    return !selection_.fits || selection_.fits(customer_, part);
  }

  bool fits(const Part& part) const { return selection_.everyone || asked_for(part); }

  std::string group(const Part& part) const {
    return selection_.group ? selection_.group(customer_, part) : std::string();
  }

  std::optional<Money> cost_of(const std::optional<Money>& written, const Money& amount,
                               const std::string& category) const {
    return written ? written : margin_.cost_of(amount, category);
  }

  void note_business(Day day) {
    if (!first_business_ || day < *first_business_) first_business_ = day;
  }

  void take(const Deal& deal) {
    static const std::vector<Stage> none;
    const auto* const found = settings_.pipeline(deal.pipeline);
    const std::vector<Stage>& pipeline = found == nullptr ? none : *found;
    const Moves moves = in_order(deal.history);
    auto [steps, reason] = steps_of(moves, pipeline);
    // Where it stands: see standing() in core/domain/deal.
    const std::string& stage_name = !steps.empty()      ? steps.back().stage
                                    : !pipeline.empty() ? pipeline.front().stage
                                                        : nothing_;
    const std::optional<Day> since = steps.empty() ? std::nullopt : std::optional(steps.back().on);
    const bool won = !steps.empty() && steps.back().ends == "won";
    // By any purchase: what was sold in the past must not hang on the day on which it is asked.
    const bool bought = is_named_by_purchase(deal, customer_, last_day);
    const bool sold = won && deal.amount && !bought && *since <= now_.day;
    if (won) note_business(*since);
    if (is_due(deal, steps)) facts_.due.add(*deal.amount);
    if (!fits(&deal)) return;
    DealFacts one;
    one.id = deal.id;
    one.title = deal.title;
    one.owner = deal.owner.empty() ? customer_.owner : deal.owner;
    one.source = deal.source.empty() ? customer_.source : deal.source;
    one.campaign = deal.campaign;
    one.group = group(&deal);
    one.pipeline = deal.pipeline.empty() && !settings_.pipelines.empty()
                       ? settings_.pipelines.front().first
                       : deal.pipeline;
    one.amount = deal.amount;
    one.cost = deal.cost;
    one.expected = deal.expected;
    const Stage* const stage = find_stage(pipeline, stage_name);
    one.probability = deal.probability   ? deal.probability
                      : stage != nullptr ? stage->probability
                                         : std::nullopt;
    one.own_probability = deal.probability;
    one.earlier = earlier_terms(deal, moves, settings_.currency);
    one.there_before_moving = was_there_before_moving(moves);
    one.stage = stage_name;
    if (!steps.empty()) one.ends = steps.back().ends;
    one.reason = std::move(reason);
    one.since = since;
    one.known_stage = stage != nullptr;
    one.forced = forced_of(moves);
    one.bought = bought;
    one.steps = std::move(steps);
    if (sold)
      facts_.sales.push_back({*since, *deal.amount, cost_of(deal.cost, *deal.amount, ""),
                              deal.title, "", one.owner, deal.campaign, deal.id, one.group, false,
                              !deal.cost, "", deal.id});
    facts_.deals.push_back(std::move(one));
  }

  /// As core/domain/account has it: what comes later does not count yet.
  bool is_due(const Deal& deal, const std::vector<Step>& steps) const {
    const Step* const by_now = last_by(steps, now_.day);
    return deal.amount && by_now != nullptr && by_now->ends == "won" &&
           !is_named_by_purchase(deal, customer_, now_.day);
  }

  void take(const Purchase& purchase) {
    const bool refund = !purchase.refund_of.empty();
    if (!refund) note_business(purchase.on);
    if (purchase.on > now_.day) return;
    facts_.due.add(refund ? -purchase.amount : purchase.amount);
    if (!fits(&purchase)) return;
    Sale sale{purchase.on,
              purchase.amount,
              cost_of(purchase.cost, purchase.amount, purchase.category),
              purchase.item,
              purchase.category,
              customer_.owner,
              purchase.campaign,
              purchase.deal,
              group(&purchase),
              refund,
              !purchase.cost,
              purchase.coupon,
              purchase.id};
    if (refund) take_after(purchase.refund_of, sale);
    if (refund) {
      sale.amount = -sale.amount;
      if (sale.cost) sale.cost = -*sale.cost;
    }
    facts_.sales.push_back(std::move(sale));
  }

  /// What is given back belongs to the campaign that sold it.
  void take_after(const std::string& id, Sale& refund) const {
    for (const Purchase& sold : customer_.purchases) {
      if (sold.id != id) continue;
      if (refund.campaign.empty()) refund.campaign = sold.campaign;
      if (refund.coupon.empty()) refund.coupon = sold.coupon;
      if (refund.deal.empty()) refund.deal = sold.deal;
    }
  }

  void take(const Interaction& one) {
    if (!fits(&one)) return;
    facts_.talks.push_back({one.at, one.kind, one.by, one.outcome, one.direction, one.deal,
                            one.case_id, one.campaign, group(&one), is_planned(one, now_),
                            counts_as_contact(one, now_), one.id, one.also});
  }

  void take(const Reminder& one) {
    if (const auto due = next_due(one))
      facts_.reminders.push_back({one.id, one.text, one.deal, *due, one.promise});
  }

  void take(const Case& one) {
    if (!fits(&one)) return;
    CaseFacts facts{one.id,       one.title,
                    one.priority, one.owner.empty() ? customer_.owner : one.owner,
                    one.status(), group(&one)};
    // As Case::status() tells it: the first close holds until a reopening.
    for (const Move* const move : in_order(one.history)) {
      if (move->status.empty()) continue;
      if (!facts.opened) facts.opened = move->at;
      if (facts.closed && !move->reopen) continue;
      facts.closed = move->status == "closed" ? std::optional(move->at) : std::nullopt;
    }
    // The first that went out; record.md, "case".
    for (const Interaction& talk : customer_.interactions)
      if (talk.case_id == one.id && talk.direction == "out" && counts_as_contact(talk, now_) &&
          (!facts.answered || in_time(talk.at, *facts.answered) < 0))
        facts.answered = talk.at;
    facts.due = one.due;
    facts.rating = one.rating;
    facts_.cases.push_back(std::move(facts));
  }

  const Customer& customer_;
  const Settings& settings_;
  const Moment& now_;
  const Selection& selection_;
  const Margin& margin_;
  CustomerFacts facts_;
  std::optional<Day> first_business_;
  const std::string nothing_;
};

Facts::Facts(const Settings& settings, const Moment& now, Selection selection)
    : settings_(settings),
      now_(now),
      selection_(std::move(selection)),
      margin_(Margin::parse(settings.margin).value_or(Margin())) {}

std::optional<CustomerFacts> Facts::of(const Customer& customer) const {
  if (customer.is_deleted() || customer.status == "contact") return std::nullopt;
  return Flattening(customer, *this).take();
}

}  // namespace crm

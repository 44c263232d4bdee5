#include "core/report/facts.hpp"

#include <algorithm>

#include "core/domain/account.hpp"
#include "core/domain/held.hpp"

namespace crm {
namespace {

using Moves = std::vector<Gist::Move>;

const Day last_day = *Day::of(9999, 12, 31);

/// The moves that count, as steps, and the reason of the last.
std::pair<std::vector<Step>, Word> steps_of(const Moves& moves,
                                            const std::vector<Stage>& pipeline) {
  std::pair<std::vector<Step>, Word> told;
  std::vector<Step>& steps = told.first;
  steps.reserve(moves.size());
  for (const Gist::Move& move : moves) {
    if (move.stage.empty()) continue;
    if (!steps.empty() && !steps.back().ends.empty() && !move.reopen) continue;
    const Stage* const stage = find_stage(pipeline, move.stage);
    steps.push_back({move.at.day, stage == nullptr ? move.stage : Word(stage->stage),
                     stage == nullptr ? Word() : Word(stage->ends)});
    told.second = move.reason;
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
  for (const Gist::Move& move : moves)
    if (move.forced && !move.stage.empty())
      forced.push_back(
          {move.at.day, move.stage, move.by, move.note.empty() ? move.reason : move.note});
  return forced;
}

bool was_there_before_moving(const Moves& moves) {
  return !moves.empty() && (moves.front().stage.empty() || !moves.front().from.empty());
}

}  // namespace

class Flattening {
 public:
  Flattening(const Gist& gist, const Customer& customer, const Facts& how)
      : gist_(gist),
        customer_(customer),
        settings_(how.settings_),
        now_(how.now_),
        selection_(how.selection_),
        margin_(how.margin_) {}

  std::optional<CustomerFacts> take() {
    facts_.counted = !selection_.fits || selection_.fits(customer_, {});
    facts_.texts = gist_.texts;
    facts_.id = gist_.id;
    facts_.name = gist_.name;
    facts_.status = gist_.status;
    facts_.owner = gist_.owner;
    facts_.source = gist_.source;
    facts_.referred_by = gist_.referred_by;
    facts_.campaigns = gist_.campaigns;
    facts_.reachable = gist_.reachable;
    facts_.added = gist_.added;
    facts_.group = group({});
    take_all(gist_.deals, customer_.deals, facts_.deals);
    facts_.sales.reserve(gist_.purchases.size());
    take_all(gist_.purchases, customer_.purchases, facts_.sales);
    const auto by_day = [](const Sale& a, const Sale& b) { return a.on < b.on; };
    if (!std::is_sorted(facts_.sales.begin(), facts_.sales.end(), by_day))
      std::stable_sort(facts_.sales.begin(), facts_.sales.end(), by_day);
    take_all(gist_.talks, customer_.interactions, facts_.talks);
    take_all(gist_.cases, customer_.cases, facts_.cases);
    for (const Gist::Payment& one : gist_.payments)
      if (one.on <= now_.day) facts_.due.subtract(one.amount);
    // Sales that are paid at once, in a book that notes no payments.
    if (!settings_.terms()) facts_.due = {};
    if (facts_.counted) {
      for (const Reminder& one : gist_.reminders) take(one);
      facts_.payments = gist_.payments;
    }
    facts_.since = gist_.since ? gist_.since : first_business_;
    if (gist_.keep_in_touch)
      facts_.cadence = gist_.keep_in_touch->period;
    else if (selection_.cadence)
      facts_.cadence = selection_.cadence(customer_);
    const bool any = facts_.counted || !facts_.deals.empty() || !facts_.sales.empty() ||
                     !facts_.talks.empty() || !facts_.cases.empty() || selection_.everyone;
    return any ? std::optional(std::move(facts_)) : std::nullopt;
  }

 private:
  /// Each entry with the one of the customer that the selection is asked about.
  template <class Entry, class Own, class Row>
  void take_all(const std::vector<Entry>& entries, const std::vector<Own>& own,
                std::vector<Row>& rows) {
    rows.reserve(rows.size() + entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i)
      take(entries[i], i < own.size() ? Part(&own[i]) : Part());
  }

  bool fits(const Part& part) const {
    if (!selection_.fits || selection_.everyone) return true;
    return selection_.of_customers ? facts_.counted : selection_.fits(customer_, part);
  }

  Word group(const Part& part) const {
    return selection_.group ? gist_.texts->keep(selection_.group(customer_, part)) : Word();
  }

  std::optional<Money> cost_of(const std::optional<Money>& written, const Money& amount,
                               std::string_view category) const {
    return written ? written : margin_.cost_of(amount, category);
  }

  void note_business(Day day) {
    if (!first_business_ || day < *first_business_) first_business_ = day;
  }

  void take(const Gist::Deal& deal, const Part& part) {
    static const std::vector<Stage> none;
    const auto* const found = settings_.pipeline(deal.pipeline);
    const std::vector<Stage>& pipeline = found == nullptr ? none : *found;
    auto [steps, reason] = steps_of(deal.history, pipeline);
    // Where it stands: see standing() in core/domain/deal.
    const Word stage_name = !steps.empty()      ? steps.back().stage
                            : !pipeline.empty() ? Word(pipeline.front().stage)
                                                : Word();
    const std::optional<Day> since = steps.empty() ? std::nullopt : std::optional(steps.back().on);
    const bool won = !steps.empty() && steps.back().ends == "won";
    // By any purchase: what was sold in the past must not hang on the day on which it is asked.
    const bool bought = is_named_by_purchase(deal.id, gist_.purchases, last_day);
    const bool sold = won && deal.amount && !bought && *since <= now_.day;
    if (won) note_business(*since);
    if (is_due(deal, steps)) facts_.due.add(*deal.amount);
    if (!fits(part)) return;
    DealFacts& one = facts_.deals.emplace_back();
    one.id = deal.id;
    one.title = deal.title;
    one.owner = deal.owner.empty() ? gist_.owner : deal.owner;
    one.source = deal.source.empty() ? gist_.source : deal.source;
    one.campaign = deal.campaign;
    one.group = group(part);
    one.pipeline = deal.pipeline.empty() && !settings_.pipelines.empty()
                       ? Word(settings_.pipelines.front().first)
                       : deal.pipeline;
    one.amount = deal.amount;
    one.cost = deal.cost;
    one.expected = deal.expected;
    const Stage* const stage = find_stage(pipeline, stage_name);
    one.probability = deal.probability   ? deal.probability
                      : stage != nullptr ? stage->probability
                                         : std::nullopt;
    one.own_probability = deal.probability;
    one.earlier = deal.earlier;
    one.there_before_moving = was_there_before_moving(deal.history);
    one.stage = stage_name;
    if (!steps.empty()) one.ends = steps.back().ends;
    one.reason = reason;
    one.since = since;
    one.known_stage = stage != nullptr;
    one.forced = forced_of(deal.history);
    one.bought = bought;
    one.steps = std::move(steps);
    if (sold)
      facts_.sales.push_back({*since, *deal.amount, cost_of(deal.cost, *deal.amount, ""),
                              deal.title, "", one.owner, deal.campaign, deal.id, one.group, false,
                              !deal.cost, "", deal.id});
  }

  /// As core/domain/account has it: what comes later does not count yet.
  bool is_due(const Gist::Deal& deal, const std::vector<Step>& steps) const {
    const Step* const by_now = last_by(steps, now_.day);
    return deal.amount && by_now != nullptr && by_now->ends == "won" &&
           !is_named_by_purchase(deal.id, gist_.purchases, now_.day);
  }

  void take(const Gist::Purchase& purchase, const Part& part) {
    const bool refund = !purchase.refund_of.empty();
    if (!refund) note_business(purchase.on);
    if (purchase.on > now_.day) return;
    facts_.due.add(refund ? -purchase.amount : purchase.amount);
    if (!fits(part)) return;
    Sale& sale = facts_.sales.emplace_back(Sale{
        purchase.on, purchase.amount, cost_of(purchase.cost, purchase.amount, purchase.category),
        purchase.item, purchase.category, gist_.owner, purchase.campaign, purchase.deal,
        group(part), refund, !purchase.cost, purchase.coupon, purchase.id});
    if (!refund) return;
    take_after(purchase.refund_of, sale);
    sale.amount = -sale.amount;
    if (sale.cost) sale.cost = -*sale.cost;
  }

  /// What is given back belongs to the campaign that sold it.
  void take_after(std::string_view id, Sale& refund) const {
    for (const Gist::Purchase& sold : gist_.purchases) {
      if (sold.id != id) continue;
      if (refund.campaign.empty()) refund.campaign = sold.campaign;
      if (refund.coupon.empty()) refund.coupon = sold.coupon;
      if (refund.deal.empty()) refund.deal = sold.deal;
    }
  }

  void take(const Gist::Talk& one, const Part& part) {
    if (!fits(part)) return;
    facts_.talks.push_back({one.at, one.kind, one.by, one.outcome, one.direction, one.deal,
                            one.case_id, one.campaign, group(part), is_still_planned(one, now_),
                            was_held(one, now_), one.id, one.also});
  }

  void take(const Reminder& one) {
    if (const auto due = next_due(one))
      facts_.reminders.push_back({one.id, one.text, one.deal, *due, one.promise});
  }

  void take(const Case& one, const Part& part) {
    if (!fits(part)) return;
    CaseFacts facts{one.id,       one.title,
                    one.priority, one.owner.empty() ? std::string(gist_.owner) : one.owner,
                    one.status(), group(part)};
    const CaseTimes times = times_of(one);
    facts.opened = times.opened;
    facts.closed = times.closed;
    if (const Gist::Talk* const answer = first_answer(gist_.talks, one.id, now_))
      facts.answered = answer->at;
    facts.due = one.due;
    facts.rating = one.rating;
    facts_.cases.push_back(std::move(facts));
  }

  const Gist& gist_;
  const Customer& customer_;
  const Settings& settings_;
  const Moment& now_;
  const Selection& selection_;
  const Margin& margin_;
  CustomerFacts facts_;
  std::optional<Day> first_business_;
};

Facts::Facts(const Settings& settings, const Moment& now, Selection selection)
    : settings_(settings),
      now_(now),
      selection_(std::move(selection)),
      margin_(Margin::parse(settings.margin).value_or(Margin())) {}

std::optional<CustomerFacts> Facts::of(const Gist& gist, const Customer& customer) const {
  if (gist.removed || gist.status == "contact") return std::nullopt;
  return Flattening(gist, customer, *this).take();
}

std::optional<CustomerFacts> Facts::of(const Customer& customer) const {
  return of(Gist::of(customer, settings_.currency), customer);
}

}  // namespace crm

#include "core/report/facts.hpp"

#include <algorithm>
#include <limits>
#include <memory>

#include "core/domain/account.hpp"
#include "core/domain/held.hpp"

namespace crm {
namespace {

using Moves = std::vector<Gist::Move>;

const Day last_day = *Day::of(9999, 12, 31);

/// Writes the moves that count as steps, and tells the reason of the last.
Word tell_steps(const Moves& moves, const std::vector<Stage>& pipeline, std::vector<Step>& steps) {
  Word reason;
  steps.clear();
  for (const Gist::Move& move : moves) {
    if (move.stage.empty()) continue;
    if (!steps.empty() && !steps.back().ends.empty() && !move.reopen) continue;
    const Stage* const stage = find_stage(pipeline, move.stage);
    steps.push_back({move.at.day, stage == nullptr ? move.stage : Word(stage->stage),
                     stage == nullptr ? Word() : Word(stage->ends)});
    reason = move.reason;
  }
  return reason;
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

/// As Money has it.
std::int64_t opposite(std::int64_t minor) {
  using Limits = std::numeric_limits<std::int64_t>;
  return minor == Limits::min() ? Limits::max() : -minor;
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
        margin_(how.margin_),
        paper_(*gist.paper) {}

  std::optional<CustomerFacts> take() {
    facts_.counted = !selection_.fits || selection_.fits(customer_, {});
    facts_.paper = gist_.paper;
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
    facts_.deals = rows<DealFacts>(gist_.deals, customer_.deals);
    take_sales();
    facts_.talks = rows<Talk>(gist_.talks, customer_.interactions);
    facts_.cases = rows<CaseFacts>(gist_.cases, customer_.cases);
    for (const Gist::Payment& one : gist_.payments)
      if (one.on <= now_.day) facts_.due.subtract(one.amount);
    // Sales that are paid at once, in a book that notes no payments.
    if (!settings_.terms()) facts_.due = {};
    if (facts_.counted) {
      take_reminders();
      facts_.payments = paper_.keep(gist_.payments);
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
  /// A row for each entry that counts; the selection is asked about the customer's own.
  template <class Row, class Entry, class Own>
  Rows<Row> rows(const std::vector<Entry>& entries, const std::vector<Own>& own) {
    if (entries.empty()) return {};
    Row* const all = paper_.room_for<Row>(entries.size());
    std::size_t count = 0;
    for (std::size_t i = 0; i < entries.size(); ++i)
      if (take(entries[i], i < own.size() ? Part(&own[i]) : Part(), all + count)) ++count;
    // What words and rows of their own were written behind them stays.
    if (count == 0) paper_.give_back(all);
    return {all, count};
  }

  void take_sales() {
    sales_.reserve(sales_.size() + gist_.purchases.size());
    for (std::size_t i = 0; i < gist_.purchases.size(); ++i)
      take(gist_.purchases[i],
           i < customer_.purchases.size() ? Part(&customer_.purchases[i]) : Part());
    const auto by_day = [](const Sale& a, const Sale& b) { return a.on < b.on; };
    if (!std::is_sorted(sales_.begin(), sales_.end(), by_day))
      std::stable_sort(sales_.begin(), sales_.end(), by_day);
    facts_.sales = paper_.keep(sales_);
  }

  bool fits(const Part& part) const {
    if (!selection_.fits || selection_.everyone) return true;
    return selection_.of_customers ? facts_.counted : selection_.fits(customer_, part);
  }

  Word group(const Part& part) const {
    return selection_.group ? paper_.keep(selection_.group(customer_, part)) : Word();
  }

  std::optional<Amount> cost_of(const std::optional<Amount>& written, const Amount& amount,
                                std::string_view category) const {
    if (written || margin_.is_none()) return written;
    const auto cost = margin_.cost_of(amount, category);
    return cost ? std::optional(Amount{cost->minor, amount.currency}) : std::nullopt;
  }

  void note_business(Day day) {
    if (!first_business_ || day < *first_business_) first_business_ = day;
  }

  bool take(const Gist::Deal& deal, const Part& part, DealFacts* row) {
    static const std::vector<Stage> none;
    const auto* const found = settings_.pipeline(deal.pipeline);
    const std::vector<Stage>& pipeline = found == nullptr ? none : *found;
    const Word reason = tell_steps(deal.history, pipeline, steps_);
    const std::vector<Step>& steps = steps_;
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
    if (!fits(part)) return false;
    DealFacts& one = *std::construct_at(row);
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
    one.earlier = paper_.keep(deal.earlier);
    one.there_before_moving = was_there_before_moving(deal.history);
    one.stage = stage_name;
    if (!steps.empty()) one.ends = steps.back().ends;
    one.reason = reason;
    one.since = since;
    one.known_stage = stage != nullptr;
    one.forced = paper_.keep(forced_of(deal.history));
    one.bought = bought;
    one.steps = paper_.keep(steps);
    if (sold)
      sales_.push_back({*since, *deal.amount, cost_of(deal.cost, *deal.amount, ""), deal.title, "",
                        one.owner, deal.campaign, deal.id, one.group, false, !deal.cost, "",
                        deal.id});
    return true;
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
    if (refund)
      facts_.due.add(-Money(purchase.amount));
    else
      facts_.due.add(purchase.amount);
    if (!fits(part)) return;
    Sale& sale = sales_.emplace_back(Sale{
        purchase.on, purchase.amount, cost_of(purchase.cost, purchase.amount, purchase.category),
        purchase.item, purchase.category, gist_.owner, purchase.campaign, purchase.deal,
        group(part), refund, !purchase.cost, purchase.coupon, purchase.id});
    if (!refund) return;
    take_after(purchase.refund_of, sale);
    sale.amount.minor = opposite(sale.amount.minor);
    if (sale.cost) sale.cost->minor = opposite(sale.cost->minor);
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

  bool take(const Gist::Talk& one, const Part& part, Talk* row) {
    if (!fits(part)) return false;
    std::construct_at(row, Talk{one.at, one.kind, one.by, one.outcome, one.direction, one.deal,
                                one.case_id, one.campaign, group(part), is_still_planned(one, now_),
                                was_held(one, now_), one.id, one.also});
    return true;
  }

  void take_reminders() {
    std::vector<OpenReminder> open;
    for (const Reminder& one : gist_.reminders)
      if (const auto due = next_due(one))
        open.push_back(
            {paper_.keep(one.id), paper_.keep(one.text), paper_.keep(one.deal), *due, one.promise});
    facts_.reminders = paper_.keep(open);
  }

  bool take(const Case& one, const Part& part, CaseFacts* row) {
    if (!fits(part)) return false;
    CaseFacts facts{
        paper_.keep(one.id),       paper_.keep(one.title),
        paper_.keep(one.priority), one.owner.empty() ? gist_.owner : paper_.keep(one.owner),
        paper_.keep(one.status()), group(part)};
    const CaseTimes times = times_of(one);
    facts.opened = times.opened;
    facts.closed = times.closed;
    if (const Gist::Talk* const answer = first_answer(gist_.talks, one.id, now_))
      facts.answered = answer->at;
    facts.due = one.due;
    facts.rating = one.rating;
    std::construct_at(row, facts);
    return true;
  }

  const Gist& gist_;
  const Customer& customer_;
  const Settings& settings_;
  const Moment& now_;
  const Selection& selection_;
  const Margin& margin_;
  Paper& paper_;
  CustomerFacts facts_;
  std::vector<Sale> sales_;
  /// Of the deal that is being told.
  std::vector<Step> steps_;
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

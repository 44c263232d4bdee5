#include "core/report/value.hpp"

#include <algorithm>

namespace crm {
namespace {

/// Nothing, or the sum so far with one more.
void add_exchanged(std::optional<Money>& sum, const std::optional<Money>& amount) {
  if (!sum) return;
  if (amount)
    add_to(*sum, *amount);
  else
    sum.reset();
}

/// Those of that currency; hardly anybody buys in several.
Spending& amounts_in(const std::string& currency, std::vector<Spending>& all) {
  const auto at = std::find_if(all.begin(), all.end(),
                               [&](const Spending& one) { return one.currency >= currency; });
  if (at != all.end() && at->currency == currency) return *at;
  return *all.insert(at, {currency, {}, {}});
}

/// 1 to 5: how many fifths of them lie below.
int score(const std::vector<std::int64_t>& ordered, std::int64_t mine) {
  const auto below = std::lower_bound(ordered.begin(), ordered.end(), mine) - ordered.begin();
  return 1 + static_cast<int>(5 * below / static_cast<std::ptrdiff_t>(ordered.size()));
}

}  // namespace

Figure Buying::interval() const {
  constexpr std::int64_t enough_days = 3;
  if (days == 0) return {};
  if (days < enough_days) return TooFew{days, enough_days};
  const std::int64_t tenths = std::int64_t{10} * days_between(*first, *last);
  return Length{(tenths + (days - 1) / 2) / (days - 1)};
}

Buying buying(const CustomerFacts& customer, const Question& question) {
  Buying all;
  const std::string& into = question.settings.currency;
  all.exchanged_in_span = all.exchanged_ever = Money{0, into};
  for (const Sale& sale : customer.sales) {
    const Money amount = sale.amount;
    const std::optional<Money> cost = sale.cost;
    Spending& bought = amounts_in(amount.currency, all.amounts);
    bought.ever.add(amount, cost, sale.on, question.rates);
    const auto exchanged = question.rates.exchanged(amount, into, sale.on);
    add_exchanged(all.exchanged_ever, exchanged);
    if (question.span.holds(sale.on)) {
      bought.in_span.add(amount, cost, sale.on, question.rates);
      add_exchanged(all.exchanged_in_span, exchanged);
      all.any_in_span = true;
    }
    if (sale.refund) continue;
    // Sales are in the order of time.
    if (!all.last || *all.last != sale.on) ++all.days;
    if (!all.first) all.first = sale.on;
    all.last = sale.on;
  }
  return all;
}

Segment segment(const Scores& scores) {
  const int worth = scores.frequency + scores.money.value_or(scores.frequency);
  constexpr int high = 8, middling = 6;
  if (scores.recency <= 2) return worth >= middling ? Segment::at_risk : Segment::lost;
  if (scores.once) return scores.recency >= 4 ? Segment::fresh : Segment::needs_attention;
  if (scores.recency >= 4 && worth >= high) return Segment::champion;
  if (worth >= middling) return Segment::loyal;
  return scores.recency >= 4 ? Segment::promising : Segment::needs_attention;
}

std::string_view name_of(Segment segment) {
  switch (segment) {
    case Segment::champion: return "champion";
    case Segment::loyal: return "loyal";
    case Segment::promising: return "promising";
    case Segment::fresh: return "new";
    case Segment::needs_attention: return "needs-attention";
    case Segment::at_risk: return "at-risk";
    case Segment::lost: return "lost";
  }
  return "";
}

const std::vector<Segment>& all_segments() {
  static const std::vector<Segment> all{
      Segment::champion,        Segment::loyal,   Segment::promising, Segment::fresh,
      Segment::needs_attention, Segment::at_risk, Segment::lost};
  return all;
}

Segments::Segments(const AllFacts& facts, const Question& question) : facts_(facts) {
  bought_.reserve(facts.size());
  for (const CustomerFacts& customer : facts) {
    const Buying& bought = bought_.emplace_back(crm::buying(customer, question));
    if (!bought.last) continue;
    last_.push_back(bought.last->number());
    days_.push_back(bought.days);
    if (bought.exchanged_ever) money_.push_back(bought.exchanged_ever->minor);
  }
  for (auto* const values : {&last_, &days_, &money_}) std::sort(values->begin(), values->end());
}

const Buying* Segments::buying(const CustomerFacts& customer) const {
  const Buying& bought = bought_[static_cast<std::size_t>(&customer - facts_.data())];
  return bought.amounts.empty() ? nullptr : &bought;
}

std::optional<Scores> Segments::scores(const CustomerFacts& customer) const {
  const Buying* const bought = buying(customer);
  if (bought == nullptr || !bought->last || !are_enough()) return std::nullopt;
  Scores scores{
      score(last_, bought->last->number()), score(days_, bought->days), {}, bought->days == 1};
  if (bought->exchanged_ever) scores.money = score(money_, bought->exchanged_ever->minor);
  return scores;
}

Figure Segments::figure(const CustomerFacts& customer) const {
  const Buying* const bought = buying(customer);
  if (bought == nullptr || !bought->last) return {};
  const auto known = scores(customer);
  if (!known) return TooFew{buyers(), enough};
  return std::string(name_of(segment(*known)));
}

std::vector<std::string> Segments::remarks() const {
  if (buyers() == 0) return {};
  if (!are_enough())
    return {"segments: insufficient history (" + std::to_string(buyers()) + " of " +
            std::to_string(enough) + " customers who bought)"};
  const std::size_t without = last_.size() - money_.size();
  if (without == 0) return {};
  return {std::to_string(without) + (without == 1 ? " customer" : " customers") +
          " bought in a currency without a rate: segments go there by " +
          "recency and frequency alone"};
}

}  // namespace crm

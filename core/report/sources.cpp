#include "core/report/sources.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "core/domain/folding.hpp"
#include "core/report/heads.hpp"
#include "core/report/takings.hpp"

namespace crm {
namespace {

/// Of one currency: what came in, and what it took.
struct Return {
  Takings takings;
  Money cost;

  /// Revenue less what is known of the goods' cost, less the campaign's.
  Money profit() const { return less(less(takings.revenue, takings.cost), cost); }

  Figure on_investment() const {
    return cost.minor > 0 ? Figure(Share{profit().minor, cost.minor, true}) : Figure();
  }
};

class Campaigns {
 public:
  explicit Campaigns(const Question& question) : question_(question) {
    for (const Campaign& campaign : question.campaigns) {
      by_id_.emplace(campaign.id, &campaign);
      if (!campaign.coupon.empty()) by_coupon_[folded(campaign.coupon)].push_back(&campaign);
    }
  }

  const Campaign* find(const std::string& id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : found->second;
  }

  /// The campaign's name, or the word itself.
  std::string name(const std::string& id) const {
    const Campaign* const campaign = find(id);
    return campaign == nullptr || campaign->name.empty() ? id : campaign->name;
  }

  /// The campaign that a sale says it is of, else that of its deal, else that of its coupon: of
  /// several with that coupon the one that ran on the day. Empty for none.
  std::string of(const Sale& sale, const CustomerFacts& customer) const {
    if (!sale.campaign.empty()) return sale.campaign;
    if (!sale.deal.empty())
      for (const DealFacts& deal : customer.deals)
        if (deal.id == sale.deal && !deal.campaign.empty()) return deal.campaign;
    if (sale.coupon.empty()) return {};
    const auto found = by_coupon_.find(folded(sale.coupon));
    if (found == by_coupon_.end()) return {};
    for (const Campaign* const one : found->second)
      if (Span{one->from, one->to}.holds(sale.on)) return one->id;
    return found->second.front()->id;
  }

  /// Of the goods: as written, else by the campaign's own margin, else by crm.yaml's.
  std::optional<Money> cost_of_goods(const Sale& sale, const std::string& id) const {
    const Campaign* const campaign = find(id);
    if (sale.estimated && campaign != nullptr && campaign->margin)
      return Margin::cost_at(*campaign->margin, sale.amount);
    return sale.cost;
  }

  /// What was spent in the span, up to today.
  std::vector<const Cost*> costs(const Campaign& campaign) const {
    std::vector<const Cost*> costs;
    for (const Cost& cost : campaign.costs)
      if (question_.span.holds(cost.on) && cost.on <= question_.today()) costs.push_back(&cost);
    return costs;
  }

  /// Whether it ran or cost something in the span, or nobody knows when it did.
  bool is_of_the_span(const Campaign& campaign) const {
    if (!costs(campaign).empty()) return true;
    if (!campaign.from && !campaign.to) return campaign.costs.empty();
    const Span& span = question_.span;
    return !(campaign.from && span.to && *campaign.from > *span.to) &&
           !(campaign.from && *campaign.from > question_.today()) &&
           !(campaign.to && span.from && *campaign.to < *span.from);
  }

 private:
  const Question& question_;
  std::map<std::string, const Campaign*> by_id_;
  std::map<std::string, std::vector<const Campaign*>> by_coupon_;
};

/// By profit, the greatest first; the book's currency before others, which are not compared.
auto by_profit(const Question& question) {
  return [&question](const auto& a, const auto& b) {
    const std::string& own = question.settings.currency;
    return std::tuple(a.currency != own, a.currency, b.tally.profit().minor) <
           std::tuple(b.currency != own, b.currency, a.tally.profit().minor);
  };
}

/// What the profit leaves out.
void remark_on_goods(const Grid<Return>& grid, bool any_known, std::int64_t unknown,
                     ReportTable& table) {
  for (const std::string& text : grid.remarks()) table.remarks.push_back(text);
  if (unknown == 0) return;
  if (!any_known)
    table.remarks.push_back("profit is before cost of goods: no sale says it");
  else
    table.remarks.push_back("of " + std::to_string(unknown) + (unknown == 1 ? " sale" : " sales") +
                            " nobody knows what the goods cost: their profit is before it");
}

/// Adds up sales with what their goods cost.
class Returns {
 public:
  Returns(const Campaigns& campaigns, const Question& question)
      : grid(question), campaigns_(campaigns), question_(question) {}

  /// `margin_of`: the campaign whose margin holds.
  void add(const std::string& group, const Sale& sale, const std::string& margin_of) {
    const auto goods = campaigns_.cost_of_goods(sale, margin_of);
    goods ? any_known_ = true : ++unknown_ > 0;
    grid.add(group, sale.amount, sale.on, [&](Return& tally, const Money& amount) {
      tally.takings.add(amount, goods, sale.on, question_.rates);
    });
  }

  void add_costs(const Campaign& campaign) {
    for (const Cost* const cost : campaigns_.costs(campaign))
      grid.add(campaign.id, cost->amount, cost->on,
               [](Return& tally, const Money& amount) { add_to(tally.cost, amount); });
  }

  void remark(ReportTable& table) const { remark_on_goods(grid, any_known_, unknown_, table); }

  Grid<Return> grid;

 private:
  const Campaigns& campaigns_;
  const Question& question_;
  bool any_known_ = false;
  std::int64_t unknown_ = 0;
};

// --- By source ---

/// The day on which somebody came: the earlier of `added` and the first business.
std::optional<Day> day_of_coming(const CustomerFacts& customer) {
  if (!customer.added || !customer.since) return customer.added ? customer.added : customer.since;
  return std::min(*customer.added, *customer.since);
}

ReportTable sources_table(const AllFacts& facts, const Question& question,
                          const Campaigns& campaigns) {
  Returns returns(campaigns, question);
  Heads brought, buying;
  std::set<std::string> sources;
  std::int64_t without_day = 0;
  const Day end = std::min(question.span.to.value_or(question.today()), question.today());
  for (const CustomerFacts& customer : facts) {
    if (!customer.counted) continue;
    const auto came = day_of_coming(customer);
    const bool always = !question.span.from && !question.span.to;
    if (came ? question.span.holds(*came) && *came <= question.today() : always) {
      brought.count(customer.source);
      if (customer.since && *customer.since <= end) buying.count(customer.source);
    }
    if (!came && !always) ++without_day;
    sources.insert(customer.source);
    for (const Sale& sale : customer.sales)
      if (question.span.holds(sale.on)) returns.add(customer.source, sale, customer.source);
  }
  for (const Campaign& campaign : question.campaigns)
    if (sources.count(campaign.id) > 0 || campaigns.is_of_the_span(campaign))
      returns.add_costs(campaign);
  brought.give_each_a_line(returns.grid, question);

  ReportTable table{.key = "sources", .title = "Where customers come from"};
  table.columns = {{"id", "", 0, true},       {"source", "source"},
                   {"customers", "new", 5},   {"bought", "bought", 9},
                   {"revenue", "revenue", 2}, {"goods", "goods", 8},
                   {"cost", "cost", 4},       {"profit", "profit"},
                   {"roi", "ROI", 1},         {"cost_per_customer", "a customer", 7}};
  for (const auto& line : returns.grid.lines(by_profit(question))) {
    const Return& its = line.tally;
    const auto heads = brought.at(line);
    const std::int64_t customers = line.total ? brought.all() : brought.of(line.group);
    table.rows.push_back(
        {{line.total ? Figure() : Figure(line.group),
          line.total || line.group.empty() ? line.name() : campaigns.name(line.group),
          heads ? Figure(*heads) : Figure(),
          heads ? Figure(line.total ? buying.all() : buying.of(line.group)) : Figure(),
          Money{its.takings.revenue.minor, line.currency},
          Money{its.takings.cost.minor, line.currency}, Money{its.cost.minor, line.currency},
          Money{its.profit().minor, line.currency},
          // Of all there is none: most of that profit nobody paid a campaign for.
          line.total ? Figure() : its.on_investment(),
          its.cost.minor > 0 ? mean(its.cost, customers) : Figure()},
         line.total,
         !line.total && its.profit().minor < 0});
  }
  table.picture = Picture::bars;
  table.drawn = 7;
  returns.remark(table);
  if (without_day > 0)
    table.remarks.push_back("of " + std::to_string(without_day) +
                            (without_day == 1 ? " customer" : " customers") +
                            " nobody knows when they came; they are not among the new");
  table.when_empty = "nobody came, nothing was sold and no campaign cost anything";
  return table;
}

// --- By campaign ---

/// Customers, each counted once a campaign.
class Audience {
 public:
  void add(const std::string& campaign, const CustomerFacts& customer) {
    const CustomerFacts*& last = last_[campaign];
    if (last == &customer) return;
    last = &customer;
    heads.count(campaign);
  }

  Heads heads;

 private:
  std::map<std::string, const CustomerFacts*> last_;
};

ReportTable campaigns_table(const AllFacts& facts, const Question& question,
                            const Campaigns& campaigns) {
  Returns returns(campaigns, question);
  Audience members, reached, replied;
  Heads redeemed, won, stands;
  std::set<std::string> told;
  const auto tell = [&](const std::string& campaign) {
    if (told.insert(campaign).second) stands.count(campaign);
  };
  for (const Campaign& campaign : question.campaigns) {
    if (!campaigns.is_of_the_span(campaign)) continue;
    tell(campaign.id);
    returns.add_costs(campaign);
  }
  for (const CustomerFacts& customer : facts) {
    if (!customer.counted) continue;
    for (const Word campaign : customer.campaigns) members.add(campaign, customer);
    for (const Talk& talk : customer.talks) {
      if (talk.campaign.empty() || !talk.held || !question.span.holds(talk.at.day)) continue;
      tell(talk.campaign);
      (talk.direction == "in" ? replied : reached).add(talk.campaign, customer);
    }
    for (const DealFacts& deal : customer.deals)
      if (!deal.campaign.empty() && deal.is_won() && deal.since &&
          question.span.holds(*deal.since) && *deal.since <= question.today()) {
        tell(deal.campaign);
        won.count(deal.campaign);
      }
    for (const Sale& sale : customer.sales) {
      if (!question.span.holds(sale.on)) continue;
      const std::string campaign = campaigns.of(sale, customer);
      if (campaign.empty()) continue;
      tell(campaign);
      // A won deal that no purchase names is counted among the won.
      const bool is_deal =
          std::any_of(customer.deals.begin(), customer.deals.end(),
                      [&](const DealFacts& deal) { return deal.id == sale.deal && !deal.bought; });
      if (!sale.refund && (sale.deal.empty() || !is_deal)) redeemed.count(campaign);
      returns.add(campaign, sale, campaign);
    }
  }
  stands.give_each_a_line(returns.grid, question);

  ReportTable table{.key = "campaigns", .title = "Campaigns"};
  table.columns = {
      {"id", "", 0, true},       {"campaign", "campaign"},  {"members", "members", 6},
      {"reached", "reached", 5}, {"replied", "replied", 4}, {"redeemed", "redeemed", 3},
      {"won", "won", 7},         {"revenue", "revenue", 2}, {"goods", "goods", 9},
      {"cost", "cost", 8},       {"profit", "profit"},      {"roi", "ROI", 1}};
  for (const auto& line : returns.grid.lines(by_profit(question))) {
    const Return& its = line.tally;
    ReportTable::Row row{{line.total ? Figure() : Figure(line.group),
                          line.total ? line.name() : campaigns.name(line.group)},
                         line.total,
                         !line.total && its.profit().minor < 0};
    const bool is_first = stands.at(line).has_value();
    for (const Heads* const heads :
         {&members.heads, &reached.heads, &replied.heads, &redeemed, &won})
      // One customer may be in several campaigns: those are not added up.
      row.figures.push_back(!is_first || line.total ? Figure() : Figure(heads->of(line.group)));
    row.figures.insert(
        row.figures.end(),
        {Money{its.takings.revenue.minor, line.currency},
         Money{its.takings.cost.minor, line.currency}, Money{its.cost.minor, line.currency},
         Money{its.profit().minor, line.currency}, its.on_investment()});
    table.rows.push_back(std::move(row));
  }
  table.picture = Picture::bars;
  table.drawn = 10;
  returns.remark(table);
  table.when_empty = "there was no campaign";
  return table;
}

}  // namespace

Report sources_report(const AllFacts& facts, const Question& question) {
  Report report{
      .name = "sources", .title = "Sources", .span = question.span, .day = question.today()};
  const Campaigns campaigns(question);
  report.tables.push_back(sources_table(facts, question, campaigns));
  report.tables.push_back(campaigns_table(facts, question, campaigns));
  return report;
}

}  // namespace crm

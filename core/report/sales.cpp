#include "core/report/sales.hpp"

#include "core/report/grid.hpp"

namespace crm {
namespace {

/// Fewer wins than this have no usual length.
constexpr std::int64_t enough_wins = 3;

struct Closed {
  std::int64_t won = 0, lost = 0, with_amount = 0;
  Money won_amount, lost_amount;
  /// From the first move to the win.
  std::vector<std::int64_t> days;
};

struct Sold {
  std::int64_t sales = 0, refunds = 0;
  Money revenue, cost;
  /// Of what says its cost.
  Money profit;
};

/// No amount of no currency.
Figure shown(const Money& sum) {
  return sum.currency.empty() ? Figure() : Figure(sum);
}

Figure share(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? Figure() : Figure(Share{part, whole});
}

std::string group_of(const CustomerFacts& customer, const DealFacts& deal,
                     const Question& question) {
  if (const auto unit = question.unit())
    return span_name(*deal.since, *unit, question.year_starts());
  if (question.by == "reason") return deal.reason;
  return question.by == "cohort" || question.by == "referrer" ? customer.group : deal.group;
}

std::string group_of(const CustomerFacts& customer, const Sale& sale, const Question& question) {
  if (const auto unit = question.unit()) return span_name(sale.on, *unit, question.year_starts());
  if (question.by == "item") return sale.item;
  if (question.by == "category") return sale.category;
  return question.by == "cohort" || question.by == "referrer" ? customer.group : sale.group;
}

/// The first column: which group, or all.
ReportTable::Column group_column(const Question& question) {
  if (question.by.empty()) return {"group", ""};
  return {question.by, question.by};
}

Figure group_figure(const auto& line, const Question& question) {
  return question.by.empty() && !line.total ? "all" : line.name();
}

ReportTable deals_table(const AllFacts& facts, const Question& question) {
  Grid<Closed> grid(question);
  for (const CustomerFacts& customer : facts)
    for (const DealFacts& deal : customer.deals) {
      if (deal.is_open() || !deal.since || !question.span.holds(*deal.since)) continue;
      if (question.by == "reason" && deal.is_won()) continue;
      grid.add(group_of(customer, deal, question), deal.amount, *deal.since,
               [&](Closed& tally, const Money& amount) {
                 ++(deal.is_won() ? tally.won : tally.lost);
                 (deal.is_won() ? tally.won_amount : tally.lost_amount) += amount;
                 if (deal.is_won() && deal.amount) ++tally.with_amount;
                 if (deal.is_won() && deal.opened())
                   tally.days.push_back(days_between(*deal.opened(), *deal.since));
               });
    }
  ReportTable table{.key = "deals", .title = "Deals closed"};
  table.columns = {group_column(question)};
  const bool losses = question.by == "reason";
  if (losses) {
    table.columns.insert(table.columns.end(),
                         {{"lost", "lost", 0}, {"lost_amount", "amount lost", 0}});
  } else {
    table.columns.insert(table.columns.end(), {{"won", "won", 0},
                                               {"lost", "lost", 1},
                                               {"win_rate", "win rate", 2},
                                               {"won_amount", "amount won", 0},
                                               {"mean_deal", "mean deal", 3},
                                               {"cycle", "won after", 4}});
  }
  const auto greatest = grid.greatest_first(
      [&](const Closed& tally) { return losses ? tally.lost : tally.won_amount.minor; });
  for (const auto& line : question.unit() ? grid.lines() : grid.lines(greatest)) {
    std::vector<Figure> figures{group_figure(line, question)};
    const Closed& tally = line.tally;
    if (losses) {
      figures.insert(figures.end(), {tally.lost, shown(tally.lost_amount)});
    } else {
      const Money won{tally.won_amount.minor, line.currency};
      figures.insert(figures.end(),
                     {tally.won, tally.lost, share(tally.won, tally.won + tally.lost), shown(won),
                      line.currency.empty() ? Figure() : mean(won, tally.with_amount),
                      median_days(tally.days, enough_wins)});
    }
    table.rows.push_back({std::move(figures), line.total});
  }
  table.picture = question.unit() ? Picture::course : Picture::bars;
  table.drawn = losses ? 1 : 4;
  table.remarks = grid.remarks();
  table.when_empty = "no deal was closed";
  return table;
}

ReportTable revenue_table(const AllFacts& facts, const Question& question) {
  Grid<Sold> grid(question);
  bool costs = false;
  for (const CustomerFacts& customer : facts)
    for (const Sale& sale : customer.sales) {
      if (!question.span.holds(sale.on)) continue;
      costs = costs || sale.cost.has_value();
      grid.add(group_of(customer, sale, question), sale.amount, sale.on,
               [&](Sold& tally, const Money& amount) {
                 ++(sale.refund ? tally.refunds : tally.sales);
                 tally.revenue += amount;
                 if (!sale.cost) return;
                 // Exchanged by the rate of the sale's day, as its amount is.
                 const auto cost = question.rates.exchanged(*sale.cost, amount.currency, sale.on);
                 if (!cost) return;
                 tally.cost += *cost;
                 tally.profit += amount;
                 tally.profit += -*cost;
               });
    }
  ReportTable table{.key = "revenue", .title = "Sold"};
  table.columns = {group_column(question)};
  // Where nothing has a cost only programs want to see that.
  table.columns.insert(table.columns.end(), {{"sales", "sales", 2},
                                             {"revenue", "revenue", 0},
                                             {"cost", "cost", 3, !costs},
                                             {"profit", "profit", 1, !costs}});
  const auto greatest = grid.greatest_first([](const Sold& tally) { return tally.revenue.minor; });
  for (const auto& line : question.unit() ? grid.lines() : grid.lines(greatest)) {
    std::vector<Figure> figures{group_figure(line, question)};
    const Sold& tally = line.tally;
    figures.insert(figures.end(),
                   {tally.sales, shown(tally.revenue), costs ? shown(tally.cost) : Figure(),
                    costs ? shown(tally.profit) : Figure()});
    table.rows.push_back({std::move(figures), line.total});
  }
  table.picture = question.unit() ? Picture::course : Picture::bars;
  table.drawn = 2;
  table.remarks = grid.remarks();
  if (costs)
    table.remarks.emplace_back("profit is of what says its cost, or has a margin in crm.yaml");
  else if (!grid.empty())
    table.remarks.push_back("before cost of goods: no sale says its cost");
  table.when_empty = "nothing was sold";
  return table;
}

}  // namespace

Report sales_report(const AllFacts& facts, const Question& question) {
  Report report{.name = "sales", .title = "Sales", .span = question.span, .day = question.today()};
  const bool of_goods = question.by == "item" || question.by == "category";
  if (!of_goods) report.tables.push_back(deals_table(facts, question));
  if (question.by != "reason") report.tables.push_back(revenue_table(facts, question));
  return report;
}

}  // namespace crm

#include "core/report/customers.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "core/report/cohorts.hpp"
#include "core/report/figures.hpp"
#include "core/report/grid.hpp"
#include "core/report/heads.hpp"
#include "core/report/referrers.hpp"
#include "core/report/value.hpp"

namespace crm {
namespace {

/// Of so few customers a tenth is nobody.
constexpr std::int64_t enough_for_tenths = 10;

Figure share(std::int64_t part, std::int64_t whole) {
  return whole <= 0 ? Figure() : Figure(Share{part, whole});
}

/// Of amounts of one currency.
Figure share_of_revenue(std::int64_t part, std::int64_t whole) {
  return whole <= 0 ? Figure() : Figure(Share{part, whole, true});
}

Figure shown(const std::optional<Money>& money) {
  return money ? Figure(*money) : Figure();
}

struct Sold {
  Takings takings;
  std::int64_t customers = 0;
  const CustomerFacts* last = nullptr;

  void add(const CustomerFacts& customer, const Sale& sale, const Money& amount,
           const Question& question) {
    takings.add(amount, sale.cost, sale.on, question.rates);
    if (last != &customer) ++customers;
    last = &customer;
  }
};

using Totalled = std::map<std::string, std::int64_t>;

/// Revenue by currency, of what is counted in the span.
Totalled revenue_of(const AllFacts& facts, const Segments& segments) {
  Totals totals;
  for (const CustomerFacts& customer : facts) {
    if (!customer.counted) continue;
    if (const Buying* const bought = segments.buying(customer))
      for (const Spending& one : bought->amounts)
        totals.add({one.in_span.revenue.minor, one.currency});
  }
  return totals.minor();
}

std::int64_t whole(const Totalled& totals, const std::string& currency) {
  const auto found = totals.find(currency);
  return found == totals.end() ? 0 : found->second;
}

// --- The customers themselves ---

struct Ranked {
  const CustomerFacts* customer;
  const Buying* bought;
  bool any_in_span;
  /// In the book's currency where there is a rate; else of their first currency, whose name then
  /// comes before the amount.
  bool exchanged = true;
  Word currency = {};
  std::int64_t revenue = 0;

  Ranked(const CustomerFacts& who, const Buying& what)
      : customer(&who), bought(&what), any_in_span(what.any_in_span) {
    const Spending& first = what.amounts.front();
    exchanged = what.exchanged_in_span.has_value();
    if (!exchanged) currency = first.currency;
    revenue = exchanged ? what.exchanged_in_span->minor : first.in_span.revenue.minor;
  }

  bool is_before(const Ranked& other) const {
    // Most are told apart by what they bought in the book's currency.
    const bool alike = any_in_span == other.any_in_span && exchanged && other.exchanged &&
                       revenue != other.revenue;
    if (alike) return revenue > other.revenue;
    return std::tie(other.any_in_span, other.exchanged, currency, other.revenue, other.bought->last,
                    customer->name, customer->id) <
           std::tie(any_in_span, exchanged, other.currency, revenue, bought->last,
                    other.customer->name, other.customer->id);
  }
};

std::vector<Ranked> ranking(const AllFacts& facts, const Segments& segments) {
  std::vector<Ranked> ranking;
  ranking.reserve(facts.size());
  for (const CustomerFacts& customer : facts)
    if (const Buying* const bought = customer.counted ? segments.buying(customer) : nullptr)
      ranking.emplace_back(customer, *bought);
  std::sort(ranking.begin(), ranking.end(),
            [](const Ranked& a, const Ranked& b) { return a.is_before(b); });
  return ranking;
}

/// What somebody bought by currency, the book's own first.
std::vector<const Spending*> amounts_of(const Buying& bought, const std::string& own) {
  std::vector<const Spending*> all;
  all.reserve(bought.amounts.size());
  for (const Spending& one : bought.amounts) all.push_back(&one);
  std::stable_partition(all.begin(), all.end(),
                        [&](const auto* one) { return one->currency == own; });
  return all;
}

ReportTable customers_table(const AllFacts& facts, const Segments& segments,
                            const Question& question) {
  ReportTable table{.key = "customers", .title = "Customers by revenue"};
  // A share is of the revenue of all, in the last rows.
  table.columns = {{"id", "", 0, true},      {"customer", "customer"}, {"revenue", "revenue"},
                   {"share", "share", 4},    {"profit", "profit", 5},  {"last", "last", 2},
                   {"bought", "bought", 3},  {"every", "every", 8},    {"lifetime", "lifetime", 7},
                   {"segment", "segment", 1}};
  // Where nobody has one it is said once, below.
  if (!segments.are_enough()) table.columns.back().dispensable = 9;
  const Totalled totals = revenue_of(facts, segments);
  const std::vector<Ranked> ranked = ranking(facts, segments);
  std::size_t told = 0;
  for (const Ranked& one : ranked) {
    if (question.limit && told == *question.limit) break;
    ++told;
    const Buying& bought = *one.bought;
    for (const Spending* const in : amounts_of(bought, question.settings.currency)) {
      const auto& [currency, in_span, ever] = *in;
      table.rows.push_back({figures(
          one.customer->id, one.customer->name, Money{in_span.revenue.minor, currency},
          share_of_revenue(in_span.revenue.minor, whole(totals, currency)), shown(in_span.profit()),
          bought.last ? Figure(*bought.last) : Figure(), bought.days, bought.interval(),
          less(ever.revenue, ever.cost), segments.figure(*one.customer))});
    }
  }
  Grid<Takings> grid(question);
  const CustomerFacts* first = nullptr;
  for (const CustomerFacts& customer : facts)
    for (const Sale& sale : customer.sales) {
      if (!customer.counted || !question.span.holds(sale.on)) continue;
      if (first == nullptr) first = &customer;
      grid.add_to_sums(&customer == first, sale.amount, sale.on,
                       [&](Takings& tally, const Money& amount) {
                         tally.add(amount, sale.cost, sale.on, question.rates);
                       });
    }
  for (const auto& line : grid.lines()) {
    if (!line.total) continue;
    const Takings& all = line.tally;
    table.rows.push_back({{Figure(), line.name(), Money{all.revenue.minor, line.currency}, Figure(),
                           shown(all.profit()), Figure(), Figure(), Figure(), Figure(), Figure()},
                          true});
  }
  table.picture = Picture::bars;
  table.drawn = 2;
  if (told < ranked.size())
    table.remarks.push_back("the first " + std::to_string(told) + " of " +
                            std::to_string(ranked.size()) + " customers; sums are of all");
  for (const std::string& text : grid.remarks()) table.remarks.push_back(text);
  for (const std::string& text : segments.remarks()) table.remarks.push_back(text);
  table.when_empty = "no customer has bought anything";
  return table;
}

/// Which part of the revenue the greatest so many percent of some customers bring.
void add_concentration(ReportTable& table, std::vector<std::int64_t> revenue,
                       const std::string& currency) {
  std::sort(revenue.rbegin(), revenue.rend());
  const auto buyers = static_cast<std::int64_t>(revenue.size());
  Money all{0, currency};
  for (const std::int64_t one : revenue) add_to(all, {one, currency});
  if (buyers < enough_for_tenths) {
    table.rows.push_back({{"all", buyers, all, TooFew{buyers, enough_for_tenths}, all}});
    return;
  }
  for (const std::int64_t percent : {10, 20, 50}) {
    const std::int64_t first = (buyers * percent + 99) / 100;
    Money theirs{0, currency};
    for (std::int64_t i = 0; i < first; ++i)
      add_to(theirs, {revenue[static_cast<std::size_t>(i)], currency});
    table.rows.push_back({{"top " + std::to_string(percent) + " %", first, theirs,
                           share_of_revenue(theirs.minor, all.minor), all}});
  }
}

ReportTable concentration_table(const AllFacts& facts, const Segments& segments,
                                const Question& question) {
  ReportTable table{.key = "concentration", .title = "How few bring how much"};
  table.columns = {{"customers", ""},
                   {"count", "customers", 1},
                   {"revenue", "revenue", 2},
                   {"share", "of revenue"},
                   {"share_of", "", 0, true}};
  std::map<std::pair<bool, std::string>, std::vector<std::int64_t>> by_currency;
  std::vector<std::int64_t> exchanged;
  bool is_whole = true;
  const std::string& own = question.settings.currency;
  for (const CustomerFacts& customer : facts) {
    const Buying* const bought = customer.counted ? segments.buying(customer) : nullptr;
    if (bought == nullptr || !bought->any_in_span) continue;
    for (const Spending& one : bought->amounts)
      if (one.in_span.revenue.minor > 0)
        by_currency[{one.currency != own, one.currency}].push_back(one.in_span.revenue.minor);
    is_whole = is_whole && bought->exchanged_in_span;
    if (is_whole && bought->exchanged_in_span->minor > 0)
      exchanged.push_back(bought->exchanged_in_span->minor);
  }
  if (is_whole && !exchanged.empty()) {
    add_concentration(table, exchanged, own);
    if (by_currency.size() > 1)
      table.remarks.push_back("amounts are exchanged to " + own + " by the rates of rates.yaml");
  } else {
    for (const auto& [key, revenue] : by_currency) add_concentration(table, revenue, key.second);
  }
  table.when_empty = "nothing was sold";
  return table;
}

// --- In groups ---

ReportTable groups_table(const AllFacts& facts, const Question& question) {
  Grid<Sold> grid(question);
  for (const CustomerFacts& customer : facts)
    for (const Sale& sale : customer.sales)
      if (customer.counted && question.span.holds(sale.on))
        grid.add(sale.group, sale.amount, sale.on, [&](Sold& tally, const Money& amount) {
          tally.add(customer, sale, amount, question);
        });
  ReportTable table{.key = "groups", .title = "Customers by " + question.by};
  table.columns = {{question.by, question.by},
                   {"customers", "customers", 2},
                   {"revenue", "revenue"},
                   {"share", "share", 3},
                   {"profit", "profit", 1}};
  const auto lines = grid.lines([&](const auto& a, const auto& b) {
    return is_richer(a.tally.takings.revenue, b.tally.takings.revenue, question.settings.currency);
  });
  Totals sums;
  for (const auto& line : lines)
    if (!line.total) sums.add({line.tally.takings.revenue.minor, line.currency});
  const Totalled& totals = sums.minor();
  for (const auto& line : lines) {
    const Takings& takings = line.tally.takings;
    table.rows.push_back(
        {{line.name(), line.tally.customers, Money{takings.revenue.minor, line.currency},
          line.total ? Figure()
                     : share_of_revenue(takings.revenue.minor, whole(totals, line.currency)),
          shown(takings.profit())},
         line.total});
  }
  table.picture = Picture::bars;
  table.drawn = 2;
  table.remarks = grid.remarks();
  table.when_empty = "nothing was sold";
  return table;
}

ReportTable segments_table(const AllFacts& facts, const Segments& segments,
                           const Question& question) {
  ReportTable table{.key = "segments", .title = "Segments"};
  table.columns = {{"segment", "segment"},
                   {"customers", "customers"},
                   {"of_customers", "of all", 2},
                   {"revenue", "revenue"},
                   {"share", "share", 1}};
  table.when_empty = "no customer has bought anything";
  if (!segments.are_enough()) {
    const auto buyers = std::count_if(facts.begin(), facts.end(), [&](const auto& customer) {
      return customer.counted && segments.buying(customer) != nullptr &&
             segments.buying(customer)->last;
    });
    if (buyers > 0)
      table.rows.push_back({{TooFew{segments.buyers(), Segments::enough},
                             static_cast<std::int64_t>(buyers), Figure(), Figure(), Figure()}});
    return table;
  }
  Heads heads;
  Grid<Takings> grid(question);
  for (const CustomerFacts& customer : facts) {
    if (!customer.counted || segments.buying(customer) == nullptr) continue;
    const auto scores = segments.scores(customer);
    // Grids order by name; these have an order of their own. Who only gave back has none.
    const std::string group = scores ? std::to_string(static_cast<int>(segment(*scores))) +
                                           std::string(name_of(segment(*scores)))
                                     : "~none";
    heads.count(group);
    for (const Sale& sale : customer.sales)
      if (question.span.holds(sale.on))
        grid.add(group, sale.amount, sale.on, [&](Takings& tally, const Money& amount) {
          tally.add(amount, sale.cost, sale.on, question.rates);
        });
  }
  heads.give_each_a_line(grid, question);
  const auto lines = grid.lines();
  Totals sums;
  for (const auto& line : lines)
    if (!line.total) sums.add({line.tally.revenue.minor, line.currency});
  const Totalled& totals = sums.minor();
  for (const auto& line : lines) {
    const auto heads_here = heads.at(line);
    table.rows.push_back(
        {{line.total ? line.group : line.group.substr(1),
          heads_here ? Figure(*heads_here) : Figure(),
          heads_here && !line.total ? share(*heads_here, heads.all()) : Figure(),
          Money{line.tally.revenue.minor, line.currency},
          line.total ? Figure()
                     : share_of_revenue(line.tally.revenue.minor, whole(totals, line.currency))},
         line.total});
  }
  table.picture = Picture::bars;
  table.drawn = 1;
  table.remarks = grid.remarks();
  for (const std::string& text : segments.remarks()) table.remarks.push_back(text);
  return table;
}

}  // namespace

Report customers_report(const AllFacts& facts, const Question& question) {
  Report report{
      .name = "customers", .title = "Customers", .span = question.span, .day = question.today()};
  const Segments segments(facts, question);
  if (question.by == "cohort") {
    report.tables = cohort_tables(facts, segments, question);
  } else if (question.by == "referrer") {
    report.tables = referrer_tables(facts, segments, question);
  } else if (question.by == "segment") {
    report.tables.push_back(segments_table(facts, segments, question));
  } else if (!question.by.empty()) {
    report.tables.push_back(groups_table(facts, question));
  } else {
    report.tables.push_back(customers_table(facts, segments, question));
    report.tables.push_back(concentration_table(facts, segments, question));
  }
  return report;
}

}  // namespace crm

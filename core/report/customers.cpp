#include "core/report/customers.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "core/report/grid.hpp"
#include "core/report/heads.hpp"
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
      for (const auto& [currency, takings] : bought->in_span)
        totals.add({takings.revenue.minor, currency});
  }
  return totals.minor();
}

std::int64_t whole(const Totalled& totals, const std::string& currency) {
  const auto found = totals.find(currency);
  return found == totals.end() ? 0 : found->second;
}

/// The book's currency first; amounts of two others are not compared.
bool is_richer(const std::string& currency, const Takings& takings, const std::string& other,
               const Takings& others, const Question& question) {
  const std::string& own = question.settings.currency;
  return std::tuple(currency != own, currency, others.revenue.minor) <
         std::tuple(other != own, other, takings.revenue.minor);
}

// --- The customers themselves ---

struct Ranked {
  const CustomerFacts* customer;
  const Buying* bought;
  /// In the book's currency where there is a rate; else of their first currency, whose name then
  /// comes before the amount.
  bool exchanged = true;
  std::string currency = {};
  std::int64_t revenue = 0;

  Ranked(const CustomerFacts& who, const Buying& what) : customer(&who), bought(&what) {
    exchanged = what.exchanged_in_span.has_value();
    if (!exchanged) currency = what.in_span.begin()->first;
    revenue =
        exchanged ? what.exchanged_in_span->minor : what.in_span.begin()->second.revenue.minor;
  }

  bool is_before(const Ranked& other) const {
    return std::tie(other.exchanged, currency, other.bought->any_in_span, other.revenue,
                    other.bought->last, customer->name, customer->id) <
           std::tie(exchanged, other.currency, bought->any_in_span, revenue, bought->last,
                    other.customer->name, other.customer->id);
  }
};

std::vector<Ranked> ranking(const AllFacts& facts, const Segments& segments) {
  std::vector<Ranked> ranking;
  for (const CustomerFacts& customer : facts)
    if (const Buying* const bought = customer.counted ? segments.buying(customer) : nullptr)
      ranking.emplace_back(customer, *bought);
  std::sort(ranking.begin(), ranking.end(),
            [](const Ranked& a, const Ranked& b) { return a.is_before(b); });
  return ranking;
}

/// The currencies of what somebody bought, the book's own first.
std::vector<std::string> currencies_of(const Buying& bought, const std::string& own) {
  std::vector<std::string> all;
  for (const auto& [currency, takings] : bought.ever) all.push_back(currency);
  std::stable_partition(all.begin(), all.end(), [&](const auto& one) { return one == own; });
  return all;
}

ReportTable customers_table(const AllFacts& facts, const Segments& segments,
                            const Question& question) {
  ReportTable table{.key = "customers", .title = "Customers by revenue"};
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
    for (const std::string& currency : currencies_of(bought, question.settings.currency)) {
      const Takings& in_span = bought.in_span.at(currency);
      const Takings& ever = bought.ever.at(currency);
      table.rows.push_back(
          {{one.customer->id, one.customer->name, Money{in_span.revenue.minor, currency},
            share_of_revenue(in_span.revenue.minor, whole(totals, currency)),
            shown(in_span.profit()), bought.last ? Figure(*bought.last) : Figure(), bought.days,
            bought.interval(), less(ever.revenue, ever.cost), segments.figure(*one.customer)}});
    }
  }
  Grid<Takings> grid(question);
  for (const Ranked& one : ranked)
    for (const Sale& sale : one.customer->sales)
      if (question.span.holds(sale.on))
        grid.add(one.customer->id, sale.amount, sale.on, [&](Takings& tally, const Money& amount) {
          tally.add(amount, sale.cost, sale.on, question.rates);
        });
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
    table.rows.push_back({{"all", buyers, all, TooFew{buyers, enough_for_tenths}}});
    return;
  }
  for (const std::int64_t percent : {10, 20, 50}) {
    const std::int64_t first = (buyers * percent + 99) / 100;
    Money theirs{0, currency};
    for (std::int64_t i = 0; i < first; ++i)
      add_to(theirs, {revenue[static_cast<std::size_t>(i)], currency});
    table.rows.push_back({{"top " + std::to_string(percent) + " %", first, theirs,
                           share_of_revenue(theirs.minor, all.minor)}});
  }
}

ReportTable concentration_table(const AllFacts& facts, const Segments& segments,
                                const Question& question) {
  ReportTable table{.key = "concentration", .title = "How few bring how much"};
  table.columns = {{"customers", ""},
                   {"count", "customers", 1},
                   {"revenue", "revenue", 2},
                   {"share", "of revenue"}};
  std::map<std::pair<bool, std::string>, std::vector<std::int64_t>> by_currency;
  std::vector<std::int64_t> exchanged;
  bool is_whole = true;
  const std::string& own = question.settings.currency;
  for (const CustomerFacts& customer : facts) {
    const Buying* const bought = customer.counted ? segments.buying(customer) : nullptr;
    if (bought == nullptr || !bought->any_in_span) continue;
    for (const auto& [currency, takings] : bought->in_span)
      if (takings.revenue.minor > 0)
        by_currency[{currency != own, currency}].push_back(takings.revenue.minor);
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
    return is_richer(a.currency, a.tally.takings, b.currency, b.tally.takings, question);
  });
  Totalled totals;
  for (const auto& line : lines)
    if (!line.total) totals[line.currency] += line.tally.takings.revenue.minor;
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
  Totalled totals;
  for (const auto& line : lines)
    if (!line.total) totals[line.currency] += line.tally.revenue.minor;
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

// --- Cohorts ---

/// Quarters from one on, each by its first day.
class Quarters {
 public:
  Quarters(Day from, unsigned year_starts) : year_starts_(year_starts) {
    days_.push_back(*span_around(from, CalendarUnit::quarter, year_starts).from);
  }

  /// How many quarters after the first that day lies.
  std::size_t after(Day day) {
    while (*span_around(days_.back(), CalendarUnit::quarter, year_starts_).to < day)
      days_.push_back(
          span_around(days_.back(), CalendarUnit::quarter, year_starts_).to->plus_days(1));
    return static_cast<std::size_t>(std::upper_bound(days_.begin(), days_.end(), day) -
                                    days_.begin()) -
           1;
  }

 private:
  unsigned year_starts_;
  std::vector<Day> days_;
};

struct Cohort {
  std::int64_t customers = 0;
  /// How many bought in which quarter after their first.
  std::map<std::size_t, std::int64_t> buying;
};

/// More would be years that nobody reads across.
constexpr std::size_t most_quarters = 12;

void add_cohorts(const AllFacts& facts, const Segments& segments, const Question& question,
                 Report& report) {
  const Day end = std::min(question.span.to.value_or(question.today()), question.today());
  const auto begun_in_span = [&](const CustomerFacts& customer) {
    const Buying* const bought = customer.counted ? segments.buying(customer) : nullptr;
    const bool begun = bought != nullptr && bought->first && question.span.holds(*bought->first);
    return begun ? bought->first : std::nullopt;
  };
  std::optional<Day> first;
  for (const CustomerFacts& customer : facts)
    if (const auto day = begun_in_span(customer))
      if (!first || *day < *first) first = day;
  ReportTable table{.key = "cohorts", .title = "Still buying, quarters after the first"};
  table.columns = {{"cohort", "first bought"}, {"customers", "customers"}};
  table.when_empty = "nobody bought for the first time";
  ReportTable sums{.key = "cohort_revenue", .title = "Revenue by quarter of the first purchase"};
  sums.columns = {{"cohort", "first bought"},
                  {"customers", "customers"},
                  {"revenue", "revenue"},
                  {"mean", "a customer", 1}};
  sums.when_empty = table.when_empty;
  if (first && *first <= end) {
    Quarters quarters(*first, question.year_starts());
    const std::size_t now = quarters.after(end);
    std::map<std::size_t, Cohort> cohorts;
    std::map<std::size_t, std::string> names;
    Grid<Sold> grid(question);
    for (const CustomerFacts& customer : facts) {
      const auto day = begun_in_span(customer);
      if (!day) continue;
      const std::size_t begun = quarters.after(*day);
      names[begun] = span_name(*day, CalendarUnit::quarter, question.year_starts());
      Cohort& its = cohorts[begun];
      ++its.customers;
      std::size_t counted = begun;
      for (const Sale& sale : customer.sales) {
        if (sale.on > end) continue;
        grid.add(names[begun], sale.amount, sale.on, [&](Sold& tally, const Money& amount) {
          tally.add(customer, sale, amount, question);
        });
        if (sale.refund) continue;
        const std::size_t quarter = quarters.after(sale.on);
        if (quarter > counted) ++its.buying[quarter - begun];
        counted = std::max(counted, quarter);
      }
    }
    const std::size_t columns = std::min(most_quarters, now - cohorts.begin()->first);
    for (std::size_t i = 1; i <= columns; ++i)
      table.columns.push_back(
          {"q" + std::to_string(i), "+" + std::to_string(i), static_cast<int>(i)});
    std::vector<Share> all(columns);
    std::int64_t everybody = 0;
    for (auto& [begun, cohort] : cohorts) {
      ReportTable::Row row{{names[begun], cohort.customers}};
      everybody += cohort.customers;
      for (std::size_t i = 1; i <= columns; ++i) {
        if (begun + i > now) {
          row.figures.emplace_back();
          continue;
        }
        const Share still{cohort.buying[i], cohort.customers};
        row.figures.emplace_back(still);
        all[i - 1].part += still.part;
        all[i - 1].whole += still.whole;
      }
      table.rows.push_back(std::move(row));
    }
    if (cohorts.size() > 1) {
      ReportTable::Row row{{"all", everybody}, true};
      for (const Share& one : all) row.figures.push_back(share(one.part, one.whole));
      table.rows.push_back(std::move(row));
    }
    if (columns > 0 && *span_around(end, CalendarUnit::quarter, question.year_starts()).to > end)
      table.remarks.push_back("the newest quarter is not over");
    if (now - cohorts.begin()->first > most_quarters)
      table.remarks.push_back("later quarters than the twelfth are left out");
    for (const auto& line : grid.lines())
      sums.rows.push_back({{line.name(), line.tally.customers,
                            Money{line.tally.takings.revenue.minor, line.currency},
                            mean(line.tally.takings.revenue, line.tally.customers)},
                           line.total});
    sums.remarks = grid.remarks();
  }
  table.picture = Picture::grid;
  sums.picture = Picture::course;
  sums.drawn = 2;
  report.tables.push_back(std::move(table));
  report.tables.push_back(std::move(sums));
}

// --- Who brought whom ---

/// Finds customers by what a reference may say: an id, its slug, or a name.
class Directory {
 public:
  explicit Directory(const AllFacts& facts) {
    for (const CustomerFacts& customer : facts) {
      ids_.emplace(customer.id, &customer);
      // An id is a slug and four more characters.
      if (const auto dash = customer.id.rfind('-');
          dash != customer.id.npos && customer.id.size() - dash == 5)
        note(customer.id.substr(0, dash), customer);
      note(customer.name, customer);
    }
  }

  /// nullptr for who is not there, or is one of several.
  const CustomerFacts* find(const std::string& reference) const {
    if (const auto found = ids_.find(reference); found != ids_.end()) return found->second;
    const auto found = others_.find(reference);
    return found == others_.end() ? nullptr : found->second;
  }

 private:
  void note(const std::string& name, const CustomerFacts& customer) {
    const auto [entry, is_new] = others_.emplace(name, &customer);
    if (!is_new && entry->second != &customer) entry->second = nullptr;
  }

  std::map<std::string, const CustomerFacts*> ids_, others_;
};

void add_referrers(const AllFacts& facts, const Segments& segments, const Question& question,
                   Report& report) {
  const Directory directory(facts);
  std::map<std::string, std::string> names;
  std::map<std::string, std::int64_t> buyers;
  Heads heads;
  Grid<Takings> grid(question);

  struct Brought {
    std::string referrer;
    const CustomerFacts* customer;
  };

  std::vector<Brought> brought;
  for (const CustomerFacts& customer : facts) {
    if (!customer.counted || customer.referred_by.empty()) continue;
    const CustomerFacts* const referrer = directory.find(customer.referred_by);
    const std::string group = referrer == nullptr ? customer.referred_by : referrer->id;
    names[group] = referrer == nullptr ? customer.referred_by : referrer->name;
    heads.count(group);
    brought.push_back({group, &customer});
    const Buying* const bought = segments.buying(customer);
    if (bought != nullptr && bought->any_in_span) ++buyers[group];
    for (const Sale& sale : customer.sales)
      if (question.span.holds(sale.on))
        grid.add(group, sale.amount, sale.on, [&](Takings& tally, const Money& amount) {
          tally.add(amount, sale.cost, sale.on, question.rates);
        });
  }
  heads.give_each_a_line(grid, question);
  ReportTable table{.key = "referrers", .title = "Who brought how many"};
  table.columns = {{"id", "", 0, true},     {"referrer", "referrer"}, {"brought", "brought"},
                   {"buying", "buying", 2}, {"revenue", "revenue"},   {"profit", "profit", 1}};
  std::int64_t all_buyers = 0;
  for (const auto& [group, count] : buyers) all_buyers += count;
  std::map<std::string, std::size_t> place;
  for (const auto& line : grid.lines([&](const auto&a, const auto&b) {
         return is_richer(a.currency, a.tally, b.currency, b.tally, question);
       })) {
    const auto heads_here = heads.at(line);
    const std::int64_t buying = line.total ? all_buyers : buyers[line.group];
    if (!line.total) place.emplace(line.group, place.size());
    table.rows.push_back(
        {{line.total ? Figure() : Figure(line.group), line.total ? line.name() : names[line.group],
          heads_here ? Figure(*heads_here) : Figure(), heads_here ? Figure(buying) : Figure(),
          Money{line.tally.revenue.minor, line.currency}, shown(line.tally.profit())},
         line.total});
  }
  table.picture = Picture::bars;
  table.drawn = 2;
  table.remarks = grid.remarks();
  table.when_empty = "nobody was brought by a customer";
  ReportTable list{.key = "brought", .title = "Who brought whom"};
  list.columns = {{"referrer_id", "", 0, true}, {"referrer", "referrer"},
                  {"id", "", 0, true},          {"customer", "brought"},
                  {"since", "since", 2},        {"revenue", "revenue", 1}};
  std::stable_sort(brought.begin(), brought.end(), [&](const Brought& a, const Brought& b) {
    return std::tie(place[a.referrer], a.customer->name) <
           std::tie(place[b.referrer], b.customer->name);
  });
  for (const auto& [referrer, customer] : brought) {
    const Figure since = customer->since && *customer->since <= question.today()
                             ? Figure(*customer->since)
                             : Figure();
    const Buying* const bought = segments.buying(*customer);
    bool any = false;
    if (bought != nullptr)
      for (const auto& [currency, takings] : bought->in_span) {
        list.rows.push_back({{referrer, names[referrer], customer->id, customer->name, since,
                              Money{takings.revenue.minor, currency}}});
        any = true;
      }
    if (!any)
      list.rows.push_back(
          {{referrer, names[referrer], customer->id, customer->name, since, Figure()}});
  }
  list.when_empty = table.when_empty;
  report.tables.push_back(std::move(table));
  report.tables.push_back(std::move(list));
}

}  // namespace

Report customers_report(const AllFacts& facts, const Question& question) {
  Report report{
      .name = "customers", .title = "Customers", .span = question.span, .day = question.today()};
  const Segments segments(facts, question);
  if (question.by == "cohort") {
    add_cohorts(facts, segments, question, report);
  } else if (question.by == "referrer") {
    add_referrers(facts, segments, question, report);
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

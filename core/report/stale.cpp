#include "core/report/stale.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "core/report/figures.hpp"
#include "core/report/grid.hpp"
#include "core/report/heads.hpp"
#include "core/report/takings.hpp"

namespace crm {
namespace {

/// Days without a word after which an open deal is one that nobody pursues.
constexpr std::int32_t too_long = 30;

/// How somebody is kept in touch with.
struct Touch {
  std::optional<Day> last;
  /// Something is agreed for a day to come.
  bool planned = false;
};

Touch touch(const CustomerFacts& customer, Day today) {
  Touch touch;
  for (const Talk& talk : customer.talks) {
    if (talk.held && (!touch.last || *touch.last < talk.at.day)) touch.last = talk.at.day;
    touch.planned = touch.planned || (talk.planned && talk.at.day >= today);
  }
  return touch;
}

/// What may be lost of a currency.
struct Stake {
  Money open, bought;
};

/// Open deals, and revenue of the last 12 months.
std::map<std::string, Stake> stakes(const CustomerFacts& customer, Day today) {
  std::map<std::string, Stake> all;
  const Span year{today.plus_months(-12).plus_days(1), today};
  for (const DealFacts& deal : customer.deals)
    if (deal.is_open() && deal.amount) add_to(all[deal.amount->currency].open, *deal.amount);
  for (const Sale& sale : customer.sales)
    if (year.holds(sale.on)) add_to(all[sale.amount.currency].bought, sale.amount);
  return all;
}

/// A row that is sorted by what is at stake: the greatest in the book's currency first, then what
/// can't be exchanged to it, by currency.
struct AtStake {
  std::vector<ReportTable::Row> rows = {};
  bool exchanged = true;
  std::string currency = {};
  std::int64_t amount = 0;
  /// The longest first.
  std::int64_t days = 0;
  std::string name;

  bool is_before(const AtStake& other) const {
    return std::tie(other.exchanged, currency, other.amount, other.days, name) <
           std::tie(exchanged, other.currency, amount, days, other.name);
  }
};

void weigh(AtStake& row, const std::vector<Money>& amounts, const Question& question) {
  const std::string& own = question.settings.currency;
  Money sum{0, own};
  for (const Money& amount : amounts) {
    const auto exchanged = question.rates.exchanged(amount, own, question.today());
    row.exchanged = row.exchanged && exchanged;
    if (exchanged) add_to(sum, *exchanged);
  }
  row.amount = row.exchanged ? sum.minor : amounts.front().minor;
  if (!row.exchanged) row.currency = amounts.front().currency;
}

std::vector<ReportTable::Row> in_order(std::vector<AtStake> all) {
  std::vector<AtStake*> sorted;
  sorted.reserve(all.size());
  for (AtStake& one : all) sorted.push_back(&one);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const AtStake* a, const AtStake* b) { return a->is_before(*b); });
  std::vector<ReportTable::Row> rows = {};
  rows.reserve(all.size());
  for (AtStake* const one : sorted)
    for (ReportTable::Row& row : one->rows) rows.push_back(std::move(row));
  return rows;
}

/// A row for each currency in which something is at stake; without any, one without amounts.
AtStake at_stake(const CustomerFacts& customer, std::vector<Figure> begin, std::int64_t days,
                 const Question& question) {
  AtStake one{.days = days, .name = customer.name};
  std::vector<Money> amounts;
  std::vector<std::pair<std::string, Stake>> all;
  for (const auto& [currency, stake] : stakes(customer, question.today()))
    all.emplace_back(currency, stake);
  std::stable_partition(all.begin(), all.end(), [&](const auto& one_currency) {
    return one_currency.first == question.settings.currency;
  });
  for (const auto& [currency, stake] : all) {
    amounts.push_back({0, currency});
    add_to(amounts.back(), {stake.open.minor, currency});
    add_to(amounts.back(), {stake.bought.minor, currency});
    const bool last = amounts.size() == all.size();
    ReportTable::Row row{last ? std::exchange(begin, {}) : begin};
    row.figures.push_back(stake.open.currency.empty() ? Figure() : Figure(stake.open));
    row.figures.push_back(stake.bought.currency.empty() ? Figure() : Figure(stake.bought));
    one.rows.push_back(std::move(row));
  }
  if (all.empty()) {
    ReportTable::Row row{std::move(begin)};
    row.figures.resize(row.figures.size() + 2);
    one.rows.push_back(std::move(row));
  } else {
    weigh(one, amounts, question);
  }
  return one;
}

Figure days_since(const std::optional<Day>& day, Day today) {
  return day ? Figure(Length{std::int64_t{10} * days_between(*day, today)}) : Figure();
}

Figure figure(const std::optional<Day>& day) {
  return day ? Figure(*day) : Figure();
}

ReportTable customers_table(const AllFacts& facts, const Question& question) {
  const Day today = question.today();
  std::vector<AtStake> all;
  for (const CustomerFacts& customer : facts) {
    if (!customer.counted || !customer.cadence) continue;
    const Touch how = touch(customer, today);
    if (!how.last || how.planned) continue;
    const Day wanted = plus(*how.last, *customer.cadence);
    if (wanted >= today) continue;
    const std::int32_t late = days_between(wanted, today);
    all.push_back(at_stake(
        customer,
        figures(customer.id, customer.name, customer.owner, *how.last, days_since(how.last, today),
                customer.cadence->text(), days_since(wanted, today)),
        late, question));
  }
  ReportTable table{.key = "customers", .title = "Not spoken to in time"};
  table.columns = {{"id", "", 0, true},    {"customer", "customer"}, {"owner", "owner", 6},
                   {"last", "last", 5},    {"days", "silent"},       {"every", "every", 3},
                   {"late", "late by", 4}, {"open", "open", 1},      {"bought", "12 months", 2}};
  table.rows = in_order(std::move(all));
  table.when_empty = "everybody was spoken to in time";
  return table;
}

ReportTable never_table(const AllFacts& facts, const Question& question) {
  const Day today = question.today();
  std::vector<AtStake> all;
  for (const CustomerFacts& customer : facts) {
    const Touch how = touch(customer, today);
    if (!customer.counted || how.last || how.planned) continue;
    if (customer.added && *customer.added > today) continue;
    all.push_back(at_stake(customer,
                           figures(customer.id, customer.name, customer.owner,
                                   figure(customer.added), days_since(customer.added, today)),
                           customer.added ? days_between(*customer.added, today) : 0, question));
  }
  ReportTable table{.key = "never", .title = "Never spoken to"};
  table.columns = {{"id", "", 0, true},       {"customer", "customer"}, {"owner", "owner", 4},
                   {"added", "added", 3},     {"days", "for", 5},       {"open", "open", 1},
                   {"bought", "12 months", 2}};
  table.rows = in_order(std::move(all));
  table.when_empty = "everybody was spoken to";
  return table;
}

ReportTable deals_table(const AllFacts& facts, const Question& question) {
  const Day today = question.today();
  std::vector<AtStake> all;
  Grid<Money> grid(question);
  for (const CustomerFacts& customer : facts) {
    if (!customer.counted) continue;
    const Touch how = touch(customer, today);
    if (how.planned) continue;
    for (const DealFacts& deal : customer.deals) {
      if (!deal.is_open()) continue;
      // A deal is opened because somebody said something.
      std::optional<Day> since = how.last;
      if (const auto opened = deal.opened()) since = since ? std::max(*since, *opened) : *opened;
      const std::int32_t days = since ? days_between(*since, today) : 0;
      if (since && days < too_long) continue;
      AtStake one{.days = days, .name = customer.name};
      one.rows.push_back({figures(deal.id, deal.title, customer.id, customer.name, deal.owner,
                                  deal.stage, figure(how.last), days_since(since, today),
                                  deal.amount ? Figure(*deal.amount) : Figure())});
      if (deal.amount) weigh(one, {*deal.amount}, question);
      all.push_back(std::move(one));
      if (deal.amount)
        grid.add_to_sums(grid.empty(), *deal.amount, today,
                         [](Money& sum, const Money& amount) { add_to(sum, amount); });
    }
  }
  ReportTable table{.key = "deals", .title = "Open deals, nobody spoken to for 30 days"};
  table.columns = {{"id", "", 0, true},      {"deal", "deal", 1},   {"customer_id", "", 0, true},
                   {"customer", "customer"}, {"owner", "owner", 5}, {"stage", "stage", 4},
                   {"last", "last", 3},      {"days", "silent", 2}, {"amount", "amount"}};
  table.rows = in_order(std::move(all));
  for (const auto& line : grid.lines())
    if (line.total)
      table.rows.push_back({{Figure(), Figure(), Figure(), line.name(), Figure(), Figure(),
                             Figure(), Figure(), Money{line.tally.minor, line.currency}},
                            true});
  table.remarks = grid.remarks();
  table.when_empty = "every open deal was spoken about";
  return table;
}

}  // namespace

Report stale_report(const AllFacts& facts, const Question& question) {
  Report report{.name = "stale", .title = "Losing touch", .span = {}, .day = question.today()};
  report.tables.push_back(customers_table(facts, question));
  report.tables.push_back(never_table(facts, question));
  report.tables.push_back(deals_table(facts, question));
  return report;
}

}  // namespace crm

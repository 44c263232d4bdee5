#include "core/report/cohorts.hpp"

#include <algorithm>
#include <map>

#include "core/report/grid.hpp"

namespace crm {
namespace {

/// Of a cohort, in one currency.
struct Brought {
  Money revenue;
  std::int64_t customers = 0;
  const CustomerFacts* last = nullptr;

  /// The sales of a customer one after the other.
  void add(const CustomerFacts& customer, const Money& amount) {
    add_to(revenue, amount);
    if (last != &customer) ++customers;
    last = &customer;
  }
};

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

}  // namespace

std::vector<ReportTable> cohort_tables(const AllFacts& facts, const Segments& segments,
                                       const Question& question) {
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
    Grid<Brought> grid(question);
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
        grid.add(names[begun], sale.amount, sale.on,
                 [&](Brought& tally, const Money& amount) { tally.add(customer, amount); });
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
      for (const Share& one : all) row.figures.push_back(one.whole == 0 ? Figure() : Figure(one));
      table.rows.push_back(std::move(row));
    }
    if (columns > 0 && *span_around(end, CalendarUnit::quarter, question.year_starts()).to > end)
      table.remarks.push_back("the newest quarter is not over");
    if (now - cohorts.begin()->first > most_quarters)
      table.remarks.push_back("later quarters than the twelfth are left out");
    for (const auto& line : grid.lines())
      sums.rows.push_back(
          {{line.name(), line.tally.customers, Money{line.tally.revenue.minor, line.currency},
            mean(line.tally.revenue, line.tally.customers)},
           line.total});
    sums.remarks = grid.remarks();
  }
  table.picture = Picture::grid;
  sums.picture = Picture::course;
  sums.drawn = 2;
  return {std::move(table), std::move(sums)};
}

}  // namespace crm

#include "core/report/accuracy.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "core/report/grid.hpp"
#include "core/report/weights.hpp"

namespace crm {
namespace {

/// Days before the end of a month.
constexpr std::array<int, 3> horizons{90, 60, 30};
/// Fewer months than this have no usual error.
constexpr std::int64_t enough_months = 3;

struct Foretold {
  std::array<Money, horizons.size()> before;
  Money came;
};

struct Month {
  Day first, last;
  std::string name;
  /// Of each horizon.
  std::array<Day, horizons.size()> known_on;
  std::array<Weights, horizons.size()> weights;
};

std::vector<Month> months_of(const Span& span, const StageHistory& history) {
  std::vector<Month> months;
  for (Day first = *span.from; first <= *span.to; first = first.plus_months(1)) {
    Month month{first, first.last_of_month(), span_name(first, CalendarUnit::month, 1), {}, {}};
    for (std::size_t i = 0; i < horizons.size(); ++i) {
      month.known_on[i] = month.last.plus_days(-horizons[i]);
      month.weights[i] = history.on(month.known_on[i]);
    }
    months.push_back(std::move(month));
  }
  return months;
}

/// What a deal added to the forecast of a month on a day; nothing where it did not count.
std::optional<Money> foretold(const DealFacts& deal, const Month& month, std::size_t horizon) {
  const Day day = month.known_on[horizon];
  const auto then = stood(deal, day);
  if (!then || !*then->amount) return std::nullopt;
  const Money& amount = **then->amount;
  if (then->is_open()) {
    if (!then->expected || *then->expected < month.first || *then->expected > month.last)
      return std::nullopt;
    return month.weights[horizon].of(deal, *then).of(amount);
  }
  if (then->step->ends == "won" && then->step->on >= month.first) return amount;
  return std::nullopt;
}

ReportTable months_table(const Grid<Foretold>& grid) {
  ReportTable table{.key = "months", .title = "Foretold and come"};
  table.columns = {{"month", "month"}};
  for (std::size_t i = 0; i < horizons.size(); ++i)
    table.columns.push_back({"before_" + std::to_string(horizons[i]),
                             std::to_string(horizons[i]) + " d before",
                             i == 0   ? 2
                             : i == 1 ? 3
                                      : 1});
  table.columns.push_back({"came", "came"});
  for (const auto& line : grid.lines()) {
    ReportTable::Row row{{line.name()}, line.total};
    for (const Money& one : line.tally.before)
      row.figures.emplace_back(Money{one.minor, line.currency});
    row.figures.emplace_back(Money{line.tally.came.minor, line.currency});
    table.rows.push_back(std::move(row));
  }
  table.picture = Picture::course;
  table.drawn = table.columns.size() - 1;
  table.remarks = grid.remarks();
  table.when_empty = "nothing was foretold of these months, and nothing came";
  return table;
}

ReportTable error_table(const Grid<Foretold>& grid) {
  ReportTable table{.key = "error", .title = "How far off"};
  std::map<std::string, std::vector<Foretold>> by_currency;
  for (const auto& line : grid.lines())
    if (!line.total) by_currency[line.currency].push_back(line.tally);
  table.columns = {{"ahead", "ahead"}};
  if (by_currency.size() > 1) table.columns.push_back({"currency", "currency"});
  table.columns.insert(
      table.columns.end(),
      {{"months", "months", 1}, {"mean_error", "mean error", 2}, {"error", "of what came", 0}});
  for (std::size_t i = 0; i < horizons.size(); ++i)
    for (const auto& [currency, months] : by_currency) {
      std::int64_t any = 0;
      Money off{0, currency}, came{0, currency};
      for (const Foretold& month : months) {
        if (month.before[i].minor == 0 && month.came.minor == 0) continue;
        ++any;
        Money difference{month.before[i].minor, currency};
        difference += -Money{month.came.minor, currency};
        off += difference.minor < 0 ? -difference : difference;
        came += month.came;
      }
      ReportTable::Row row{{std::to_string(horizons[i]) + " days"}};
      if (by_currency.size() > 1) row.figures.emplace_back(currency);
      const bool enough = any >= enough_months;
      const Figure share = came.minor == 0 ? Figure() : Figure(Share{off.minor, came.minor, true});
      row.figures.insert(row.figures.end(), {any, enough ? mean(off, any) : Figure(),
                                             enough ? share : Figure(TooFew{any, enough_months})});
      table.rows.push_back(std::move(row));
    }
  table.when_empty = "nothing was foretold, and nothing came";
  return table;
}

}  // namespace

std::optional<Span> full_months(const AllFacts& facts, const Question& question) {
  Span span = question.span;
  if (!span.from)
    for (const CustomerFacts& customer : facts)
      for (const DealFacts& deal : customer.deals)
        if (const auto opened = deal.opened(); opened && (!span.from || *opened < *span.from))
          span.from = opened->first_of_month();
  if (!span.from) return std::nullopt;
  if (!span.to || *span.to >= question.today()) span.to = question.today().plus_days(-1);
  const Day from = span.from->first_of_month();
  const Day to = span.to->last_of_month();
  Span full{from == *span.from ? from : from.plus_months(1),
            to == *span.to ? to : to.first_of_month().plus_days(-1)};
  return *full.from < *full.to ? std::optional(full) : std::nullopt;
}

Report forecast_accuracy(const AllFacts& facts, const Question& question) {
  Report report{.name = "forecast",
                .title = "Forecast and what came",
                .span = question.span,
                .day = question.today(),
                .tables = {},
                .remarks = {}};
  Grid<Foretold> grid(question);
  const auto span = full_months(facts, question);
  if (span) {
    report.span = *span;
    const StageHistory history(question.book(facts), question.settings);
    const std::vector<Month> months = months_of(*span, history);
    for (const CustomerFacts& customer : facts)
      for (const DealFacts& deal : customer.deals)
        for (const Month& month : months) {
          for (std::size_t i = 0; i < horizons.size(); ++i) {
            if (customer.added && *customer.added > month.known_on[i]) continue;
            if (const auto amount = foretold(deal, month, i))
              grid.add(month.name, amount, month.last,
                       [&](Foretold& tally, const Money& one) { tally.before[i] += one; });
          }
          if (deal.is_won() && deal.amount && deal.since && *deal.since >= month.first &&
              *deal.since <= month.last)
            grid.add(month.name, deal.amount, month.last,
                     [](Foretold& tally, const Money& one) { tally.came += one; });
        }
  }
  report.tables = {months_table(grid), error_table(grid)};
  if (!span)
    for (ReportTable& table : report.tables) table.when_empty = "no month of these days is over";
  return report;
}

}  // namespace crm

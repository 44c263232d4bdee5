#include "core/report/month.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "core/report/activity.hpp"
#include "core/report/grid.hpp"
#include "core/report/sales.hpp"
#include "core/report/service.hpp"
#include "core/report/targets.hpp"

namespace crm {
namespace {

constexpr std::size_t sources_shown = 5, debtors_shown = 5;
constexpr int meetings_ahead = 7;

bool is_whole_months(const Span& span) {
  return *span.from == span.from->first_of_month() && *span.to == span.to->last_of_month();
}

/// The stretch of the same length before it.
Span before(const Span& span) {
  if (!is_whole_months(span)) {
    const std::int64_t days = days_between(*span.from, *span.to) + std::int64_t{1};
    return {span.from->plus_days(-days), span.from->plus_days(-1)};
  }
  const int months = (span.to->year() - span.from->year()) * 12 +
                     static_cast<int>(span.to->month()) - static_cast<int>(span.from->month()) + 1;
  return {span.from->plus_months(-months), span.from->plus_days(-1)};
}

Span year_before(const Span& span) {
  const Day to = span.to->plus_months(-12);
  return {span.from->plus_months(-12), is_whole_months(span) ? to.last_of_month() : to};
}

/// `Nov 2026` for a month, else as given.
std::string title_of(const Span& span, const char* otherwise) {
  if (!is_whole_months(span) || span.from->last_of_month() != *span.to) return otherwise;
  return std::string(month_name(span.from->month())) + " " + std::to_string(span.from->year());
}

/// The same question of other days, not by anything.
Question asked_of(const Question& question, const Span& span, std::string by = {}) {
  Question other = question;
  other.span = span;
  other.by = std::move(by);
  return other;
}

const ReportTable& table_named(const Report& report, std::string_view key) {
  return *std::find_if(report.tables.begin(), report.tables.end(),
                       [&](const ReportTable& table) { return table.key == key; });
}

std::size_t column_named(const ReportTable& table, std::string_view key) {
  return static_cast<std::size_t>(
      std::find_if(table.columns.begin(), table.columns.end(),
                   [&](const ReportTable::Column& column) { return column.key == key; }) -
      table.columns.begin());
}

const std::string& name_of(const ReportTable::Row& row) {
  return std::get<std::string>(row.figures.front());
}

/// Figures of several spans side by side, each row by its name.
class Comparison {
 public:
  Comparison(std::string key, std::string title, const std::string& what,
             const std::vector<std::string>& spans) {
    table_ = {.key = std::move(key), .title = std::move(title)};
    static constexpr std::array<const char*, 3> keys{"these_days", "before", "year_before"};
    table_.columns = {{what, what}};
    for (std::size_t i = 0; i < spans.size(); ++i)
      table_.columns.push_back({keys[i], spans[i], static_cast<int>(i)});
  }

  /// Rows of one name are several where `sort` differs. How many rows there are now.
  std::size_t set(std::size_t span, const std::string& name, const Figure& figure,
                  bool total = false, const std::string& sort = {}) {
    const auto at = std::find(order_.begin(), order_.end(), std::pair(name, sort));
    const auto place = static_cast<std::size_t>(at - order_.begin());
    if (at == order_.end()) {
      order_.emplace_back(name, sort);
      ReportTable::Row row{std::vector<Figure>(table_.columns.size()), total, false};
      row.figures.front() = name;
      table_.rows.push_back(std::move(row));
    }
    table_.rows[place].figures[span + 1] = figure;
    return table_.rows.size();
  }

  /// What was not counted in a span is none there.
  void fill_counts() {
    for (ReportTable::Row& row : table_.rows)
      for (Figure& figure : row.figures)
        if (std::holds_alternative<std::monostate>(figure)) figure = std::int64_t{0};
  }

  /// Totals stand last.
  ReportTable take() && {
    std::stable_partition(table_.rows.begin(), table_.rows.end(),
                          [](const ReportTable::Row& row) { return !row.total; });
    return std::move(table_);
  }

 private:
  ReportTable table_;
  std::vector<std::pair<std::string, std::string>> order_;
};

class Page {
 public:
  Page(const AllFacts& facts, const Question& question) : facts_(facts), question_(question) {
    span_ = question.span.from && question.span.to
                ? question.span
                : span_around(question.today(), CalendarUnit::month, 1);
    spans_ = {span_, before(span_), year_before(span_)};
    titles_ = {title_of(span_, "these days"), title_of(spans_[1], "days before"),
               title_of(spans_[2], "a year before")};
  }

  const Span& span() const { return span_; }

  std::vector<ReportTable> tables() const {
    const Weights weights =
        StageHistory(question_.book(facts_), question_.settings).on(question_.today());
    ReportTable targets = targets_table(question_.book(facts_), question_, span_, weights);
    targets.only_with_rows = targets.remarks.empty();
    return {sales(),
            std::move(targets),
            expected(weights),
            sources(),
            service(),
            activity(),
            dues(),
            meetings_table(facts_, question_, question_.today().plus_days(meetings_ahead))};
  }

  std::vector<std::string> remarks() const {
    std::vector<std::string> remarks;
    const Day today = question_.today();
    if (span_.holds(today) && today < *span_.to)
      remarks.push_back(titles_[0] + " is told until today");
    if (!span_.holds(today))
      remarks.push_back("what is open, expected, owed and to come is as of today");
    return remarks;
  }

 private:
  ReportTable sales() const {
    Comparison both("sales", "Sales", "what", titles_);
    ReportTable remarks;
    for (std::size_t i = 0; i < spans_.size(); ++i) {
      const Report told = sales_report(facts_, asked_of(question_, spans_[i]));
      const ReportTable& deals = table_named(told, "deals");
      std::int64_t won = 0;
      for (const ReportTable::Row& row : deals.rows)
        if (!row.total) won += std::get<std::int64_t>(row.figures[column_named(deals, "won")]);
      both.set(i, "deals won", won);
      const ReportTable& sold = table_named(told, "revenue");
      for (const ReportTable::Row& row : sold.rows) {
        const Figure& figure = row.figures[column_named(sold, "revenue")];
        const auto* const money = std::get_if<Money>(&figure);
        if (money == nullptr) continue;
        both.set(i, row.total ? "revenue, " + name_of(row) : "revenue", figure, row.total,
                 money->currency);
      }
      for (const std::string& remark : sold.remarks)
        if (std::find(remarks.remarks.begin(), remarks.remarks.end(), remark) ==
                remarks.remarks.end() &&
            remark.starts_with("all in"))
          remarks.remarks.push_back(remark);
    }
    ReportTable table = std::move(both).take();
    table.remarks = std::move(remarks.remarks);
    return table;
  }

  struct Expected {
    std::int64_t deals = 0;
    Totals open, weighted;
  };

  ReportTable expected(const Weights& weights) const {
    const Day today = question_.today();
    const Day last = today.first_of_month().plus_months(1).last_of_month();
    Grid<Expected> grid(question_);
    std::int64_t without = 0;
    for (const CustomerFacts& customer : facts_)
      for (const DealFacts& deal : customer.deals) {
        if (!deal.is_open() || !deal.expected || *deal.expected > last) continue;
        const std::string group =
            *deal.expected < today ? "slipped" : span_name(*deal.expected, CalendarUnit::month, 1);
        const Weight weight = weights.of(deal);
        if (deal.amount && weight.from == Weight::From::nothing) ++without;
        grid.add(group, deal.amount, today, [&](Expected& tally, const Money& amount) {
          ++tally.deals;
          tally.open.add(amount);
          tally.weighted.add(weight.of(amount));
        });
      }
    ReportTable table{.key = "expected", .title = "Expected this month and next"};
    table.columns = {
        {"month", "month"}, {"deals", "deals", 1}, {"open", "open", 2}, {"weighted", "weighted"}};
    table.when_empty = "no open deal is expected";
    for (const auto& line : grid.lines()) {
      const auto shown = [&](const Totals& totals) {
        const auto sum = totals.minor().find(line.currency);
        return line.currency.empty() || sum == totals.minor().end()
                   ? Figure()
                   : Figure(Money{sum->second, line.currency});
      };
      table.rows.push_back(
          {{line.name(), line.tally.deals, shown(line.tally.open), shown(line.tally.weighted)},
           line.total,
           line.group == "slipped"});
    }
    table.remarks = grid.remarks();
    if (without > 0)
      table.remarks.push_back(std::to_string(without) + " without a probability weigh nothing");
    return table;
  }

  /// Sales by the source of their deal, else of their customer.
  AllFacts by_source() const {
    AllFacts all;
    const auto paper = std::make_shared<Paper>();
    std::vector<Sale> sales;
    for (const CustomerFacts& customer : facts_) {
      sales.clear();
      for (const Sale& sale : customer.sales) {
        if (!span_.holds(sale.on)) continue;
        Word& group = sales.emplace_back(sale).group;
        group = customer.source;
        if (sale.deal.empty() || sale.id != sale.deal) continue;
        for (const DealFacts& deal : customer.deals)
          if (deal.id == sale.deal) group = deal.source;
      }
      if (sales.empty()) continue;
      CustomerFacts& slim = all.emplace_back();
      slim.paper = paper;
      slim.sales = paper->keep(sales);
    }
    return all;
  }

  ReportTable sources() const {
    const Report told = sales_report(by_source(), asked_of(question_, span_, "source"));
    const ReportTable& sold = table_named(told, "revenue");
    ReportTable table{.key = "sources", .title = "Revenue by source"};
    table.columns = {{"source", "source"}, {"revenue", "revenue"}};
    table.picture = Picture::bars;
    table.drawn = 1;
    table.when_empty = "nothing was sold";
    std::vector<std::string> shown;
    std::vector<std::string> left_out;
    for (const ReportTable::Row& row : sold.rows) {
      auto& names = row.total || shown.size() < sources_shown ||
                            (!shown.empty() && shown.back() == name_of(row))
                        ? shown
                        : left_out;
      if (!row.total && (names.empty() || names.back() != name_of(row)))
        names.push_back(name_of(row));
      if (&names == &shown)
        table.rows.push_back(
            {{name_of(row), row.figures[column_named(sold, "revenue")]}, row.total, false});
    }
    if (!left_out.empty())
      table.remarks.push_back("and " + std::to_string(left_out.size()) +
                              " more: crm report sales --by source");
    return table;
  }

  ReportTable service() const {
    // Always the same rows, so that a page without cases says so.
    Comparison both("service", "Cases", "cases", {titles_[0], titles_[1]});
    for (std::size_t i = 0; i < 2; ++i) {
      const Report told = service_report(facts_, asked_of(question_, spans_[i]));
      const ReportTable& cases = table_named(told, "summary");
      const auto count_of = [&](const std::string& name) {
        for (const ReportTable::Row& row : cases.rows)
          if (name_of(row) == name) return row.figures[column_named(cases, "cases")];
        return Figure(std::int64_t{0});
      };
      for (const char* const name : {"opened", "closed"}) both.set(i, name, count_of(name));
      // Of a span that is over nobody knows what was open then.
      for (const char* const name : {"open now", "late now"})
        if (i == 0) both.set(i, name, count_of(name));
    }
    return std::move(both).take();
  }

  ReportTable activity() const {
    Comparison both("activity", "Conversations", "kind", {titles_[0], titles_[1]});
    bool several = false;
    std::array<std::int64_t, 2> all{};
    for (std::size_t i = 0; i < 2; ++i) {
      const Report told = activity_report(facts_, asked_of(question_, spans_[i], "kind"));
      const ReportTable& kinds = table_named(told, "kinds");
      for (const ReportTable::Row& row : kinds.rows) {
        if (row.total) continue;
        const Figure& count = row.figures[column_named(kinds, "conversations")];
        several = both.set(i, name_of(row), count) > 1;
        all[i] += std::get<std::int64_t>(count);
      }
    }
    for (std::size_t i = 0; several && i < 2; ++i) both.set(i, "all", all[i], true, "total");
    both.fill_counts();
    ReportTable table = std::move(both).take();
    table.when_empty = "no conversation was held";
    return table;
  }

  /// Who owes the most in each currency, the book's own first.
  ReportTable dues() const {
    ReportTable table{.key = "dues", .title = "Who owes"};
    table.columns = {{"customer", "customer"}, {"due", "due"}};
    table.when_empty = "nobody owes anything";
    std::map<std::pair<bool, std::string>, std::vector<std::pair<std::int64_t, std::string>>> owed;
    for (const CustomerFacts& customer : facts_)
      for (const Money& due : customer.due.amounts())
        if (due.minor > 0)
          owed[{due.currency != question_.settings.currency, due.currency}].emplace_back(
              due.minor, customer.name);
    for (auto& [currency, debtors] : owed) {
      std::stable_sort(debtors.begin(), debtors.end(),
                       [](const auto& a, const auto& b) { return a.first > b.first; });
      Totals all;
      for (std::size_t i = 0; i < debtors.size(); ++i) {
        const Money due{debtors[i].first, currency.second};
        all.add(due);
        if (i < debtors_shown) table.rows.push_back({{debtors[i].second, due}});
      }
      if (debtors.size() > 1)
        table.rows.push_back(
            {{"all " + std::to_string(debtors.size()), all.amounts().front()}, true, false});
    }
    return table;
  }

  const AllFacts& facts_;
  const Question& question_;
  Span span_;
  std::vector<Span> spans_;
  std::vector<std::string> titles_;
};

}  // namespace

Report month_report(const AllFacts& facts, const Question& question) {
  const Page page(facts, question);
  Report report{
      .name = "month", .title = "The month", .span = page.span(), .day = question.today()};
  report.tables = page.tables();
  report.remarks = page.remarks();
  return report;
}

}  // namespace crm

#include "core/report/targets.hpp"

#include <algorithm>
#include <set>

namespace crm {
namespace {

class Reading {
 public:
  explicit Reading(const Settings& settings) : settings_(settings) {}

  Result<std::vector<Target>> take() {
    const Data& data = settings_.targets;
    if (data.kind != Data::Kind::map && !data.empty())
      refuse("crm.yaml: targets are no map of spans",
             "targets: {2026-Q4: " + example() + "}: a span and an amount");
    for (std::size_t i = 0; i < data.keys.size(); ++i) read_span(data.keys[i], data.children[i]);
    if (!problems_.empty()) {
      Error all = Error::invalid("");
      all.problems = std::move(problems_);
      return error(std::move(all));
    }
    std::stable_sort(targets_.begin(), targets_.end(), [](const Target& a, const Target& b) {
      return std::pair(a.span.from, b.span.to) < std::pair(b.span.from, a.span.to);
    });
    return std::move(targets_);
  }

 private:
  std::string example() const {
    return Money{100'000, settings_.currency.empty() ? "EUR" : settings_.currency}.text();
  }

  void refuse(const std::string& message, const std::string& hint) {
    const Error error = Error::invalid(message, hint);
    problems_.insert(problems_.end(), error.problems.begin(), error.problems.end());
  }

  void read_span(const std::string& name, const Data& data) {
    const auto span = span_named(name, settings_.first_month());
    if (!span)
      return refuse("crm.yaml: targets: " + span.error().message(),
                    span.error().problems.front().hint);
    if (data.kind != Data::Kind::map) return read_amount(name, *span, "", data);
    for (std::size_t i = 0; i < data.keys.size(); ++i) {
      const std::string& who = data.keys[i];
      if (find_named(settings_.team, who) != nullptr)
        read_amount(name, *span, who, data.children[i]);
      else
        refuse("crm.yaml: the target of " + name + " names \"" + who + "\", who is not in the team",
               "colleagues are named as in crm.yaml's team");
    }
  }

  void read_amount(const std::string& name, const Span& span, const std::string& who,
                   const Data& data) {
    const std::string of = "crm.yaml: the target of " + name + (who.empty() ? "" : " for " + who);
    if (data.kind != Data::Kind::scalar)
      return refuse(of + " is no amount", "targets: {" + name + ": " + example() + "}");
    const auto amount = Money::parse(data.text, settings_.currency);
    if (!amount)
      return refuse(of + ": " + amount.error().message(), amount.error().problems.front().hint);
    if (amount->minor < 0) return refuse(of + " is below zero", "say what you want to sell");
    targets_.push_back({name, span, who, *amount});
  }

  const Settings& settings_;
  std::vector<Target> targets_;
  std::vector<Problem> problems_;
};

bool overlap(const Span& a, const Span& b) {
  return (!a.from || !b.to || *a.from <= *b.to) && (!b.from || !a.to || *b.from <= *a.to);
}

struct Progress {
  Money sold, weighted;
};

/// A target, or what those of its days sell who have none of their own.
struct Line {
  Target target;
  bool of_others = false;
  Progress progress;

  Line(const Target& one, bool others)
      : target(one),
        of_others(others),
        progress{{0, one.amount.currency}, {0, one.amount.currency}} {
    if (of_others) target.colleague.clear();
  }
};

/// Behind the targets of several colleagues a line of the others.
std::vector<Line> lines_of(const std::vector<Target>& targets) {
  std::vector<Line> lines;
  std::size_t colleagues = 0;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    lines.emplace_back(targets[i], false);
    colleagues += targets[i].colleague.empty() ? 0 : 1;
    if (i + 1 < targets.size() && targets[i + 1].name == targets[i].name) continue;
    if (colleagues > 1) lines.emplace_back(targets[i], true);
    colleagues = 0;
  }
  return lines;
}

bool is_of(const Line& line, std::string_view owner, const std::vector<Target>& targets) {
  if (line.of_others)
    return std::none_of(targets.begin(), targets.end(), [&](const Target& one) {
      return one.name == line.target.name && one.colleague == owner;
    });
  return line.target.colleague.empty() || line.target.colleague == owner;
}

/// Adds it in the target's currency; notes a currency that has no rate.
void count(Money& sum, const Money& amount, Day day, const Question& question,
           std::set<std::string>& without_rate) {
  if (const auto exchanged = question.rates.exchanged(amount, sum.currency, day))
    sum += *exchanged;
  else
    without_rate.insert(amount.currency);
}

ReportTable::Row row_of(const Line& line, bool with_colleagues, bool total) {
  const auto& [target, of_others, progress] = line;
  Money missing = target.amount;
  missing += -progress.sold;
  missing += -progress.weighted;
  ReportTable::Row row{{target.name}, total};
  if (with_colleagues)
    row.figures.emplace_back(total ? "all" : of_others ? "others" : target.colleague);
  const bool has_share = !of_others && target.amount.minor != 0;
  row.figures.insert(
      row.figures.end(),
      {of_others ? Figure() : Figure(target.amount), progress.sold, progress.weighted,
       has_share ? Figure(Share{progress.sold.minor, target.amount.minor, true}) : Figure(),
       of_others ? Figure() : Figure(missing)});
  return row;
}

}  // namespace

Result<std::vector<Target>> targets_of(const Settings& settings) {
  return Reading(settings).take();
}

ReportTable targets_table(const AllFacts& book, const Question& question, const Span& span,
                          const Weights& weights) {
  ReportTable table{.key = "targets", .title = "Against targets"};
  table.when_empty = "crm.yaml has no target for these days";
  const auto all = targets_of(question.settings);
  if (!all) {
    for (const Problem& problem : all.error().problems)
      table.remarks.push_back(problem.message + ": " + problem.hint);
    table.when_empty = "crm.yaml's targets can't be read";
  }
  std::vector<Target> targets = all.value_or(std::vector<Target>());
  std::erase_if(targets, [&](const Target& one) { return !overlap(one.span, span); });
  std::vector<Line> lines = lines_of(targets);
  std::set<std::string> without_rate;
  for (const CustomerFacts& customer : book) {
    for (const Sale& sale : customer.sales)
      for (Line& line : lines)
        if (line.target.span.holds(sale.on) && sale.on <= question.today() &&
            is_of(line, sale.owner, targets))
          count(line.progress.sold, sale.amount, sale.on, question, without_rate);
    for (const DealFacts& deal : customer.deals) {
      if (!deal.is_open() || !deal.amount || !deal.expected || *deal.expected < question.today())
        continue;
      for (Line& line : lines)
        if (line.target.span.holds(*deal.expected) && is_of(line, deal.owner, targets))
          count(line.progress.weighted, weights.of(deal).of(*deal.amount), question.today(),
                question, without_rate);
    }
  }
  const bool with_colleagues = std::any_of(
      targets.begin(), targets.end(), [](const Target& one) { return !one.colleague.empty(); });
  table.columns = {{"span", "span"}};
  if (with_colleagues) table.columns.push_back({"colleague", "colleague"});
  table.columns.insert(table.columns.end(), {{"target", "target", 2},
                                             {"sold", "sold", 1},
                                             {"weighted", "weighted", 4},
                                             {"reached", "reached", 0},
                                             {"missing", "missing", 3}});
  for (auto line = lines.begin(); line != lines.end();) {
    Line sum(line->target, false);
    sum.target.amount.minor = 0;
    bool one_currency = true;
    std::size_t shown = 0;
    for (; line != lines.end() && line->target.name == sum.target.name; ++line) {
      const bool any = line->progress.sold.minor != 0 || line->progress.weighted.minor != 0;
      if (line->of_others && (!any || !one_currency)) continue;
      table.rows.push_back(row_of(*line, with_colleagues, false));
      ++shown;
      one_currency = one_currency && line->target.amount.currency == sum.target.amount.currency;
      if (!line->of_others) sum.target.amount += line->target.amount;
      sum.progress.sold += line->progress.sold;
      sum.progress.weighted += line->progress.weighted;
    }
    if (shown > 1 && one_currency) table.rows.push_back(row_of(sum, true, true));
  }
  for (const std::string& currency : without_rate)
    table.remarks.push_back("what is in " + currency +
                            " is left out: rates.yaml has no rate to the target's currency");
  return table;
}

}  // namespace crm

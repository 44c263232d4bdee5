#include "core/report/audit.hpp"

#include <algorithm>
#include <map>

#include "core/report/figures.hpp"

namespace crm {
namespace {

/// One table: what was found, the oldest first.
class Finding {
 public:
  Finding(std::string key, std::string word, std::string title)
      : key_(std::move(key)), word_(std::move(word)), title_(std::move(title)) {}

  /// `entry` is an id that stands in the facts.
  void add(const CustomerFacts& customer, Word entry, std::string what, std::optional<Day> day) {
    rows_.push_back({day, &customer, entry, std::move(what)});
  }

  const std::string& key() const { return key_; }

  /// Short, for the summary.
  const std::string& word() const { return word_; }

  std::int64_t count() const { return static_cast<std::int64_t>(rows_.size()); }

  ReportTable table() {
    ReportTable table{.key = key_, .title = title_};
    table.columns = {{"customer", "customer"},
                     {"what", "what"},
                     {"day", "day", 2},
                     {"entry", "id"},
                     {"customer_id", "customer's id", 0, true}};
    table.when_empty = "nothing";
    table.only_with_rows = true;
    std::vector<Row*> sorted;
    sorted.reserve(rows_.size());
    for (Row& row : rows_) sorted.push_back(&row);
    std::stable_sort(sorted.begin(), sorted.end(), [](const Row* a, const Row* b) {
      if (a->day != b->day) return a->day < b->day;
      return a->customer->name < b->customer->name;
    });
    table.rows.reserve(sorted.size());
    for (Row* const row : sorted)
      table.rows.push_back(
          {figures(row->customer->name, std::move(row->what),
                   row->day ? Figure(*row->day) : Figure(), row->entry, row->customer->id)});
    return table;
  }

 private:
  struct Row {
    std::optional<Day> day;
    const CustomerFacts* customer;
    Word entry;
    std::string what;
  };

  std::string key_, word_, title_;
  std::vector<Row> rows_;
};

class Audit {
 public:
  Audit(const AllFacts& facts, const Question& question)
      : facts_(facts), question_(question), today_(question.today()) {
    forced_span_ = question.span;
    if (!forced_span_.from && !forced_span_.to)
      forced_span_ = {today_.plus_months(-12).plus_days(1), today_};
  }

  std::vector<Finding> take() {
    for (const CustomerFacts& customer : facts_) {
      for (const DealFacts& deal : customer.deals) look_at(customer, deal);
      look_at_wins(customer);
      for (const OpenReminder& one : customer.reminders)
        if (one.promise && one.due.day < today_)
          promises_.add(customer, one.id, one.text, one.due.day);
      look_after(customer);
      look_at_money(customer);
      for (const Talk& talk : customer.talks)
        if (talk.planned && is_past(talk.at))
          unanswered_.add(customer, talk.id, talk.kind, talk.at.day);
    }
    return {std::move(no_next_step_), std::move(past_day_),    std::move(vague_),
            std::move(lost_stage_),   std::move(promises_),    std::move(no_owner_),
            std::move(unreachable_),  std::move(unpaid_wins_), std::move(currencies_),
            std::move(unanswered_),   std::move(ahead_),       std::move(forced_)};
  }

 private:
  bool is_past(const Moment& at) const {
    return at.day < today_ || (at.timed() && in_time(at, question_.now) < 0);
  }

  /// Where no stage has a probability nothing is sold: a workshop's pipeline.
  bool is_of_sales(const DealFacts& deal) const {
    const auto* const pipeline = question_.settings.pipeline(deal.pipeline);
    return pipeline == nullptr ||
           std::any_of(pipeline->begin(), pipeline->end(),
                       [](const Stage& stage) { return stage.probability.has_value(); });
  }

  bool has_next_step(const CustomerFacts& customer, const DealFacts& deal) const {
    const auto is_for_it = [&](Word named) { return named.empty() || named == deal.id; };
    return std::any_of(customer.reminders.begin(), customer.reminders.end(),
                       [&](const OpenReminder& one) { return is_for_it(one.deal); }) ||
           std::any_of(customer.talks.begin(), customer.talks.end(), [&](const Talk& talk) {
             return talk.planned && !is_past(talk.at) && is_for_it(talk.deal);
           });
  }

  void look_at(const CustomerFacts& customer, const DealFacts& deal) {
    for (const ForcedMove& move : deal.forced)
      if (forced_span_.holds(move.on))
        forced_.add(customer, deal.id,
                    deal.title + " to " + move.stage + (move.by.empty() ? "" : " by " + move.by) +
                        ": " + (move.why.empty() ? "no reason said" : move.why),
                    move.on);
    for (const Step& step : deal.steps)
      if (step.on > today_)
        ahead_.add(customer, deal.id, deal.title + " to " + std::string(step.stage), step.on);
    if (!deal.is_open()) return;
    if (!deal.known_stage)
      lost_stage_.add(customer, deal.id, deal.title + ": " + stage_of(deal), deal.since);
    if (!has_next_step(customer, deal))
      no_next_step_.add(customer, deal.id, deal.title, deal.since);
    if (deal.expected && *deal.expected < today_)
      past_day_.add(customer, deal.id, deal.title, deal.expected);
    if (!is_of_sales(deal) || (deal.amount && deal.expected)) return;
    const char* const lacks = deal.amount     ? "expected day"
                              : deal.expected ? "amount"
                                              : "amount, no expected day";
    vague_.add(customer, deal.id, deal.title + ": no " + lacks, deal.since);
  }

  std::string stage_of(const DealFacts& deal) const {
    if (question_.settings.pipeline(deal.pipeline) == nullptr)
      return "there is no pipeline " + deal.pipeline;
    return "there is no stage " + (deal.stage.empty() ? "for it" : deal.stage);
  }

  /// Wins that nobody bought or paid. What was paid on account covers the oldest first.
  void look_at_wins(const CustomerFacts& customer) {
    std::vector<const DealFacts*> wins;
    for (const DealFacts& deal : customer.deals)
      if (deal.is_won() && !deal.bought && (deal.amount || is_of_sales(deal)))
        wins.push_back(&deal);
    if (wins.empty()) return;
    std::stable_sort(wins.begin(), wins.end(),
                     [](const DealFacts* a, const DealFacts* b) { return a->since < b->since; });
    std::map<std::string, std::int64_t> on_account;
    Totals paid;
    for (const Gist::Payment& payment : customer.payments)
      if (payment.for_what.empty()) paid.add(payment.amount);
    for (const Money& money : paid.amounts()) on_account[money.currency] = money.minor;
    for (const DealFacts* const deal : wins) {
      if (std::any_of(customer.payments.begin(), customer.payments.end(),
                      [&](const Gist::Payment& one) { return one.for_what == deal->id; }))
        continue;
      if (deal->amount) {
        if (deal->amount->minor <= 0) continue;
        std::int64_t& left = on_account[deal->amount->currency];
        if (left >= deal->amount->minor) {
          left -= deal->amount->minor;
          continue;
        }
      }
      unpaid_wins_.add(
          customer, deal->id,
          deal->title + (deal->amount ? ": " + Money(*deal->amount).text() : ": no amount"),
          deal->since);
    }
  }

  void look_after(const CustomerFacts& customer) {
    if (!customer.reachable)
      unreachable_.add(customer, customer.id, "no e-mail, phone or address", customer.added);
    const Settings& settings = question_.settings;
    if (settings.team.empty()) return;
    if (customer.owner.empty()) {
      no_owner_.add(customer, customer.id, "no owner", customer.added);
      return;
    }
    const Colleague* const owner = find_named(settings.team, customer.owner);
    if (owner != nullptr && owner->left && *owner->left <= today_)
      no_owner_.add(customer, customer.id, customer.owner + " has left", owner->left);
  }

  bool is_listed(std::string_view currency) const {
    const auto& others = question_.settings.currencies;
    return currency == question_.settings.currency ||
           std::find(others.begin(), others.end(), currency) != others.end();
  }

  void look_at_money(const CustomerFacts& customer) {
    const auto look = [&](Word entry, Word what, const Amount& amount, std::optional<Day> day) {
      if (!is_listed(amount.currency))
        currencies_.add(customer, entry, what + ": " + Money(amount).text(), day);
    };
    for (const DealFacts& deal : customer.deals)
      if (deal.amount && deal.ends != "lost")
        look(deal.id, deal.title, *deal.amount, deal.opened());
    for (const Sale& sale : customer.sales)
      if (sale.deal.empty() || sale.id != sale.deal) look(sale.id, sale.item, sale.amount, sale.on);
    for (const Gist::Payment& one : customer.payments) look(one.id, "payment", one.amount, one.on);
  }

  const AllFacts& facts_;
  const Question& question_;
  Day today_;
  Span forced_span_;
  Finding no_next_step_{"no_next_step", "no next step", "Open deals without a next step"};
  Finding past_day_{"past_day", "past their day", "Open deals past their day"};
  Finding vague_{"vague", "no amount or day", "Open deals without amount or day"};
  Finding lost_stage_{"lost_stage", "stage is no more", "Deals in a stage that is no more"};
  Finding promises_{"promises", "promises overdue", "Promises overdue"};
  Finding no_owner_{"no_owner", "no owner", "Customers without an owner"};
  Finding unreachable_{"unreachable", "nobody can reach", "Customers nobody can reach"};
  Finding unpaid_wins_{"unpaid_wins", "won, not paid", "Wins without purchase or payment"};
  Finding currencies_{"currencies", "other currencies", "Amounts in other currencies"};
  Finding unanswered_{"unanswered", "no outcome", "Meetings without an outcome"};
  Finding ahead_{"ahead", "dated ahead", "Moves dated ahead"};
  Finding forced_{"forced", "forced moves", "Moves that were forced"};
};

ReportTable summary_table(const std::vector<Finding>& findings) {
  ReportTable table{.key = "summary", .title = "What has drifted"};
  table.columns = {{"what", "what"}, {"count", "count"}, {"table", "table", 1}};
  for (const Finding& one : findings) table.rows.push_back({{one.word(), one.count(), one.key()}});
  return table;
}

}  // namespace

Report audit_report(const AllFacts& facts, const Question& question) {
  Report report{.name = "audit", .title = "Audit", .span = question.span, .day = question.today()};
  std::vector<Finding> findings = Audit(facts, question).take();
  report.tables.push_back(summary_table(findings));
  for (Finding& one : findings) report.tables.push_back(one.table());
  return report;
}

}  // namespace crm

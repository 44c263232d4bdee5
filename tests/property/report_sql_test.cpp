// What reports count and add up is what SQL counts and adds up: two ways to the same figures that
// share nothing but the records.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "core/query/sql.hpp"
#include "core/report/activity.hpp"
#include "core/report/audit.hpp"
#include "core/report/customers.hpp"
#include "core/report/forecast.hpp"
#include "core/report/funnel.hpp"
#include "core/report/month.hpp"
#include "core/report/sales.hpp"
#include "core/report/service.hpp"
#include "core/report/sources.hpp"
#include "core/report/stale.hpp"
#include "tests/property/random_book.hpp"

using namespace crm;
using namespace crm::test;

namespace {

/// What SQL says of the book's customers: those that were removed, and contacts, are in no report.
class AskedBySql {
 public:
  explicit AskedBySql(const AskedBook& book) : book_(book) {}

  std::vector<std::vector<Sql::Cell>> rows(const std::string& words) const {
    INFO(words);
    Sql sql = Sql::read(words, book_.settings, book_.now).value();
    for (const Customer& customer : book_.customers)
      if (!customer.is_deleted() && customer.status != "contact")
        insist(sql.put(sql.rows(customer)));
    std::vector<std::vector<Sql::Cell>> rows;
    while (auto row = sql.next().value()) rows.push_back(*std::move(row));
    return rows;
  }

  /// Of rows of `currency` and `minor`.
  Sums amounts(const std::string& rows_of_amounts) const {
    Sums sums;
    for (const auto& row :
         rows("SELECT currency, sum(minor) FROM (" + rows_of_amounts + ") GROUP BY currency"))
      sums[row[0].text] = std::stoll(row[1].text);
    std::erase_if(sums, [](const auto& one) { return one.second == 0; });
    return sums;
  }

  std::int64_t count(const std::string& counted) const {
    return std::stoll(rows("SELECT count(*) FROM (" + counted + ")").front().front().text);
  }

 private:
  const AskedBook& book_;
};

/// `AND day BETWEEN …`, as far as the span is said.
std::string within(const Span& span, const std::string& day) {
  std::string words;
  if (span.from) words += " AND " + day + " >= '" + span.from->text() + "'";
  if (span.to) words += " AND " + day + " <= '" + span.to->text() + "'";
  return words;
}

/// One that is over.
Span some_past_span(Dice& dice, Day today) {
  Span days = some_span(dice);
  if (!days.to || *days.to > today) days.to = today;
  if (days.from && *days.from > *days.to) days.from = days.to;
  return days;
}

const std::string money = "amount_currency AS currency, amount_minor AS minor";
const std::string deals = "SELECT " + money + " FROM deals d WHERE 1";

/// Purchases less refunds, and won deals that no purchase names.
std::string sold(const Span& days) {
  return "SELECT amount_currency AS currency, CASE WHEN refund_of IS NULL THEN amount_minor ELSE "
         "-amount_minor END AS minor FROM purchases WHERE 1" +
         within(days, "day") + " UNION ALL " + deals +
         " AND ended = 'won' AND amount_minor IS NOT NULL AND NOT EXISTS (SELECT 1 FROM purchases "
         "p WHERE p.customer = d.customer AND p.deal = d.id AND p.refund_of IS NULL)" +
         within(days, "stage_since");
}

std::string ended(const std::string& how, const Span& days) {
  return deals + " AND ended = '" + how + "'" + within(days, "stage_since");
}

std::string held(const Span& days) {
  return "SELECT 1 FROM interactions WHERE held = 1" + within(days, "at_day");
}

/// Something is agreed with the customer of `table`'s row for today or later.
std::string is_planned(const std::string& customer) {
  return "EXISTS (SELECT 1 FROM interactions t WHERE t.customer = " + customer +
         " AND t.outcome IS NULL AND (t.planned = 1 OR t.at_day > '2026-11-21') AND t.at_day >= "
         "'2026-11-21')";
}

/// The moves that count: none after an ending until one that opens the deal or the case again.
std::string steps(const std::string& of, const std::string& to, const std::string& ends) {
  const auto later = [](const std::string& a, const std::string& b) {
    return "(" + a + ".at_day, " + a + ".id) > (" + b + ".at_day, " + b + ".id)";
  };
  const auto same = [&](const std::string& a) {
    return a + ".customer = m.customer AND " + a + "." + of + " = m." + of;
  };
  return "SELECT customer, " + of + " AS entry, id, at_day, " + to +
         " AS stage, reason FROM moves m "
         "WHERE " +
         of + " IS NOT NULL AND (reopen = 1 OR NOT EXISTS (SELECT 1 FROM moves e WHERE " +
         same("e") + " AND e." + to + " IN (" + ends + ") AND " + later("m", "e") +
         " AND NOT EXISTS (SELECT 1 FROM moves r WHERE " + same("r") + " AND r.reopen = 1 AND " +
         later("r", "e") + " AND " + later("m", "r") + ")))";
}

/// `customer, currency, minor`: sold by now less paid by now, where that is more than nothing.
std::string owed() {
  const std::string by_now = " <= '2026-11-21'";
  return "WITH step AS (" + steps("deal", "stage", "'won', 'lost'") +
         "), won AS (SELECT d.* FROM deals d WHERE 'won' = (SELECT step.stage FROM step WHERE "
         "step.customer = d.customer AND step.entry = d.id AND step.at_day" +
         by_now +
         " ORDER BY step.at_day DESC, step.id DESC LIMIT 1)) SELECT customer, currency, sum(minor) "
         "AS minor FROM (SELECT customer, amount_currency AS currency, CASE WHEN refund_of IS NULL "
         "THEN amount_minor ELSE -amount_minor END AS minor FROM purchases WHERE day" +
         by_now + " UNION ALL SELECT customer, " + money +
         " FROM won WHERE amount_minor IS NOT NULL AND NOT EXISTS (SELECT 1 FROM purchases p WHERE "
         "p.customer = won.customer AND p.deal = won.id AND p.refund_of IS NULL AND p.day" +
         by_now +
         ") UNION ALL SELECT customer, amount_currency, -amount_minor FROM payments WHERE day" +
         by_now + ") GROUP BY customer, currency HAVING sum(minor) > 0";
}

/// How many rows of that table say so in that column.
std::int64_t rows_with(const ReportTable& table, const std::string& key, const std::string& word) {
  return std::count_if(table.rows.begin(), table.rows.end(), [&](const ReportTable::Row& row) {
    return !row.total && plain_figure(row.figures[column(table, key)]) == word;
  });
}

/// The figure of a row that begins with that name.
Figure figure_of(const ReportTable& table, const std::string& name, const std::string& key) {
  for (const ReportTable::Row& row : table.rows)
    if (plain_figure(row.figures.front()) == name) return row.figures[column(table, key)];
  return {};
}

std::int64_t count_of(const ReportTable& table, const std::string& name, const std::string& key) {
  const Figure figure = figure_of(table, name, key);
  const auto* const count = std::get_if<std::int64_t>(&figure);
  return count == nullptr ? 0 : *count;
}

}  // namespace

TEST_CASE("what was sold, won and lost is what SQL adds up") {
  Dice dice(44);
  for (int round = 0; round < rounds(60); ++round) {
    CAPTURE(round);
    const AskedBook book = some_book(dice);
    const AskedBySql sql(book);
    const Span days = some_past_span(dice, book.now.day);
    const AllFacts facts = book.facts();
    const Question question = book.question(days);

    const Sums revenue = sql.amounts(sold(days));
    const Report sales = sales_report(facts, question);
    CHECK(sums(table(sales, "revenue"), "revenue") == revenue);
    CHECK(sums(table(customers_report(facts, question), "customers"), "revenue") == revenue);
    CHECK(sums(table(sources_report(facts, question), "sources"), "revenue") == revenue);

    const ReportTable& closed = table(sales, "deals");
    CHECK(count_in(closed, "won") == sql.count(ended("won", days)));
    CHECK(count_in(closed, "lost") == sql.count(ended("lost", days)));
    CHECK(sums(closed, "won_amount") ==
          sql.amounts(ended("won", days) + " AND amount_minor IS NOT NULL"));

    // Open ones, whenever they are expected, are all in the forecast.
    const Report forecast = forecast_report(facts, book.question({book.now.day, std::nullopt}));
    CHECK(sums(table(forecast, "months"), "open") ==
          sql.amounts(deals + " AND ended IS NULL AND amount_minor IS NOT NULL"));

    CHECK(count_in(table(activity_report(facts, question), "kinds"), "conversations") ==
          sql.count(held(days)));

    Sums due;
    for (const CustomerFacts& customer : facts)
      for (const Money& one : customer.due.amounts())
        if (one.minor > 0) due[one.currency] += one.minor;
    CHECK(due == sql.amounts(owed()));
  }
}

TEST_CASE("the funnel's stages are what SQL finds in the moves") {
  Dice dice(45);
  for (int round = 0; round < rounds(60); ++round) {
    CAPTURE(round);
    const AskedBook book = some_book(dice);
    const AskedBySql sql(book);
    const Span days = some_past_span(dice, book.now.day);
    const Report funnel = funnel_report(book.facts(), book.question(days));
    const ReportTable& stages = table(funnel, "stages");
    const ReportTable& amounts = table(funnel, "amounts");
    const auto amounts_of = [&](const std::string& stage, const std::string& key) {
      Sums sums;
      for (const ReportTable::Row& row : amounts.rows)
        if (plain_figure(row.figures.front()) == stage)
          if (const auto* const money = std::get_if<Money>(&row.figures[column(amounts, key)]))
            if (money->minor != 0) sums[money->currency] = money->minor;
      return sums;
    };

    const std::vector<Stage>& pipeline = *book.settings.pipeline("");
    std::string numbers, names;
    int number = 0;
    for (const Stage& stage : pipeline) {
      if (!stage.ends.empty()) continue;
      const std::string name = "'" + stage.stage + "'";
      numbers += (number == 0 ? "(" : ", (") + name + ", " + std::to_string(number) + ")";
      names += (number++ == 0 ? "" : ", ") + name;
    }
    const std::string with =
        "WITH step AS (" + steps("deal", "stage", "'won', 'lost'") + "), known(name, number) AS (" +
        "VALUES " + numbers +
        "), course AS (SELECT d.*, min(step.at_day) AS opened, coalesce(max(known.number), 0) AS "
        "furthest FROM deals d JOIN step ON step.customer = d.customer AND step.entry = d.id LEFT "
        "JOIN known ON known.name = step.stage GROUP BY d.customer, d.id) ";
    const std::string some =
        with + "SELECT " + money + " FROM course d WHERE 1" + within(days, "opened");
    const std::string worth = " AND amount_minor IS NOT NULL";
    if (sql.count(some) == 0) {
      CHECK(stages.rows.empty());
      continue;
    }
    CHECK(count_of(stages, "won", "reached") == sql.count(some + " AND ended = 'won'"));
    number = 0;
    for (const Stage& stage : pipeline) {
      if (!stage.ends.empty()) continue;
      CAPTURE(stage.stage);
      const std::string it = std::to_string(number++);
      const std::string reached = some + " AND (furthest >= " + it + " OR ended = 'won')";
      const std::string here = some + " AND furthest = " + it;
      CHECK(count_of(stages, stage.stage, "reached") == sql.count(reached));
      CHECK(count_of(stages, stage.stage, "open") == sql.count(here + " AND ended IS NULL"));
      CHECK(count_of(stages, stage.stage, "lost") == sql.count(here + " AND ended = 'lost'"));
      CHECK(amounts_of(stage.stage, "reached") == sql.amounts(reached + worth));
      CHECK(amounts_of(stage.stage, "won") == sql.amounts(reached + worth + " AND ended = 'won'"));
      CHECK(amounts_of(stage.stage, "open") == sql.amounts(here + worth + " AND ended IS NULL"));
      CHECK(amounts_of(stage.stage, "lost") == sql.amounts(here + worth + " AND ended = 'lost'"));

      // A stay lasts from the first move there to the first one elsewhere.
      std::vector<std::int64_t> stays;
      for (const auto& row : sql.rows(
               with +
               ", turn AS (SELECT *, lag(stage) OVER (PARTITION BY customer, entry ORDER BY "
               "at_day, id) AS previous FROM step), stay AS (SELECT *, lead(at_day) OVER "
               "(PARTITION BY customer, entry ORDER BY at_day, id) AS until FROM turn WHERE "
               "previous IS NOT stage) SELECT CAST(julianday(stay.until) - "
               "julianday(stay.at_day) AS INTEGER) FROM stay JOIN course d ON d.customer = "
               "stay.customer AND d.id = stay.entry WHERE stay.until IS NOT NULL AND stay.stage = "
               "'" +
               stage.stage + "'" + within(days, "opened") + " ORDER BY 1"))
        stays.push_back(std::stoll(row.front().text));
      const auto count = static_cast<std::int64_t>(stays.size());
      Figure typical;
      if (count > 0) typical = TooFew{count, 5};
      if (count >= 5) {
        const std::size_t half = stays.size() / 2;
        typical = Length{count % 2 == 1 ? stays[half] * 10 : (stays[half - 1] + stays[half]) * 5};
      }
      CHECK(figure_of(stages, stage.stage, "days") == typical);
    }
    // One that crm.yaml does not have.
    CHECK(count_of(stages, "nowhere (gone)", "reached") ==
          sql.count(some + " AND EXISTS (SELECT 1 FROM step WHERE step.customer = d.customer AND "
                           "step.entry = d.id AND step.stage = 'nowhere')"));
  }
}

TEST_CASE("cases are what SQL finds in their moves") {
  Dice dice(46);
  for (int round = 0; round < rounds(60); ++round) {
    CAPTURE(round);
    const AskedBook book = some_book(dice);
    const AskedBySql sql(book);
    const Span days = some_past_span(dice, book.now.day);
    const std::string with =
        "WITH step AS (" + steps("case_id", "status", "'closed'") +
        "), course AS (SELECT c.*, min(step.at_day) AS opened, CASE c.status WHEN 'closed' THEN "
        "max(step.at_day) END AS closed FROM cases c JOIN step ON step.customer = c.customer AND "
        "step.entry = c.id GROUP BY c.customer, c.id) SELECT ";
    const std::string opened = with + "* FROM course c WHERE 1" + within(days, "opened");
    const std::string closed = with + "* FROM course c WHERE 1" + within(days, "closed");
    const std::string open = with + "* FROM course c WHERE closed IS NULL";
    const std::string late = open + " AND due_day < '2026-11-21'";
    const std::string answered =
        opened +
        " AND EXISTS (SELECT 1 FROM interactions t WHERE t.customer = c.customer AND t.case_id = "
        "c.id AND t.direction = 'out' AND t.held = 1)";

    const Report service = service_report(book.facts(), book.question(days));
    const ReportTable& cases = table(service, "summary");
    CHECK(count_of(cases, "opened", "cases") == sql.count(opened));
    CHECK(count_of(cases, "answered", "cases") == sql.count(answered));
    CHECK(count_of(cases, "closed", "cases") == sql.count(closed));
    CHECK(count_of(cases, "rated", "cases") == sql.count(closed + " AND rating IS NOT NULL"));
    CHECK(count_of(cases, "open now", "cases") == sql.count(open));
    CHECK(count_of(cases, "late now", "cases") == sql.count(late));
    CHECK(static_cast<std::int64_t>(table(service, "late").rows.size()) == sql.count(late));
    const auto marks =
        sql.rows("SELECT round(10.0 * sum(rating) / count(rating)) FROM (" + closed + ")");
    const Figure mean = figure_of(cases, "rated", "typically");
    if (const auto* const average = std::get_if<Average>(&mean))
      CHECK(static_cast<double>(average->tenths) == std::stod(marks.front().front().text));
    else
      CHECK(marks.front().front().kind == Sql::Cell::Kind::absent);
    for (const char* const priority : {"normal", "high"}) {
      const std::string its = std::string(" AND priority = '") + priority + "'";
      const ReportTable& by_priority = table(service, "priorities");
      if (by_priority.rows.empty()) continue;
      CHECK(count_of(by_priority, priority, "opened") == sql.count(opened + its));
      CHECK(count_of(by_priority, priority, "open") == sql.count(open + its));
    }
  }
}

TEST_CASE("the page of a month is what SQL says of it") {
  Dice dice(47);
  for (int round = 0; round < rounds(60); ++round) {
    CAPTURE(round);
    const AskedBook book = some_book(dice);
    const AskedBySql sql(book);
    const Span month{Day::of(2026, 11, 1), Day::of(2026, 11, 30)};
    const Span before{Day::of(2026, 10, 1), Day::of(2026, 10, 31)};
    const Span today{std::nullopt, book.now.day};
    const Report page = month_report(book.facts(), book.question());

    const ReportTable& sales = table(page, "sales");
    CHECK(count_of(sales, "deals won", "these_days") == sql.count(ended("won", month)));
    CHECK(count_of(sales, "deals won", "before") == sql.count(ended("won", before)));
    CHECK(sums(sales, "these_days") == sql.amounts(sold({month.from, today.to})));
    CHECK(sums(sales, "before") == sql.amounts(sold(before)));
    CHECK(sums(sales, "year_before") ==
          sql.amounts(sold({Day::of(2025, 11, 1), Day::of(2025, 11, 30)})));

    const std::string expected =
        deals + " AND ended IS NULL AND amount_minor IS NOT NULL AND expected ";
    const ReportTable& to_come = table(page, "expected");
    CHECK(sums(to_come, "open") == sql.amounts(expected + "<= '2026-12-31'"));
    Sums slipped;
    for (const ReportTable::Row& row : to_come.rows)
      if (plain_figure(row.figures.front()) == "slipped")
        if (const auto* const open = std::get_if<Money>(&row.figures[column(to_come, "open")]))
          if (open->minor != 0) slipped[open->currency] = open->minor;
    CHECK(slipped == sql.amounts(expected + "< '2026-11-21'"));

    CHECK(count_in(table(page, "activity"), "these_days") == sql.count(held(month)));
    CHECK(count_in(table(page, "activity"), "before") == sql.count(held(before)));
    CHECK(count_of(table(page, "service"), "opened", "these_days") ==
          sql.count("SELECT min(at_day) AS day FROM moves WHERE case_id IS NOT NULL GROUP BY "
                    "customer, case_id HAVING 1" +
                    within(month, "day")));
    CHECK(count_of(table(page, "service"), "open now", "these_days") ==
          sql.count("SELECT 1 FROM cases WHERE status <> 'closed'"));
    CHECK(static_cast<std::int64_t>(table(page, "meetings").rows.size()) ==
          sql.count("SELECT 1 FROM interactions WHERE outcome IS NULL AND (planned = 1 OR at_day > "
                    "'2026-11-21') AND at_day BETWEEN '2026-11-21' AND '2026-11-28'"));

    // Who owes: the five of each currency that owe the most, and all.
    const ReportTable& dues = table(page, "dues");
    Sums shown;
    std::map<std::string, int> debtors;
    for (const auto& row :
         sql.rows("SELECT currency, minor FROM (" + owed() + ") ORDER BY currency, minor DESC"))
      if (++debtors[row[0].text] <= 5) shown[row[0].text] += std::stoll(row[1].text);
    CHECK(sums(dues, "due") == shown);
    const Sums all = sql.amounts(owed());
    for (const auto& [currency, minor] : sums(dues, "due", true)) CHECK(all.at(currency) == minor);
  }
}

TEST_CASE("who is losing touch is what SQL finds") {
  Dice dice(48);
  for (int round = 0; round < rounds(60); ++round) {
    CAPTURE(round);
    const AskedBook book = some_book(dice);
    const AskedBySql sql(book);
    const Report stale = stale_report(book.facts(), book.question());
    const auto check = [&](const char* key, const std::string& silent) {
      const ReportTable& rows = table(stale, key);
      CAPTURE(key);
      CHECK(sums(rows, "open") ==
            sql.amounts(deals +
                        " AND ended IS NULL AND amount_minor IS NOT NULL AND d.customer IN "
                        "(SELECT c.id FROM customers c WHERE " +
                        silent + ")"));
      std::set<std::string> ids;
      for (const ReportTable::Row& row : rows.rows)
        ids.insert(plain_figure(row.figures[column(rows, "id")]));
      std::set<std::string> found;
      for (const auto& row : sql.rows("SELECT c.id FROM customers c WHERE " + silent))
        found.insert(row.front().text);
      CHECK(ids == found);
    };
    const std::string unplanned = " AND NOT " + is_planned("c.id");
    check("customers",
          "c.keep_in_touch = '30d' AND date(c.last, '+30 days') < '2026-11-21'" + unplanned);
    check("never", "c.last IS NULL AND (c.added IS NULL OR c.added <= '2026-11-21')" + unplanned);

    // An open deal begins when somebody says something.
    const std::string silent =
        "SELECT d.customer, d.id, " + money +
        ", max(coalesce(c.last, ''), coalesce((SELECT min(at_day) FROM moves m WHERE m.customer = "
        "d.customer AND m.deal = d.id), '')) AS since FROM deals d JOIN customers c ON c.id = "
        "d.customer WHERE d.ended IS NULL" +
        unplanned;
    const std::string long_ago = "SELECT * FROM (" + silent +
                                 ") WHERE since = '' OR since <= date('2026-11-21', '-30 days')";
    const ReportTable& rows = table(stale, "deals");
    CHECK(std::count_if(rows.rows.begin(), rows.rows.end(), [](const ReportTable::Row& row) {
            return !row.total;
          }) == sql.count(long_ago));
    CHECK(sums(rows, "amount") ==
          sql.amounts("SELECT * FROM (" + long_ago + ") WHERE minor IS NOT NULL"));
  }
}

TEST_CASE("what has drifted is what SQL finds") {
  Dice dice(49);
  for (int round = 0; round < rounds(60); ++round) {
    CAPTURE(round);
    AskedBook book = some_book(dice);
    book.settings.team = {{"anna", {}}};
    // What is paid on account covers the oldest win: that is told where it is tested by hand.
    for (Customer& customer : book.customers)
      for (Payment& one : customer.payments) one.for_what = dice.one_of({"d1", "d2", "b1"});
    const AskedBySql sql(book);
    const Report audit = audit_report(book.facts(), book.question());
    const auto check = [&](const char* key, const std::string& found) {
      CAPTURE(key);
      CHECK(static_cast<std::int64_t>(table(audit, key).rows.size()) == sql.count(found));
      CHECK(rows_with(table(audit, "summary"), "table", key) == 1);
    };
    const std::string open = "SELECT 1 FROM deals d WHERE ended IS NULL";
    check("past_day", open + " AND expected < '2026-11-21'");
    check("vague", open + " AND (expected IS NULL OR amount_minor IS NULL)");
    check("lost_stage", open + " AND stage = 'nowhere'");
    check("no_next_step",
          open +
              " AND NOT EXISTS (SELECT 1 FROM reminders r WHERE r.customer = d.customer AND "
              "r.next_due IS NOT NULL AND (r.deal IS NULL OR r.deal = d.id)) AND NOT EXISTS "
              "(SELECT 1 FROM interactions t WHERE t.customer = d.customer AND t.outcome IS NULL "
              "AND (t.planned = 1 OR t.at_day > '2026-11-21') AND t.at_day >= '2026-11-21' AND "
              "(t.deal IS NULL OR t.deal = d.id))");
    check("promises", "SELECT 1 FROM reminders WHERE promise = 1 AND next_due < '2026-11-21'");
    check("no_owner", "SELECT 1 FROM customers WHERE owner IS NULL");
    check("unreachable",
          "SELECT 1 FROM customers c WHERE NOT EXISTS (SELECT 1 FROM emails e WHERE e.customer = "
          "c.id)");
    check("unpaid_wins",
          "SELECT 1 FROM deals d WHERE ended = 'won' AND (amount_minor IS NULL OR amount_minor > "
          "0) AND NOT EXISTS (SELECT 1 FROM purchases p WHERE p.customer = d.customer AND p.deal "
          "= d.id AND p.refund_of IS NULL) AND NOT EXISTS (SELECT 1 FROM payments y WHERE "
          "y.customer = d.customer AND y.\"for\" = d.id)");
    check("unanswered",
          "SELECT 1 FROM interactions WHERE planned = 1 AND outcome IS NULL AND at_day < "
          "'2026-11-21'");
    check("forced",
          "SELECT 1 FROM moves WHERE forced = 1 AND at_day BETWEEN '2025-11-22' AND "
          "'2026-11-21'");
  }
}

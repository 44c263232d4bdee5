// What the reports customers, sources and stale say of any book: groups add up, a filter and its
// opposite divide, a later day changes nothing that was, and no field is missing from what a
// report says it looks at.
#include <doctest/doctest.h>

#include <map>

#include "cli/commands/report_kinds.hpp"
#include "core/index/card.hpp"
#include "core/query/sql.hpp"
#include "core/report/activity.hpp"
#include "core/report/customers.hpp"
#include "core/report/forecast.hpp"
#include "core/report/sales.hpp"
#include "core/report/sources.hpp"
#include "core/report/stale.hpp"
#include "tests/property/random_record.hpp"
#include "tests/unit/asked_book.hpp"

using namespace crm;
using namespace crm::test;

namespace {

Day some_day(Dice& dice) {
  return Day::of(2024, 1, 1)->plus_days(dice.between(0, 1200));
}

Moment at(Day day) {
  Moment moment;
  moment.day = day;
  return moment;
}

Money some_money(Dice& dice) {
  return {dice.between(0, 100'000), dice.one_of({"EUR", "EUR", "EUR", "USD", "JPY"})};
}

Customer some_customer(Dice& dice, int number) {
  Customer customer;
  customer.id = "c" + std::to_string(number) + "-0000";
  customer.name = dice.one_of({"Ann", "अनिता", "陳美玲", "Bob"});
  customer.status = dice.one_of({"lead", "customer", "former", "contact", ""});
  customer.owner = dice.one_of({"anna", "ben", ""});
  customer.source = dice.one_of({"fair", "web", "banner", ""});
  if (dice.chance(30)) customer.referred_by = "c" + std::to_string(dice.between(0, 30)) + "-0000";
  if (dice.chance(30)) customer.campaigns = {dice.one_of({"fair", "banner"})};
  if (dice.chance(80)) customer.added = some_day(dice);
  if (dice.chance(20)) customer.since = some_day(dice);
  if (dice.chance(5)) customer.deleted = at(some_day(dice));
  if (dice.chance(30)) customer.keep_in_touch = KeepInTouch::parse("30d").value();
  for (int i = dice.between(0, 5); i > 0; --i) {
    Purchase one;
    one.id = "b" + std::to_string(i);
    one.on = some_day(dice);
    one.item = dice.one_of({"x", "y"});
    one.amount = some_money(dice);
    if (dice.chance(40)) one.cost = some_money(dice);
    if (dice.chance(20)) one.campaign = dice.one_of({"fair", "banner", "unknown"});
    if (dice.chance(20)) one.coupon = dice.one_of({"F26", "f26", "other"});
    if (dice.chance(20)) one.deal = "d1";
    if (dice.chance(15)) one.refund_of = "b" + std::to_string(dice.between(1, 5));
    customer.purchases.push_back(one);
  }
  for (int i = dice.between(0, 2); i > 0; --i) {
    Deal one;
    one.id = "d" + std::to_string(i);
    one.title = "t";
    if (dice.chance(80)) one.amount = some_money(dice);
    if (dice.chance(20)) one.campaign = "fair";
    if (dice.chance(30)) one.owner = "ben";
    for (int k = dice.between(0, 3); k > 0; --k) {
      Move move;
      move.at = at(some_day(dice));
      move.stage = dice.one_of({"lead", "proposal", "won", "lost", "nowhere"});
      move.reopen = dice.chance(10);
      one.history.push_back(move);
    }
    customer.deals.push_back(one);
  }
  for (int i = dice.between(0, 3); i > 0; --i) {
    Interaction one;
    one.id = "i" + std::to_string(i);
    one.at = at(some_day(dice));
    one.kind = "call";
    one.direction = dice.one_of({"in", "out", ""});
    one.campaign = dice.one_of({"fair", "banner", "", ""});
    one.outcome = dice.one_of({"", "held", "no-show"});
    one.planned = dice.chance(20);
    customer.interactions.push_back(one);
  }
  for (int i = dice.between(0, 3); i > 0; --i) {
    Payment one;
    one.id = "y" + std::to_string(i);
    one.on = some_day(dice);
    one.amount = some_money(dice);
    customer.payments.push_back(one);
  }
  return customer;
}

AskedBook some_book(Dice& dice) {
  AskedBook book;
  const int customers = dice.between(0, 60);
  for (int i = 0; i < customers; ++i) book.customers.push_back(some_customer(dice, i));
  book.add_campaign(
      "id: fair\nname: Fair\ncoupon: F26\nmargin: 40\ncosts: [{id: k1, on: "
      "2025-05-05, amount: 100 EUR}, {id: k2, on: 2026-05-05, amount: 9 USD}]\n");
  book.add_campaign("id: banner\nname: Banner\n");
  if (dice.chance(60)) book.add_rate("USD", "0.9");
  if (dice.chance(60)) book.add_rate("JPY", "0.006");
  return book;
}

Span some_span(Dice& dice) {
  Span span;
  if (dice.chance(80)) span.from = some_day(dice);
  if (dice.chance(80))
    span.to = span.from ? span.from->plus_days(dice.between(0, 500)) : some_day(dice);
  return span;
}

std::size_t column(const ReportTable& table, const std::string& key) {
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (table.columns[i].key == key) return i;
  FAIL("no column " << key);
  return 0;
}

/// By currency, of the rows or of the sums of all; what is exchanged is left out.
std::map<std::string, std::int64_t> sums(const ReportTable& table, const std::string& key,
                                         bool of_totals) {
  std::map<std::string, std::int64_t> sums;
  const std::size_t at = column(table, key);
  for (const ReportTable::Row& row : table.rows) {
    if (row.total != of_totals || line_of(row).find("all in ") != std::string::npos) continue;
    if (const Money* const money = std::get_if<Money>(&row.figures[at]))
      sums[money->currency] += money->minor;
  }
  std::erase_if(sums, [](const auto& one) { return one.second == 0; });
  return sums;
}

/// A table of one group has no row for all.
void check_adds_up(const ReportTable& table, const std::string& key) {
  const auto of_rows = sums(table, key, false);
  const auto of_all = sums(table, key, true);
  CAPTURE(table.key);
  CAPTURE(key);
  if (std::any_of(table.rows.begin(), table.rows.end(),
                  [](const auto& row) { return row.total; }) &&
      !of_all.empty())
    CHECK(of_rows == of_all);
}

std::int64_t count_in(const ReportTable& table, const std::string& key, bool of_totals) {
  std::int64_t sum = 0;
  const std::size_t at = column(table, key);
  for (const ReportTable::Row& row : table.rows)
    if (row.total == of_totals && line_of(row).find("all in ") == std::string::npos)
      if (const auto* const count = std::get_if<std::int64_t>(&row.figures[at])) sum += *count;
  return sum;
}

Selection only(const std::string& owner, bool opposite, bool everyone) {
  Selection selection;
  selection.everyone = everyone;
  selection.fits = [=](const Customer& customer, const Part&) {
    return (customer.owner == owner) != opposite;
  };
  return selection;
}

}  // namespace

TEST_CASE("groups of customers, sources and campaigns add up to all") {
  Dice dice(41);
  for (int round = 0; round < 60; ++round) {
    const AskedBook book = some_book(dice);
    const Span days = some_span(dice);
    Selection by_owner;
    by_owner.group = [](const Customer& customer, const Part&) { return customer.owner; };
    const AllFacts facts = book.facts(by_owner);
    const auto customers = [&](const char* by) {
      return customers_report(facts, book.question(days, by));
    };
    const Report ranked = customers("");
    for (const char* const key : {"revenue", "profit"}) {
      check_adds_up(table(ranked, "customers"), key);
      check_adds_up(table(customers("owner"), "groups"), key);
      check_adds_up(table(customers("referrer"), "referrers"), key);
    }
    const Report brought = customers("referrer");
    CHECK(sums(table(brought, "referrers"), "revenue", false) ==
          sums(table(brought, "brought"), "revenue", false));
    const Report segments = customers("segment");
    if (table(segments, "segments").rows.size() > 1)
      CHECK(sums(table(segments, "segments"), "revenue", false) ==
            sums(table(ranked, "customers"), "revenue", false));
    check_adds_up(table(segments, "segments"), "revenue");
    const Report sources = sources_report(facts, book.question(days));
    for (const char* const key : {"revenue", "goods", "cost", "profit"}) {
      check_adds_up(table(sources, "sources"), key);
      check_adds_up(table(sources, "campaigns"), key);
    }
    const ReportTable& table_of_sources = table(sources, "sources");
    if (count_in(table_of_sources, "customers", true) > 0)
      CHECK(count_in(table_of_sources, "customers", false) ==
            count_in(table_of_sources, "customers", true));
  }
}

TEST_CASE("sources have the revenue of sales") {
  Dice dice(42);
  for (int round = 0; round < 60; ++round) {
    const AskedBook book = some_book(dice);
    const Span days = some_span(dice);
    const AllFacts facts = book.facts();
    const Report sources = sources_report(facts, book.question(days));
    const Report sales = sales_report(facts, book.question(days));
    CHECK(sums(table(sources, "sources"), "revenue", false) ==
          sums(table(sales, "revenue"), "revenue", false));
    CHECK(sums(table(customers_report(facts, book.question(days)), "customers"), "revenue",
               false) == sums(table(sales, "revenue"), "revenue", false));
  }
}

TEST_CASE("a filter and its opposite divide customers, sources and segments") {
  Dice dice(43);
  for (int round = 0; round < 40; ++round) {
    const AskedBook book = some_book(dice);
    const Span days = some_span(dice);
    const auto rows = [&](const Selection& selection) {
      std::map<std::string, std::string> by_id;
      const Report report = customers_report(book.facts(selection), book.question(days));
      const ReportTable& all = table(report, "customers");
      for (const ReportTable::Row& row : all.rows) {
        if (row.total) continue;
        // The share is of those asked about.
        ReportTable::Row told = row;
        told.figures[column(all, "share")] = Figure();
        by_id[plain_figure(row.figures[0]) + std::get<Money>(row.figures[2]).currency] =
            line_of(told);
      }
      return by_id;
    };
    Selection everybody;
    everybody.everyone = true;
    auto parts = rows(only("anna", false, true));
    const auto others = rows(only("anna", true, true));
    const std::size_t one = parts.size();
    parts.insert(others.begin(), others.end());
    CHECK(parts.size() == one + others.size());
    CHECK(parts == rows(everybody));

    const auto revenue = [&](const Selection& selection) {
      const Report report = sources_report(book.facts(selection), book.question(days));
      return sums(table(report, "sources"), "revenue", false);
    };
    auto sum = revenue(only("anna", false, false));
    for (const auto& [currency, minor] : revenue(only("anna", true, false))) sum[currency] += minor;
    std::erase_if(sum, [](const auto& part) { return part.second == 0; });
    CHECK(sum == revenue({}));
  }
}

TEST_CASE("a later day changes nothing that is told about a past span") {
  Dice dice(44);
  for (int round = 0; round < 40; ++round) {
    AskedBook book = some_book(dice);
    Span days = some_span(dice);
    days.to = Day::of(2026, 1, dice.between(1, 31) > 15 ? 20u : 10u);
    if (days.from && *days.from > *days.to) days.from.reset();
    book.now = Moment::parse("2026-02-01").value();
    // What was planned and got no outcome is no conversation, whenever it is asked for.
    const auto all = [&] {
      std::string words = told(sources_report(book.facts(), book.question(days)));
      words += told(customers_report(book.facts(), book.question(days, "cohort")));
      const Report report = customers_report(book.facts(), book.question(days));
      for (const auto& [currency, minor] : sums(table(report, "customers"), "revenue", false))
        words += currency + std::to_string(minor);
      return words;
    };
    const std::string before = all();
    book.now = Moment::parse("2027-08-01").value();
    CHECK(all() == before);
  }
}

TEST_CASE("reports can be told of any record that can be read") {
  Dice dice(46);
  for (int round = 0; round < 60; ++round) {
    AskedBook book = some_book(dice);
    for (int i = dice.between(1, 12); i > 0; --i)
      book.customers.push_back(random_record<Customer>(dice, 40));
    for (int i = dice.between(0, 3); i > 0; --i)
      book.campaigns.push_back(random_record<Campaign>(dice, 60));
    book.settings.year_starts = dice.between(1, 12);
    const Span days = some_span(dice);
    const AllFacts facts = book.facts();
    for (const char* const by : {"", "cohort", "referrer", "segment", "owner"})
      for (const ReportTable& table : customers_report(facts, book.question(days, by)).tables)
        for (const ReportTable::Row& row : table.rows)
          CHECK(row.figures.size() == table.columns.size());
    for (auto* const tell : {&sources_report, &stale_report})
      for (const ReportTable& table : (*tell)(facts, book.question(days)).tables)
        for (const ReportTable::Row& row : table.rows)
          CHECK(row.figures.size() == table.columns.size());
  }
}

TEST_CASE("a report looks at no field that it does not name") {
  Dice dice(45);
  for (const ReportKind& kind : report_kinds())
    for (int round = 0; round < 30; ++round) {
      AskedBook book = some_book(dice);
      const Question question = book.question(some_span(dice));
      const std::string whole = told(kind.tell(book.facts(), question));
      for (Customer& customer : book.customers) {
        CardReader reader(kind.needs.fields);
        const std::string card =
            kind.needs.depth == Depth::brief ? brief_of(customer, book.now) : card_of(customer);
        const Customer* const read = reader.read(card);
        REQUIRE(read != nullptr);
        customer = *read;
      }
      CAPTURE(kind.name);
      CHECK(told(kind.tell(book.facts(), question)) == whole);
    }
}

namespace {

/// What SQL says of the book's customers: those that were removed, and contacts, are in no report.
class AskedBySql {
 public:
  explicit AskedBySql(const AskedBook& book) : book_(book) {}

  /// By currency, without those that come to nothing.
  std::map<std::string, std::int64_t> amounts(const std::string& rows) const {
    std::map<std::string, std::int64_t> sums;
    for (const auto& row :
         asked("SELECT currency, sum(minor) FROM (" + rows + ") GROUP BY currency"))
      sums[row[0].text] = std::stoll(row[1].text);
    std::erase_if(sums, [](const auto& one) { return one.second == 0; });
    return sums;
  }

  std::int64_t count(const std::string& rows) const {
    return std::stoll(asked("SELECT count(*) FROM (" + rows + ")").front().front().text);
  }

 private:
  std::vector<std::vector<Sql::Cell>> asked(const std::string& words) const {
    INFO(words);
    Sql sql = Sql::read(words, book_.settings, book_.now).value();
    for (const Customer& customer : book_.customers)
      if (!customer.is_deleted() && customer.status != "contact")
        insist(sql.put(sql.rows(customer)));
    std::vector<std::vector<Sql::Cell>> rows;
    while (auto row = sql.next().value()) rows.push_back(*std::move(row));
    return rows;
  }

  const AskedBook& book_;
};

/// `AND day BETWEEN …`, as far as the span is said.
std::string within(const Span& span, const std::string& day) {
  std::string words = " AND " + day + " <= '2026-11-21'";
  if (span.from) words += " AND " + day + " >= '" + span.from->text() + "'";
  if (span.to) words += " AND " + day + " <= '" + span.to->text() + "'";
  return words;
}

}  // namespace

TEST_CASE("what reports add up is what SQL adds up") {
  Dice dice(44);
  for (int round = 0; round < 60; ++round) {
    CAPTURE(round);
    const AskedBook book = some_book(dice);
    const AskedBySql sql(book);
    Span days = some_span(dice);
    if (!days.to || *days.to > book.now.day) days.to = book.now.day;
    if (days.from && *days.from > *days.to) days.from = days.to;
    const AllFacts facts = book.facts();
    const Question question = book.question(days);

    // Purchases less refunds, and won deals that no purchase names.
    const std::string bought =
        "SELECT amount_currency AS currency, "
        "CASE WHEN refund_of IS NULL THEN amount_minor ELSE -amount_minor END AS minor "
        "FROM purchases WHERE 1" +
        within(days, "day");
    const std::string ended =
        "SELECT amount_currency AS currency, amount_minor AS minor FROM deals d ";
    const std::string won_alone =
        ended +
        "WHERE ended = 'won' AND amount_minor IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
        "purchases p WHERE p.customer = d.customer AND p.deal = d.id AND p.refund_of IS NULL)" +
        within(days, "stage_since");
    const auto revenue = sql.amounts(bought + " UNION ALL " + won_alone);
    const Report sales = sales_report(facts, question);
    CHECK(sums(table(sales, "revenue"), "revenue", false) == revenue);
    CHECK(sums(table(customers_report(facts, question), "customers"), "revenue", false) == revenue);
    CHECK(sums(table(sources_report(facts, question), "sources"), "revenue", false) == revenue);

    // Deals that ended.
    const std::string won = ended + "WHERE ended = 'won'" + within(days, "stage_since");
    const std::string lost = ended + "WHERE ended = 'lost'" + within(days, "stage_since");
    const ReportTable& closed = table(sales, "deals");
    CHECK(count_in(closed, "won", false) == sql.count(won));
    CHECK(count_in(closed, "lost", false) == sql.count(lost));
    CHECK(sums(closed, "won_amount", false) == sql.amounts(won + " AND amount_minor IS NOT NULL"));

    // Open ones, whenever they are expected, are all in the forecast.
    const Report forecast = forecast_report(facts, book.question({book.now.day, std::nullopt}));
    CHECK(sums(table(forecast, "months"), "open", false) ==
          sql.amounts(ended + "WHERE ended IS NULL AND amount_minor IS NOT NULL"));

    // Conversations.
    const std::string held = "SELECT 1 FROM interactions WHERE held = 1";
    CHECK(count_in(table(activity_report(facts, question), "kinds"), "conversations", false) ==
          sql.count(held + within(days, "at_day")));

    // What is owed: sold by now less paid by now, of whom it is more than nothing.
    const std::string paid_by =
        "SELECT customer, amount_currency AS currency, -amount_minor AS minor FROM payments "
        "WHERE day <= '2026-11-21'";
    const std::string bought_by =
        "SELECT customer, amount_currency AS currency, CASE WHEN refund_of IS NULL THEN "
        "amount_minor ELSE -amount_minor END AS minor FROM purchases WHERE day <= '2026-11-21'";
    const std::string won_by =
        "SELECT customer, amount_currency AS currency, amount_minor AS minor FROM deals d WHERE "
        "ended = 'won' AND stage_since <= '2026-11-21' AND amount_minor IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM purchases p WHERE p.customer = d.customer AND p.deal = d.id "
        "AND p.refund_of IS NULL AND p.day <= '2026-11-21')";
    std::map<std::string, std::int64_t> owed;
    for (const CustomerFacts& customer : facts)
      for (const Money& due : customer.due.amounts())
        if (due.minor > 0) owed[due.currency] += due.minor;
    CHECK(owed == sql.amounts("SELECT currency, sum(minor) AS minor FROM (" + bought_by +
                              " UNION ALL " + won_by + " UNION ALL " + paid_by +
                              ") GROUP BY customer, currency HAVING sum(minor) > 0"));
  }
}

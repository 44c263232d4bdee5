// What the reports customers, sources and stale say of any book: groups add up, a filter and its
// opposite divide, a later day changes nothing that was, and no field is missing from what a
// report says it looks at.
#include <doctest/doctest.h>

#include <map>

#include "cli/commands/report_kinds.hpp"
#include "core/index/card.hpp"
#include "core/report/activity.hpp"
#include "core/report/customers.hpp"
#include "core/report/forecast.hpp"
#include "core/report/sales.hpp"
#include "core/report/sources.hpp"
#include "core/report/stale.hpp"
#include "tests/property/random_book.hpp"
#include "tests/property/random_record.hpp"

using namespace crm;
using namespace crm::test;

namespace {

/// A table of one group has no row for all.
void check_adds_up(const ReportTable& table, const std::string& key) {
  const auto of_rows = sums(table, key);
  const auto of_all = sums(table, key, true);
  CAPTURE(table.key);
  CAPTURE(key);
  if (std::any_of(table.rows.begin(), table.rows.end(),
                  [](const auto& row) { return row.total; }) &&
      !of_all.empty())
    CHECK(of_rows == of_all);
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
    CHECK(sums(table(brought, "referrers"), "revenue") ==
          sums(table(brought, "brought"), "revenue"));
    const Report segments = customers("segment");
    if (table(segments, "segments").rows.size() > 1)
      CHECK(sums(table(segments, "segments"), "revenue") ==
            sums(table(ranked, "customers"), "revenue"));
    check_adds_up(table(segments, "segments"), "revenue");
    const Report sources = sources_report(facts, book.question(days));
    for (const char* const key : {"revenue", "goods", "cost", "profit"}) {
      check_adds_up(table(sources, "sources"), key);
      check_adds_up(table(sources, "campaigns"), key);
    }
    const ReportTable& table_of_sources = table(sources, "sources");
    if (count_in(table_of_sources, "customers", true) > 0)
      CHECK(count_in(table_of_sources, "customers") ==
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
    CHECK(sums(table(sources, "sources"), "revenue") == sums(table(sales, "revenue"), "revenue"));
    CHECK(sums(table(customers_report(facts, book.question(days)), "customers"), "revenue",
               false) == sums(table(sales, "revenue"), "revenue"));
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
      return sums(table(report, "sources"), "revenue");
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
      for (const auto& [currency, minor] : sums(table(report, "customers"), "revenue"))
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

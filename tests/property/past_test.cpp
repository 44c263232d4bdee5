// What happened to random customers, day by day: the book as of a past day is the one in which
// nothing had happened yet that came later, and what is told of past days stays.
#include "core/report/past.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "core/domain/id.hpp"
#include "core/report/accuracy.hpp"
#include "core/report/forecast.hpp"
#include "core/report/funnel.hpp"
#include "core/report/sales.hpp"
#include "tests/property/dice.hpp"
#include "tests/unit/small_book.hpp"

using namespace crm;
using namespace crm::test;

namespace {

const Day first_day = *Day::of(2026, 1, 1);
constexpr int days = 320;

/// Entries in the order in which the file has them, which is none.
template <class T>
struct Dated {
  Day on;
  std::uint64_t place;
  T what;
};

template <class T>
std::vector<T> until(std::vector<Dated<T>> all, Day day) {
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.place < b.place; });
  std::vector<T> those;
  for (const Dated<T>& one : all)
    if (one.on <= day) those.push_back(one.what);
  return those;
}

/// What a deal said from that day on.
struct Version {
  Day from;
  std::optional<Money> amount;
  std::optional<Day> expected;
  std::optional<std::int64_t> probability;
  std::string owner;
};

struct Course {
  std::string id;
  std::vector<Version> versions;
  std::vector<Dated<Move>> moves;

  std::optional<Deal> on(Day day) const {
    Deal deal;
    bool there = false;
    for (const Version& one : versions) {
      if (one.from > day) continue;
      there = true;
      deal.amount = one.amount;
      deal.expected = one.expected;
      deal.probability = one.probability;
      deal.owner = one.owner;
    }
    if (!there) return std::nullopt;
    deal.id = deal.title = id;
    deal.history = until(moves, day);
    return deal;
  }
};

/// Somebody to whom things happen.
struct Life {
  Customer as_always;
  std::vector<Course> deals;
  std::vector<Dated<Purchase>> purchases;
  std::vector<Dated<Payment>> payments;
  std::vector<Dated<Interaction>> talks;

  std::optional<Customer> on(Day day) const {
    if (as_always.added && *as_always.added > day) return std::nullopt;
    Customer customer = as_always;
    for (const Course& course : deals)
      if (auto deal = course.on(day)) customer.deals.push_back(*std::move(deal));
    customer.purchases = until(purchases, day);
    customer.payments = until(payments, day);
    customer.interactions = until(talks, day);
    return customer;
  }
};

class World {
 public:
  explicit World(Dice& dice) : dice_(dice) {}

  Life life(int number) {
    Life life;
    life.as_always.id = life.as_always.name = "c" + std::to_string(number);
    life.as_always.owner = dice_.one_of({"anna", "ben"});
    if (dice_.chance(50)) life.as_always.added = day();
    for (int i = dice_.between(0, 3); i > 0; --i) life.deals.push_back(course());
    for (int i = dice_.between(0, 3); i > 0; --i) {
      Purchase one;
      one.on = day();
      one.id = id();
      one.item = "pens";
      one.amount = amount();
      life.purchases.push_back({one.on, dice_.bits(), one});
    }
    for (int i = dice_.between(0, 2); i > 0; --i) {
      Payment one;
      one.on = day();
      one.id = id();
      one.amount = amount();
      life.payments.push_back({one.on, dice_.bits(), one});
    }
    for (int i = dice_.between(0, 2); i > 0; --i) {
      Interaction one;
      one.at.day = day();
      one.id = id();
      one.kind = "call";
      life.talks.push_back({one.at.day, dice_.bits(), one});
    }
    return life;
  }

  Day day() { return first_day.plus_days(dice_.between(0, days)); }

  Money amount() { return {dice_.between(0, 100'000), dice_.one_of({"EUR", "EUR", "USD"})}; }

 private:
  std::string id() {
    return new_item_id([&] { return dice_.bits(); }, {});
  }

  template <class T>
  static std::string text_of(const std::optional<T>& value) {
    return value ? value->text() : "none";
  }

  /// Another value for one or several fields; what they were stands in `was`.
  void change(Version& now, Named<std::string>& was) {
    if (dice_.chance(50)) {
      was.emplace_back("amount", text_of(now.amount));
      now.amount = dice_.chance(80) ? std::optional(amount()) : std::nullopt;
    }
    if (dice_.chance(50)) {
      was.emplace_back("expected", text_of(now.expected));
      now.expected = dice_.chance(80) ? std::optional(day()) : std::nullopt;
    }
    if (dice_.chance(20)) {
      was.emplace_back("probability", now.probability ? std::to_string(*now.probability) : "none");
      now.probability = dice_.between(0, 100);
    }
    if (dice_.chance(20)) {
      was.emplace_back("owner", now.owner.empty() ? "none" : now.owner);
      now.owner = dice_.one_of({"", "anna", "ben"});
    }
  }

  Course course() {
    Course course;
    course.id = id();
    Day on = day();
    Version now{on, amount(), day(), std::nullopt, ""};
    course.versions.push_back(now);
    bool ended = false;
    for (int i = dice_.between(1, 6); i > 0; --i) {
      Move move;
      move.id = id();
      // Moves of one day are in the order of their minutes.
      move.at.day = on;
      move.at.second = 60 * (600 - i);
      if (ended) move.reopen = dice_.chance(50);
      if (course.moves.empty() || dice_.chance(80))
        move.stage = dice_.one_of({"lead", "qualified", "proposal", "tasting", "won", "lost"});
      if (!course.moves.empty()) change(now, move.was);
      now.from = on;
      course.versions.push_back(now);
      ended = move.stage == "won" || move.stage == "lost";
      course.moves.push_back({on, dice_.bits(), move});
      on = on.plus_days(dice_.between(0, 60));
    }
    return course;
  }

  Dice& dice_;
};

AllFacts facts_of(const SmallBook& book, const std::vector<Customer>& customers,
                  const Selection& selection = {}) {
  const Facts facts(book.settings, book.now, selection);
  AllFacts all;
  for (const Customer& customer : customers)
    if (auto one = facts.of(customer)) all.push_back(*std::move(one));
  return all;
}

std::string all_told(const Report& report) {
  std::string all;
  for (const ReportTable& table : report.tables) all += told(report, table.key) + "\n";
  return all;
}

/// Sums by currency and counts of a table's rows that are no totals; the amounts of `column`.
std::map<std::string, std::int64_t> summed(const Report& report, const char* key,
                                           std::string_view column, bool totals = false) {
  std::map<std::string, std::int64_t> sums;
  for (const ReportTable& table : report.tables) {
    if (table.key != key) continue;
    for (const ReportTable::Row& row : table.rows) {
      if (row.total != totals) continue;
      for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (table.columns[i].key != column) continue;
        if (const auto* const money = std::get_if<Money>(&row.figures[i]))
          sums[money->currency] += money->minor;
        if (const auto* const count = std::get_if<std::int64_t>(&row.figures[i]))
          sums[""] += *count;
      }
    }
  }
  return sums;
}

struct Lives {
  explicit Lives(Dice& dice) {
    World world(dice);
    for (int i = dice.between(1, 30); i > 0; --i) all.push_back(world.life(i));
    for (const Life& life : all) {
      const auto last = life.on(first_day.plus_days(100'000));
      if (last) now.push_back(*last);
    }
    past = world.day();
  }

  std::vector<Life> all;
  /// After all of it.
  std::vector<Customer> now;
  Day past;
};

Selection by_owner() {
  Selection selection;
  selection.group = [](const Customer& customer, const Part& part) {
    const auto* const deal = std::get_if<const Deal*>(&part);
    return deal != nullptr && !(*deal)->owner.empty() ? (*deal)->owner : customer.owner;
  };
  return selection;
}

}  // namespace

TEST_CASE("the book as of a day is the one in which nothing had happened that came later") {
  Dice dice(20261122);
  for (int round = 0; round < 150; ++round) {
    const Lives lives(dice);
    SmallBook book;
    book.now.day = lives.past;
    for (const Life& life : lives.all) {
      const auto last = life.on(first_day.plus_days(100'000));
      REQUIRE(last);
      const auto then = as_of(*last, lives.past, "EUR");
      const auto expected = life.on(lives.past);
      REQUIRE(then.has_value() == expected.has_value());
      if (then) REQUIRE(*then == *expected);
    }
    // The facts of deals say the same of that day as the facts of that day.
    const Facts facts(book.settings, book.now);
    for (const Customer& customer : lives.now) {
      const auto then = as_of(customer, lives.past, "EUR");
      if (!then) continue;
      const auto past = facts.of(*then), last = facts.of(customer);
      std::size_t known = 0;
      for (const DealFacts& deal : last->deals) {
        const auto its = stood(deal, lives.past);
        if (!its) continue;
        REQUIRE(known < past->deals.size());
        const DealFacts& as_it_was = past->deals[known++];
        REQUIRE(as_it_was.id == deal.id);
        CHECK(*its->amount == as_it_was.amount);
        CHECK(its->expected == as_it_was.expected);
        CHECK(its->probability == as_it_was.own_probability);
        CHECK(its->is_open() == as_it_was.is_open());
        if (its->step != nullptr) CHECK(its->step->stage == as_it_was.stage);
      }
      CHECK(known == past->deals.size());
    }
  }
}

TEST_CASE("moving the date never changes what was") {
  Dice dice(4711);
  for (int round = 0; round < 60; ++round) {
    const Lives lives(dice);
    SmallBook book;
    const Day from = first_day.plus_days(dice.between(0, 100));
    const Span span{from, from.plus_days(dice.between(60, 200))};
    const auto all = [&](Day today) {
      book.now.day = today;
      Question question = book.question("2026-01-01", "2026-01-01");
      question.span = span;
      const AllFacts facts = facts_of(book, lives.now);
      return all_told(funnel_report(facts, question)) +
             all_told(forecast_accuracy(facts, question)) + all_told(sales_report(facts, question));
    };
    CHECK(all(span.to->plus_days(1)) == all(span.to->plus_days(dice.between(2, 900))));
  }
}

TEST_CASE("groups add up to the total, and a filter and its opposite to the whole") {
  Dice dice(815);
  for (int round = 0; round < 60; ++round) {
    const Lives lives(dice);
    SmallBook book;
    book.now.day = lives.past;
    const AllFacts whole = facts_of(book, lives.now);
    const AllFacts grouped = facts_of(book, lives.now, by_owner());
    Question question = book.question("2026-01-01", "2026-12-31");
    Question by = question;
    by.by = "owner";
    Selection these, those;
    these.fits = [](const Customer& customer, const Part&) { return customer.id.back() < '4'; };
    those.fits = [](const Customer& customer, const Part&) { return customer.id.back() >= '4'; };
    Question filtered = question;
    filtered.whole = &whole;
    const auto compare = [&](auto tell, const char* table, std::string_view column) {
      auto sum = summed(tell(whole, question), table, column);
      CHECK(summed(tell(grouped, by), table, column) == sum);
      auto parts = summed(tell(facts_of(book, lives.now, these), filtered), table, column);
      for (const auto& [currency, minor] :
           summed(tell(facts_of(book, lives.now, those), filtered), table, column))
        parts[currency] += minor;
      std::erase_if(parts, [](const auto& one) { return one.second == 0; });
      std::erase_if(sum, [](const auto& one) { return one.second == 0; });
      CHECK(parts == sum);
    };
    for (const char* const column : {"deals", "open", "weighted", "best", "won"})
      compare(forecast_report, "months", column);
    for (const char* const column : {"before_90", "before_30", "came"})
      compare(forecast_accuracy, "months", column);
    for (const char* const column : {"reached", "open", "lost"})
      compare(funnel_report, "stages", column);
    for (const char* const column : {"reached", "open", "won", "lost"})
      compare(funnel_report, "amounts", column);
    // The sums that the table itself shows.
    const Report report = forecast_report(grouped, by);
    const auto totals = summed(report, "months", "weighted", true);
    if (!totals.empty()) CHECK(totals == summed(report, "months", "weighted"));
  }
}

TEST_CASE("of those that reached a stage each went on, was lost there, or is open there") {
  Dice dice(333);
  for (int round = 0; round < 60; ++round) {
    const Lives lives(dice);
    SmallBook book;
    const Report report =
        funnel_report(facts_of(book, lives.now), book.question("2026-01-01", "2026-12-31"));
    const ReportTable& stages = report.tables.front();
    for (const ReportTable::Row& row : stages.rows) {
      const auto figure = [&](const char* key) -> const Figure& {
        return row.figures[static_cast<std::size_t>(
            std::ranges::find(stages.columns, key, &ReportTable::Column::key) -
            stages.columns.begin())];
      };
      const auto count = [&](const char* key) { return std::get<std::int64_t>(figure(key)); };
      const auto* const went_on = std::get_if<Share>(&figure("went_on"));
      if (went_on == nullptr) continue;
      CHECK(went_on->whole == count("reached"));
      CHECK(went_on->whole == went_on->part + count("open") + count("lost"));
    }
  }
}

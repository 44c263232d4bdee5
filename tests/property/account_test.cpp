// Whatever stands in a record: what was paid and what is open is what was sold less what was given
// back, in each currency.
#include "core/domain/account.hpp"

#include <doctest/doctest.h>

#include <map>

#include "core/report/facts.hpp"
#include "tests/property/random_record.hpp"

using namespace crm;
using namespace crm::test;

namespace {

constexpr const char* codes[] = {"EUR", "JPY", "KWD"};

Day some_day(Dice& dice) {
  return Day::of(2026, 1, 1)->plus_days(dice.between(0, 120));
}

Money some_money(Dice& dice) {
  return {dice.between(dice.chance(5) ? -500 : 1, 500), codes[dice.below(3)]};
}

/// A shop's customer: few ids, so that much is named by something else.
Customer some_customer(Dice& dice, const Settings& settings) {
  Customer customer;
  const auto named = [&](const char* kind) {
    return dice.chance(50) ? kind + std::to_string(dice.below(6)) : std::string();
  };
  for (int i = 0; i < dice.between(0, 3); ++i) {
    Deal deal;
    deal.id = "d" + std::to_string(i);
    if (dice.chance(80)) deal.amount = some_money(dice);
    for (int moves = dice.between(0, 3); moves > 0; --moves) {
      Move move;
      move.at.day = some_day(dice);
      move.stage = dice.one_of(*settings.pipeline("")).stage;
      if (dice.chance(10)) move.stage = "gone";
      move.reopen = dice.chance(30);
      deal.history.push_back(move);
    }
    customer.deals.push_back(deal);
  }
  for (int i = 0; i < dice.between(0, 6); ++i) {
    Purchase one;
    one.id = "b" + std::to_string(i);
    one.on = some_day(dice);
    one.amount = some_money(dice);
    one.deal = dice.chance(30) ? named("d") : "";
    if (dice.chance(30)) one.refund_of = "b" + std::to_string(dice.below(7));
    customer.purchases.push_back(one);
  }
  for (int i = 0; i < dice.between(0, 6); ++i) {
    Payment one;
    one.id = "y" + std::to_string(i);
    one.on = some_day(dice);
    one.amount = some_money(dice);
    one.for_what = named(dice.chance(50) ? "b" : "d");
    customer.payments.push_back(one);
  }
  return customer;
}

std::map<std::string, std::int64_t> sums(const std::vector<Owed>& all) {
  std::map<std::string, std::int64_t> sums;
  for (const Owed& one : all) sums[one.amount.currency] = one.amount.minor;
  return sums;
}

std::map<std::string, std::int64_t> sums(const Totals& all) {
  std::map<std::string, std::int64_t> sums;
  for (const Money& one : all.amounts()) sums[one.currency] = one.minor;
  return sums;
}

}  // namespace

TEST_CASE("payments and what is open are sales less refunds, in every currency") {
  const Settings settings = completed(Settings());
  int open = 0;
  int credit = 0;
  for (std::uint64_t seed = 0; seed < 5'000; ++seed) {
    Dice dice(seed);
    const Customer customer = some_customer(dice, settings);
    INFO("seed ", seed);
    const Day last = *Day::of(2027, 1, 1);
    const std::vector<Owed> all = owed(customer, settings, last);
    const Moment end{last, {}, {}, false};
    CHECK(sums(all) == sums(Facts(settings, end).of(customer)->due));
    for (const Owed& one : all) {
      std::int64_t sum = 0;
      std::optional<Day> before;
      for (const OpenSale& sale : one.sales) {
        CHECK(sale.open.minor > 0);
        CHECK(sale.open.currency == one.amount.currency);
        CHECK((!before || *before <= sale.on));
        before = sale.on;
        sum += sale.open.minor;
      }
      CHECK(sum == std::max<std::int64_t>(0, one.amount.minor));
      ++(one.amount.minor > 0 ? open : credit);
    }
  }
  CHECK(open > 1'000);
  CHECK(credit > 1'000);
}

TEST_CASE("reports say what somebody owes as their account does, on every day") {
  Settings settings = completed(Settings());
  int owing = 0;
  int without_purchase = 0;
  for (std::uint64_t seed = 0; seed < 5'000; ++seed) {
    Dice dice(seed);
    Customer customer = some_customer(dice, settings);
    if (!customer.deals.empty() && dice.chance(30)) customer.deals.front().id.clear();
    settings.payment_terms = KeepInTouch::parse(dice.one_of({"1d", "2w", "no"})).value();
    const Day day = some_day(dice);
    INFO("seed ", seed, " on ", day.text());
    const CustomerFacts facts = *Facts(settings, {day, {}, {}, false}).of(customer);
    const auto expected = sums(owed(customer, settings, day));
    CHECK(sums(facts.due) == expected);
    owing += expected.empty() ? 0 : 1;
    for (const Sale& sale : facts.sales) without_purchase += sale.id == sale.deal ? 1 : 0;
  }
  CHECK(owing > 1'000);
  CHECK(without_purchase > 300);
}

TEST_CASE("what an account was on a day is what it is without all that came later") {
  const Settings settings = completed(Settings());
  for (std::uint64_t seed = 0; seed < 3'000; ++seed) {
    Dice dice(seed);
    Customer customer = some_customer(dice, settings);
    const Day day = some_day(dice);
    const std::vector<Owed> then = owed(customer, settings, day);
    const auto later = [&](const auto& one) { return one.on > day; };
    std::erase_if(customer.purchases, later);
    std::erase_if(customer.payments, later);
    for (Deal& deal : customer.deals)
      std::erase_if(deal.history, [&](const Move& move) { return move.at.day > day; });
    INFO("seed ", seed);
    CHECK(owed(customer, settings, day) == then);
    CHECK(sums(owed(customer, settings, *Day::of(2030, 1, 1))) == sums(then));
  }
}

TEST_CASE("an account is the same in whatever order its entries stand") {
  const Settings settings = completed(Settings());
  for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
    Dice dice(seed);
    Customer customer = some_customer(dice, settings);
    const std::vector<Owed> before = owed(customer, settings, *Day::of(2027, 1, 1));
    std::reverse(customer.purchases.begin(), customer.purchases.end());
    std::reverse(customer.payments.begin(), customer.payments.end());
    std::reverse(customer.deals.begin(), customer.deals.end());
    INFO("seed ", seed);
    CHECK(owed(customer, settings, *Day::of(2027, 1, 1)) == before);
  }
}

TEST_CASE("the first day on which something is overdue is the first") {
  Settings settings = completed(Settings());
  int found = 0;
  for (std::uint64_t seed = 0; seed < 1'500; ++seed) {
    Dice dice(seed);
    const Customer customer = some_customer(dice, settings);
    settings.payment_terms = KeepInTouch::parse(dice.one_of({"1d", "2w", "1m", "no"})).value();
    const Day from = some_day(dice);
    std::optional<Day> expected;
    // All is sold by the end of April; the longest terms end in May.
    for (Day day = from; !expected && day < *Day::of(2026, 8, 1); day = day.plus_days(1))
      for (const Owed& one : owed(customer, settings, day))
        if (overdue(one, settings, day)) expected = day;
    INFO("seed ", seed);
    CHECK(first_overdue(customer, settings, from) == expected);
    found += expected ? 1 : 0;
  }
  CHECK(found > 400);
}

#include "tests/property/random_book.hpp"

#include <doctest/doctest.h>

namespace crm::test {
namespace {

Moment at(Day day) {
  Moment moment;
  moment.day = day;
  return moment;
}

Money some_money(Dice& dice) {
  return {dice.between(0, 100'000), dice.one_of({"EUR", "EUR", "EUR", "USD", "JPY"})};
}

Deal some_deal(Dice& dice, int number) {
  Deal deal;
  deal.id = "d" + std::to_string(number);
  deal.title = "t";
  if (dice.chance(80)) deal.amount = some_money(dice);
  if (dice.chance(50)) deal.expected = some_day(dice);
  if (dice.chance(20)) deal.campaign = "fair";
  if (dice.chance(20)) deal.source = "web";
  if (dice.chance(30)) deal.owner = "ben";
  for (int k = dice.between(0, 4); k > 0; --k) {
    Move move;
    move.id = "m" + std::to_string(number) + std::to_string(k);
    move.at = at(some_day(dice));
    move.stage = dice.one_of({"lead", "proposal", "negotiation", "won", "lost", "nowhere"});
    if (move.stage == "lost") move.reason = dice.one_of({"price", "timing", ""});
    move.reopen = dice.chance(10);
    move.forced = dice.chance(10);
    deal.history.push_back(move);
  }
  return deal;
}

Case some_case(Dice& dice, int number) {
  Case one;
  one.id = "k" + std::to_string(number);
  one.title = "t";
  one.priority = dice.one_of({"normal", "high", ""});
  Day day = some_day(dice);
  for (int i = 0, moves = dice.between(1, 4); i < moves; ++i) {
    Move move;
    move.id = "n" + std::to_string(number) + std::to_string(i);
    move.at = at(day);
    move.status = i == 0 ? "open" : dice.one_of({"waiting", "closed", "closed", "open"});
    move.reopen = dice.chance(30);
    one.history.push_back(move);
    day = day.plus_days(dice.between(1, 60));
  }
  if (dice.chance(30)) one.due = at(some_day(dice));
  if (dice.chance(40)) one.rating = dice.between(1, 5);
  return one;
}

Reminder some_reminder(Dice& dice, int number) {
  Reminder one;
  one.id = "r" + std::to_string(number);
  one.text = "t";
  one.due = at(some_day(dice));
  one.promise = dice.chance(50);
  if (dice.chance(30)) one.deal = "d1";
  if (dice.chance(30)) one.done = some_day(dice);
  return one;
}

Customer some_customer(Dice& dice, int number) {
  Customer customer;
  customer.id = "c" + std::to_string(number) + "-0000";
  customer.name = dice.one_of({"Ann", "अनिता", "陳美玲", "Bob"});
  customer.status = dice.one_of({"lead", "customer", "former", "contact", ""});
  customer.owner = dice.one_of({"anna", "ben", ""});
  customer.source = dice.one_of({"fair", "web", "banner", ""});
  if (dice.chance(60)) customer.emails = {{"a@example.com", ""}};
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
  for (int i = dice.between(0, 2); i > 0; --i) customer.deals.push_back(some_deal(dice, i));
  for (int i = dice.between(0, 2); i > 0; --i) customer.cases.push_back(some_case(dice, i));
  for (int i = dice.between(0, 2); i > 0; --i) customer.reminders.push_back(some_reminder(dice, i));
  for (int i = dice.between(0, 3); i > 0; --i) {
    Interaction one;
    one.id = "i" + std::to_string(i);
    one.at = at(some_day(dice));
    one.kind = dice.one_of({"call", "call", "visit"});
    one.direction = dice.one_of({"in", "out", ""});
    one.campaign = dice.one_of({"fair", "banner", "", ""});
    one.outcome = dice.one_of({"", "held", "no-show"});
    one.planned = dice.chance(20);
    if (dice.chance(30)) one.case_id = dice.one_of({"k1", "k2"});
    if (dice.chance(30)) one.deal = "d1";
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

bool is_exchanged(const ReportTable::Row& row) {
  return line_of(row).find("all in ") != std::string::npos;
}

}  // namespace

Day some_day(Dice& dice) {
  return Day::of(2024, 1, 1)->plus_days(dice.between(0, 1200));
}

Span some_span(Dice& dice) {
  Span span;
  if (dice.chance(80)) span.from = some_day(dice);
  if (dice.chance(80))
    span.to = span.from ? span.from->plus_days(dice.between(0, 500)) : some_day(dice);
  return span;
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

std::size_t column(const ReportTable& table, const std::string& key) {
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (table.columns[i].key == key) return i;
  FAIL("no column " << key);
  return 0;
}

Sums sums(const ReportTable& table, const std::string& key, bool of_totals) {
  Sums sums;
  const std::size_t at = column(table, key);
  for (const ReportTable::Row& row : table.rows) {
    if (row.total != of_totals || is_exchanged(row)) continue;
    if (const Money* const money = std::get_if<Money>(&row.figures[at]))
      sums[money->currency] += money->minor;
  }
  std::erase_if(sums, [](const auto& one) { return one.second == 0; });
  return sums;
}

std::int64_t count_in(const ReportTable& table, const std::string& key, bool of_totals) {
  std::int64_t sum = 0;
  const std::size_t at = column(table, key);
  for (const ReportTable::Row& row : table.rows)
    if (row.total == of_totals && !is_exchanged(row))
      if (const auto* const count = std::get_if<std::int64_t>(&row.figures[at])) sum += *count;
  return sum;
}

}  // namespace crm::test

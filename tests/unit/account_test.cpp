#include "core/domain/account.hpp"

#include <doctest/doctest.h>

#include "core/domain/birthday.hpp"
#include "core/record/reader.hpp"
#include "core/record/tree.hpp"

namespace crm {
namespace {

Customer customer(const std::string& text) {
  const auto tree = Tree::parse("name: a\n" + text, "customers/a.yaml");
  return *read_customer(*tree, "EUR").value;
}

/// `12.00 EUR, -3.00 USD`.
std::string what_is_due(const std::string& text) {
  const Settings settings = completed(Settings{});
  std::string all;
  const Customer whose = customer(text);
  for (const Owed& one : owed(whose, settings, *Day::of(2026, 11, 21)))
    all += (all.empty() ? "" : ", ") + one.amount.text();
  CHECK(is_in_debt(whose, settings, *Day::of(2026, 11, 21)) ==
        (all.find("EUR") != all.npos && all.find('-') == all.npos));
  return all;
}

const std::string bought = "purchases:\n  - {id: b1, on: 2026-01-02, item: x, amount: 10 EUR}\n";

/// `6.00 EUR since 2026-01-02 (b1 6.00)`, a currency after the other.
std::string owed_words(const std::string& text, const char* by = "2026-06-01",
                       const char* terms = nullptr) {
  Settings settings = completed(Settings{});
  if (terms != nullptr) settings.payment_terms = KeepInTouch::parse(terms).value();
  std::string all;
  for (const Owed& one : owed(customer(text), settings, Day::parse(by).value())) {
    all += (all.empty() ? "" : ", ") + one.amount.text();
    if (const auto since = one.since()) all += " since " + since->text();
    std::string sales;
    for (const OpenSale& sale : one.sales)
      sales += (sales.empty() ? "" : " ") + sale.id + ":" + sale.open.number();
    if (!sales.empty()) all += " (" + sales + ")";
  }
  return all;
}

std::string purchases(const std::string& lines) {
  return "purchases: [" + lines + "]\n";
}

std::string payments(const std::string& lines) {
  return "payments: [" + lines + "]\n";
}

/// What is overdue and by when that first is so, of the same record.
std::string overdue_words(const std::string& text, const char* today, const char* terms = nullptr) {
  Settings settings = completed(Settings{});
  if (terms != nullptr) settings.payment_terms = KeepInTouch::parse(terms).value();
  const Customer whose = customer(text);
  const Day day = Day::parse(today).value();
  std::string all;
  for (const Owed& one : owed(whose, settings, day))
    if (const auto late = overdue(one, settings, day))
      all += late->amount.text() + " since " + late->since()->text() + "; ";
  const auto first = first_overdue(whose, settings, day);
  return all + (first ? "from " + first->text() : "never");
}

const std::string two =
    "{id: b1, on: 2026-01-02, item: x, amount: 10 EUR}, {id: b2, on: 2026-02-03, item: y, amount: "
    "20 "
    "EUR}";
const std::string won =
    "deals: [{id: d1, title: t, amount: 20 EUR, history: [{at: 2026-01-01, stage: won}]}]\n";

}  // namespace

TEST_CASE("due is what was bought and won, less what was paid and given back") {
  CHECK(what_is_due("") == "");
  CHECK(what_is_due(bought) == "10.00 EUR");
  CHECK(what_is_due(bought + "payments: [{id: y1, on: 2026-01-03, amount: 4 EUR}]\n") ==
        "6.00 EUR");
  CHECK(what_is_due(bought + "payments: [{id: y1, on: 2026-01-03, amount: 12 EUR}]\n") ==
        "-2.00 EUR");
  CHECK(what_is_due(bought +
                    "  - {id: b2, on: 2026-01-04, item: x, amount: 3 EUR, refund_of: b1}\n") ==
        "7.00 EUR");
  CHECK(what_is_due(won) == "20.00 EUR");
  CHECK(what_is_due(won + bought) == "30.00 EUR");
  CHECK(what_is_due(won +
                    "purchases: [{id: b1, on: 2026-01-02, item: x, amount: 9 EUR, deal: d1}]\n") ==
        "9.00 EUR");
  CHECK(what_is_due("deals: [{id: d1, title: t, amount: 20 EUR}]\n") == "");
}

TEST_CASE("a refund is no purchase that names a deal") {
  // 20 won, 5 of it given back: 15, not 5 below zero.
  CHECK(what_is_due(won + purchases("{id: b1, on: 2026-01-02, item: x, amount: 5 EUR, deal: d1, "
                                    "refund_of: b0}")) == "15.00 EUR");
}

TEST_CASE("payments pay what they are for, the rest the oldest that is open") {
  CHECK(owed_words("") == "");
  // 10 + 20.
  CHECK(owed_words(purchases(two)) == "30.00 EUR since 2026-01-02 (b1:10.00 b2:20.00)");
  // 12 on account: all of b1, and 2 of b2.
  CHECK(owed_words(purchases(two) + payments("{id: y1, on: 2026-02-04, amount: 12 EUR}")) ==
        "18.00 EUR since 2026-02-03 (b2:18.00)");
  // 12 for b2, 10 stay open of b1.
  CHECK(
      owed_words(purchases(two) + payments("{id: y1, on: 2026-02-04, amount: 12 EUR, for: b2}")) ==
      "18.00 EUR since 2026-01-02 (b1:10.00 b2:8.00)");
  // 25 for b2 is 5 more than it: they pay a half of b1.
  CHECK(
      owed_words(purchases(two) + payments("{id: y1, on: 2026-02-04, amount: 25 EUR, for: b2}")) ==
      "5.00 EUR since 2026-01-02 (b1:5.00)");
  // 3 on account and 10 for b1: b1 is paid, the 3 go to b2, whatever came first.
  CHECK(
      owed_words(purchases(two) + payments("{id: y1, on: 2026-01-03, amount: 3 EUR}, {id: y2, on: "
                                           "2026-01-04, amount: 10 EUR, for: b1}")) ==
      "17.00 EUR since 2026-02-03 (b2:17.00)");
  // For what is not there: on account.
  CHECK(owed_words(purchases(two) + payments("{id: y1, on: 2026-02-04, amount: 9 EUR, for: b9}")) ==
        "21.00 EUR since 2026-01-02 (b1:1.00 b2:20.00)");
}

TEST_CASE("what is paid too much is credit, and no sale is open then") {
  CHECK(owed_words(purchases(two) + payments("{id: y1, on: 2026-02-04, amount: 30 EUR}")) == "");
  CHECK(owed_words(purchases(two) + payments("{id: y1, on: 2026-02-04, amount: 31 EUR}")) ==
        "-1.00 EUR");
  CHECK(owed_words(payments("{id: y1, on: 2026-02-04, amount: 5 EUR}")) == "-5.00 EUR");
  // 5 too much, 4 of it paid back, then 3 more than there was.
  CHECK(owed_words(payments("{id: y1, on: 2026-02-04, amount: 5 EUR}, {id: y2, on: 2026-02-05, "
                            "amount: -4 EUR}")) == "-1.00 EUR");
  CHECK(owed_words(payments("{id: y1, on: 2026-02-04, amount: 5 EUR}, {id: y2, on: 2026-02-05, "
                            "amount: -8 EUR}")) == "3.00 EUR since 2026-02-05 (y2:3.00)");
}

TEST_CASE("what was paid back pays no other sale") {
  // b2 was paid and given back, and the 20 with it: b1 is open as before.
  CHECK(owed_words(purchases(two + ", {id: r1, on: 2026-03-01, item: y, amount: 20 EUR, refund_of: "
                                   "b2}") +
                   payments("{id: y1, on: 2026-02-04, amount: 20 EUR, for: b2}, {id: y2, on: "
                            "2026-03-01, amount: -20 EUR, for: b2}")) ==
        "10.00 EUR since 2026-01-02 (b1:10.00)");
}

TEST_CASE("a refund takes from the purchase it names; of what is paid already it is credit") {
  const std::string back = ", {id: r1, on: 2026-03-01, item: y, amount: 15 EUR, refund_of: b2}";
  // 20 - 15 of b2.
  CHECK(owed_words(purchases(two + back)) == "15.00 EUR since 2026-01-02 (b1:10.00 b2:5.00)");
  // b2 was paid: the 15 pay b1, and 5 are credit.
  CHECK(owed_words(purchases(two + back) +
                   payments("{id: y1, on: 2026-02-04, amount: 20 EUR, for: b2}")) == "-5.00 EUR");
  // Names nothing: the oldest first, 10 + 5.
  CHECK(owed_words(purchases(two + ", {id: r1, on: 2026-03-01, item: y, amount: 15 EUR, refund_of: "
                                   "gone}")) == "15.00 EUR since 2026-02-03 (b2:15.00)");
}

TEST_CASE("currencies are never set off against each other") {
  CHECK(owed_words(purchases(two + ", {id: b3, on: 2026-01-01, item: z, amount: 7 USD}") +
                   payments("{id: y1, on: 2026-02-04, amount: 40 USD}")) ==
        "30.00 EUR since 2026-01-02 (b1:10.00 b2:20.00), -33.00 USD");
  // For b1, but in another currency: credit in that one.
  CHECK(owed_words(purchases("{id: b1, on: 2026-01-02, item: x, amount: 10 EUR}") +
                   payments("{id: y1, on: 2026-02-04, amount: 10 USD, for: b1}")) ==
        "10.00 EUR since 2026-01-02 (b1:10.00), -10.00 USD");
}

TEST_CASE("a won deal is owed from the day it was won, until a purchase names it") {
  CHECK(owed_words(won) == "20.00 EUR since 2026-01-01 (d1:20.00)");
  CHECK(owed_words(won, "2025-12-31") == "");
  CHECK(owed_words(won + payments("{id: y1, on: 2026-02-04, amount: 5 EUR, for: d1}")) ==
        "15.00 EUR since 2026-01-01 (d1:15.00)");
  // Two purchases of 9 and 4 for it; the payment for the deal pays these before older ones.
  const std::string parts =
      "{id: b0, on: 2025-12-01, item: w, amount: 6 EUR}, {id: b1, on: 2026-01-02, item: x, amount: "
      "9 "
      "EUR, deal: d1}, {id: b2, on: 2026-01-03, item: x, amount: 4 EUR, deal: d1}";
  CHECK(owed_words(won + purchases(parts) +
                   payments("{id: y1, on: 2026-02-04, amount: 10 EUR, for: d1}")) ==
        "9.00 EUR since 2025-12-01 (b0:6.00 b2:3.00)");
  // Before the purchases the deal itself is open.
  CHECK(owed_words(won + purchases(parts), "2026-01-01") ==
        "26.00 EUR since 2025-12-01 (b0:6.00 d1:20.00)");
}

TEST_CASE("the order of the file decides nothing") {
  const std::string sales =
      won + purchases(
                "{id: b2, on: 2026-01-03, item: x, amount: 10 EUR, deal: d1}, {id: b1, on: "
                "2026-01-02, item: x, "
                "amount: 10 EUR, deal: d1}, {id: b0, on: 2025-12-01, item: w, amount: 10 EUR}");
  const std::string for_deal = "{id: y1, on: 2026-02-04, amount: 10 EUR, for: d1}";
  const std::string for_b1 = "{id: y2, on: 2026-02-05, amount: 10 EUR, for: b1}";
  // The 10 for b1 pay b1, those for the deal what is left of it: b2.
  const std::string open = "10.00 EUR since 2025-12-01 (b0:10.00)";
  CHECK(owed_words(sales + payments(for_deal + ", " + for_b1)) == open);
  CHECK(owed_words(sales + payments(for_b1 + ", " + for_deal)) == open);
}

TEST_CASE("what is dated later does not count yet") {
  const std::string text = purchases(two) + payments("{id: y1, on: 2026-02-04, amount: 30 EUR}");
  CHECK(owed_words(text, "2026-01-01") == "");
  CHECK(owed_words(text, "2026-01-02") == "10.00 EUR since 2026-01-02 (b1:10.00)");
  CHECK(owed_words(text, "2026-02-03") == "30.00 EUR since 2026-01-02 (b1:10.00 b2:20.00)");
  CHECK(owed_words(text, "2026-02-04") == "");
}

TEST_CASE("amounts of any size are summed without overflow") {
  const std::string most = "92233720368547758.06 EUR";
  CHECK(owed_words(purchases("{id: b1, on: 2026-01-02, item: x, amount: " + most +
                             "}, {id: b2, on: 2026-01-03, item: x, amount: " + most + "}"))
            .starts_with("over " + most + " since 2026-01-02"));
  CHECK(owed_words(payments("{id: y1, on: 2026-01-02, amount: " + most +
                            "}, {id: y2, on: 2026-01-03, amount: " + most + "}")) ==
        "under -" + most);
}

TEST_CASE("a sale is overdue on the day after its terms have passed") {
  // 2 January + 14 days is the 16th, the last day to pay; 3 February + 14 days is the 17th.
  const std::string text = purchases(two);
  CHECK(overdue_words(text, "2026-01-16") == "from 2026-01-17");
  CHECK(overdue_words(text, "2026-01-17") == "10.00 EUR since 2026-01-02; from 2026-01-17");
  // b2 is open, but in time.
  CHECK(overdue_words(text, "2026-02-17") == "10.00 EUR since 2026-01-02; from 2026-02-17");
  CHECK(overdue_words(text, "2026-02-18") == "30.00 EUR since 2026-01-02; from 2026-02-18");
  CHECK(overdue_words(text, "2026-02-01", "1m") == "from 2026-02-03");
  CHECK(overdue_words(text, "2026-12-01", "no") == "never");
  CHECK(owed_words(text, "2026-12-01", "no") == "");
}

TEST_CASE("when something is overdue first takes into account what is dated later") {
  // b1 is paid on 10 January, before its terms have passed; b2 is sold on 3 February.
  const std::string in_time = purchases(two) + payments("{id: y1, on: 2026-01-10, amount: 10 EUR}");
  CHECK(overdue_words(in_time, "2026-01-05") == "from 2026-02-18");
  // Paid on the 17th: late on no day. On the 18th: late on the 17th alone.
  const std::string one = purchases("{id: b1, on: 2026-01-02, item: x, amount: 10 EUR}");
  CHECK(overdue_words(one + payments("{id: y1, on: 2026-01-17, amount: 10 EUR}"), "2026-01-05") ==
        "never");
  CHECK(overdue_words(one + payments("{id: y1, on: 2026-01-18, amount: 10 EUR}"), "2026-01-05") ==
        "from 2026-01-17");
  CHECK(overdue_words(won, "2025-12-01") == "from 2026-01-16");
}

TEST_CASE("a birthday is to be wished from the day before to three days after") {
  const Day birthday = *Day::of(2026, 11, 20);
  for (int late = -3; late <= 5; ++late)
    CHECK(is_to_be_wished(birthday, birthday.plus_days(late), nullptr) ==
          (late >= -1 && late <= 3));
  Interaction last;
  last.at.day = birthday;
  CHECK_FALSE(is_to_be_wished(birthday, birthday.plus_days(1), &last));
  last.at.day = birthday.plus_days(-1);
  CHECK(is_to_be_wished(birthday, birthday.plus_days(1), &last));
  const PartialDay new_year{std::nullopt, 1u, 1u};
  CHECK(is_to_be_wished(new_year, *Day::of(2026, 12, 31), LeapDay::on_28_february, nullptr));
}

}  // namespace crm

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
  for (const Money& money : due(whose, settings).amounts())
    all += (all.empty() ? "" : ", ") + money.text();
  CHECK(is_in_debt(whose, settings) == (all.find("EUR") != all.npos && all.find('-') == all.npos));
  return all;
}

const std::string bought = "purchases:\n  - {id: b1, on: 2026-01-02, item: x, amount: 10 EUR}\n";
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

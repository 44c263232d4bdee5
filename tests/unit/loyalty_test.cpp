#include "core/domain/loyalty.hpp"

#include <doctest/doctest.h>

#include "core/domain/campaign.hpp"
#include "core/record/reader.hpp"
#include "core/record/tree.hpp"

namespace crm {
namespace {

Customer buyer(const std::string& purchases) {
  const auto tree = Tree::parse("name: a\npurchases: [" + purchases + "]\n", "customers/a.yaml");
  return *read_customer(*tree, "EUR").value;
}

Data settings_with(const std::string& points) {
  const auto tree = Tree::parse(
      "format: 1\ncurrency: EUR\ncountry: DE\ntimezone: Europe/Berlin\n"
      "points: " +
          points + "\n",
      "crm.yaml");
  return read_settings(*tree).value->points;
}

/// `per / worth / expire`, or what is wrong.
std::string rule_words(const std::string& points) {
  const auto rule = PointsRule::parse(settings_with(points), "EUR");
  if (!rule) return rule.error().message();
  return rule->per.text() + " / " + (rule->worth ? rule->worth->text() : "-") + " / " +
         (rule->expire ? rule->expire->text() : "-");
}

std::int64_t balance_of(const std::string& purchases, const char* today,
                        const char* expire = "1y") {
  const auto rule = PointsRule::parse(
      settings_with(std::string("{per: 10 EUR, worth: 0.50 EUR, expire: ") + expire + "}"), "EUR");
  return balance(buyer(purchases), rule.value(), Day::parse(today).value());
}

Money euro(std::int64_t cents) {
  return {cents, "EUR"};
}

}  // namespace

TEST_CASE("a rule for points is read, or what is wrong with it is named") {
  CHECK(rule_words("{per: 10 EUR, worth: 0.50 EUR, expire: 2y}") == "10.00 EUR / 0.50 EUR / 2y");
  CHECK(rule_words("{per: 10}") == "10.00 EUR / - / -");
  CHECK(rule_words("{per: 10, expire: no, x-note: mine}") == "10.00 EUR / - / -");
  CHECK(rule_words("{per: 100.00 INR, worth: 1}") == "100.00 INR / 1.00 EUR / -");
  CHECK(rule_words("many") == "points should say what earns one");
  CHECK(rule_words("[1]") == "points should say what earns one");
  CHECK(rule_words("{worth: 1}") == "points: per is missing, the amount that earns one");
  CHECK(rule_words("{per: 0}") == "points: per should be an amount above zero");
  CHECK(rule_words("{per: 10, worth: -1}") == "points: worth should be an amount above zero");
  CHECK(rule_words("{per: ten}") == "points: per: \"ten\" is not an amount");
  CHECK(rule_words("{per: [10]}") == "points: per should be one value");
  CHECK(rule_words("{per: 10, expires: 2y}") == "points: there is no \"expires\"");
  CHECK(rule_words("{per: 10, expire: soon}").starts_with("points: expire: "));
}

TEST_CASE("a point is earned for each whole part of what is paid") {
  const PointsRule rule{euro(1000), euro(50), std::nullopt};
  CHECK(rule.earned(euro(999)) == 0);
  CHECK(rule.earned(euro(1000)) == 1);
  // 129.90 / 10.
  CHECK(rule.earned(euro(12990)) == 12);
  CHECK(rule.earned(Money{99900, "USD"}) == 0);
  CHECK(rule.earned(euro(-5000)) == 0);
  // 12 x 0.50.
  CHECK(rule.value(12)->text() == "6.00 EUR");
  CHECK_FALSE(PointsRule{euro(1000), std::nullopt, std::nullopt}.value(12));
}

TEST_CASE("the balance is what was earned less what was spent") {
  const std::string earned = "{id: b1, on: 2026-01-10, item: x, amount: 100 EUR, points: 10}";
  CHECK(balance_of("", "2026-02-01") == 0);
  CHECK(balance_of(earned, "2026-01-09") == 0);
  CHECK(balance_of(earned, "2026-01-10") == 10);
  // 10 + 3 - 6.
  const std::string spent = earned +
                            ", {id: b2, on: 2026-03-01, item: x, amount: 30 EUR, points: 3}"
                            ", {id: b3, on: 2026-04-01, item: x, amount: 5 EUR, points: -6}";
  CHECK(balance_of(spent, "2026-05-01") == 7);
}

TEST_CASE("points are void when they are older than their time; the oldest are spent first") {
  const std::string earned =
      "{id: b1, on: 2026-01-10, item: x, amount: 100 EUR, points: 10}, "
      "{id: b2, on: 2026-03-01, item: x, amount: 30 EUR, points: 3}";
  // A year after 10 January they are not older than a year, the day after they are.
  CHECK(balance_of(earned, "2027-01-10") == 13);
  CHECK(balance_of(earned, "2027-01-11") == 3);
  CHECK(balance_of(earned, "2027-03-02") == 0);
  CHECK(balance_of(earned, "2040-01-01", "no") == 13);
  // 6 of b1's 10 are spent: 4 + 3, and after b1's year 3.
  const std::string spent =
      earned + ", {id: b3, on: 2026-04-01, item: x, amount: 5 EUR, points: -6}";
  CHECK(balance_of(spent, "2027-01-10") == 7);
  CHECK(balance_of(spent, "2027-01-11") == 3);
  // 12 of 13: all of b1's and 2 of b2's.
  const std::string more =
      earned + ", {id: b3, on: 2026-04-01, item: x, amount: 5 EUR, points: -12}";
  CHECK(balance_of(more, "2027-01-11") == 1);
  // Void ones can't be spent: 2 of b2's 3 go.
  const std::string late =
      earned + ", {id: b3, on: 2027-02-01, item: x, amount: 5 EUR, points: -2}";
  CHECK(balance_of(late, "2027-02-01") == 1);
}

TEST_CASE("more spent than there was is made up for by later points") {
  const std::string spent = "{id: b1, on: 2026-01-10, item: x, amount: 9 EUR, points: -5}";
  CHECK(balance_of(spent, "2026-01-10") == -5);
  CHECK(balance_of(spent + ", {id: b2, on: 2026-02-01, item: x, amount: 80 EUR, points: 8}",
                   "2026-02-01") == 3);
}

TEST_CASE("a refund takes the points of its part back, rounded down, and its parts add up") {
  const std::string bought = "{id: b1, on: 2026-01-10, item: x, amount: 100 EUR, points: 10}";
  const Customer once = buyer(bought);
  // 10 x 25 / 100 is 2.5.
  CHECK(taken_back(once, once.purchases[0], euro(2500)) == 2);
  CHECK(taken_back(once, once.purchases[0], euro(10000)) == 10);
  CHECK(taken_back(once, once.purchases[0], Money{2500, "USD"}) == 0);
  const std::string back =
      bought + ", {id: r1, on: 2026-02-10, item: x, amount: 25 EUR, points: -2, refund_of: b1}";
  const Customer twice = buyer(back);
  // 25 are back: 50 of 100 are 5 points, less the 2.
  CHECK(taken_back(twice, twice.purchases[0], euro(2500)) == 3);
  CHECK(taken_back(twice, twice.purchases[0], euro(7500)) == 8);
  CHECK(what_is_left(twice, twice.purchases[0]) == euro(7500));
  CHECK(what_is_left(twice, twice.purchases[0], *Day::of(2026, 2, 9)) == euro(10000));
  CHECK(balance_of(back, "2026-03-01") == 8);
  // By hand, without its points: the same.
  CHECK(balance_of(bought + ", {id: r1, on: 2026-02-10, item: x, amount: 25 EUR, refund_of: b1}",
                   "2026-03-01") == 8);
  // Points that were spent on it come back: 20 x 50 / 100.
  const Customer spent = buyer("{id: b1, on: 2026-01-10, item: x, amount: 100 EUR, points: -20}");
  CHECK(taken_back(spent, spent.purchases[0], euro(5000)) == -10);
}

TEST_CASE("what is given back takes its own points before older ones") {
  const std::string text =
      "{id: b1, on: 2026-01-10, item: x, amount: 100 EUR, points: 10}, "
      "{id: b2, on: 2026-03-01, item: x, amount: 30 EUR, points: 3}, "
      "{id: r1, on: 2026-03-02, item: x, amount: 30 EUR, points: -3, refund_of: b2}";
  CHECK(balance_of(text, "2026-03-02") == 10);
  CHECK(balance_of(text, "2027-01-11") == 0);
}

TEST_CASE("a coupon tells its campaign: the one that runs, else the last to begin") {
  const auto campaign = [](const char* id, const char* from, const char* to) {
    Campaign one;
    one.id = id;
    one.coupon = "DIYA";
    one.from = Day::parse(from).value();
    one.to = Day::parse(to).value();
    return one;
  };
  const std::vector<Campaign> all{campaign("a", "2025-10-01", "2025-11-01"),
                                  campaign("c", "2027-10-01", "2027-11-01"),
                                  campaign("b", "2026-10-01", "2026-11-01")};
  const auto told = [&](const char* coupon, const char* on) {
    const Campaign* const one = campaign_with_coupon(coupon, all, Day::parse(on).value());
    return one == nullptr ? "" : one->id;
  };
  CHECK(told("diya", "2026-10-01") == "b");
  CHECK(told("DIYA", "2026-11-01") == "b");
  CHECK(told("DIYA", "2026-11-02") == "c");
  CHECK(told("HOLI", "2026-11-01") == "");
  CHECK(campaign_with_coupon("", {Campaign()}, Day()) == nullptr);
}

TEST_CASE("a share is exact for any size, and rounded towards zero") {
  CHECK(share(7, 2, 3) == 4);
  CHECK(share(-7, 2, 3) == -4);
  CHECK(share(7, 2, 0) == 0);
  const std::int64_t most = std::numeric_limits<std::int64_t>::max();
  CHECK(share(most, most, most) == most);
  CHECK(share(most, most, 1) == most);
  CHECK(share(-most, most, 1) == -most);
}

}  // namespace crm

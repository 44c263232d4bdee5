#include "core/domain/rates.hpp"

#include <doctest/doctest.h>

#include <limits>

#include "core/record/reader.hpp"

using namespace crm;

namespace {

Day day(const char* text) {
  return Day::parse(text).value();
}

Rates some_rates() {
  return {{{"", day("2026-04-01"), "EUR", "INR", Decimal::parse("98.1").value()},
           {"", day("2026-10-01"), "EUR", "INR", Decimal::parse("99.3").value()},
           {"", day("2026-04-01"), "JPY", "INR", Decimal::parse("0.59").value()},
           {"", day("2026-04-01"), "INR", "AED", Decimal::parse("0.04").value()}}};
}

std::string exchanged(Money money, const char* into, const char* on) {
  const auto other = some_rates().exchanged(money, into, day(on));
  return other ? other->text() : "none";
}

}  // namespace

TEST_CASE("an amount is exchanged by the latest rate on or before its day") {
  CHECK(exchanged({10000, "EUR"}, "INR", "2026-04-01") == "9810.00 INR");
  CHECK(exchanged({10000, "EUR"}, "INR", "2026-09-30") == "9810.00 INR");
  CHECK(exchanged({10000, "EUR"}, "INR", "2026-10-01") == "9930.00 INR");
  CHECK(exchanged({10000, "EUR"}, "INR", "2026-03-31") == "none");
  CHECK(exchanged({10000, "INR"}, "INR", "2000-01-01") == "100.00 INR");
  CHECK(exchanged({10000, "USD"}, "INR", "2026-10-01") == "none");
  // No detour over INR.
  CHECK(exchanged({10000, "EUR"}, "AED", "2026-10-01") == "none");
}

TEST_CASE("it is rounded to the smallest unit of the other, halves away from zero") {
  // 1 JPY is 0.59 INR: 59 paise.
  CHECK(exchanged({1, "JPY"}, "INR", "2026-10-01") == "0.59 INR");
  // 1 INR is 1 / 0.59 = 1.69 JPY, which has no decimals: 2.
  CHECK(exchanged({100, "INR"}, "JPY", "2026-10-01") == "2 JPY");
  CHECK(exchanged({-100, "INR"}, "JPY", "2026-10-01") == "-2 JPY");
  // 1 AED is 1 / 0.04 = 25 INR.
  CHECK(exchanged({100, "AED"}, "INR", "2026-10-01") == "25.00 INR");
  // 0.005 EUR cents do not exist; 5 cents at 99.3 are 4.965 INR: 4.97.
  CHECK(exchanged({5, "EUR"}, "INR", "2026-10-01") == "4.97 INR");
  CHECK(exchanged({-5, "EUR"}, "INR", "2026-10-01") == "-4.97 INR");
}

TEST_CASE("what is too large to be exchanged is not") {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  CHECK(exchanged({most, "EUR"}, "INR", "2026-10-01") == "none");
  CHECK(exchanged({most, "INR"}, "EUR", "2026-10-01") != "none");
}

TEST_CASE("rates.yaml is read with its mistakes and their places") {
  const auto problems = [](const char* text) {
    const auto reading = read_rates(Tree::parse(text, "rates.yaml").value());
    return reading.ok() ? std::string("fine") : reading.error().message();
  };
  CHECK(problems("rates: []\n") == "fine");
  CHECK(problems("rates:\n  - {on: 2026-04-01, from: EUR, to: INR, rate: 98.1}\n") == "fine");
  // What can be read is read; check has its doubts.
  CHECK(problems("rates:\n  - {on: 2026-04-01, from: EURO, to: INR, rate: 0}\n") == "fine");
  CHECK(problems("rates:\n  - {on: 2026-04-01, from: EUR, to: INR}\n") != "fine");
  CHECK(problems("rates: often\n") != "fine");
}

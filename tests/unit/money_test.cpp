#include "core/domain/money.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <random>
#include <string>

using namespace crm;

namespace {

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();

}  // namespace

TEST_CASE("an amount is read with its code behind, before, or without one in the book's currency") {
  const Money twelve_thousand{1200000, "EUR"};
  for (const char* text : {"12000.00 EUR", "12000 EUR", "EUR 12000", "12000", "12000.0",
                           " 12000.00  EUR ", "0012000 EUR"}) {
    CAPTURE(text);
    CHECK(Money::parse(text, "EUR").value() == twelve_thousand);
  }
  CHECK(Money::parse("-5.5 INR", "EUR").value() == Money{-550, "INR"});
  CHECK(Money::parse("EUR -5", "INR").value() == Money{-500, "EUR"});
  CHECK(Money::parse("-0", "EUR").value().text() == "0.00 EUR");
}

TEST_CASE("an amount has the decimals of its currency") {
  CHECK(Money::parse("500", "JPY").value().text() == "500 JPY");
  CHECK(Money::parse("1.5", "KWD").value().text() == "1.500 KWD");
  CHECK(Money::parse("1.5", "CLF").value().text() == "1.5000 CLF");
  CHECK(Money{5, "EUR"}.text() == "0.05 EUR");
  CHECK(Money{-5, "EUR"}.number() == "-0.05");
  CHECK(Money{least, "JPY"}.number() == "under -9223372036854775806");
}

TEST_CASE("what is not an amount is refused with what was likely meant") {
  struct Refused {
    const char* text;
    const char* message;
    const char* hint;
  };

  const Refused table[] = {
      {"12.000,50", R"("12.000,50" is not an amount)", "write 12000.50 EUR"},
      {"1,234", R"("1,234" is not an amount)", "write 1234.00 EUR"},
      {"12,34,567.00 INR", R"("12,34,567.00 INR" is not an amount)", "write 1234567.00 INR"},
      {"1 234,50 EUR", R"("1 234,50 EUR" is not an amount)", "write 1234.50 EUR"},
      {"1'234'567", R"("1'234'567" is not an amount)", "write 1234567.00 EUR"},
      {"12,5", R"("12,5" is not an amount)", "write 12.50 EUR"},
      {".5", R"(".5" is not an amount)", "write 0.50 EUR"},
      {"5.", R"("5." is not an amount)", "write 5.00 EUR"},
      {"12000EUR", R"("12000EUR" is not an amount)", "write 12000.00 EUR"},
      {"₹ 500", R"("₹ 500" is not an amount)", "write 500.00 INR"},
      {"५०० INR", R"("५०० INR" is not an amount)", "write 500.00 INR"},
      {"1e5", R"("1e5" is not an amount)", "write 12000.00 EUR"},
      {"", R"("" is not an amount)", "write 12000.00 EUR"},
      {"EUR", R"("EUR" is not an amount)", "write 12000.00 EUR"},
      {"500 eur", R"(there is no currency "eur")", "write 500.00 EUR"},
      {"500 EURO", R"(there is no currency "EURO")", "did you mean EUR?"},
      {"500 INRR", R"(there is no currency "INRR")", "did you mean INR?"},
      {"1.234 EUR", R"("1.234 EUR" has too many decimals for EUR, which has 2)",
       "if the point is a separator, write 1234.00 EUR"},
      {"0.5 JPY", R"("0.5 JPY" has too many decimals for JPY, which has 0)", ""},
      {"99999999999999999999", R"("99999999999999999999" is too big an amount)",
       "the biggest is 92233720368547758.06 EUR"},
      {"92233720368547758.08 EUR", R"("92233720368547758.08 EUR" is too big an amount)",
       "the biggest is 92233720368547758.06 EUR"},
  };
  for (const auto& [text, message, hint] : table) {
    CAPTURE(text);
    const auto read = Money::parse(text, "EUR");
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == Error::Kind::invalid);
    CHECK(read.error().message() == message);
    CHECK(read.error().problems.front().hint == hint);
  }
  CHECK(Money::parse("500", "").error().message() == R"("500" has no currency)");
}

TEST_CASE("the greatest amount fits 63 bits, and one more is what a sum that does not fit says") {
  CHECK(Money::parse("92233720368547758.06 EUR", "EUR").value().minor == most - 1);
  CHECK(Money::parse("-92233720368547758.06 EUR", "EUR").value().minor == 1 - most);
  CHECK_FALSE(Money::parse("92233720368547758.07 EUR", "EUR"));
  CHECK_FALSE(Money::parse("-92233720368547758.07 EUR", "EUR"));
  Money sum{most - 1, "EUR"};
  sum += {1, "EUR"};
  CHECK(sum.text() == "over 92233720368547758.06 EUR");
  CHECK(sum.grouped(Grouping::thousands) == "over 92,233,720,368,547,758.06");
  CHECK((-sum).text() == "under -92233720368547758.06 EUR");
}

TEST_CASE("every amount that is written is read as the same amount") {
  std::mt19937_64 random(1);  // the same numbers in every run
  for (const char* currency : {"EUR", "JPY", "KWD", "CLF"}) {
    for (int i = 0; i < 500; ++i) {
      const Money money{static_cast<std::int64_t>(random()) >> (random() % 64), currency};
      if (money.minor == least || money.minor == most) continue;
      CAPTURE(money.text());
      CHECK(Money::parse(money.text(), "USD").value() == money);
      CHECK(Money::parse(money.number(), currency).value() == money);
    }
  }
}

TEST_CASE("a number is grouped as the country groups") {
  CHECK(Money{123456700, "INR"}.grouped(Grouping::indian) == "12,34,567.00");
  CHECK(Money{123456700, "EUR"}.grouped(Grouping::thousands) == "1,234,567.00");
  CHECK(Money{-10000000, "INR"}.grouped(Grouping::indian) == "-1,00,000.00");
  CHECK(Money{-10000000, "EUR"}.grouped(Grouping::thousands) == "-100,000.00");
  CHECK(Money{99900, "INR"}.grouped(Grouping::indian) == "999.00");
  CHECK(Money{1234567, "JPY"}.grouped(Grouping::thousands) == "1,234,567");
}

TEST_CASE("ISO 4217 says how many decimals a currency has") {
  CHECK(currency_decimals("EUR") == 2);
  CHECK(currency_decimals("JPY") == 0);
  CHECK(currency_decimals("XPF") == 0);
  CHECK(currency_decimals("KWD") == 3);
  CHECK(currency_decimals("UYW") == 4);
  CHECK(currency_decimals("HRK") == 2);
  for (const char* none : {"", "eur", "EU", "EURO", "XYZ", "R A", "D A", "AED AFN"})
    CHECK_FALSE(currency_decimals(none));
}

TEST_CASE("totals never mix currencies, and leave out those of zero") {
  Totals totals;
  CHECK(totals.empty());
  totals.add({500, "INR"});
  totals.add({250, "EUR"});
  totals.add({250, "EUR"});
  totals.add({7, "JPY"});
  totals.subtract({7, "JPY"});
  CHECK(totals.amounts() == std::vector<Money>{{500, "EUR"}, {500, "INR"}});
  CHECK_FALSE(totals.empty());
}

TEST_CASE("a sum that overflows stays at the limit") {
  Totals totals;
  totals.add({most, "EUR"});
  totals.add({1, "EUR"});
  totals.add({-100, "EUR"});
  CHECK(totals.minor().at("EUR") == most);

  Totals owed;
  owed.subtract({most, "EUR"});
  owed.subtract({most, "EUR"});
  owed.add({100, "EUR"});
  CHECK(owed.minor().at("EUR") == -most);
}

TEST_CASE("a decimal keeps up to six places and no needless zeros") {
  struct Written {
    const char* text;
    std::int64_t millionths;
    const char* canonical;
  };

  const Written table[] = {{"2", 2000000, "2"},
                           {"1.5", 1500000, "1.5"},
                           {"1.500", 1500000, "1.5"},
                           {"0.000001", 1, "0.000001"},
                           {"-0.25", -250000, "-0.25"},
                           {"100", 100000000, "100"},
                           {"0", 0, "0"},
                           {"-0.0", 0, "0"}};
  for (const auto& [text, millionths, canonical] : table) {
    CAPTURE(text);
    CHECK(Decimal::parse(text).value().millionths == millionths);
    CHECK(Decimal{millionths}.text() == canonical);
  }
}

TEST_CASE("what is not a decimal is refused") {
  CHECK(Decimal::parse("1,5").error().problems.front().hint == "write 1.5");
  CHECK(Decimal::parse("two").error().message() == R"("two" is not a number)");
  CHECK(Decimal::parse("1.1234567").error().message() == R"("1.1234567" has more than 6 decimals)");
  CHECK(Decimal::parse("9999999999999999").error().message() ==
        R"("9999999999999999" is too big a number)");
  for (const char* text : {"", "-", ".", "1.", ".5", "1e3", "+1", "1.2.3", "--1"})
    CHECK_FALSE(Decimal::parse(text));
}

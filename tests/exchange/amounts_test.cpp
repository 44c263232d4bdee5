// Amounts of foreign tables, one cell at a time.
#include <doctest/doctest.h>

#include "core/exchange/amounts.hpp"

using namespace crm;

namespace {

std::string read(const std::string& cell, const std::vector<std::string>& others = {},
                 const std::string& currency = "", const char* country = "DE") {
  AmountColumn column;
  for (const std::string& other : others) column.look(other);
  const auto money = column.read(cell, currency, standard_settings(*find_country(country)));
  if (!money) return "! " + money.error().message();
  return *money ? (*money)->text() : "none";
}

}  // namespace

TEST_CASE("an amount is read in every form that can only mean one") {
  for (const auto& [cell, wanted] : std::vector<std::pair<std::string, std::string>>{
           {"12", "12.00 EUR"},
           {"1234.5", "1234.50 EUR"},
           {"1234,5", "1234.50 EUR"},
           {"1,234.50", "1234.50 EUR"},
           {"1.234,50", "1234.50 EUR"},
           {"1.234.567", "1234567.00 EUR"},
           {"12,34,567", "1234567.00 EUR"},
           {"1,23,456.70", "123456.70 EUR"},
           {"1 234,50", "1234.50 EUR"},
           {"1\u00A0234\u202F567,50 €", "1234567.50 EUR"},
           {"1'234.50", "1234.50 EUR"},
           {"CHF 1’234.50", "1234.50 CHF"},
           {"$ 1,200", "1200.00 USD"},
           {"$1,200.00", "1200.00 USD"},
           {"£5", "5.00 GBP"},
           {"₹ 1,50,000", "150000.00 INR"},
           {"Rs.500", "500.00 INR"},
           {"R$ 10,50", "10.50 BRL"},
           {"10,50 zł", "10.50 PLN"},
           {"EUR 5", "5.00 EUR"},
           {"5 usd", "5.00 USD"},
           {"¥1200", "1200 JPY"},
           {"-12.50", "-12.50 EUR"},
           {"(12.50)", "-12.50 EUR"},
           {"12.50-", "-12.50 EUR"},
           {"\u221212,50", "-12.50 EUR"},
           {"12,-", "12.00 EUR"},
           {"0,500", "0.50 EUR"},
           {".5", "0.50 EUR"},
           {"1234,500", "1234.50 EUR"},
           {"12000.0000", "12000.00 EUR"},
           {"१२,५०", "12.50 EUR"},
           {"", "none"},
           {"-", "none"},
           {"n/a", "none"},
       }) {
    INFO(cell);
    CHECK(read(cell) == wanted);
  }
}

TEST_CASE("what is no amount says so") {
  for (const char* const cell : {"a lot", "12 or 13", "1.2.3", "1,2.3,4", "12 %", "1e5", "5 XYZ",
                                 "--5", "12.5 12.5", "99999999999999999999", "1.234.56"}) {
    INFO(cell);
    CHECK(read(cell).starts_with("! \""));
  }
  CHECK(read("33.3333") ==
        "! \"33.3333\" is no amount: \"33.3333 EUR\" has too many decimals for EUR, which has 2");
}

TEST_CASE("1,234 is read by the column's other cells, and by nothing else") {
  CHECK(read("1,234") == "! \"1,234\" is 1234 or 1.234: no other cell tells");
  CHECK(read("1.234") == "! \"1.234\" is 1234 or 1.234: no other cell tells");
  CHECK(read("1,234", {"5.50"}) == "1234.00 EUR");
  CHECK(read("1.234", {"5,50"}) == "1234.00 EUR");
  CHECK(read("1.230", {"5.50"}) == "1.23 EUR");
  CHECK(read("1.234", {"1.234.567"}) == "1234.00 EUR");
  CHECK(read("1,234", {"$ 2,000"}) == "1234.00 EUR");
  CHECK(read("1,234", {"5.50", "5,50"}).starts_with("! "));
  AmountColumn told(AmountColumn::Decimals::comma);
  CHECK(told.number("1.234").value() == "1234");
  AmountColumn assumed;
  assumed.look("1.234");
  assumed.assume(AmountColumn::Decimals::comma);
  CHECK(assumed.number("1.234").value() == "1234");
  CHECK(assumed.remark() ==
        "with a comma before the decimals, as elsewhere in the table (no cell shows it: 1.234)");
}

TEST_CASE("a currency is the cell's, else its column's, else the book's") {
  CHECK(read("5", {}, "USD") == "5.00 USD");
  CHECK(read("5", {}, "us$") == "5.00 USD");
  CHECK(read("5 €", {}, "USD") == "5.00 EUR");
  CHECK(read("5", {}, "dollars") == "! there is no currency \"dollars\"");
  CHECK(read("$5", {}, "", "CA") == "5.00 CAD");
  CHECK(read("$5", {}, "", "IN") == "5.00 USD");
  CHECK(read("5 kr", {}, "", "NO") == "5.00 NOK");
}

TEST_CASE("a number is a number in every script and with a sign of percent") {
  CHECK(AmountColumn().number("40 %").value() == "40");
  CHECK(AmountColumn().number("-1,5").value() == "-1.5");
  CHECK(AmountColumn().number("٤٠").value() == "40");
  CHECK_FALSE(AmountColumn().number("5 kg").has_value());
}

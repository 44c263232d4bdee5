#include "core/domain/country.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include "core/domain/money.hpp"

using namespace crm;

TEST_CASE("every country of ISO 3166 has all that a book needs") {
  CHECK(countries().size() >= 249);
  for (const Country& country : countries()) {
    CAPTURE(country.code);
    CHECK(country.code.size() == 2);
    CHECK_FALSE(country.name.empty());
    CHECK(currency_decimals(country.currency).has_value());
    CHECK(country.calling_code.size() >= 1);
    CHECK(country.calling_code.size() <= 3);
    CHECK(country.calling_code.find_first_not_of("0123456789") == std::string_view::npos);
    CHECK((country.timezone == "UTC" || country.timezone.find('/') != std::string_view::npos));
    CHECK(country.year_starts >= 1);
    CHECK(country.year_starts <= 12);
  }
}

TEST_CASE("countries stand by code, each once") {
  CHECK(std::ranges::is_sorted(countries(), {}, &Country::code));
  std::set<std::string_view> codes;
  for (const Country& country : countries()) codes.insert(country.code);
  CHECK(codes.size() == countries().size());
}

TEST_CASE(
    "countries that share a calling code dial nationally alike, or nothing could be said of a "
    "number") {
  for (const Country& one : countries()) {
    for (const Country& other : countries()) {
      const bool is_inhabited = one.timezone != "UTC" && other.timezone != "UTC";
      if (one.calling_code == other.calling_code && is_inhabited) {
        CAPTURE(one.code);
        CAPTURE(other.code);
        CHECK(one.trunk == other.trunk);
      }
    }
  }
}

TEST_CASE("a country is found by its code in any case") {
  CHECK(find_country("IN")->name == "India");
  CHECK(find_country("in") == find_country("IN"));
  CHECK(find_country("Gb")->currency == "GBP");
  for (const char* code : {"", "I", "IND", "XX", "1N", "इ"}) CHECK(find_country(code) == nullptr);
}

TEST_CASE("a country brings its money, telephone, clock and business year") {
  struct Known {
    const char* code;
    const char* currency;
    const char* calling_code;
    const char* trunk;
    const char* timezone;
    unsigned year_starts;
    Grouping grouping;
  };

  const Known table[] = {
      {"IN", "INR", "91", "0", "Asia/Kolkata", 4, Grouping::indian},
      {"PK", "PKR", "92", "0", "Asia/Karachi", 7, Grouping::indian},
      {"BD", "BDT", "880", "0", "Asia/Dhaka", 7, Grouping::indian},
      {"NP", "NPR", "977", "0", "Asia/Kathmandu", 7, Grouping::indian},
      {"LK", "LKR", "94", "0", "Asia/Colombo", 4, Grouping::thousands},
      {"DE", "EUR", "49", "0", "Europe/Berlin", 1, Grouping::thousands},
      {"GB", "GBP", "44", "0", "Europe/London", 4, Grouping::thousands},
      {"US", "USD", "1", "1", "America/New_York", 1, Grouping::thousands},
      {"JM", "JMD", "1", "1", "America/Jamaica", 1, Grouping::thousands},
      {"JP", "JPY", "81", "0", "Asia/Tokyo", 4, Grouping::thousands},
      {"AU", "AUD", "61", "0", "Australia/Sydney", 7, Grouping::thousands},
      {"RU", "RUB", "7", "8", "Europe/Moscow", 1, Grouping::thousands},
      {"HU", "HUF", "36", "06", "Europe/Budapest", 1, Grouping::thousands},
      {"LT", "EUR", "370", "8", "Europe/Vilnius", 1, Grouping::thousands},
      {"IT", "EUR", "39", "", "Europe/Rome", 1, Grouping::thousands},
      {"ES", "EUR", "34", "", "Europe/Madrid", 1, Grouping::thousands},
      {"MX", "MXN", "52", "", "America/Mexico_City", 1, Grouping::thousands},
      {"BG", "EUR", "359", "0", "Europe/Sofia", 1, Grouping::thousands},
      {"BR", "BRL", "55", "0", "America/Sao_Paulo", 1, Grouping::thousands},
      {"CN", "CNY", "86", "0", "Asia/Shanghai", 1, Grouping::thousands},
  };
  for (const Known& known : table) {
    CAPTURE(known.code);
    const Country* country = find_country(known.code);
    REQUIRE(country != nullptr);
    CHECK(country->currency == known.currency);
    CHECK(country->calling_code == known.calling_code);
    CHECK(country->trunk == known.trunk);
    CHECK(country->timezone == known.timezone);
    CHECK(country->year_starts == known.year_starts);
    CHECK(country->grouping == known.grouping);
  }
}

#include "core/domain/phone.hpp"

#include <doctest/doctest.h>

#include <string>

#include "core/domain/country.hpp"

using namespace crm;

TEST_CASE("all spellings of a phone are one number") {
  struct Spelling {
    const char* country;
    const char* text;
    const char* number;
  };

  const Spelling table[] = {
      {"IN", "98450 12345", "+919845012345"},
      {"IN", "09845012345", "+919845012345"},
      {"IN", "+91 98450 12345", "+919845012345"},
      {"IN", "0091-98450-12345", "+919845012345"},
      {"IN", "919845012345", "+919845012345"},
      {"IN", "+91 (0)98450 12345", "+919845012345"},
      {"IN", "९८४५० १२३४५", "+919845012345"},
      {"IN", "೯೮೪೫೦ ೧೨೩೪೫", "+919845012345"},
      {"IN", "＋９１ ９８４５０ １２３４５", "+919845012345"},
      {"IN", "tel:+91-98450-12345", "+919845012345"},
      {"IN", "080 2345 6789", "+918023456789"},
      {"DE", "030 1234567", "+49301234567"},
      {"DE", "+49 30 1234567", "+49301234567"},
      {"DE", "(030) 123-45-67", "+49301234567"},
      {"DE", "+49 (0)30 / 1234567", "+49301234567"},
      {"DE", "0049 030 1234567", "+49301234567"},
      {"IN", "+49 30 1234567", "+49301234567"},
      {"GB", "+44 (0)20 7946 0958", "+442079460958"},
      {"GB", "020 7946 0958", "+442079460958"},
      {"FR", "01 23 45 67 89", "+33123456789"},
      {"US", "(212) 555-0100", "+12125550100"},
      {"US", "1-212-555-0100", "+12125550100"},
      {"US", "+1 212 555 0100", "+12125550100"},
      {"US", "011 49 30 1234567", "+49301234567"},
      {"JM", "876 555 0100", "+18765550100"},
      {"AU", "(02) 9374 4000", "+61293744000"},
      {"AU", "0011 49 30 1234567", "+49301234567"},
      {"RU", "8 (812) 123-45-67", "+78121234567"},
      {"RU", "812 123 45 67", "+78121234567"},
      {"RU", "+7 812 123-45-67", "+78121234567"},
      {"RU", "7 812 123 45 67", "+78121234567"},
      {"KZ", "8 727 123 45 67", "+77271234567"},
      {"BY", "8 029 123 45 67", "+375291234567"},
      {"BY", "029 123 45 67", "+375291234567"},
      {"BY", "+375 29 123 45 67", "+375291234567"},
      {"LT", "8 612 34567", "+37061234567"},
      {"LT", "0 612 34567", "+37061234567"},
      {"HU", "06 1 234 5678", "+3612345678"},
      {"HU", "+36 1 234 5678", "+3612345678"},
      {"IT", "06 6982 1234", "+390669821234"},
      {"IT", "+39 (0)6 6982 1234", "+390669821234"},
      {"IT", "347 123 4567", "+393471234567"},
      {"SM", "0549 882345", "+3780549882345"},
      {"VA", "06 6982 1234", "+390669821234"},
      {"MX", "55 1234 5678", "+525512345678"},
      {"MX", "+52 1 55 1234 5678", "+525512345678"},
      {"ES", "912 345 678", "+34912345678"},
      {"ES", "+34 (0)912 345 678", "+34912345678"},
      {"PL", "22 123 45 67", "+48221234567"},
      {"SG", "6123 4567", "+6561234567"},
      {"HK", "+852 2123 4567", "+85221234567"},
      {"GA", "011 44 12 34", "+24111441234"},
      {"", "98450 12345", "9845012345"},
      {"", "+91 98450 12345", "+919845012345"},
      {"XX", "0091 98450 12345", "+919845012345"},
  };
  for (const auto& [country, text, number] : table) {
    CAPTURE(country);
    CAPTURE(text);
    CHECK(e164(text, country) == number);
  }
}

TEST_CASE("an extension is no part of the number") {
  for (const char* text : {"030 1234567 ext. 12", "030 1234567 x12", "+49-30-1234567;ext=12",
                           "Fax: 030 1234567", "030 1234567 EXT 12"}) {
    CAPTURE(text);
    CHECK(e164(text, "DE") == "+49301234567");
  }
}

TEST_CASE("less than four digits are no number") {
  for (const char* text : {"", "112", "+49", "call me", "(0)"}) {
    CAPTURE(text);
    CHECK(e164(text, "DE").empty());
  }
  CHECK(e164("1234", "DE") == "+491234");
}

TEST_CASE("a number in its international spelling is the same number in every country") {
  for (const Country& country : countries()) {
    CAPTURE(country.code);
    const std::string number = e164("2345 678 901", country.code);
    CHECK(e164(number, country.code) == number);
    CHECK(e164(number, "IN") == number);
    CHECK(e164(number, "") == number);
  }
}

TEST_CASE("digits with signs between them look like a phone") {
  for (const char* text : {"98450 12345", "+49 (0)30/123-45.67", "12345", "९८४५०"})
    CHECK(looks_like_phone(text));
  for (const char* text : {"", "1234", "anna", "p4n8x2", "12345 Main St", "a@b.example"})
    CHECK_FALSE(looks_like_phone(text));
}

TEST_CASE("one @ between two names looks like an e-mail address") {
  for (const char* text : {"bob@acme.example", "a@b", "अनिता@उदाहरण.भारत"})
    CHECK(looks_like_email(text));
  for (const char* text :
       {"", "@", "bob@", "@acme", "bob", "a@b@c", "bob @acme", "bob@acme example"})
    CHECK_FALSE(looks_like_email(text));
}

TEST_CASE("an address that a browser copied loses what stands around it") {
  CHECK(without_scheme("mailto:office@acme.example") == "office@acme.example");
  CHECK(without_scheme("MAILTO:office@acme.example?subject=Hi") == "office@acme.example");
  CHECK(without_scheme("tel:+49-30-1234567") == "+49-30-1234567");
  for (const char* text : {"", "tel:", "Tel Aviv", "office@acme.example", "a?b", "hotel:123"})
    CHECK(without_scheme(text) == text);
}

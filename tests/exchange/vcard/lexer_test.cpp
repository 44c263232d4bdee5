// Properties of cards, and bytes written as letters.
#include <doctest/doctest.h>

#include "core/exchange/transfer_coding.hpp"
#include "core/exchange/vcard_lexer.hpp"
#include "core/exchange/vcard_text.hpp"

namespace crm::test {

TEST_CASE("quoted-printable and base64 are undone, and what is neither stays") {
  CHECK(from_quoted_printable("Zo=C3=ab=3D=0A") == "Zo\xC3\xAB=\n");
  CHECK(from_quoted_printable("a=b=4=") == "a=b=4=");
  CHECK(from_base64("Wm/Dqw==") == "Zoë");
  CHECK(from_base64(" Wm_D\r\n qw") == "Zoë");
  CHECK(from_base64("") == "");
  CHECK(!from_base64("Wm%D"));
}

TEST_CASE("a property is its group, name, parameters and value") {
  const auto property =
      read_property("item1.tel;TYPE=work,\"cell\";x-Note=\"a;b:c^nd\":+49:30\\;1");
  REQUIRE(property);
  CHECK(property->group == "item1");
  CHECK(property->name == "TEL");
  CHECK(property->types() == std::vector<std::string>{"work", "cell"});
  CHECK(*property->parameter("X-NOTE") == "a;b:c\nd");
  CHECK(property->value == "+49:30\\;1");
  CHECK(vcard::plain_text(*property) == "+49:30;1");
  CHECK(property->text() == "item1.tel;TYPE=work,\"cell\";x-Note=\"a;b:c^nd\":+49:30\\;1");
}

TEST_CASE("bare words of version 2.1 have names, and what was undone is said no more") {
  const auto property =
      read_property("NOTE;HOME;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:a=E4=0D=0Ab;", true);
  REQUIRE(property);
  CHECK(property->value == "aä\nb;");
  CHECK(property->text() == "NOTE;TYPE=HOME:aä\\nb;");
  CHECK(read_property("PHOTO;JPEG;BASE64:AAAA", true)->base64);
}

TEST_CASE("a line without a name and a colon is no property") {
  for (const char* const line :
       {"", "TEL", ":1", "A B:1", "a.b c:1", ".TEL:1", "TEL;TYPE=x", "ä:1"})
    CHECK_MESSAGE(!read_property(line), line);
}

TEST_CASE("labels are types where types say them") {
  using vcard::types_of_label;
  CHECK(vcard::label_of_types({"pref", "cell", "voice", "work"}) == "work mobile");
  CHECK(vcard::label_of_types({"x-shop"}) == "shop");
  CHECK(types_of_label("work fax") == std::vector<std::string>{"WORK", "FAX"});
  CHECK(types_of_label("") == std::vector<std::string>{});
  CHECK(!types_of_label("fax work"));
  CHECK(!types_of_label("Work"));
  CHECK(!types_of_label("invoices"));
  CHECK(vcard::label_of_apple("_$!<HomeFAX>!$_") == "home fax");
  CHECK(vcard::label_of_apple("Night Porter") == "Night Porter");
}

TEST_CASE("days of cards may lack their year") {
  const auto day = [](const char* text) {
    const auto read = vcard::partial_day(text);
    return read ? read->text() : "none";
  };
  CHECK(day("19900501") == "1990-05-01");
  CHECK(day("--0229") == "02-29");
  CHECK(day("1604-02-29") == "02-29");
  CHECK(day("1990-05") == "1990-05");
  CHECK(day("1990-05-01T10:00:00Z") == "1990-05-01");
  CHECK(day("19900230") == "none");
  CHECK(day("---01") == "none");
  CHECK(day("0000") == "none");
  CHECK(day("1990-5-1") == "none");
  CHECK(vcard::written_day(PartialDay::parse("1990-05").value(), true) == "1990-05");
}

}  // namespace crm::test

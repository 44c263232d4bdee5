// Cards that we write: what they look like, and that nothing is lost on the way.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "core/domain/text.hpp"
#include "core/exchange/vcard_text.hpp"
#include "core/exchange/vcard_writer.hpp"
#include "core/record/reader.hpp"
#include "tests/exchange/vcard/law.hpp"
#include "tests/exchange/vcard/told.hpp"
#include "tests/property/random_record.hpp"

namespace crm::test {
namespace {

Customer acme() {
  const Tree tree = Tree::parse(R"(id: acme-robotics-7h2k
name: Acme Robotics
status: customer
tags: [b2b, "very, important"]
emails: [office@acme.example, {value: bills@acme.example, label: invoices}]
phones: [{value: "+49 30 1234567", label: work}]
links: ["https://acme.example/a?b=c,d;e", "skype:acme"]
addresses:
  - {id: aw3f8k, label: office, street: Ring 4, postcode: "04109", city: Leipzig, country: DE}
consent: {email: no}
aliases: [Acme, acme-2-9k2f]
fields: {industry: robotics, department: Sales}
extra: ["item1.X-ABRELATEDNAMES:Globex", "item1.X-ABLabel:parent", "BDAY:0000", "X-A:1\nEND:VCARD"]
note: |
  Pays late;
  always pays.
people:
  - id: p4n8x2
    name: Bob Ray
    role: CTO
    emails: [{value: bob@acme.example, label: work}]
    phones: [{value: "+49 171 5550100", label: mobile}]
    birthday: 02-29
    dates: [{id: d1d1d1, on: 2010-06-01, what: anniversary}, {id: d2d2d2, on: 2001-10, what: joined}]
    language: en
    timezone: Europe/Berlin
  - {id: g0n3xx, name: Gone Gwen, left: 2025-01-01}
)",
                                "acme.yaml")
                        .value();
  return *read_customer(tree, "EUR").value;
}

std::string without_returns(std::string text) {
  std::erase(text, '\r');
  return text;
}

/// Somebody whom nobody would invent, with what a card has to be careful with.
Customer random_customer(Dice& dice) {
  static const std::vector<std::string> phones{
      "+49 30 1234567", "98450 12345", "+91-98450-12345;ext=2", "٠١٢٣٤٥٦", "०९८४५ ०१२३४", "112"};
  static const std::vector<std::string> emails{"a@b.example", "Zoë@bücher.example",
                                               "o'neil+x@y.example", "a,b;c@d.example",
                                               "not an address"};
  static const std::vector<std::string> links{"https://acme.example/a?b=c,d;e#f",
                                              "www.acme.example",
                                              "skype:bobby",
                                              "xmpp:a@b.example",
                                              "C:\\new\\folder",
                                              "a\\,b",
                                              "https://例え.example/パス"};
  static const std::vector<std::string> labels{"",         "work",  "home",         "mobile",
                                               "work fax", "Work",  "Night Porter", "invoices, all",
                                               "fax work", "pager", "a;b:c",        "घर"};
  static const std::vector<std::string> extra{"X-SPOUSE:Bob",
                                              "GENDER:F",
                                              "item1.X-ABRELATEDNAMES:Eve",
                                              "item1.X-ABLabel:_$!<Spouse>!$_",
                                              "X-FOO;X-BAR=\"a;b:c\":v\\, w",
                                              "crm1.X-THING:1",
                                              "AGENT:BEGIN:VCARD\\nFN:S\\nEND:VCARD",
                                              "DEATHDATE:19990101",
                                              "CALURI:http://c.example",
                                              "X-LONG:ಗೌಡ ಗೌಡ ಗೌಡ ಗೌಡ ಗೌಡ ಗೌಡ ಗೌಡ ಗೌಡ ಗೌಡ ಗೌಡ ಗೌಡ ಗೌಡ"};
  Customer customer;
  RandomValue{dice, 40}.make(customer);
  customer.id = "random-7h2k";
  const auto tame = [&](Contact& contact) {
    for (Labelled& email : contact.emails) email.value = dice.one_of(emails);
    for (Labelled& phone : contact.phones) phone.value = dice.one_of(phones);
    for (auto* list : {&contact.emails, &contact.phones})
      for (Labelled& each : *list)
        if (dice.chance(80)) each.label = dice.one_of(labels);
    for (Address& address : contact.addresses)
      if (dice.chance(50)) address.label = dice.one_of(labels);
    for (std::string& link : contact.links) link = dice.one_of(links);
    if (dice.chance(50) && !contact.dates.empty()) contact.dates[0].what = "anniversary";
    contact.timezone = dice.one_of({"", "Asia/Tokyo", "Europe/Berlin"});
    contact.aliases.push_back(dice.one_of({"anna-7h2k", "Annie", "Al, the \\ man", "x-y"}));
  };
  tame(customer);
  for (Person& person : customer.people) tame(person);
  for (const char* const key : {"department", "job_title", "role"})
    if (dice.chance(40)) customer.fields.emplace_back(key, visible_text(dice));
  customer.kind = dice.one_of({"", "", "person", "company"});
  customer.extra.clear();
  for (const std::string& line : extra)
    if (dice.chance(20)) customer.extra.push_back(line);
  return customer;
}

/// What another reader must find in that person's or company's card.
std::string said_by(const Customer& customer, const std::string& organisation) {
  std::string said = "FN\t" + customer.name + "\n";
  for (const Labelled& each : customer.emails) said += "EMAIL\t" + each.value + "\n";
  for (const Labelled& each : customer.phones) said += "TEL\t" + each.value + "\n";
  for (const std::string& tag : customer.tags) said += "CATEGORIES\t" + tag + "\n";
  if (!organisation.empty()) said += "ORG\t" + organisation + "\n";
  std::string note = customer.note;
  std::ranges::replace(note, '\n', '\x1F');
  if (!note.empty()) said += "NOTE\t" + note + "\n";
  return said;
}

}  // namespace

TEST_CASE("a company and its people are cards of version 3.0") {
  CHECK(without_returns(to_vcard(acme())) == R"(BEGIN:VCARD
VERSION:3.0
PRODID:-//crm//crm//EN
UID:acme-robotics-7h2k@crm
X-CRM-ID:acme-robotics-7h2k
FN:Acme Robotics
N:;;;;
X-ABShowAs:COMPANY
ORG:Acme Robotics;Sales
EMAIL;TYPE=INTERNET:office@acme.example
crm1.EMAIL;TYPE=INTERNET:bills@acme.example
crm1.X-ABLabel:invoices
TEL;TYPE=WORK:+49 30 1234567
crm2.ADR:;;Ring 4;Leipzig;;04109;DE
crm2.X-ABLabel:office
URL:https://acme.example/a?b=c,d;e
IMPP:skype:acme
NICKNAME:Acme
CATEGORIES:b2b,very\, important
NOTE:Pays late\;\nalways pays.
item1.X-ABRELATEDNAMES:Globex
item1.X-ABLabel:parent
X-A:1 END:VCARD
END:VCARD
BEGIN:VCARD
VERSION:3.0
PRODID:-//crm//crm//EN
UID:acme-robotics-7h2k+p4n8x2@crm
X-CRM-ID:acme-robotics-7h2k
X-CRM-PERSON:p4n8x2
FN:Bob Ray
N:Ray;Bob;;;
ORG:Acme Robotics
TITLE:CTO
EMAIL;TYPE=INTERNET,WORK:bob@acme.example
TEL;TYPE=CELL:+49 171 5550100
BDAY:--0229
X-ANNIVERSARY:2010-06-01
crm1.X-ABDATE:2001-10
crm1.X-ABLabel:joined
LANG:en
TZ;VALUE=text:Europe/Berlin
END:VCARD
)");
}

TEST_CASE("version 4.0 has days, kinds and types of its own") {
  Customer company = acme();
  CHECK(to_vcard(company, {.version = CardWish::Version::v4}).find("\r\nKIND:org\r\n") !=
        std::string::npos);
  Customer person;
  person.id = "zoe-7h2k";
  person.name = "Zoë Åström";
  person.phones = {{"+46 8 1", "work mobile"}};
  person.birthday = PartialDay::parse("1990-05-01").value();
  person.timezone = "Europe/Stockholm";
  YearlyDate wedding;
  wedding.on = PartialDay::parse("06-01").value();
  wedding.what = "anniversary";
  person.dates = {wedding};
  person.fields = {{"company", "Acme"}, {"job_title", "CTO"}};
  CHECK(without_returns(to_vcard(person, {.version = CardWish::Version::v4})) == R"(BEGIN:VCARD
VERSION:4.0
PRODID:-//crm//crm//EN
UID:zoe-7h2k@crm
X-CRM-ID:zoe-7h2k
FN:Zoë Åström
N:Åström;Zoë;;;
ORG:Acme
TITLE:CTO
TEL;TYPE=work,cell:+46 8 1
BDAY:19900501
ANNIVERSARY:--0601
TZ:Europe/Stockholm
END:VCARD
)");
  CHECK(to_vcard(person, {.employer = "Globex"}).find("\r\nORG:Globex\r\n") != std::string::npos);
}

TEST_CASE("each card of a customer can be a file of its own") {
  const auto cards = cards_of(acme());
  REQUIRE(cards.size() == 2);
  CHECK(cards[0].uid == "acme-robotics-7h2k@crm");
  CHECK(cards[1].uid == "acme-robotics-7h2k+p4n8x2@crm");
  CHECK(cards[1].text.starts_with("BEGIN:VCARD\r\n"));
  CHECK(cards[1].text.ends_with("END:VCARD\r\n"));
}

TEST_CASE("long lines are folded at 75 bytes and between characters") {
  Customer customer;
  customer.id = "long-7h2k";
  customer.name = "अनिता शर्मा और उनकी बहुत बहुत लंबी नाम वाली दुकान जयपुर";
  const std::string text = to_vcard(customer);
  CHECK(text.find("\r\n ") != std::string::npos);
  CHECK(what_is_lost(customer, CardWish::Version::v3, true) == "");
}

TEST_CASE("the parts of a foreign name stay what they were until the name changes") {
  Customer customer;
  customer.id = "mei-7h2k";
  customer.name = "陳美玲";
  customer.extra = {"N:陳;美玲;;;"};
  CHECK(to_vcard(customer).find("\r\nN:陳;美玲;;;\r\n") != std::string::npos);
  customer.extra = {"N:陳;美玲"};
  CHECK(to_vcard(customer).find("\r\nN:陳;美玲;;;\r\n") != std::string::npos);
  customer.name = "林美玲";
  CHECK(to_vcard(customer).find("\r\nN:林美玲;;;;\r\n") != std::string::npos);
}

TEST_CASE("extra lines can't break out of their card or say its own lines again") {
  Customer customer;
  customer.id = "evil-7h2k";
  customer.name = "Eve";
  customer.extra = {
      "END:VCARD",        "BEGIN:VCARD",      "UID:other@crm",
      "X-CRM-ID:other",   "no property",      "VERSION:2.1",
      "X-B:2\r\nUID:c",   " X-C:folded",      "X-D;ENCODING=QUOTED-PRINTABLE:=0AUID:d=",
      "FN:Other",         "X-E:\x01\xFFtail", "X-F:",
      "AGENT:BEGIN:VCARD"};
  for (const auto version : {CardWish::Version::v3, CardWish::Version::v4}) {
    const std::string text = to_vcard(customer, {.version = version});
    CHECK(text.find("\r\nX-B:2 UID:c\r\n") != std::string::npos);
    CHECK(text.find("\r\nX-D:\\nUID:d=\r\n") != std::string::npos);
    const Customer found = read_back(text);
    CHECK(found.id == "evil-7h2k");
    CHECK(found.name == "Eve");
    CHECK(found.external.empty());
    CHECK(cards(text)->next().value()->index() == 0);
    CHECK(is_utf8(text));
  }
}

TEST_CASE("a customer's card says all of it that a card can say") {
  const char* const factor = std::getenv("CRM_PROPERTY_TIMES");
  const std::uint64_t rounds = 3'000 * (factor == nullptr ? 1 : std::stoul(factor));
  for (std::uint64_t seed = 0; seed < rounds; ++seed) {
    Dice dice(seed);
    const Customer customer = random_customer(dice);
    for (const auto version : {CardWish::Version::v3, CardWish::Version::v4}) {
      const std::string lost = what_is_lost(customer, version, true);
      if (!lost.empty()) FAIL("seed ", seed, ": ", lost);
    }
  }
}

// tests/exchange/vcard/readers.py asks for them.
TEST_CASE("cards for readers from outside") {
  const char* const folder = std::getenv("CRM_CARDS");
  if (folder == nullptr) return;
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    Dice dice(seed);
    Customer customer = random_customer(dice);
    customer.id = "random-" + std::to_string(seed);
    customer.fields.clear();
    for (const auto version : {CardWish::Version::v3, CardWish::Version::v4}) {
      const std::filesystem::path place =
          std::filesystem::path(folder) / (version == CardWish::Version::v3 ? "3.0" : "4.0");
      for (const Card& card : cards_of(customer, {.version = version}))
        std::ofstream(place / (card.uid + ".vcf"), std::ios::binary) << card.text;
      const std::string company = customer.is_company() ? vcard::one_line(customer.name) : "";
      std::ofstream(place / (cards_of(customer)[0].uid + ".said"), std::ios::binary)
          << said_by(sayable(customer), company);
      for (const Person& person : sayable(customer).people) {
        Customer alone;
        static_cast<Contact&>(alone) = person;
        alone.name = person.name;
        alone.note = person.note;
        std::ofstream(place / (customer.id + "+" + person.id + "@crm.said"), std::ios::binary)
            << said_by(alone, company);
      }
    }
  }
}

}  // namespace crm::test

#include "core/record/reader.hpp"

#include <doctest/doctest.h>

#include "core/record/writer.hpp"

namespace crm {
namespace {

Reading<Customer> reading(const std::string& text, const char* file = "customers/x-1234.yaml") {
  return read_customer(Tree::parse(text, file).value(), "EUR");
}

Customer customer(const std::string& text) {
  auto read = reading(text);
  REQUIRE(read.ok());
  return *std::move(read.value);
}

/// `3:5 code: message`, a problem a line.
template <class T>
std::string problems(const Reading<T>& read) {
  std::string all;
  for (const Problem& problem : read.problems)
    all += std::to_string(problem.place->line) + ":" + std::to_string(problem.place->column) + " " +
           problem.code + (problem.warning ? "?" : "") + ": " + problem.message + "\n";
  return all;
}

}  // namespace

TEST_CASE("a record is read as what it says") {
  const Customer read = customer(
      "id: acme-7h2k\nname: Acme\nadded: 2026-01-02\ntags: [b2b, 0606, no]\nemails: [a@b.example, "
      "{value: c@d.example, label: bills}]\n"
      "consent: {email: yes, phone: no, post: 2025-01-10}\nfields: {size: 010, on: "
      "no}\nkeep_in_touch: no\nbirthday: 02-29\n"
      "deals:\n  - {id: d1aaaa, title: 0606, amount: 12000.50, probability: 40}\n");
  CHECK(read.id == "acme-7h2k");
  CHECK(read.added->text() == "2026-01-02");
  CHECK(read.tags == std::vector<std::string>{"b2b", "0606", "no"});
  CHECK(read.emails == std::vector<Labelled>{{"a@b.example", ""}, {"c@d.example", "bills"}});
  CHECK(read.consent.size() == 3);
  CHECK(read.consent[2].second.since->text() == "2025-01-10");
  CHECK(read.fields == Named<std::string>{{"size", "010"}, {"on", "no"}});
  CHECK_FALSE(read.keep_in_touch->period);
  CHECK(read.deals[0].title == "0606");
  CHECK(read.deals[0].amount->text() == "12000.50 EUR");
  CHECK(read.deals[0].probability == 40);
}

TEST_CASE("nothing is nothing, but Null may be a name") {
  const Customer read = customer(
      "name: Null\nowner: ~\nsource:\nstatus: null\nnote: \"\"\nadded: null\ntags: ~\nlinks: "
      "null\nbirthday: NULL\nextra: [null, ~, \"\", a]\nfields: {a: null, b: ~, c: \"\"}\nconsent: "
      "{email: ~}\n");
  CHECK(read.name == "Null");
  CHECK(read.owner == "");
  CHECK(read.source == "");
  CHECK(read.status == "null");
  CHECK_FALSE(read.added);
  CHECK_FALSE(read.birthday);
  CHECK(read.tags.empty());
  CHECK(read.links.empty());
  CHECK(read.extra == std::vector<std::string>{"null", "a"});
  CHECK(find_named(read.fields, "a") != nullptr);
  CHECK(find_named(read.fields, "b") == nullptr);
  CHECK(read.consent.empty());
}

TEST_CASE("without an id a customer is known by its file, an entry by its content") {
  CHECK(customer("name: a\n").id == "x-1234");
  CHECK(customer("name: a\nid: ~\n").id == "x-1234");
  CHECK(file_stem("customers/berlin/acme-7h2k.yaml") == "acme-7h2k");
  CHECK(file_stem("notes") == "notes");
  const auto read = reading(
      "name: a\npeople:\n  - name: b\n  - {id: P1, name: c}\n  - {id: p2, name: d}\n  - {id: p2, "
      "name: e}\n  - {id: '', name: f}\n");
  REQUIRE(read.ok());
  CHECK(read.value->people[0].id.size() == 6);
  CHECK(read.value->people[4].id.size() == 6);
  CHECK(problems(read) ==
        "3:5 no-id?: an entry without an id\n"
        "4:10 bad-id?: \"P1\" is not an id\n"
        "6:5 id-twice?: the id p2 stands twice in this list\n"
        "7:5 no-id?: an entry without an id\n");
}

TEST_CASE("every mistake is named at once, where it is, in the order of the file") {
  const auto read = reading(
      "name: ~\n"
      "added: 2026-02-30\n"
      "tags: {a: b}\n"
      "note: [x]\n"
      "deals:\n"
      "  - title: t\n"
      "    amount: 12 zorkmid\n"
      "    probability: 4x\n"
      "  - just text\n"
      "consent: [email]\n"
      "interactions:\n"
      "  - {id: i1, kind: call}\n"
      "owner: anna\n");
  CHECK_FALSE(read.ok());
  std::string places;
  for (const Problem& problem : read.problems)
    places += std::to_string(problem.place->line) + (problem.warning ? "? " : " ");
  CHECK(places == "1 2 3 4 6? 7 8 9 10 12 ");
  CHECK(read.error().kind == Error::Kind::invalid);
  CHECK(read.error().problems.size() == 9);
}

TEST_CASE("unknown keys are remarked on, one's own are not") {
  const auto read =
      reading("name: a\nowmer: b\nx-own: c\ndeals: [{id: d1, title: t, colour: red}]\n");
  CHECK(read.ok());
  CHECK(problems(read) ==
        "2:1 unknown-key?: a customer has no \"owmer\"\n4:28 unknown-key?: a deal has no "
        "\"colour\"\n");
  CHECK(read.problems[0].hint == "did you mean owner?");
  CHECK(read.problems[1].hint == "a key of your own begins with x-");
}

TEST_CASE("yes and no are read in any of their words") {
  for (const char* yes : {"yes", "Yes", "true", "TRUE"})
    CHECK(customer(std::string("name: a\nreminders: [{due: 2026-01-01, promise: ") + yes + "}]\n")
              .reminders[0]
              .promise);
  for (const char* no : {"no", "No", "false", "~"})
    CHECK_FALSE(
        customer(std::string("name: a\nreminders: [{due: 2026-01-01, promise: ") + no + "}]\n")
            .reminders[0]
            .promise);
  CHECK(problems(reading("name: a\nreminders: [{id: r1, due: 2026-01-01, promise: maybe}]\n")) ==
        "2:48 value: \"maybe\" should be yes or no\n");
}

TEST_CASE("a flood of mistakes is cut off, and still refused") {
  std::string text = "name: a\n";
  for (int i = 0; i < 5'000; ++i) text += "key" + std::to_string(i) + ": v\n";
  CHECK(reading(text).ok());
  text += "deals:\n";
  for (int i = 0; i < 50'000; ++i) text += "  -\n";
  const auto read = reading(text);
  CHECK_FALSE(read.ok());
  CHECK(read.problems.size() <= 2'000);
  CHECK_FALSE(read.error().problems.empty());
}

TEST_CASE("a newer book is refused with that reason alone") {
  const auto read =
      read_settings(Tree::parse("format: 99\nstrange: [1\n  , 2]\n", "crm.yaml").value());
  CHECK_FALSE(read.ok());
  CHECK(read.problems.size() == 1);
  CHECK(read.problems[0].code == "newer-format");
  CHECK_FALSE(
      read_settings(
          Tree::parse("format: 0\ncurrency: EUR\ncountry: DE\ntimezone: UTC\n", "crm.yaml").value())
          .ok());
  CHECK(problems(read_settings(
            Tree::parse("format: 1\ncurrency: EUX\ncountry: XX\ntimezone: UTC\n", "crm.yaml")
                .value())) ==
        "2:11 value: there is no currency \"EUX\"\n3:10 value: there is no country \"XX\"\n");
}

TEST_CASE("what is read and written is read the same") {
  const std::string text =
      "id: a-1\nname: \"no\"\nemails: [{value: x, label: z}]\nnote: |+\n  a\n\n";
  CHECK(new_file(to_data(customer(text))) == text);
}

}  // namespace crm

#include "core/book/erasure.hpp"

#include <doctest/doctest.h>

#include "core/book/erased.hpp"
#include "core/record/reader.hpp"
#include "core/record/tree.hpp"
#include "core/record/writer.hpp"

namespace crm {
namespace {

Customer customer(const std::string& yaml) {
  const auto reading = read_customer(Tree::parse(yaml, "f").value(), "EUR");
  REQUIRE_MESSAGE(reading.ok(), yaml);
  return *reading.value;
}

Erasure of_anita() {
  Erasure erasure({"anita-4x8k"});
  erasure.learn(
      customer("id: anita-4x8k\nname: Anita Sharma\nemails: [anita@work.example]\n"
               "phones: [\"+49 30 1234567\"]\n"));
  return erasure;
}

std::string without(const std::string& text, bool names_too = true) {
  return without_mentions(text, of_anita().traces(), names_too);
}

std::string cleaned(const Erasure& erasure, const std::string& yaml, bool names_too = false) {
  return new_file(to_data(erasure.cleaned(customer(yaml), names_too)));
}

}  // namespace

TEST_CASE("mentions are whole words, whatever their case") {
  CHECK(without("Ask ANITA  SHARMA, or anita@work.example") == "Ask [erased], or [erased]");
  CHECK(without("Ask Anita Sharma", false) == "Ask Anita Sharma");
  CHECK(without("Anita Sharmanka and banita sharma") == "Anita Sharmanka and banita sharma");
  CHECK(without("see anita-4x8k.") == "see [erased].");
  CHECK(without("see janita-4x8k") == "see janita-4x8k");
  CHECK(without("call +49 30 1234567!") == "call [erased]!");
  CHECK(without("") == "");
}

TEST_CASE("a name of one word is found as it is written only") {
  Traces traces;
  traces.names = {"Will"};
  CHECK(without_mentions("I will ask Will.", traces, true) == "I will ask [erased].");
}

TEST_CASE("names of all scripts are found") {
  Traces traces;
  traces.names = {"अनिता शर्मा", "山本 さくら"};
  CHECK(without_mentions("कल अनिता शर्मा।", traces, true) == "कल [erased]।");
  CHECK(without_mentions("昨日は山本 さくらと", traces, true) == "昨日は[erased]と");
}

TEST_CASE("no reference is left to somebody who was erased") {
  CHECK(cleaned(of_anita(),
                "id: ravi\nname: Ravi\nreferred_by: anita-4x8k\nworks_at: anita-4x8k\n"
                "relations: [{id: a1, to: anita-4x8k, as: wife}]\ndistinct_from: [anita-4x8k]\n"
                "people: [{id: p1, name: A, customer: anita-4x8k}]\n"
                "interactions: [{id: k1, at: 2026-01-01, kind: call, with: p1, also: [anita-4x8k], "
                "text: as anita-4x8k said}]\n") ==
        "id: ravi\nname: Ravi\ninteractions:\n  - id: k1\n    at: 2026-01-01\n    kind: call\n"
        "    text: as [erased] said\n");
}

TEST_CASE("addresses that others share stay theirs") {
  const std::string yaml = "id: ravi\nname: Ravi\nemails: [anita@work.example]\n";
  CHECK(cleaned(of_anita(), yaml) == yaml);
}

TEST_CASE("a person goes out of the customer's record") {
  Erasure erasure({"acme/p1"});
  const std::string acme =
      "id: acme\nname: Acme\npeople:\n  - {id: p1, name: Bob Ray, emails: [bob@acme.example]}\n"
      "  - {id: p2, name: Cy}\ndeals: [{id: d1, title: for Bob Ray, with: [p1, p2]}]\n";
  erasure.learn(customer(acme));
  CHECK(erasure.takes("acme") == false);
  CHECK(cleaned(erasure, acme, true) ==
        "id: acme\nname: Acme\npeople:\n  - id: p2\n    name: Cy\ndeals:\n  - id: d1\n"
        "    title: for [erased]\n    with: [p2]\n");
  // The same id in another record is somebody else.
  CHECK(cleaned(erasure, "id: hooli\nname: Hooli\npeople: [{id: p1, name: Gavin}]\n") ==
        "id: hooli\nname: Hooli\npeople:\n  - id: p1\n    name: Gavin\n");
}

TEST_CASE("sales stay without a name, under ids of their own") {
  int count = 0;
  const auto new_id = [&] { return "n" + std::to_string(++count); };
  const Customer kept = anonymised(
      customer("id: anita-4x8k\nname: Anita Sharma\nstatus: customer\nowner: ben\nsource: fair\n"
               "emails: [a@b.example]\nnote: pays late\ntags: [vip]\n"
               "deals:\n"
               "  - {id: d1, title: Anita's stoles, amount: 10.00 EUR, note: x, history: [{id: h1, "
               "at: 2026-01-02, stage: won, note: y}]}\n"
               "  - {id: d2, title: open, amount: 5.00 EUR}\n"
               "purchases:\n"
               "  - {id: b1, on: 2026-01-03, item: stole for Anita Sharma, amount: 10.00 EUR, "
               "deal: d1, note: z, external: [till:1]}\n"
               "  - {id: b2, on: 2026-01-04, item: back, amount: 1.00 EUR, refund_of: b1}\n"
               "payments: [{id: y1, on: 2026-01-05, amount: 9.00 EUR, for: b1}, {id: y2, on: "
               "2026-01-06, amount: 2.00 EUR, for: d2}]\n"
               "interactions: [{id: k1, at: 2026-01-01, kind: call}]\n"),
      "erased-1234",
      completed(*read_settings(Tree::parse("format: 1\ncurrency: EUR\ncountry: DE\n"
                                           "timezone: Europe/Berlin\n",
                                           "crm.yaml")
                                   .value())
                     .value),
      new_id);
  CHECK(new_file(to_data(kept)) ==
        "id: erased-1234\nname: erased customer\nkind: person\nstatus: customer\nowner: ben\n"
        "source: fair\nkeep_in_touch: no\ndeals:\n  - id: n1\n    title: sale\n"
        "    amount: 10.00 EUR\n    history:\n      - {id: n2, at: 2026-01-02, stage: won}\n"
        "purchases:\n"
        "  - {id: n3, on: 2026-01-03, item: \"stole for [erased]\", amount: 10.00 EUR, deal: n1}\n"
        "  - {id: n4, on: 2026-01-04, item: back, amount: 1.00 EUR, refund_of: n3}\n"
        "payments:\n  - {id: n5, on: 2026-01-05, amount: 9.00 EUR, for: n3}\n"
        "  - {id: n6, on: 2026-01-06, amount: 2.00 EUR}\n");
}

TEST_CASE("erased.txt is in order whoever wrote it") {
  Erased erased = Erased::parse("# asked for it\nzoe-1111\r\n\n anna-2222 \nzoe-1111\n");
  CHECK(erased.contains("anna-2222"));
  CHECK_FALSE(erased.contains("# asked for it"));
  erased.add({"ben-3333", "acme/p1"});
  CHECK(erased.text() == "# asked for it\nacme/p1\nanna-2222\nben-3333\nzoe-1111\n");
}

}  // namespace crm

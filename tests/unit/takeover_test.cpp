#include "core/merge/takeover.hpp"

#include <doctest/doctest.h>

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

const Moment now = *Moment::parse("2026-11-21T10:15+01:00");

Takeover taken(const std::string& kept, const std::string& other) {
  return taken_over(customer("id: acme\nname: Acme\n" + kept),
                    customer("id: acme-2\nname: ACME GmbH\n" + other), now, "DE");
}

std::string at(const Customer& customer, const char* key) {
  const Data data = to_data(customer);
  const Data* const value = data.find(key);
  return value == nullptr ? "" : flow_text(*value);
}

}  // namespace

TEST_CASE("the one that goes leaves a stub, its id and its name") {
  const Takeover both = taken("", "tags: [vip]\n");
  CHECK(new_file(to_data(both.stub)) ==
        "id: acme-2\nname: ACME GmbH\ndeleted: 2026-11-21T10:15+01:00\nmerged_into: acme\n");
  CHECK(at(both.kept, "aliases") == "[acme-2, ACME GmbH]");
  CHECK(at(both.kept, "tags") == "[vip]");
  CHECK(both.differing.empty());
}

TEST_CASE("what differed and was not taken waits among the conflicts") {
  const Takeover both = taken("status: customer\nfields: {branch: a}\n",
                              "status: lead\nowner: ben\nfields: {branch: b}\n");
  CHECK(at(both.kept, "owner") == "ben");
  CHECK(at(both.kept, "status") == "customer");
  REQUIRE(both.differing.size() == 2);
  CHECK(both.differing[0].field == "status");
  CHECK(both.differing[0].kept == "customer");
  CHECK(both.differing[0].lost == "lead");
  CHECK(both.differing[1].field == "fields/branch");
  CHECK(both.differing[1].lost == "b");
  CHECK(both.kept.conflicts == both.differing);
}

TEST_CASE("two entries that happen to have one id stay two") {
  const Takeover both =
      taken("deals: [{id: d1, title: arms}]\n",
            "deals: [{id: d1, title: legs, history: [{id: h1, at: 2026-01-02, stage: lead}]}]\n"
            "payments: [{id: y1, on: 2026-01-03, amount: 5.00 EUR, for: d1}]\n"
            "interactions: [{id: i1, at: 2026-01-02, kind: call, deal: d1}]\n");
  REQUIRE(both.kept.deals.size() == 2);
  const std::string& id = both.kept.deals[1].id;
  CHECK(id != "d1");
  CHECK(both.kept.deals[1].title == "legs");
  CHECK(both.kept.deals[1].history.front().id == "h1");
  CHECK(both.kept.payments.front().for_what == id);
  CHECK(both.kept.interactions.front().deal == id);
  CHECK(both.differing.empty());
}

TEST_CASE("an id that another kind of entry has is given up too") {
  const Takeover both = taken("deals: [{id: x1, title: arms}]\n",
                              "people: [{id: x1, name: Bob}]\ncases: [{id: s1, title: c, with: "
                              "[x1]}]\n");
  const std::string& id = both.kept.people.front().id;
  CHECK(id != "x1");
  CHECK(both.kept.cases.front().with == std::vector<std::string>{id});
}

TEST_CASE("people of one name are one person") {
  const Takeover both = taken(
      "people: [{id: p1, name: Bob Ray, role: CTO}]\n",
      "people: [{id: q1, name: bob ray, role: boss, emails: [b@r.example]}, {id: q2, name: Al}]\n"
      "interactions: [{id: i1, at: 2026-01-02, kind: call, with: [q1, q2]}]\n");
  REQUIRE(both.kept.people.size() == 2);
  CHECK(both.kept.people[0].emails.size() == 1);
  CHECK(at(both.kept, "interactions") == "[{id: i1, at: 2026-01-02, kind: call, with: [p1, q2]}]");
  REQUIRE(both.differing.size() == 2);
  CHECK(both.differing[1].field == "people/p1/role");
  CHECK(both.differing[1].lost == "boss");
}

TEST_CASE("nobody refers to themselves afterwards") {
  const Takeover both = taken("referred_by: acme-2\ndistinct_from: [acme-2, globex]\n",
                              "works_at: acme\nrelations: [{id: r1, to: acme, as: twin}]\n"
                              "interactions: [{id: i1, at: 2026-01-02, kind: call, also: [acme, "
                              "globex]}]\n");
  CHECK(both.kept.referred_by == "");
  CHECK(both.kept.works_at == "");
  CHECK(both.kept.relations.empty());
  CHECK(both.kept.distinct_from == std::vector<std::string>{"globex"});
  CHECK(both.kept.interactions.front().also == std::vector<std::string>{"globex"});
}

TEST_CASE("what came late to a stub goes to its target, what is there already once") {
  const Customer target = customer(
      "id: acme\nname: Acme\naliases: [acme-2]\n"
      "interactions: [{id: i1, at: 2026-01-02, kind: call, text: hello}]\n");
  const Customer stub = customer(
      "id: acme-2\nname: ACME GmbH\nmerged_into: acme\ndeleted: 2026-02-01\nowner: ben\n"
      "interactions: [{id: i1, at: 2026-01-02, kind: call, text: hello, outcome: held}, {id: i2, "
      "at: 2026-01-09, kind: email}]\n");
  const Takeover both = with_late_entries(target, stub, "DE");
  CHECK(at(both.kept, "interactions") ==
        "[{id: i1, at: 2026-01-02, kind: call, outcome: held, text: hello}, {id: i2, at: "
        "2026-01-09, kind: email}]");
  CHECK(both.kept.owner == "ben");
  CHECK_FALSE(both.kept.is_deleted());
  CHECK(new_file(to_data(both.stub)) ==
        "id: acme-2\nname: ACME GmbH\ndeleted: 2026-02-01\nmerged_into: acme\n");
  CHECK(with_late_entries(both.kept, both.stub, "DE").kept == both.kept);
}

TEST_CASE("references are followed, and a set of them stays a set") {
  const Customer before = customer(
      "id: c\nname: C\nreferred_by: a\nworks_at: x\ndistinct_from: [a, b]\n"
      "people: [{id: p1, name: P, customer: a}]\nrelations: [{id: r1, to: a}]\n"
      "interactions: [{id: i1, at: 2026-01-02, kind: call, also: [b, a]}]\n");
  const Customer after = relinked(before, {{"a", "b"}});
  CHECK(after.referred_by == "b");
  CHECK(after.works_at == "x");
  CHECK(after.distinct_from == std::vector<std::string>{"b"});
  CHECK(after.people.front().customer == "b");
  CHECK(after.relations.front().to == "b");
  CHECK(after.interactions.front().also == std::vector<std::string>{"b"});
  CHECK(relinked(before, {{"z", "b"}}) == before);
}

}  // namespace crm

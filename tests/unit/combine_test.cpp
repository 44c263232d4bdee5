#include "core/merge/combine.hpp"

#include <doctest/doctest.h>

#include "core/record/reader.hpp"
#include "core/record/tree.hpp"
#include "core/record/writer.hpp"

namespace crm {
namespace {

Customer customer(const std::string& yaml) {
  const auto reading = read_customer(Tree::parse("name: N\n" + yaml, "f").value(), "EUR");
  REQUIRE_MESSAGE(reading.ok(), yaml);
  // The reader names everything; here what has no id in the text has none.
  Customer read = *reading.value;
  const auto forget = [&](std::string& id) {
    if (yaml.find("id: " + id) == yaml.npos) id.clear();
  };
  forget(read.id);
  for (Purchase& one : read.purchases) forget(one.id);
  for (Interaction& one : read.interactions) forget(one.id);
  return read;
}

/// What stands at the key afterwards, then ` | ` and what differed.
std::string together(const std::string& ours, const std::string& theirs, const char* key,
                     const Joining& how = Prefer::ours) {
  const Combined both = combined(customer(ours), customer(theirs), how, "DE");
  const Data data = to_data(both.customer);
  const Data* const value = data.find(key);
  std::string text = value == nullptr ? "" : flow_text(*value);
  for (const std::string& field : both.differing) text += " | " + field;
  return text;
}

std::string by_theirs(const std::string& ours, const std::string& theirs, const char* key) {
  return together(ours, theirs, key, Prefer::theirs);
}

}  // namespace

TEST_CASE("what one of two records does not say, the other one does") {
  CHECK(together("", "owner: ben\n", "owner") == "ben");
  CHECK(together("owner: anna\n", "", "owner") == "anna");
  CHECK(by_theirs("owner: anna\n", "", "owner") == "anna");
  CHECK(together("owner: anna\n", "owner: ben\n", "owner") == "anna | owner");
  CHECK(by_theirs("owner: anna\n", "owner: ben\n", "owner") == "ben | owner");
  CHECK(together("birthday: 02-29\n", "birthday: 1980-02-29\n", "birthday") == "02-29 | birthday");
  CHECK(by_theirs("id: a\n", "id: b\n", "id") == "a");
  CHECK(together("", "id: b\n", "id") == "b");
}

TEST_CASE("the word of a copy is no second one") {
  const auto ours = [](const std::string& a, const std::string& b, const char* key) {
    return together(a, b, key, Joining::with_copy(Prefer::ours));
  };
  const auto theirs = [](const std::string& a, const std::string& b, const char* key) {
    return together(a, b, key, Joining::with_copy(Prefer::theirs));
  };
  CHECK(ours("note: one\n", "note: uno\n", "note") == "one | note");
  CHECK(theirs("note: one\n", "note: uno\n", "note") == "uno | note");
  // What has the other in it says more.
  CHECK(ours("note: one\n", "note: \"one\\ntwo\"\n", "note") == "\"one\\ntwo\"");
  CHECK(theirs("note: \"one\\ntwo\"\n", "note: one\n", "note") == "\"one\\ntwo\"");
  // Somebody has set another day: the fields' own rules are for two who did not know it.
  CHECK(theirs("since: 2025-01-02\n", "since: 2026-05-01\n", "since") == "2026-05-01 | since");
  CHECK(ours("since: 2025-01-02\n", "since: 2024-05-01\n", "since") == "2025-01-02 | since");
  // A refusal stays all the same.
  CHECK(theirs("consent: {email: no}\n", "consent: {email: yes}\n", "consent") == "{email: no}");
  Joining letters = Prefer::ours;
  letters.texts = Joining::Texts::ours;
  CHECK(together("note: mended\n", "note: as it came\n", "note", letters) == "mended");
}

TEST_CASE("the earlier day and the refusal stay, whoever is preferred") {
  for (const Prefer prefer : {Prefer::ours, Prefer::theirs}) {
    CHECK(together("added: 2025-01-02\n", "added: 2024-05-01\n", "added", prefer) == "2024-05-01");
    CHECK(together("since: 2025-01-02\n", "since: 2026-05-01\n", "since", prefer) == "2025-01-02");
    CHECK(together("consent: {email: yes}\n", "consent: {email: no, phone: yes}\n", "consent",
                   prefer) == "{email: no, phone: yes}");
    CHECK(together("consent: {email: 2025-02-01}\n", "consent: {email: 2025-01-10}\n", "consent",
                   prefer) == "{email: 2025-01-10}");
    CHECK(together("consent: {email: yes}\n", "consent: {email: 2025-01-10}\n", "consent",
                   prefer) == "{email: 2025-01-10}");
  }
}

TEST_CASE("sets are united, e-mails compared folded and phones as numbers") {
  CHECK(together("tags: [a, b]\n", "tags: [c, b]\n", "tags") == "[a, b, c]");
  CHECK(together("emails: [Bob@Acme.example]\n", "emails: [x@y.example, bob@acme.example]\n",
                 "emails") == "[Bob@Acme.example, x@y.example]");
  CHECK(together("phones: [030 1234567]\n", "phones: [\"+49 30 1234567\", 030 7654321]\n",
                 "phones") == "[\"030 1234567\", \"030 7654321\"]");
  CHECK(together("phones: [\"12\"]\n", "phones: [\"12\", \"13\"]\n", "phones") ==
        "[\"12\", \"13\"]");
  CHECK(together("emails: [a@b.example]\n", "emails: [{value: A@b.example, label: work}]\n",
                 "emails") == "[{value: a@b.example, label: work}]");
  CHECK(by_theirs("emails: [{value: a@b.example, label: home}]\n",
                  "emails: [{value: a@b.example, label: work}]\n",
                  "emails") == "[{value: a@b.example, label: work}] | emails/a@b.example");
  CHECK(together("fields: {a: 1, b: 2}\n", "fields: {b: 3, c: 4}\n", "fields") ==
        "{a: \"1\", b: \"2\", c: \"4\"} | fields/b");
}

TEST_CASE("notes stand one after the other, unless one of them has the lines of the other") {
  CHECK(together("note: pays late\n", "note: likes tea\n", "note") == "\"pays late\\nlikes tea\"");
  CHECK(together("note: \"a\\nb\\nc\"\n", "note: b\n", "note") == "\"a\\nb\\nc\"");
  CHECK(together("note: b\n", "note: \"a\\nb\\n\"\n", "note") == "\"a\\nb\\n\"");
  // VIP is not said by "not VIP".
  CHECK(together("note: VIP\n", "note: not VIP\n", "note") == "\"VIP\\nnot VIP\"");
}

TEST_CASE("entries are the same by id, then by a mark of another program, then by what they say") {
  CHECK(together("deals: [{id: d1, title: a}]\n",
                 "deals: [{id: d1, title: b, owner: ben}, {id: d2, title: c}]\n", "deals") ==
        "[{id: d1, title: a, owner: ben}, {id: d2, title: c}] | deals/d1/title");
  CHECK(together("interactions: [{id: i1, at: 2026-01-02, kind: call, external: [p:1]}]\n",
                 "interactions: [{at: 2026-01-02, kind: call, subject: s, external: [p:1]}, {at: "
                 "2026-01-02, kind: call, external: [p:2]}]\n",
                 "interactions") ==
        "[{id: i1, at: 2026-01-02, kind: call, subject: s, external: [\"p:1\"]}, {at: 2026-01-02, "
        "kind: call, external: [\"p:2\"]}]");
  CHECK(together("interactions: [{id: i1, at: 2026-01-02, kind: letter, sent_key: k}]\n",
                 "interactions: [{id: i2, at: 2026-01-02, kind: letter, sent_key: k}]\n",
                 "interactions") == "[{id: i1, at: 2026-01-02, kind: letter, sent_key: k}]");
  CHECK(together("relations: [{id: r1, to: x, as: friend}]\n",
                 "relations: [{id: r2, to: x, as: friend}, {id: r3, to: x, as: boss}]\n",
                 "relations") == "[{id: r1, to: x, as: friend}, {id: r3, to: x, as: boss}]");
}

TEST_CASE("two equal purchases without ids stay two") {
  const std::string pen = "{on: 2026-01-02, item: pen, amount: 2.00 EUR}";
  CHECK(together("purchases: [" + pen + "]\n", "purchases: [" + pen + ", " + pen + "]\n",
                 "purchases") == "[" + pen + ", " + pen + "]");
}

TEST_CASE("a deal that is in both has the moves of both, each once") {
  CHECK(together("deals: [{id: d1, title: a, history: [{id: h1, at: 2026-01-01, stage: lead}]}]\n",
                 "deals: [{id: d1, title: a, history: [{id: h2, at: 2026-01-01, stage: lead}, {id: "
                 "h3, at: 2026-02-01, stage: won}]}]\n",
                 "deals") ==
        "[{id: d1, title: a, history: [{id: h1, at: 2026-01-01, stage: lead}, {id: h3, at: "
        "2026-02-01, stage: won}]}]");
}

TEST_CASE("what names an entry that is ours under another id names ours") {
  const std::string ours = "people: [{id: p1, name: Bob, external: [x:7]}]\n";
  const std::string theirs =
      "people: [{id: q1, name: Bob, role: CTO, external: [x:7]}]\n"
      "deals: [{id: d1, title: a, with: [q1]}]\n"
      "interactions: [{id: i1, at: 2026-01-02, kind: call, with: [q1], deal: d1}]\n";
  CHECK(together(ours, theirs, "people") ==
        "[{id: p1, name: Bob, role: CTO, external: [\"x:7\"]}]");
  CHECK(together(ours, theirs, "deals") == "[{id: d1, title: a, with: [p1]}]");
  CHECK(together(ours, theirs, "interactions") ==
        "[{id: i1, at: 2026-01-02, kind: call, with: [p1], deal: d1}]");
}

TEST_CASE("a reminder was done by whoever did it last") {
  CHECK(together("reminders: [{id: r1, due: 2026-01-02, done: 2026-01-03, done_by: anna}]\n",
                 "reminders: [{id: r1, due: 2026-01-01, done: 2026-02-03, done_by: ben}]\n",
                 "reminders") == "[{id: r1, due: 2026-01-01, done: 2026-02-03, done_by: ben}]");
  CHECK(by_theirs("reminders: [{id: r1, due: 2026-01-02, done: 2026-01-03, done_by: anna}]\n",
                  "reminders: [{id: r1, due: 2026-01-01, done: 2026-01-02, done_by: ben}]\n",
                  "reminders") == "[{id: r1, due: 2026-01-01, done: 2026-01-03, done_by: anna}]");
}

}  // namespace crm

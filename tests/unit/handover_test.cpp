#include "core/team/handover.hpp"

#include <doctest/doctest.h>

#include "core/record/reader.hpp"
#include "core/record/tree.hpp"
#include "core/record/writer.hpp"

namespace crm {
namespace {

const Moment now = *Moment::parse("2026-11-21T10:15+01:00");

Settings settings(const std::string& team = "anna: {}, ben: {}, cara: {name: Cara Lund}") {
  const std::string text =
      "format: 1\ncurrency: EUR\ncountry: DE\ntimezone: Europe/Berlin\nteam: {" + team + "}\n";
  return completed(*read_settings(Tree::parse(text, "crm.yaml").value()).value);
}

Customer customer(const std::string& yaml) {
  const auto reading =
      read_customer(Tree::parse("id: acme\nname: Acme\n" + yaml, "f").value(), "EUR");
  REQUIRE_MESSAGE(reading.ok(), yaml);
  return *reading.value;
}

Customer given(const std::string& yaml, const std::string& from = "anna") {
  int count = 0;
  const auto new_id = [&](const Customer&) { return "n" + std::to_string(++count); };
  return handed_over(customer(yaml), {from, "ben", now, "cara", new_id}, settings());
}

std::string at(const Customer& customer, const char* key) {
  const Data data = to_data(customer);
  const Data* const value = data.find(key);
  return value == nullptr ? "" : flow_text(*value);
}

}  // namespace

TEST_CASE("what is counted is what is theirs and open") {
  const Customer one = customer(
      "owner: anna\n"
      "deals:\n"
      "  - {id: d1, title: inherited}\n"
      "  - {id: d2, title: bens, owner: ben}\n"
      "  - {id: d3, title: won, owner: anna, history: [{id: h1, at: 2026-01-01, stage: won}]}\n"
      "cases: [{id: s1, title: open}, {id: s2, title: c, history: [{id: h2, at: 2026-01-02, "
      "status: closed}]}]\n"
      "reminders: [{id: r1, due: 2026-12-01}, {id: r2, due: 2026-12-01, for: ben}, {id: r3, due: "
      "2026-11-01, done: 2026-11-02}]\n"
      "interactions: [{id: k1, at: 2026-12-01, kind: meeting}, {id: k2, at: 2026-10-01, kind: "
      "call, by: anna}]\n");
  CHECK(duties_of(one, "anna", settings(), now) == Duties{1, 1, 1, 1, 1});
  CHECK(duties_of(one, "ben", settings(), now) == Duties{0, 1, 0, 1, 0});
  CHECK(duties_of(one, "cara", settings(), now).empty());
  Customer removed = one;
  removed.deleted = now;
  CHECK(duties_of(removed, "anna", settings(), now).empty());
}

TEST_CASE("counts are told in words") {
  CHECK(Duties{12, 3, 1, 5, 0}.words() == "12 customers, 3 deals, 1 case and 5 reminders");
  CHECK(Duties{0, 0, 0, 1, 0}.words() == "1 reminder");
  CHECK(Duties{1, 0, 0, 0, 2}.words() == "1 customer and 2 meetings");
}

TEST_CASE("a customer without an owner stays so") {
  CHECK(given("status: lead\n") == customer("status: lead\n"));
}

TEST_CASE("what has no owner of its own goes along, and stays without one") {
  const Customer after = given(
      "owner: anna\ndeals: [{id: d1, title: x}]\n"
      "reminders: [{id: r1, due: 2026-12-01}]\n");
  CHECK(after.owner == "ben");
  CHECK(after.deals[0].owner.empty());
  CHECK(after.reminders[0].for_whom.empty());
}

TEST_CASE("an open deal tells whose it was, so that past days stay right") {
  const Customer after = given("owner: cara\ndeals: [{id: d1, title: x, owner: anna}]\n");
  CHECK(after.owner == "cara");
  CHECK(at(after, "deals") ==
        "[{id: d1, title: x, owner: ben, history: [{id: n1, at: 2026-11-21T10:15+01:00, by: cara, "
        "was: {owner: anna}}]}]");
}

TEST_CASE("what is over stays whose it was") {
  const Customer after = given(
      "owner: anna\ndeals: [{id: d1, title: x, history: [{id: h1, at: 2026-01-01, stage: won}]}]\n"
      "cases: [{id: s1, title: y, history: [{id: h2, at: 2026-01-02, status: closed}]}]\n");
  CHECK(after.deals[0].owner == "anna");
  CHECK(after.cases[0].owner == "anna");
}

TEST_CASE("a full name in the place of the short one is followed") {
  CHECK(given("owner: Cara Lund\n", "cara").owner == "ben");
}

TEST_CASE("somebody stands in until a day, that day too") {
  const Settings team =
      settings("anna: {stand_in: ben, away_until: 2026-11-21}, ben: {}, cara: {stand_in: anna}");
  const Day last = now.day;
  CHECK(stand_in_for("anna", team, last) == "ben");
  CHECK(stand_in_for("anna", team, last.plus_days(1)) == "");
  CHECK(stand_in_for("cara", team, last.plus_days(1)) == "anna");
  CHECK(looked_after_by("ben", team, last) == std::set<std::string>{"anna", "ben", "cara"});
  CHECK(looked_after_by("ben", team, last.plus_days(1)) == std::set<std::string>{"ben"});
}

TEST_CASE("two who stand in for each other go in no circle") {
  const Settings team = settings("anna: {stand_in: ben}, ben: {stand_in: anna}");
  CHECK(looked_after_by("ben", team, now.day) == std::set<std::string>{"anna", "ben"});
}

}  // namespace crm

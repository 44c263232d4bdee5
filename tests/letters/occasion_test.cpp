// On which days what is wished: rows worked out by hand.
#include "core/letters/occasion.hpp"

#include <doctest/doctest.h>

#include "core/record/reader.hpp"

namespace crm {
namespace {

Settings book() {
  Settings settings = standard_settings(*find_country("DE"));
  settings.timezone = "Europe/Berlin";
  settings.fields = {{"warranty_until", {"day", {}, {}}}, {"fabric", {"text", {}, {}}}};
  return settings;
}

/// `birthday|apart|before|what`, or `!` and what is wrong.
std::string parsed(const std::string& text) {
  const auto occasion = WishOccasion::parse(text, book());
  if (!occasion) {
    const Problem& problem = occasion.error().problems.front();
    return "!" + problem.message + (problem.hint.empty() ? "" : " (" + problem.hint + ")");
  }
  return occasion->text() + " | " + occasion->key();
}

/// The wishes of a record (lines of YAML) between two days: `day mark` each.
std::string wished(const std::string& yaml, const std::string& occasion, const std::string& from,
                   const std::string& to, const Settings& settings = book(),
                   const std::string& now = "2026-11-21T10:15+01:00") {
  const auto tree = Tree::parse("id: acme\nname: Acme\n" + yaml, "acme.yaml").value();
  const Customer customer = *read_customer(tree, settings.currency).value;
  const Zone zone = Zone::find(settings.timezone).value();
  const WishGround ground{settings, Moment::parse(now).value(), zone};
  std::string all;
  for (const Wish& one : wishes_of(customer, WishOccasion::parse(occasion, settings).value(),
                                   Day::parse(from).value(), Day::parse(to).value(), ground))
    all += (all.empty() ? "" : ", ") + one.day.text() + " " + one.sent_key;
  return all;
}

}  // namespace

TEST_CASE("an occasion is read as people write it") {
  CHECK(parsed("birthday") == "birthday | birthday");
  CHECK(parsed(" Birthday ") == "birthday | birthday");
  CHECK(parsed("birthday - 7d") == "birthday - 7d | birthday-7d");
  CHECK(parsed("since") == "since | since");
  CHECK(parsed("since+1y") == "since + 1y | since+1y");
  CHECK(parsed("since + 1 year") == "since + 1y | since+1y");
  CHECK(parsed("purchase + 14d") == "purchase + 14d | purchase+14d");
  CHECK(parsed("case closed + 3d") == "case closed + 3d | case-closed+3d");
  CHECK(parsed("deal won") == "deal won | deal-won");
  CHECK(parsed("no contact 90d") == "no contact 90d | no-contact-90d");
  CHECK(parsed("no contact + 3m") == "no contact 3m | no-contact-3m");
  CHECK(parsed("warranty_until - 30d") ==
        "fields.warranty_until - 30d | fields.warranty_until-30d");
  CHECK(parsed("fields.warranty_until") == "fields.warranty_until | fields.warranty_until");
  CHECK(parsed("Wedding") == "Wedding | wedding");
  CHECK(parsed("co-op day + 1d") == "co-op day + 1d | co-op-day+1d");
  CHECK(parsed("co-op day") == "co-op day | co-op-day");
  CHECK(parsed("शादी") == "शादी | शादी");
}

TEST_CASE("an occasion that can't be meant is named, with what may be") {
  CHECK(parsed("") == "!an occasion has no name (write birthday or purchase + 14d)");
  CHECK(parsed("brithday") == "!there is no occasion \"brithday\" (did you mean birthday?)");
  CHECK(parsed("purchases + 3d") == "!there is no occasion \"purchases\" (did you mean purchase?)");
  CHECK(parsed("case opened") ==
        "!there is no occasion \"case opened\" (did you mean case closed?)");
  CHECK(parsed("since + 1x") ==
        "!\"1x\" is no length of time (write 3d, 2w, 6m or 1y behind the sign)");
  CHECK(parsed("since - soon") ==
        "!\"soon\" is no length of time (write 3d, 2w, 6m or 1y behind the sign)");
  CHECK(parsed("no contact") == "!no contact wants to know since when (write no contact 90d)");
  CHECK(parsed("no contact - 90d") ==
        "!no contact wants to know since when (write no contact 90d)");
  CHECK(parsed("no contact long") == "!\"long\" is no length of time (write no contact 90d)");
  CHECK(parsed("fabric") == "!the field \"fabric\" is no day (crm.yaml's fields call it a text)");
  CHECK(parsed("fields.waranty_until - 30d") ==
        "!there is no field \"waranty_until\" (did you mean fields.warranty_until?)");
}

TEST_CASE("a birthday is wished each year on its day, also a person's; a part of one never") {
  CHECK(wished("birthday: 1980-11-21", "birthday", "2026-11-18", "2026-11-21") ==
        "2026-11-21 wishes/birthday/2026");
  CHECK(wished("birthday: 11-18", "birthday", "2026-11-18", "2026-11-21") ==
        "2026-11-18 wishes/birthday/2026");
  CHECK(wished("birthday: 11-17", "birthday", "2026-11-18", "2026-11-21").empty());
  CHECK(wished("birthday: 1980", "birthday", "2026-01-01", "2026-12-31").empty());
  CHECK(wished("birthday: 1980-11", "birthday", "2026-01-01", "2026-12-31").empty());
  // Not on the day somebody is born, nor before.
  CHECK(wished("birthday: 2026-11-21", "birthday", "2025-11-21", "2026-11-21").empty());
  CHECK(wished("people:\n  - {id: p1, name: Bob, birthday: 11-20}\n"
               "  - {id: p2, name: Eve, birthday: 11-20, left: 2026-01-01}\n",
               "birthday", "2026-11-18", "2026-11-21") == "2026-11-20 wishes/birthday/2026/p1");
  // Over the turn of the year.
  CHECK(wished("birthday: 12-31", "birthday", "2026-12-30", "2027-01-02") ==
        "2026-12-31 wishes/birthday/2026");
  CHECK(wished("birthday: 01-02", "birthday - 7d", "2026-12-25", "2026-12-27") ==
        "2026-12-26 wishes/birthday-7d/2027");
  CHECK(wished("birthday: 12-30", "birthday + 1w", "2027-01-04", "2027-01-07") ==
        "2027-01-06 wishes/birthday+1w/2026");
}

TEST_CASE("29 February is wished by crm.yaml's leap_day") {
  CHECK(wished("birthday: 02-29", "birthday", "2027-02-25", "2027-03-03") ==
        "2027-02-28 wishes/birthday/2027");
  CHECK(wished("birthday: 02-29", "birthday", "2028-02-25", "2028-03-03") ==
        "2028-02-29 wishes/birthday/2028");
  Settings march = book();
  march.leap_day = PartialDay::parse("03-01").value();
  CHECK(wished("birthday: 2000-02-29", "birthday", "2027-02-25", "2027-03-03", march) ==
        "2027-03-01 wishes/birthday/2027");
  CHECK(wished("birthday: 2000-02-29", "birthday", "2028-02-25", "2028-03-03", march) ==
        "2028-02-29 wishes/birthday/2028");
  CHECK(wished("since: 2024-02-29", "since", "2027-02-25", "2027-03-03", march) ==
        "2027-03-01 wishes/since/2027");
}

TEST_CASE("other dates are known by their what, however often it is said") {
  const std::string dates =
      "dates:\n  - {id: d1, on: 2010-05-03, what: Child}\n  - {id: d2, on: 05-04, what: child}\n"
      "  - {id: d3, on: 05-04, what: wedding}\n";
  CHECK(wished(dates, "child", "2026-05-01", "2026-05-05") ==
        "2026-05-03 wishes/child/2026/d1, 2026-05-04 wishes/child/2026/d2");
  CHECK(wished(dates, "wedding - 3d", "2026-05-01", "2026-05-05") ==
        "2026-05-01 wishes/wedding-3d/2026/d3");
  CHECK(wished(dates, "founding", "2026-05-01", "2026-05-05").empty());
}

TEST_CASE("plain since is each year, since + 1y is once") {
  CHECK(wished("since: 2024-11-20", "since", "2026-11-18", "2026-11-21") ==
        "2026-11-20 wishes/since/2026");
  CHECK(wished("since: 2026-11-20", "since", "2026-11-18", "2026-11-21").empty());
  CHECK(wished("since: 2025-11-20", "since + 1y", "2026-11-18", "2026-11-21") ==
        "2026-11-20 wishes/since+1y");
  CHECK(wished("since: 2024-11-20", "since + 1y", "2026-11-18", "2026-11-21").empty());
  // Where the record says nothing: the first purchase, or win.
  const std::string bought = "purchases:\n  - {id: b1, on: 2026-11-10, item: Arm, amount: 5 EUR}\n";
  CHECK(wished(bought, "since + 10d", "2026-11-18", "2026-11-21") == "2026-11-20 wishes/since+10d");
  CHECK(wished("", "since", "2026-01-01", "2026-12-31").empty());
}

TEST_CASE("what is bought on one day is one occasion; what was given back is none") {
  const std::string bought =
      "purchases:\n"
      "  - {id: b1, on: 2026-11-07, item: Arm, amount: 5 EUR}\n"
      "  - {id: b2, on: 2026-11-07, item: Leg, amount: 5 EUR}\n"
      "  - {id: b3, on: 2026-11-06, item: Eye, amount: 5 EUR}\n"
      "  - {id: b4, on: 2026-11-08, item: Eye, amount: 5 EUR, refund_of: b3}\n";
  CHECK(wished(bought, "purchase + 14d", "2026-11-18", "2026-11-22") ==
        "2026-11-21 wishes/purchase+14d/2026-11-07");
  CHECK(wished(bought, "purchase", "2026-11-01", "2026-11-30") ==
        "2026-11-07 wishes/purchase/2026-11-07");
}

TEST_CASE("a case counts from the day it was closed for good, in the book's zone") {
  const auto closed = [](const std::string& at, const std::string& more = "") {
    return "cases:\n  - id: s1\n    title: noise\n    history:\n"
           "      - {id: h1, at: 2026-11-01T08:30:00+01:00, status: open}\n"
           "      - {id: h2, at: " +
           at + ", status: closed}\n" + more;
  };
  CHECK(wished(closed("2026-11-18T10:00:00+01:00"), "case closed + 3d", "2026-11-18",
               "2026-11-21") == "2026-11-21 wishes/case-closed+3d/s1");
  // 23:30 in New York is 5:30 of the next day in Berlin.
  CHECK(wished(closed("2026-11-17T23:30:00-05:00"), "case closed + 3d", "2026-11-18",
               "2026-11-21") == "2026-11-21 wishes/case-closed+3d/s1");
  CHECK(wished(
            closed("2026-11-18T10:00:00+01:00",
                   "      - {id: h3, at: 2026-11-19T10:00:00+01:00, status: open, reopen: true}\n"),
            "case closed + 3d", "2026-11-18", "2026-11-21")
            .empty());
}

TEST_CASE("a deal that is won is one of the first pipeline, or has an amount") {
  Settings settings = book();
  const auto stage = [](const char* name, const char* ends) {
    Stage one;
    one.stage = name;
    one.ends = ends;
    return one;
  };
  settings.pipelines = {{"sales", {stage("lead", ""), stage("won", "won")}},
                        {"delivery", {stage("proof", ""), stage("sent", "won")}}};
  const std::string deals =
      "deals:\n"
      "  - id: d1\n    title: arms\n    history:\n"
      "      - {id: h1, at: 2026-11-14T10:00:00+01:00, stage: won, from: lead}\n"
      "  - id: d2\n    title: arms\n    pipeline: delivery\n    history:\n"
      "      - {id: h2, at: 2026-11-14T10:00:00+01:00, stage: sent, from: proof}\n";
  CHECK(wished(deals, "deal won + 7d", "2026-11-18", "2026-11-21", settings) ==
        "2026-11-21 wishes/deal-won+7d/d1");
}

TEST_CASE("no contact counts from the last one, and not where one is planned") {
  const std::string last =
      "added: 2025-01-01\ninteractions:\n"
      "  - {id: k1, at: 2026-08-23T10:00+02:00, kind: call}\n"
      "  - {id: k2, at: 2026-09-01, kind: meeting, outcome: cancelled}\n";
  // 8 days of August, 30 of September, 31 of October, 21 of November.
  CHECK(wished(last, "no contact 90d", "2026-11-18", "2026-11-21") ==
        "2026-11-21 wishes/no-contact-90d/2026-08-23");
  CHECK(wished(last + "  - {id: k3, at: 2026-11-30T10:00, kind: meeting, planned: yes}\n",
               "no contact 90d", "2026-11-18", "2026-11-21")
            .empty());
  CHECK(wished("added: 2026-08-23", "no contact 90d", "2026-11-18", "2026-11-21") ==
        "2026-11-21 wishes/no-contact-90d/2026-08-23");
  CHECK(wished("", "no contact 90d", "2026-11-18", "2026-11-21").empty());
}

TEST_CASE("a day of the book's own fields counts in both directions") {
  CHECK(wished("fields: {warranty_until: 2026-12-21}", "warranty_until - 30d", "2026-11-18",
               "2026-11-21") == "2026-11-21 wishes/fields.warranty_until-30d/2026-12-21");
  CHECK(wished("fields: {warranty_until: 2026-02-30}", "warranty_until", "2026-01-01", "2026-12-31")
            .empty());
  CHECK(wished("fields: {warranty_until: soon}", "warranty_until", "2026-01-01", "2026-12-31")
            .empty());
}

TEST_CASE("whoever is removed is wished nothing") {
  CHECK(wished("birthday: 11-21\ndeleted: 2026-01-01T10:00:00+01:00", "birthday", "2026-11-21",
               "2026-11-21")
            .empty());
  CHECK(wished("birthday: 11-21\nmerged_into: globex", "birthday", "2026-11-21", "2026-11-21")
            .empty());
}

}  // namespace crm

#include "core/team/chronicle.hpp"

#include <doctest/doctest.h>

namespace crm {
namespace {

using Words = std::vector<std::string>;

Words told(const std::string& path, const std::optional<std::string>& before,
           const std::optional<std::string>& after) {
  Settings settings;
  settings.currency = "EUR";
  Words all;
  for (const Event& event : told_changes(path, before, after, settings)) all.push_back(event.words);
  return all;
}

const std::string globex = "id: globex-9k2f\nname: Globex\n";

Words told(const std::string& before, const std::string& after) {
  return told("customers/globex-9k2f.yaml", globex + before, globex + after);
}

}  // namespace

TEST_CASE("what happened to a customer is told in the words of the trade") {
  CHECK(told("owner: anna\n", "owner: ben\n") == Words{"Globex: owner anna → ben"});
  CHECK(told("", "status: lead\n") == Words{"Globex: status none → lead"});
  CHECK(told("tags: [old, vip]\n", "tags: [vip, fair]\n") == Words{"Globex: +fair -old"});
  CHECK(told("", "tags: [a, b]\n") == Words{"Globex: +a +b"});
  CHECK(told("emails: [a@b.example]\n", "") == Words{"Globex: emails -a@b.example"});
  CHECK(told("", "interactions:\n  - {id: k3v9q2, at: 2026-11-21, kind: email}\n") ==
        Words{"logged an email with Globex"});
  const std::string deal = "deals:\n  - id: d7k2m9\n    title: 500 arms\n    amount: 10.00 EUR\n";
  const std::string moves =
      "    history:\n      - {id: h1a2b3, at: 2026-10-01T09:12:44+02:00, stage: proposal}\n";
  CHECK(told("", deal + moves) == Words{"opened 500 arms for Globex, proposal"});
  CHECK(told(deal + moves,
             deal + moves + "      - {id: h4c5d6, at: 2026-10-12T16:02:10+02:00, stage: won}\n") ==
        Words{"500 arms: proposal → won"});
  const std::string reminder = "reminders:\n  - id: r4q9x1\n    due: 2026-11-25\n    text: call\n";
  CHECK(told("", reminder) == Words{"Globex: will be reminded on 2026-11-25: call"});
  CHECK(told(reminder, reminder + "    done: 2026-11-25\n    done_by: anna\n") ==
        Words{"Globex: done: call"});
  CHECK(told("",
             "purchases:\n  - {id: b5w6y7, on: 2026-06-20, item: Arm A1, amount: 480.00 EUR}\n") ==
        Words{"Globex bought Arm A1, 480.00 EUR"});
  CHECK(told("", "payments:\n  - {id: y2m4n6, on: 2026-07-02, amount: 480.00 EUR}\n") ==
        Words{"Globex paid 480.00 EUR"});
  CHECK(told("", "deleted: 2026-11-21T10:00:00Z\n") == Words{"removed Globex"});
  CHECK(told("deleted: 2026-11-21T10:00:00Z\n", "") == Words{"restored Globex"});
  CHECK(told("", "deleted: 2026-11-21T10:00:00Z\nmerged_into: acme-7h2k\n") ==
        Words{"merged Globex into acme-7h2k"});
  const std::string overlap = "conflicts:\n  - {id: x1a2b3, field: owner, kept: ben, lost: anna}\n";
  CHECK(told("", overlap) == Words{"Globex: both changed owner, kept ben, not anna"});
  CHECK(told(overlap, "") == Words{"Globex: settled owner"});
  CHECK(told("x-shoe: 42\n", "x-shoe: 43\n") == Words{"Globex: x-shoe 42 → 43"});
}

TEST_CASE("comments, order and spelling are nothing that happened") {
  CHECK(told("tags: [a, b]\n", "# here\ntags: [b, a]\n").empty());
  CHECK(told("customers/a.yaml", globex, globex).empty());
}

TEST_CASE("records come and go, and may be broken") {
  CHECK(told("customers/globex-9k2f.yaml", std::nullopt, globex) == Words{"added Globex"});
  CHECK(told("customers/globex-9k2f.yaml", globex, std::nullopt) == Words{"removed Globex"});
  CHECK(told("customers/globex-9k2f.yaml", globex, globex + "tags: [") ==
        Words{"customers/globex-9k2f.yaml: can't be read"});
  CHECK(told("campaigns/fair.yaml", std::nullopt, "id: fair\nname: Spring fair\n") ==
        Words{"added campaign Spring fair"});
}

TEST_CASE("a record whose file was moved is one record") {
  const auto words = [](const std::string& after) {
    Words all;
    for (const Event& event :
         told_changes({{"customers/globex-9k2f.yaml", globex, std::nullopt},
                       {"customers/pune/globex-9k2f.yaml", std::nullopt, globex + after}},
                      Settings{}))
      all.push_back(event.words);
    return all;
  };
  CHECK(words("") == Words{"Globex: now in customers/pune"});
  CHECK(words("owner: ben\n") == Words{"Globex: owner none → ben"});
}

TEST_CASE("of crm.yaml it is told which setting") {
  const std::string head = "format: 1\ncurrency: EUR\ncountry: DE\ntimezone: Europe/Berlin\n";
  const std::string stages =
      "pipelines:\n  sales:\n    - {stage: lead}\n    - {stage: proposal, guide: Ask first}\n";
  CHECK(
      told(
          "crm.yaml", head + stages,
          head +
              "pipelines:\n  sales:\n    - {stage: lead}\n    - {stage: proposal, guide: Ask}\n") ==
      Words{"crm.yaml: guide of proposal"});
  CHECK(told("crm.yaml", head, head + "name: Shop\n") == Words{"crm.yaml: name"});
  CHECK(told("crm.yaml", head + "filters:\n  hot: score:20..\n",
             head + "filters:\n  hot: score:30..\n") == Words{"crm.yaml: filters: hot"});
  CHECK(told("templates/wish.txt", "a", "b") == Words{"changed templates/wish.txt"});
}

}  // namespace crm

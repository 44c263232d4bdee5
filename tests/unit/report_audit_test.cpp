#include "core/report/audit.hpp"

#include <doctest/doctest.h>

#include "tests/unit/report_book.hpp"

using namespace crm;
using namespace crm::test;

namespace {

const char* const rules =
    "team: {anna: {name: Anna}, ben: {name: Ben, left: 2026-03-31}}\n"
    "currencies: [USD]\n"
    "pipelines:\n"
    "  sales: [{stage: lead, probability: 10}, {stage: offer, needs: has:amount}, "
    "{stage: won, ends: won}]\n"
    "  workshop: [{stage: proof}, {stage: delivered, ends: won}]\n";

/// The table of a book with that one customer.
std::string found(const std::string& table, const std::string& customer,
                  const std::string& from = {}, const std::string& settings = rules) {
  const ReportBook book(settings, {"id: acme\nname: Acme\n" + customer}, "2026-11-20T12:00+01:00");
  return told(audit_report(book.facts(), book.question(from, "")), table);
}

const std::string lead = "history: [{at: 2026-11-02, stage: lead}]";
const std::string won = "history: [{at: 2026-11-02, stage: won}]";

std::string deal(const std::string& rest) {
  return "deals: [{id: d1, title: arms, " + rest + "}]\n";
}

}  // namespace

TEST_CASE("an open deal's next step is a reminder or a meeting to come") {
  const std::string open = deal(lead);
  const std::string bare = "Acme | arms | 2 Nov 2026 | d1 | acme";
  CHECK(found("no_next_step", open) == bare);
  CHECK(found("no_next_step", deal(won)) == "");
  CHECK(found("no_next_step", open + "reminders: [{id: r, due: 2026-11-01}]\n") == "");
  CHECK(found("no_next_step", open + "reminders: [{id: r, due: 2026-12-01, deal: d1}]\n") == "");
  CHECK(found("no_next_step", open + "reminders: [{id: r, due: 2026-12-01, deal: d2}]\n") == bare);
  CHECK(found("no_next_step", open + "reminders: [{id: r, due: 2026-11-01, done: 2026-11-01}]\n") ==
        bare);
  const auto meeting = [](const std::string& rest) {
    return "interactions: [{id: i, kind: call, " + rest + "}]\n";
  };
  CHECK(found("no_next_step", open + meeting("at: 2026-11-20, planned: yes")) == "");
  CHECK(found("no_next_step", open + meeting("at: 2026-11-19, planned: yes")) == bare);
  CHECK(found("no_next_step", open + meeting("at: 2026-12-19, deal: d2")) == bare);
  CHECK(found("no_next_step", open + meeting("at: 2026-12-19, outcome: cancelled")) == bare);
}

TEST_CASE("deals say when and how much, and stand where crm.yaml knows them") {
  CHECK(found("past_day", deal("expected: 2026-11-19, " + lead)) ==
        "Acme | arms | 19 Nov 2026 | d1 | acme");
  CHECK(found("past_day", deal("expected: 2026-11-20, " + lead)) == "");
  CHECK(found("past_day", deal("expected: 2026-11-19, " + won)) == "");
  CHECK(found("vague", deal(lead)) ==
        "Acme | arms: no amount, no expected day | 2 Nov 2026 | d1 | acme");
  CHECK(found("vague", deal("amount: 5 EUR, " + lead)) ==
        "Acme | arms: no expected day | 2 Nov 2026 | d1 | acme");
  CHECK(found("vague", deal("amount: 5 EUR, expected: 2026-12-01, " + lead)) == "");
  CHECK(found("vague", deal("pipeline: workshop, history: [{at: 2026-11-02, stage: proof}]")) ==
        "");
  CHECK(found("lost_stage", deal("history: [{at: 2026-11-02, stage: haggling}]")) ==
        "Acme | arms: there is no stage haggling | 2 Nov 2026 | d1 | acme");
  CHECK(found("lost_stage", deal("pipeline: gone, " + lead)) ==
        "Acme | arms: there is no pipeline gone | 2 Nov 2026 | d1 | acme");
  CHECK(found("lost_stage", deal(lead)) == "");
  CHECK(found("lost_stage", deal("note: never moved")) == "");
}

TEST_CASE("promises are overdue the day after") {
  const auto promise = [](const std::string& rest) {
    return found("promises", "reminders: [{id: r1, text: send it, " + rest + "}]\n");
  };
  CHECK(promise("promise: yes, due: 2026-11-19") == "Acme | send it | 19 Nov 2026 | r1 | acme");
  CHECK(promise("promise: yes, due: 2026-11-20") == "");
  CHECK(promise("promise: yes, due: 2026-11-01, snoozed: 2026-11-25") == "");
  CHECK(promise("due: 2026-11-19") == "");
  CHECK(promise("promise: yes, due: 2026-11-19, done: 2026-11-19") == "");
}

TEST_CASE("customers have somebody who looks after them, and can be reached") {
  CHECK(found("no_owner", "") == "Acme | no owner |  | acme | acme");
  CHECK(found("no_owner", "owner: anna\n") == "");
  CHECK(found("no_owner", "owner: ben\n") == "Acme | ben has left | 31 Mar 2026 | acme | acme");
  CHECK(found("no_owner", "", "", "") == "");
  CHECK(found("unreachable", "added: 2026-01-02\n") ==
        "Acme | no e-mail, phone or address | 2 Jan 2026 | acme | acme");
  CHECK(found("unreachable", "emails: [a@b.example]\n") == "");
  CHECK(found("unreachable", "people: [{id: p, name: P, phones: [\"+49 30 1234567\"]}]\n") == "");
}

TEST_CASE("wins are bought, paid, or covered by what was paid on account") {
  const std::string win = deal("amount: 20 EUR, " + won);
  const std::string unpaid = "Acme | arms: 20.00 EUR | 2 Nov 2026 | d1 | acme";
  CHECK(found("unpaid_wins", win) == unpaid);
  CHECK(found("unpaid_wins",
              win + "purchases: [{id: b, on: 2026-11-03, item: x, amount: 5 EUR, deal: d1}]\n") ==
        "");
  const auto paid = [&](const std::string& amount, const std::string& rest = {}) {
    return "payments: [{id: y, on: 2026-11-03, amount: " + amount + rest + "}]\n";
  };
  CHECK(found("unpaid_wins", win + paid("5 EUR", ", for: d1")) == "");
  CHECK(found("unpaid_wins", win + paid("20 EUR")) == "");
  CHECK(found("unpaid_wins", win + paid("19 EUR")) == unpaid);
  CHECK(found("unpaid_wins", win + paid("20 USD")) == unpaid);
  CHECK(found("unpaid_wins", win + paid("20 EUR", ", for: b")) == unpaid);
  // 30 cover the older win of 20 but not the newer one of 15.
  CHECK(found("unpaid_wins", "deals:\n  - {id: d2, title: legs, amount: 15 EUR, " + won +
                                 "}\n  - {id: d1, title: arms, amount: 20 EUR, history: "
                                 "[{at: 2026-10-02, stage: won}]}\n" +
                                 paid("30 EUR")) ==
        "Acme | legs: 15.00 EUR | 2 Nov 2026 | d2 | acme");
  CHECK(found("unpaid_wins", deal(won)) == "Acme | arms: no amount | 2 Nov 2026 | d1 | acme");
  CHECK(found("unpaid_wins",
              deal("pipeline: workshop, history: [{at: 2026-11-02, stage: delivered}]")) == "");
}

TEST_CASE("currencies are those that crm.yaml lists") {
  CHECK(found("currencies", deal("amount: 20 JPY, " + won)) ==
        "Acme | arms: 20 JPY | 2 Nov 2026 | d1 | acme");
  CHECK(found("currencies", deal("amount: 20 USD, " + won)) == "");
  CHECK(found("currencies",
              "purchases: [{id: b, on: 2026-11-03, item: x, amount: 5 JPY}]\n"
              "payments: [{id: y, on: 2026-11-04, amount: 5 CHF}]\n") ==
        "Acme | x: 5 JPY | 3 Nov 2026 | b | acme\n"
        "Acme | payment: 5.00 CHF | 4 Nov 2026 | y | acme");
}

TEST_CASE("a planned conversation that is past wants an outcome") {
  const auto talk = [](const std::string& rest) {
    return found("unanswered", "interactions: [{id: i1, kind: call, " + rest + "}]\n");
  };
  CHECK(talk("at: 2026-11-20T11:00+01:00, planned: yes") ==
        "Acme | call | 20 Nov 2026 | i1 | acme");
  CHECK(talk("at: 2026-11-20T13:00+01:00, planned: yes") == "");
  CHECK(talk("at: 2026-11-20, planned: yes") == "");
  CHECK(talk("at: 2026-11-19, planned: yes, outcome: held") == "");
  CHECK(talk("at: 2026-11-19") == "");
}

TEST_CASE("forced moves are told with their reason, of the last 12 months or the days asked for") {
  const std::string forced = deal(
      "history: [{at: 2024-11-02, stage: offer, forced: yes, by: ben}, "
      "{at: 2026-11-02, stage: offer, forced: yes, by: anna, note: price by phone}]");
  CHECK(found("forced", forced) ==
        "Acme | arms to offer by anna: price by phone | 2 Nov 2026 | d1 | acme");
  CHECK(found("forced", forced, "2024-01-01") ==
        "Acme | arms to offer by ben: no reason said | 2 Nov 2024 | d1 | acme\n"
        "Acme | arms to offer by anna: price by phone | 2 Nov 2026 | d1 | acme");
}

TEST_CASE("a move that is dated ahead is named, as it counts already") {
  const auto moved = [](const char* day) {
    return deal(std::string("history: [{at: 2026-11-02, stage: lead}, {at: ") + day +
                ", stage: won}]");
  };
  CHECK(found("ahead", moved("2026-11-21")) == "Acme | arms to won | 21 Nov 2026 | d1 | acme");
  CHECK(found("ahead", moved("2026-11-20")) == "");
}

TEST_CASE("the summary counts each table, also where nothing was found") {
  const ReportBook empty(rules, {}, "2026-11-20T12:00+01:00");
  const Report report = audit_report(empty.facts(), empty.question("", ""));
  CHECK(told(report, "summary") ==
        "no next step | 0 | no_next_step\npast their day | 0 | past_day\n"
        "no amount or day | 0 | vague\nstage is no more | 0 | lost_stage\n"
        "promises overdue | 0 | promises\nno owner | 0 | no_owner\n"
        "nobody can reach | 0 | unreachable\nwon, not paid | 0 | unpaid_wins\n"
        "other currencies | 0 | currencies\nno outcome | 0 | unanswered\n"
        "dated ahead | 0 | ahead\n"
        "forced moves | 0 | forced");
  CHECK(report.tables.size() == 13);
}

#include "core/domain/selling.hpp"

#include <doctest/doctest.h>

#include "core/query/stage_needs.hpp"
#include "core/record/reader.hpp"
#include "core/record/tree.hpp"

namespace crm {
namespace {

Customer customer(const std::string& text) {
  const auto tree = Tree::parse("name: a\n" + text, "customers/a.yaml");
  return *read_customer(*tree, "EUR").value;
}

/// A deal by the lines of its record.
Deal deal(const std::string& lines) {
  return customer("deals:\n  - id: d1\n    title: arms\n" + lines).deals.front();
}

/// A deal with these moves.
Deal with_history(const std::string& moves) {
  return deal("    history: [" + moves + "]\n");
}

Stage stage(std::string name, std::string ends = {}, std::vector<std::string> was = {}) {
  Stage made;
  made.stage = std::move(name);
  made.ends = std::move(ends);
  made.was = std::move(was);
  return made;
}

const std::vector<Stage> sales{stage("lead"),         stage("offer", "", {"quote"}),
                               stage("offer again"),  stage("won", "won"),
                               stage("Lost", "lost"), stage("called off", "lost")};
const std::vector<std::string> reasons{"price", "timing"};
const Course course{sales, reasons};

Move to(const std::string& stage, const std::string& at, const std::string& reason = {}) {
  Move move;
  move.id = "new";
  move.at = *Moment::parse(at);
  move.stage = stage;
  move.reason = reason;
  return move;
}

/// `offer from lead at 2026-03-02`, or what is wrong and the hint.
std::string told(const Result<Deal>& after) {
  if (!after) {
    const Problem& problem = after.error().problems.front();
    return problem.message + (problem.hint.empty() ? "" : " | " + problem.hint);
  }
  const Move& move = after->history.back();
  return move.stage + (move.from.empty() ? "" : " from " + move.from) + " at " + move.at.text() +
         (move.reopen ? " reopened" : "");
}

Day day(const std::string& text) {
  return *Day::parse(text);
}

/// `10.00 EUR, 2026-05-01, 40 %, ben, 2 moves`.
std::string told(const std::optional<Deal>& then) {
  if (!then) return "nothing";
  return (then->amount ? then->amount->text() : "no amount") + ", " +
         (then->expected ? then->expected->text() : "no day") + ", " +
         (then->probability ? std::to_string(*then->probability) + " %" : "no chance") + ", " +
         (then->owner.empty() ? "nobody" : then->owner) + ", " +
         std::to_string(then->history.size()) + " moves";
}

const std::string early = "{id: a, at: 2026-03-01T09:00+01:00, stage: lead}";
const std::string all_stages = "the stages are lead, offer, offer again, won, Lost, called off";

}  // namespace

TEST_CASE("a stage is meant by its name in any case, an old name, or a beginning of its own") {
  const auto meant = [](const std::string& words) {
    const auto found = stage_meant(sales, words);
    return found ? found->stage : found.error().message();
  };
  CHECK(meant("offer") == "offer");
  CHECK(meant(" OFFER ") == "offer");
  CHECK(meant("Quote") == "offer");
  CHECK(meant("le") == "lead");
  CHECK(meant("lost") == "Lost");
  CHECK(meant("ca") == "called off");
  CHECK(meant("off") == "\"off\" could be offer or offer again");
  CHECK(stage_meant(sales, "off").error().kind == Error::Kind::conflict);
  CHECK(meant("") == "to which stage?");
  CHECK(meant("wonn") == "there is no stage \"wonn\"");
  CHECK(stage_meant(sales, "wonn").error().problems.front().hint ==
        "did you mean won? " + all_stages);
  CHECK(stage_meant(sales, "printing").error().problems.front().hint == all_stages);
}

TEST_CASE("a name of now goes before the same name of earlier days") {
  const std::vector<Stage> renamed{stage("sample", "", {"offer"}), stage("offer")};
  CHECK(stage_meant(renamed, "offer")->stage == "offer");
  CHECK(find_stage(renamed, "offer")->stage == "offer");
}

TEST_CASE("an ending is the first of its kind, or the one that is named") {
  CHECK(ending_meant(sales, "won", "")->stage == "won");
  CHECK(ending_meant(sales, "lost", "")->stage == "Lost");
  CHECK(ending_meant(sales, "lost", "called")->stage == "called off");
  CHECK(ending_meant(sales, "won", "lead").error().problems.front().hint == "the stages are won");
  CHECK(ending_meant({stage("lead")}, "won", "").error().message() ==
        "no stage of the pipeline ends: won");
}

TEST_CASE("a deal is moved by whoever may, and refused with the way on") {
  struct Attempt {
    std::string history;
    Move move;
    std::string answer;
  };

  Move again = to("lead", "2026-04-01");
  again.reopen = true;
  Move needless = to("offer", "2026-04-01");
  needless.reopen = true;
  const std::string won = early + ", {id: b, at: 2026-03-05, stage: won, from: lead}";
  const Attempt attempts[] = {
      {early, to("off", "2026-03-02"), "\"off\" could be offer or offer again | say more of it"},
      {early, to("offer", "2026-03-02T10:00+01:00"), "offer from lead at 2026-03-02T10:00+01:00"},
      {early, to("quote", "2026-03-02"), "offer from lead at 2026-03-02"},
      {early, to("LEAD", "2026-03-02"),
       "arms is in lead already, since 2026-03-01 | " + all_stages},
      {"", to("lead", "2026-03-02"), "arms is in lead already | " + all_stages},
      {"", to("offer", "2026-03-02"), "offer from lead at 2026-03-02"},
      {early, to("nowhere", "2026-03-02"), "there is no stage \"nowhere\" | " + all_stages},
      {won, to("offer", "2026-04-01"),
       "arms is won since 2026-03-05 | --reopen moves it all the same; " + all_stages},
      {won, to("won", "2026-04-01"), "arms is in won already, since 2026-03-05 | " + all_stages},
      {won, again, "lead from won at 2026-04-01 reopened"},
      // What is open needs no opening.
      {early, needless, "offer from lead at 2026-04-01"},
      {early, to("lost", "2026-03-02"),
       "why was arms lost? | crm lose d1 --reason …; the reasons are price, timing"},
      {early, to("lost", "2026-03-02", "price"), "Lost from lead at 2026-03-02"},
      {early, to("offer", "2026-02-28"),
       "arms was last moved on 2026-03-01, after 2026-02-28 | name a day from then on with --on, "
       "or insist with --anyway"},
      // Won and moved within a minute, and on a day without a time.
      {early, to("won", "2026-03-01T09:00+01:00"), "won from lead at 2026-03-01T09:00:01+01:00"},
      {early, to("won", "2026-03-01"), "won from lead at 2026-03-01T09:00:01+01:00"},
      {"{id: a, at: 2026-03-01, stage: lead}", to("won", "2026-03-01"),
       "won from lead at 2026-03-01T00:00"},
      {"{id: a, at: 2026-03-01T23:59:59+01:00, stage: lead}", to("won", "2026-03-01"),
       "won from lead at 2026-03-02T00:00:00+01:00"},
      // A stage that crm.yaml has no longer, and a history that was written out of order.
      {"{id: a, at: 2026-03-01, stage: gone}", to("offer", "2026-03-02"),
       "offer from gone at 2026-03-02"},
      {"{id: b, at: 2026-03-05, stage: offer}, " + early, to("lead", "2026-03-06"),
       "lead from offer at 2026-03-06"},
      // What was set is no move: a move before it is no step back.
      {early + ", {id: b, at: 2026-03-09, was: {owner: ben}}", to("offer", "2026-03-02"),
       "offer from lead at 2026-03-02"},
  };
  for (const Attempt& one : attempts) {
    INFO(one.history << " → " << one.move.stage << " " << one.move.at.text());
    CHECK(told(moved(with_history(one.history), one.move, course)) == one.answer);
  }
}

TEST_CASE("a move of an earlier day stands where it belongs") {
  const Course any_day{sales, reasons, true};
  const Deal before = with_history(early + ", {id: b, at: 2026-03-09, stage: won, from: lead}");
  const auto after = moved(before, to("offer", "2026-03-05"), any_day);
  CHECK(told(after) == "offer from lead at 2026-03-05");
  CHECK(standing(*after, sales).stage == "won");
  CHECK(told(moved(before, to("lead", "2026-02-01"), any_day)) == "lead at 2026-02-01");
  // It was won by then: that is refused as ever.
  CHECK(told(moved(before, to("offer", "2026-03-10"), any_day)) ==
        "arms is won since 2026-03-09 | --reopen moves it all the same; " + all_stages);
}

TEST_CASE("won here and moved there on one day, a deal is won") {
  for (const char* const ids : {"ab", "ba"})
    for (const char* const hours : {"09", "11"}) {
      const Deal merged = with_history(
          early + ", {id: " + ids[0] + "1, at: 2026-03-05T10:00+01:00, stage: won, from: lead}, " +
          "{id: " + ids[1] + "1, at: 2026-03-05T" + hours + ":00+01:00, stage: offer, from: lead}");
      CHECK(standing(merged, sales).stage == "won");
    }
  const Deal at_once = with_history(
      early + ", {id: b1, at: 2026-03-05, stage: won}, {id: a1, at: 2026-03-05, stage: offer}");
  CHECK(standing(at_once, sales).stage == "won");
}

TEST_CASE("without lost reasons a loss needs none") {
  CHECK(told(moved(with_history(early), to("lost", "2026-03-02"), {sales, {}})) ==
        "Lost from lead at 2026-03-02");
}

TEST_CASE("a deal is opened in the first stage, or in another") {
  CHECK(told(opened(deal(""), to("", "2026-03-01"), course)) == "lead at 2026-03-01");
  CHECK(told(opened(deal(""), to("quote", "2026-03-01"), course)) == "offer at 2026-03-01");
  CHECK(told(opened(deal(""), to("won", "2026-03-01"), course)) == "won at 2026-03-01");
  CHECK(told(opened(deal(""), to("lost", "2026-03-01"), course)) ==
        "why was arms lost? | open it in another stage, then crm lose tells why");
  CHECK(told(opened(deal(""), to("nowhere", "2026-03-01"), course)) ==
        "there is no stage \"nowhere\" | " + all_stages);
}

TEST_CASE("what a stage sets off is a reminder or a deal elsewhere") {
  Settings settings;
  settings.pipelines = {{"sales", sales}, {"delivery", {stage("proof")}}};
  const auto read = [&](const std::string& then) -> std::string {
    const auto what = consequence(then, settings);
    if (!what) return "neither";
    return what->pipeline.empty() ? what->after.text() + ": " + what->text : "in " + what->pipeline;
  };
  CHECK(read("5d ask how it was liked") == "5d: ask how it was liked");
  CHECK(read(" 2w  ask ") == "2w: ask");
  CHECK(read("delivery") == "in delivery");
  CHECK(read("delivry") == "neither");
  CHECK(read("5d") == "neither");
  CHECK(read("soon ask") == "neither");
  CHECK(read("") == "neither");
}

TEST_CASE("what a figure hangs on is kept when it changes") {
  const Deal before = deal("    amount: 10 EUR\n    expected: 2026-05-01\n    owner: ben\n");
  Deal after = before;
  CHECK(past_of(before, after).empty());
  after.title = "legs";
  after.note = "longer";
  after.tags = {"rush"};
  CHECK(past_of(before, after).empty());
  after.amount = Money{2000, "EUR"};
  after.expected.reset();
  after.probability = 40;
  after.cost = Money{100, "EUR"};
  CHECK(past_of(before, after) == Named<std::string>{{"amount", "10.00 EUR"},
                                                     {"cost", "none"},
                                                     {"expected", "2026-05-01"},
                                                     {"probability", "none"}});
  CHECK(past_of(after, before) == Named<std::string>{{"amount", "20.00 EUR"},
                                                     {"cost", "1.00 EUR"},
                                                     {"expected", "none"},
                                                     {"probability", "40"}});
}

TEST_CASE("a deal is told as it stood on any day") {
  // Opened on 1 March without an amount; 10 EUR from the 3rd; moved on the 5th, when the day it
  // is expected on was put off; from the 7th 20 EUR, 40 % and Ben's.
  const Deal now = deal(
      "    amount: 20 EUR\n    expected: 2026-06-01\n    probability: 40\n    owner: ben\n"
      "    history:\n"
      "      - {id: d, at: 2026-03-07, was: {amount: 10 EUR, probability: none, owner: anna}}\n"
      "      - {id: a, at: 2026-03-01, stage: lead}\n"
      "      - {id: c, at: 2026-03-05, stage: offer, from: lead, was: {expected: 2026-05-01}}\n"
      "      - {id: b, at: 2026-03-03, was: {amount: none}}\n");
  CHECK(told(as_of(now, day("2026-02-28"))) == "nothing");
  CHECK(told(as_of(now, day("2026-03-01"))) == "no amount, 2026-05-01, no chance, anna, 1 moves");
  CHECK(told(as_of(now, day("2026-03-03"))) == "10.00 EUR, 2026-05-01, no chance, anna, 2 moves");
  CHECK(told(as_of(now, day("2026-03-04"))) == "10.00 EUR, 2026-05-01, no chance, anna, 2 moves");
  CHECK(told(as_of(now, day("2026-03-06"))) == "10.00 EUR, 2026-06-01, no chance, anna, 3 moves");
  CHECK(as_of(now, day("2026-03-07")) == now);
  CHECK(as_of(now, day("2027-01-01")) == now);
  CHECK(standing(*as_of(now, day("2026-03-04")), sales).stage == "lead");
}

TEST_CASE("two changes of one day are taken back the last one first") {
  const Deal now = deal(
      "    amount: 30 EUR\n    history:\n"
      "      - {id: z, at: 2026-03-01, stage: lead}\n"
      "      - {id: y, at: 2026-03-03T10:15+01:00, was: {amount: 10 EUR}}\n"
      "      - {id: a, at: 2026-03-03T10:15:01+01:00, was: {amount: 20 EUR}}\n");
  CHECK(told(as_of(now, day("2026-03-02"))) == "10.00 EUR, no day, no chance, nobody, 1 moves");
}

TEST_CASE("a hand-written past is read as far as it can be") {
  // Without a move it was always there; a change alone says that it was there before.
  CHECK(as_of(deal("    amount: 1 EUR\n"), day("1999-01-01")).has_value());
  const Deal changed =
      deal("    amount: 20 EUR\n    history: [{id: a, at: 2026-03-03, was: {amount: 5}}]\n");
  CHECK(told(as_of(changed, day("2026-03-01"))) == "5.00 EUR, no day, no chance, nobody, 0 moves");
  const Deal made = *moved(deal("    amount: 1 EUR\n"), to("offer", "2026-03-03"), course);
  CHECK(told(as_of(made, day("2026-03-02"))) == "1.00 EUR, no day, no chance, nobody, 0 moves");
  const Deal gone = deal("    history: [{id: a, at: 2026-03-03, was: {amount: 5}}]\n");
  CHECK(told(as_of(gone, day("2026-03-01"), "EUR")) ==
        "5.00 EUR, no day, no chance, nobody, 0 moves");
  const Deal odd = deal(
      "    amount: 20 EUR\n    history:\n      - {id: a, at: 2026-03-03, was: {amount: lots, "
      "expected: soon, probability: some, colour: red}}\n");
  CHECK(told(as_of(odd, day("2026-03-01"))) == "20.00 EUR, no day, no chance, nobody, 0 moves");
}

TEST_CASE("a stage is entered by deals that fit its needs") {
  Settings settings = completed(Settings{});
  settings.currency = "EUR";
  const Asker asker{settings, *Moment::parse("2026-03-01T10:00"), [] { return "anna"; }};
  const auto told_of = [&](const std::string& needs, const std::string& lines) {
    Stage offer = stage("offer");
    offer.needs = needs;
    const Customer whose = customer("tags: [vip]\ndeals:\n  - id: d1\n    title: arms\n" + lines);
    const auto fits = fits_needs(offer, whose, whose.deals.front(), asker);
    if (fits) return std::string("fits");
    return fits.error().message() + " | " + fits.error().problems.front().hint;
  };
  const std::string amount = "    amount: 10 EUR\n";
  CHECK(told_of("", "") == "fits");
  CHECK(told_of("has:amount", amount) == "fits");
  CHECK(told_of("has:amount", "") ==
        "offer needs has:amount, and arms doesn't fit that | crm set d1 amount=…   or insist with "
        "--anyway -m WHY");
  CHECK(told_of("has:amount has:expected", amount) ==
        "offer needs has:expected, and arms doesn't fit that | crm set d1 expected=…   or insist "
        "with --anyway -m WHY");
  CHECK(told_of("value:50..", amount) ==
        "offer needs value:50.., and arms doesn't fit that | crm set d1 amount=…   or insist with "
        "--anyway -m WHY");
  CHECK(told_of("+vip", amount) == "fits");
  CHECK(told_of("+rush", amount) ==
        "offer needs +rush, and arms doesn't fit that | crm set d1 +rush   or insist with "
        "--anyway -m WHY");
  CHECK(told_of("has:expected or +rush", amount) ==
        "offer needs has:expected or +rush, and arms doesn't fit that | insist with --anyway -m "
        "WHY");
  CHECK(told_of("stage:lead", amount) == "fits");
  CHECK(told_of("has:amont", amount) ==
        "what the stage offer needs can't be read: has:amont | crm check says what is wrong in "
        "crm.yaml; or insist with --anyway -m WHY");
}

}  // namespace crm

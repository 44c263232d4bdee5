#include "core/query/score.hpp"

#include <doctest/doctest.h>

#include "core/query/kept_filters.hpp"
#include "core/record/reader.hpp"
#include "core/record/tree.hpp"

namespace crm {
namespace {

const Moment now = Moment::parse("2026-11-21T10:15+01:00").value();

Settings settings_with(const std::string& more) {
  const auto tree = Tree::parse(
      "format: 1\ncurrency: EUR\ncountry: DE\ntimezone: Europe/Berlin\n" + more, "crm.yaml");
  return completed(*read_settings(*tree).value);
}

Customer customer(const std::string& text) {
  const auto tree = Tree::parse("id: acme-7h2k\nname: Acme\n" + text, "customers/a.yaml");
  return *read_customer(*tree, "EUR").value;
}

Asker asker(const Settings& settings) {
  Asker made{settings, now, [] { return std::string("anna"); }};
  made.scoring = [&settings] {
    return ScoreRules::parse({settings, now, nullptr}).and_then([](ScoreRules rules) {
      return scoring(std::move(rules));
    });
  };
  return made;
}

/// `15: +vip 20, +DEBT -5`.
std::string scored(const std::string& rules, const std::string& record) {
  const Settings settings = settings_with(rules);
  const auto read = ScoreRules::parse(asker(settings));
  if (!read) return read.error().message();
  const Score score = read->of(customer(record));
  std::string all = std::to_string(score.points);
  for (const Score::Part& part : score.parts)
    all += (&part == &score.parts.front() ? ": " : ", ") + part.rule + " " +
           std::to_string(part.points);
  return all;
}

const std::string rules = R"(
filters: {big: value:5000..}
score:
  +vip: 20
  status:customer: +10
  last:-90d..: 10
  "@big or [ +b2b has:phone ]": 7
  +DEBT: -15
)";

}  // namespace

TEST_CASE("a score is the sum of the rules that hold, and says which") {
  CHECK(scored(rules, "") == "0");
  CHECK(scored(rules, "tags: [VIP]\n") == "20: +vip 20");
  // 20 + 10 − 15.
  CHECK(scored(rules,
               "tags: [vip]\nstatus: customer\npurchases: [{id: b1, on: 2026-01-01, item: x, "
               "amount: 5}]\n") == "15: +vip 20, status:customer 10, +DEBT -15");
  // 90 days before 21 November is 23 August.
  CHECK(scored(rules, "interactions: [{id: k1, at: 2026-08-23, kind: call}]\n") ==
        "10: last:-90d.. 10");
  CHECK(scored(rules, "interactions: [{id: k1, at: 2026-08-22, kind: call}]\n") == "0");
  CHECK(scored(rules, "deals: [{id: d1, title: t, amount: 5000}]\n") ==
        "7: @big or [ +b2b has:phone ] 7");
  CHECK(scored("", "tags: [vip]\n") == "0");
  CHECK(scored("score: {}\n", "tags: [vip]\n") == "0");
}

TEST_CASE("a rule that can't be read is refused by its name") {
  const std::pair<std::string, std::string> table[] = {
      {"score: {status:leed: 5}",
       "in the score rule \"status:leed\" of crm.yaml: there is no status \"leed\"\n  status:leed\n"
       "         ^^^^"},
      {"score: {+vip: many}",
       "in the score rule \"+vip\" of crm.yaml: points are a whole number, not \"many\""},
      {"score: {+vip: 2.5}",
       "in the score rule \"+vip\" of crm.yaml: points are a whole number, not \"2.5\""},
      {"score: {+vip: }",
       "in the score rule \"+vip\" of crm.yaml: points are a whole number, not \"\""},
      {"score: {+vip: {points: 20}}",
       "in the score rule \"+vip\" of crm.yaml: points are a whole number, not \"\""},
      {"score: {+vip: 99999999999999999999}",
       "in the score rule \"+vip\" of crm.yaml: points are a whole number, not "
       "\"99999999999999999999\""},
      {"score: {+vip: 1000000001}",
       "in the score rule \"+vip\" of crm.yaml: \"1000000001\" are too many points"},
      {"score: {score:5..: 5}",
       "in the score rule \"score:5..\" of crm.yaml: a rule of the score can't ask for the score "
       "itself\n  score:5..\n  ^^^^^"},
      {"filters: {good: score:50..}\nscore: {+vip @good: 5}",
       "in the score rule \"+vip @good\" of crm.yaml: in @good of crm.yaml: a rule of the score "
       "can't ask for the score itself\n  score:50..\n  ^^^^^"},
      {"score: 20", "the score of crm.yaml is made of filters and their points"},
      {"score: [+vip]", "the score of crm.yaml is made of filters and their points"},
  };
  for (const auto& [wrong, message] : table) CHECK(scored(wrong + "\n", "") == message);
}

TEST_CASE("a field called score filters by it; without rules it says so") {
  const Settings settings = settings_with(rules), none = settings_with("");
  const Customer vip = customer("tags: [vip]\n");
  const auto fits = [&](const char* word) {
    return Filter::parse({word}, customer_type(), asker(settings)).value().fits(vip);
  };
  CHECK(fits("score:20"));
  CHECK(fits("score>19"));
  CHECK_FALSE(fits("score>20"));
  CHECK(fits("score:..20"));
  CHECK(fits("score:-10..30"));
  CHECK(fits("has:score"));
  CHECK_FALSE(fits("score!=20"));
  const auto refused = Filter::parse({"score:5.."}, customer_type(), asker(none));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == Error::Kind::asked_wrongly);
  CHECK(refused.error().message() == "crm.yaml has no rules for a score\n  score:5..\n  ^^^^^");
  CHECK(refused.error().problems.front().hint ==
        "write there what counts: score: {+vip: 20, has:phone: 5}");
  // That hint is right.
  CHECK(scored("score: {+vip: 20, has:phone: 5}\n", "tags: [vip]\nphones: [1]\n") ==
        "25: +vip 20, has:phone 5");
  // What is wrong with crm.yaml is not marked in the words.
  const Settings broken = settings_with("score: {+vip: x}\n");
  CHECK(Filter::parse({"score:5.."}, customer_type(), asker(broken)).error().message() ==
        "in the score rule \"+vip\" of crm.yaml: points are a whole number, not \"x\"");
}

TEST_CASE("a score knows what its rules look at") {
  const auto made = [](const std::string& rule) {
    const Settings settings = settings_with("score: {'" + rule + "': 1}\n");
    return ScoreRules::parse(asker(settings)).value();
  };
  CHECK(made("note~silk").asks_texts());
  CHECK_FALSE(made("+vip").asks_texts());
  CHECK(made("interaction.kind:call").asks_past());
  CHECK_FALSE(made("last:-90d..").asks_past());
  CHECK(made("+DEBT").reads().has(customer_type().rank("payments")));
  CHECK_FALSE(made("+DEBT").reads().has(customer_type().rank("people")));
}

}  // namespace crm

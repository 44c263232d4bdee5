// The rules of crm.yaml's wishes: what is read of them, and what is wrong with others, at its
// place.
#include "core/letters/wish_rules.hpp"

#include <doctest/doctest.h>

namespace crm {
namespace {

Settings book() {
  Settings settings = standard_settings(*find_country("DE"));
  Colleague anna, ben;
  anna.name = "Anna Lind";
  ben.name = "Ben";
  settings.team = {{"anna", anna}, {"ben", ben}};
  return settings;
}

/// A rule a line: occasion, letter or text, filter, channel, whose, days late; then what is wrong.
std::string told(const std::string& yaml) {
  const auto tree = Tree::parse("wishes:\n" + yaml, "crm.yaml").value();
  const WishRules all = WishRules::read(tree, book());
  std::string text;
  for (const WishRule& one : all.rules)
    text += one.occasion.text() + " | " +
            (one.reminds() ? "remind " + one.reminder->body() : one.letter) + " | " + one.filter +
            " | " + one.channel + " | " + one.for_whom + " | " + std::to_string(one.days_late) +
            "\n";
  for (const Problem& one : all.problems)
    text += to_text(*one.place) + ": " + one.message +
            (one.hint.empty() ? "" : " (" + one.hint + ")") + "\n";
  return text;
}

}  // namespace

TEST_CASE("the shortest rule is an occasion and a letter") {
  CHECK(told("  birthday: birthday-wish\n  since: thank-you\n") ==
        "birthday | birthday-wish |  |  |  | 3\nsince | thank-you |  |  |  | 3\n");
  CHECK(told("  {birthday: birthday-wish}\n") == "birthday | birthday-wish |  |  |  | 3\n");
  CHECK(WishRules::read(Tree::parse("name: x\n", "crm.yaml").value(), book()).rules.empty());
}

TEST_CASE("a rule says whom it is for, by what channel, and how late it may be") {
  CHECK(told("  purchase + 14d: {letter: how-was-it, filter: +vip, channel: SMS}\n"
             "  case closed + 3d: {remind: \"call {{name}}\", for: Anna Lind, catch_up: 2w}\n"
             "  birthday:\n"
             "    - {letter: card, filter: +vip, channel: letter}\n"
             "    - birthday-wish\n"
             "  wedding: {letter: wedding-wish, catch_up: no, x-mine: 1}\n"
             "  catch_up: 5d\n"
             "  x-remark: all of these\n") ==
        "purchase + 14d | how-was-it | +vip | sms |  | 5\n"
        "case closed + 3d | remind call {{name}} |  |  | anna | 14\n"
        "birthday | card | +vip | letter |  | 5\n"
        "birthday | birthday-wish |  |  |  | 5\n"
        "wedding | wedding-wish |  |  |  | 0\n");
}

TEST_CASE("a rule that is wrong is named at its place, and the others hold") {
  CHECK(told("  brithday: birthday-wish\n  since: thank-you\n") ==
        "since | thank-you |  |  |  | 3\n"
        "crm.yaml:2:3: there is no occasion \"brithday\" (did you mean birthday?)\n");
  CHECK(told("  since:\n") ==
        "crm.yaml:2:3: since says neither a letter nor what to remind of (write the name of a "
        "letter, or {remind: \"call {{name}}\"})\n");
  CHECK(told("  since: {filter: +vip}\n") ==
        "crm.yaml:2:10: since says neither a letter nor what to remind of (write {letter: NAME} or "
        "{remind: \"call {{name}}\"})\n");
  CHECK(told("  since: {letter: a, remind: b}\n") ==
        "crm.yaml:2:10: a rule is for a letter or for a reminder, not for both (make a list of two "
        "rules of it, each with its filter)\n");
  CHECK(told("  since: {leter: a}\n") ==
        "crm.yaml:2:11: a wish has no \"leter\" (did you mean letter?)\n");
  CHECK(told("  since: {letter: [a, b]}\n") == "crm.yaml:2:19: letter is one text\n");
  CHECK(told("  since: {letter: a, channel: massage}\n") ==
        "crm.yaml:2:31: there is no channel \"massage\" (it is one of crm.yaml's kinds)\n");
  CHECK(told("  since: {remind: a, channel: sms}\n") ==
        "crm.yaml:2:31: a reminder goes by no channel\n");
  CHECK(told("  since: {letter: a, for: anna}\n") ==
        "crm.yaml:2:27: a letter is for the customer (for is whom a reminder is for)\n");
  CHECK(told("  since: {remind: a, for: bean}\n") ==
        "crm.yaml:2:27: nobody in the team is called \"bean\" (did you mean ben?)\n");
  CHECK(told("  since: {remind: \"call {{nmae}}\"}\n") ==
        "crm.yaml:2:19: there is no field \"nmae\" (did you mean name?)\n");
  CHECK(told("  since: {letter: a, catch_up: soon}\n") ==
        "crm.yaml:2:32: \"soon\" is no length of time (write catch_up: 3d, or no: what was missed "
        "is let go)\n");
  CHECK(told("  - birthday-wish\n") ==
        "crm.yaml:2:3: wishes are told by occasion (write birthday: birthday-wish below it)\n");
}

TEST_CASE("behind a rule that is wrong no other one of its list holds") {
  CHECK(told("  birthday:\n    - card\n    - {letter: b, filtr: +vip}\n    - birthday-wish\n"
             "  since: thank-you\n") ==
        "birthday | card |  |  |  | 3\nsince | thank-you |  |  |  | 3\n"
        "crm.yaml:4:19: a wish has no \"filtr\" (did you mean filter?)\n");
}

TEST_CASE("a reminder's text is one line with the customer's fields") {
  const auto tree =
      Tree::parse("wishes:\n  since: {remind: \"call\\n {{name}}, {{city}}\"}\n", "crm.yaml");
  const WishRules all = WishRules::read(*tree, book());
  LetterValue values;
  values.put("name", {.text = "Anita"});
  CHECK(reminder_text(*all.rules.front().reminder, values).error().message() == "no city");
  values.put("city", {.text = "Lodz"});
  CHECK(reminder_text(*all.rules.front().reminder, values).value() == "call  Anita, Lodz");
}

}  // namespace crm

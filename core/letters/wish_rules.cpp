#include "core/letters/wish_rules.hpp"

#include <algorithm>
#include <array>

#include "core/domain/folding.hpp"
#include "core/domain/likeness.hpp"
#include "core/domain/text.hpp"
#include "core/letters/recipients.hpp"

namespace crm {
namespace {

constexpr std::string_view catch_up = "catch_up";

std::string quoted(std::string_view word) {
  return "\"" + printable_line(word) + "\"";
}

class Rulebook {
 public:
  Rulebook(const Tree& tree, const Settings& settings)
      : tree_(tree), settings_(settings), fields_(letter_fields(settings)) {}

  WishRules read() {
    const Node* const map = find(tree_.root(), "wishes");
    if (map == nullptr || map->is_absent()) return {};
    if (!map->is_map()) {
      say(*map, "wishes are told by occasion", "write birthday: birthday-wish below it");
      return std::move(all_);
    }
    if (const Node* const limit = find(*map, catch_up))
      days_late_ = days_of(*limit).value_or(WishRules::usual_days_late);
    for (const auto [key, value] : entries(*map)) {
      if (key.text == catch_up || key.text.starts_with("x-")) continue;
      const auto occasion = WishOccasion::parse(key.text, settings_);
      if (!occasion) {
        const Problem& wrong = occasion.error().problems.front();
        say(key, wrong.message, wrong.hint);
      } else if (value.is_list()) {
        kept_ = all_.rules.size();
        look_at_list(*occasion, key, value);
      } else {
        look_at(*occasion, key, value);
      }
    }
    return std::move(all_);
  }

 private:
  void say(const Node& node, std::string message, std::string hint) {
    all_.problems.push_back({std::move(message), tree_.place(node), std::move(hint), "bad-wish"});
  }

  /// What stands behind a rule that is wrong is read and doesn't hold: it may be meant for others
  /// than those who come to it then.
  void look_at_list(const WishOccasion& occasion, const Node& key, const Node& list) {
    const std::size_t before = all_.problems.size();
    for (const Node& one : items(list)) {
      const bool holds = all_.problems.size() == before;
      look_at(occasion, key, one);
      if (!holds && all_.rules.size() > kept_) all_.rules.resize(kept_);
      kept_ = all_.rules.size();
    }
  }

  void look_at(const WishOccasion& occasion, const Node& key, const Node& value) {
    WishRule rule{occasion};
    rule.days_late = days_late_;
    if (value.is_scalar() && !trimmed(value.text).empty() && !value.is_absent()) {
      rule.letter = std::string(trimmed(value.text));
      rule.place = tree_.place(value);
      all_.rules.push_back(std::move(rule));
      return;
    }
    if (!value.is_map())
      return say(value.is_absent() ? key : value,
                 printable_line(key.text) + " says neither a letter nor what to remind of",
                 "write the name of a letter, or {remind: \"call {{name}}\"}");
    const std::size_t before = all_.problems.size();
    for (const auto [word, said] : entries(value)) read(word, said, rule);
    if (all_.problems.size() > before) return;
    if (rule.letter.empty() == !rule.reminds())
      return say(value,
                 rule.reminds()
                     ? "a rule is for a letter or for a reminder, not for both"
                     : printable_line(key.text) + " says neither a letter nor what to remind of",
                 rule.reminds() ? "make a list of two rules of it, each with its filter"
                                : "write {letter: NAME} or {remind: \"call {{name}}\"}");
    if (rule.reminds() && !rule.channel.empty())
      return say(*find(value, "channel"), "a reminder goes by no channel", "");
    if (!rule.reminds() && !rule.for_whom.empty())
      return say(*find(value, "for"), "a letter is for the customer",
                 "for is whom a reminder is for");
    all_.rules.push_back(std::move(rule));
  }

  void read(const Node& word, const Node& said, WishRule& rule) {
    static const std::array<std::string, 6> known = {"letter",  "remind", "filter",
                                                     "channel", "for",    std::string(catch_up)};
    const bool is_known = std::find(known.begin(), known.end(), word.text) != known.end();
    if (word.text.starts_with("x-")) return;
    if (!is_known) {
      const auto near = did_you_mean(word.text, {known.begin(), known.end()});
      return say(word, "a wish has no " + quoted(word.text),
                 near.empty() ? "it may have letter, remind, filter, channel, for and catch_up"
                              : "did you mean " + near.front() + "?");
    }
    if (said.is_absent()) return;
    if (!said.is_scalar()) return say(said, printable_line(word.text) + " is one text", "");
    const std::string text(trimmed(said.text));
    if (word.text == catch_up) {
      if (const auto days = days_of(said)) rule.days_late = *days;
    } else if (word.text == "filter") {
      rule.filter = text;
    } else if (word.text == "letter") {
      rule.letter = text;
      rule.place = tree_.place(said);
    } else if (word.text == "channel") {
      read_channel(said, text, rule);
    } else if (word.text == "for") {
      read_colleague(said, text, rule);
    } else {
      read_reminder(said, text, rule);
    }
  }

  std::optional<int> days_of(const Node& node) {
    if (node.is_scalar() && (node.text == "no" || node.text == "0")) return 0;
    const auto period = Period::parse(node.is_scalar() ? node.text : "");
    if (period) return days_between(Day(), plus(Day(), *period));
    say(node, quoted(node.is_scalar() ? node.text : "") + " is no length of time",
        "write catch_up: 3d, or no: what was missed is let go");
    return std::nullopt;
  }

  void read_channel(const Node& node, const std::string& text, WishRule& rule) {
    if (medium_of(text) == Medium::email) {
      rule.channel = text;
      return;
    }
    const std::vector<std::string> kinds = completed(settings_).kinds;
    for (const std::string& kind : kinds)
      if (folded(kind) == folded(text)) rule.channel = kind;
    if (!rule.channel.empty()) return;
    const auto near = did_you_mean(text, kinds);
    say(node, "there is no channel " + quoted(text),
        near.empty() ? "it is one of crm.yaml's kinds" : "did you mean " + near.front() + "?");
  }

  void read_colleague(const Node& node, const std::string& text, WishRule& rule) {
    rule.for_whom = colleague(settings_, text);
    if (!rule.for_whom.empty() || settings_.team.empty()) {
      if (rule.for_whom.empty()) rule.for_whom = text;
      return;
    }
    std::vector<std::string> names;
    for (const auto& [name, person] : settings_.team) names.push_back(name);
    const auto near = did_you_mean(text, names);
    say(node, "nobody in the team is called " + quoted(text),
        near.empty() ? "without for it is for whoever looks after the customer"
                     : "did you mean " + near.front() + "?");
  }

  void read_reminder(const Node& node, const std::string& text, WishRule& rule) {
    auto read = Template::parse(text, tree_.file(), fields_);
    if (!read) {
      for (const Problem& one : read.error().problems) say(node, one.message, one.hint);
      return;
    }
    rule.place = tree_.place(node);
    if (!text.empty()) rule.reminder = *std::move(read);
  }

  const Tree& tree_;
  const Settings& settings_;
  LetterField fields_;
  int days_late_ = WishRules::usual_days_late;
  WishRules all_;
  /// How many rules there were before the one that is read.
  std::size_t kept_ = 0;
};

}  // namespace

WishRules WishRules::read(const Tree& settings_text, const Settings& settings) {
  return Rulebook(settings_text, settings).read();
}

Result<std::string> reminder_text(const Template& text, const LetterValue& values) {
  LetterForm form;
  form.text = text;
  const auto said = written(form, values);
  if (!said) return error(said.error());
  return std::string(trimmed(printable_line(said->text)));
}

}  // namespace crm

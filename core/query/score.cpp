#include "core/query/score.hpp"

#include <algorithm>
#include <charconv>
#include <memory>

#include "core/domain/text.hpp"

namespace crm {
namespace {

/// More is a slip; and so many rules as a book can have don't overflow.
constexpr std::int64_t most_points = 1'000'000'000;

Error in_rule(std::string_view rule, const Error& wrong) {
  return Error::invalid(
      "in the score rule \"" + printable_line(rule) + "\" of crm.yaml: " + wrong.message(),
      wrong.problems.front().hint);
}

}  // namespace

Result<std::int64_t> points_of(std::string_view text) {
  std::string_view digits = trimmed(text);
  if (digits.starts_with('+')) digits.remove_prefix(1);
  std::int64_t points = 0;
  const auto [stopped, failure] =
      std::from_chars(digits.data(), digits.data() + digits.size(), points);
  const bool whole = failure == std::errc() && stopped == digits.data() + digits.size();
  if (!whole)
    return error(Error::invalid("points are a whole number, not \"" + printable_line(text) + "\"",
                                "like 20, or -15 to take some away"));
  if (points > most_points || points < -most_points)
    return error(Error::invalid("\"" + printable_line(text) + "\" are too many points",
                                "a score is easier to read below 1000"));
  return points;
}

Asker without_score(Asker asker) {
  asker.scoring = []() -> Result<Scoring> {
    return error(
        Error::asked_wrongly("a rule of the score can't ask for the score itself",
                             "say what makes it high: the filters of the rules that are meant"));
  };
  return asker;
}

Result<ScoreRules> ScoreRules::parse(const Asker& asker) {
  ScoreRules made;
  const Data& said = asker.settings.score;
  if (said.empty()) return made;
  if (said.kind != Data::Kind::map)
    return error(Error::invalid("the score of crm.yaml is made of filters and their points",
                                "write +vip: 20 below score:"));
  const Asker scorer = without_score(asker);
  for (std::size_t i = 0; i < said.keys.size(); ++i) {
    const std::string& rule = said.keys[i];
    auto filter = Filter::parse(words_of_text(rule), customer_type(), scorer);
    if (!filter) return error(in_rule(rule, filter.error()));
    const auto points = points_of(said.children[i].text);
    if (!points) return error(in_rule(rule, points.error()));
    made.rules_.push_back({rule, *std::move(filter), *points});
  }
  return made;
}

Score ScoreRules::of(const Customer& customer) const {
  Score score;
  for (const Rule& rule : rules_) {
    if (!rule.filter.fits(customer)) continue;
    score.points += rule.points;
    score.parts.push_back({rule.text, rule.points});
  }
  return score;
}

FieldSet ScoreRules::reads() const {
  FieldSet fields = FieldSet::none();
  for (const Rule& rule : rules_) fields.add(rule.filter.reads());
  return fields;
}

bool ScoreRules::asks_past() const {
  return std::any_of(rules_.begin(), rules_.end(),
                     [](const Rule& rule) { return rule.filter.asks_past(); });
}

bool ScoreRules::asks_texts() const {
  return std::any_of(rules_.begin(), rules_.end(),
                     [](const Rule& rule) { return rule.filter.asks_texts(); });
}

Result<Scoring> scoring(ScoreRules rules) {
  if (rules.empty())
    return error(Error::asked_wrongly("crm.yaml has no rules for a score",
                                      "write there what counts: score: {+vip: 20, has:phone: 5}"));
  const auto kept = std::make_shared<const ScoreRules>(std::move(rules));
  return Scoring{[kept](const Customer& customer) { return kept->of(customer).points; },
                 kept->reads(), kept->asks_past(), kept->asks_texts()};
}

}  // namespace crm

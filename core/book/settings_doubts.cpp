#include <algorithm>
#include <set>

#include "core/book/doubts.hpp"
#include "core/domain/limits.hpp"
#include "core/domain/loyalty.hpp"
#include "core/domain/selling.hpp"
#include "core/domain/text.hpp"
#include "core/record/assignment.hpp"

namespace crm {
namespace {

class SettingsExamination {
 public:
  SettingsExamination(const Tree& tree, const Settings& settings)
      : tree_(tree), settings_(settings) {}

  std::vector<Problem> run() {
    const Node& root = tree_.root();
    const auto& leap_day = settings_.leap_day;
    if (settings_.year_starts && (*settings_.year_starts < 1 || *settings_.year_starts > 12))
      say(root, "year_starts", "a business year starts in a month from 1 to 12", "out-of-range");
    if (leap_day && leap_day->text() != "02-28" && leap_day->text() != "03-01")
      say(root, "leap_day", "a birthday of 29 February is kept on 02-28 or 03-01", "out-of-range");
    word(root, "consent", settings_.consent, {"ask", "assume"});
    word(root, "commit", settings_.commit, {"each", "sync", "off"});
    word(root, "sync", settings_.sync, {"ask", "auto"});
    if (const Node* const days = find(root, "days_off")) {
      if (!days->is_list()) look_at_day_off(*days);
      if (days->is_list())
        for (const Node& day : items(*days)) look_at_day_off(day);
    }
    look_at_cases();
    if (!settings_.points.empty())
      if (const auto rule = PointsRule::parse(settings_.points, settings_.currency); !rule)
        say(root, "points", rule.error().message(), "value", rule.error().problems.front().hint);
    for (const auto& [name, person] : settings_.team)
      if (const Node* const map = below("team", name)) look_at(name, person, *map);
    for (const auto& [name, field] : settings_.fields)
      if (const Node* const map = below("fields", name))
        word(*map, "type", field.type, {"text", "number", "money", "day", "yes", "choice"});
    for (const auto& [name, stages] : settings_.pipelines)
      if (const Node* const list = below("pipelines", name); list != nullptr && list->is_list())
        look_at(name, stages, *list);
    return std::move(problems_);
  }

 private:
  const Node* below(std::string_view key, std::string_view name) const {
    const Node* const map = find(tree_.root(), key);
    return map == nullptr ? nullptr : find(*map, name);
  }

  void say(const Node& map, std::string_view key, std::string message, std::string code,
           std::string hint = {}) {
    const Node* const value = find(map, key);
    problems_.push_back({std::move(message), tree_.place(value == nullptr ? map : *value),
                         std::move(hint), std::move(code), true});
  }

  void word(const Node& map, std::string_view key, const std::string& value,
            const std::vector<std::string>& list) {
    if (value.empty() || std::find(list.begin(), list.end(), value) != list.end()) return;
    std::string all;
    for (const std::string& one : list) all += (all.empty() ? "" : ", ") + one;
    say(map, key, std::string(key) + " can't be \"" + printable_line(value) + "\"", "unknown-word",
        "one of " + all);
  }

  /// The statuses of cases, and the limits of their priorities.
  void look_at_cases() {
    const auto& statuses = settings_.case_statuses;
    if (!statuses.empty() &&
        std::find(statuses.begin(), statuses.end(), closed_status) == statuses.end())
      say(tree_.root(), "case_statuses", "no status of cases is closed, so none would ever end",
          "unknown-word", "add closed to case_statuses");
    if (const auto limits = Limits::parse(settings_.limits); !limits)
      return say(tree_.root(), "limits", limits.error().message(), "value",
                 limits.error().problems.front().hint);
    const Settings known = completed(settings_);
    for (const std::string& priority : settings_.limits.keys)
      if (const auto word = listed_word(known.priorities, priority, "priority");
          !word || *word != priority)
        say(*find(tree_.root(), "limits"), priority,
            "there is no priority \"" + printable_line(priority) + "\"", "unknown-word",
            word ? "did you mean " + *word + "?" : word.error().problems.front().hint);
  }

  void look_at_day_off(const Node& day) {
    static const std::set<std::string_view> weekdays{"mon", "tue", "wed", "thu",
                                                     "fri", "sat", "sun"};
    if (day.is_scalar() && weekdays.contains(day.text)) return;
    const auto date = PartialDay::parse(day.is_scalar() ? day.text : "");
    if (date && date->month && date->day) return;
    problems_.push_back({"\"" + printable_line(day.text) + "\" is no day that can be off",
                         tree_.place(day), "write sun, 12-25 or 2026-04-03", "value", true});
  }

  void look_at(const std::string& name, const Colleague& person, const Node& map) {
    if (person.stand_in.empty()) return;
    if (person.stand_in == name)
      say(map, "stand_in", "nobody stands in for themselves", "unknown-word");
    else if (find_named(settings_.team, person.stand_in) == nullptr)
      say(map, "stand_in",
          "nobody in the team is called \"" + printable_line(person.stand_in) + "\"",
          "unknown-word");
  }

  void look_at(const std::string& name, const std::vector<Stage>& stages, const Node& list) {
    std::set<std::string> seen;
    bool ends = false;
    std::size_t i = 0;
    for (const Node& item : items(list)) {
      const Stage& stage = stages[i++];
      ends = ends || !stage.ends.empty();
      word(item, "ends", stage.ends, {"won", "lost"});
      if (!seen.insert(stage.stage).second)
        say(item, "stage",
            "the stage \"" + printable_line(stage.stage) + "\" stands twice in this pipeline",
            "stage-twice");
      if (stage.probability && (*stage.probability < 0 || *stage.probability > 100))
        say(item, "probability",
            "probability goes from 0 to 100, not " + std::to_string(*stage.probability),
            "out-of-range");
      if (!stage.then.empty() && !consequence(stage.then, settings_))
        say(item, "then",
            "\"" + printable_line(stage.then) + "\" is neither a time and a text nor a pipeline",
            "value", "write 3d ask how it was liked, or the name of a pipeline");
    }
    if (!ends)
      problems_.push_back({"no stage ends the pipeline \"" + printable_line(name) + "\"",
                           tree_.place(list), "give one of them ends: won, another ends: lost",
                           "no-end", true});
  }

  const Tree& tree_;
  const Settings& settings_;
  std::vector<Problem> problems_;
};

}  // namespace

std::vector<Problem> doubts(const Tree& tree, const Settings& settings) {
  return SettingsExamination(tree, settings).run();
}

std::vector<Problem> doubts(const Tree& tree, const Rates& rates) {
  std::vector<Problem> problems;
  const Node* const list = find(tree.root(), "rates");
  if (list == nullptr || !list->is_list()) return problems;
  std::size_t i = 0;
  for (const Node& item : items(*list)) {
    const Rate& rate = rates.rates[i++];
    for (const auto& [key, code] : {std::pair("from", &rate.from), {"to", &rate.to}})
      if (!currency_decimals(*code))
        problems.push_back(
            {"there is no currency \"" + printable_line(*code) + "\"", tree.place(*find(item, key)),
             "a currency is a code of ISO 4217, like EUR or INR", "unknown-word", true});
    if (rate.rate.millionths <= 0)
      problems.push_back(
          {"a rate is more than 0", tree.place(*find(item, "rate")), {}, "out-of-range", true});
  }
  return problems;
}

std::vector<Problem> doubts(const Tree& tree, const Campaign& campaign) {
  if (!campaign.from || !campaign.to || *campaign.to >= *campaign.from) return {};
  return {{"it ends before it begins", tree.place(*find(tree.root(), "to")),
           "from is " + campaign.from->text(), "out-of-range", true}};
}

}  // namespace crm

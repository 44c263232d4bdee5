#include "core/query/vocabulary.hpp"

#include <algorithm>

#include "core/domain/folding.hpp"
#include "core/domain/likeness.hpp"
#include "core/domain/text.hpp"
#include "core/report/value.hpp"

namespace crm {
namespace {

/// A word somebody may type, and what records say for it.
using Vocabulary = std::vector<std::pair<std::string, std::string>>;

Vocabulary plain(const std::vector<std::string>& words) {
  Vocabulary all;
  for (const std::string& word : words) all.emplace_back(word, word);
  return all;
}

Vocabulary stages(const Settings& settings) {
  Vocabulary all;
  for (const auto& [name, pipeline] : settings.pipelines)
    for (const Stage& stage : pipeline) all.emplace_back(stage.stage, stage.stage);
  // Names of earlier days come second: one of them may be a stage of another pipeline now.
  for (const auto& [name, pipeline] : settings.pipelines)
    for (const Stage& stage : pipeline)
      for (const std::string& was : stage.was) all.emplace_back(was, stage.stage);
  return all;
}

Vocabulary team(const Settings& settings) {
  Vocabulary all;
  for (const auto& [name, colleague] : settings.team) {
    all.emplace_back(name, name);
    if (!colleague.name.empty()) all.emplace_back(colleague.name, name);
    for (const std::string& email : colleague.emails) all.emplace_back(email, name);
  }
  return all;
}

Vocabulary pipelines(const Settings& settings) {
  Vocabulary all;
  for (const auto& [name, stages] : settings.pipelines) all.emplace_back(name, name);
  return all;
}

/// Empty where any word will do.
Vocabulary vocabulary(const FieldName& field, const Settings& settings) {
  const std::string_view key = field.key(), noun = field.noun();
  if (field.custom() != nullptr) {
    if (field.custom()->type == "yes") return plain({"yes", "no"});
    return field.custom()->type == "choice" ? plain(field.custom()->choices) : Vocabulary();
  }
  if (field.shape() == Shape::yes) return plain({"yes", "no"});
  if (key == "status" && noun == "customer") return plain(settings.statuses);
  if (key == "segment" && noun == "customer") {
    Vocabulary all;
    for (const Segment one : all_segments())
      all.emplace_back(std::string(name_of(one)), std::string(name_of(one)));
    return all;
  }
  if (key == "status" && noun == "case" && !settings.case_statuses.empty())
    return plain(settings.statuses_of_cases());
  if (key == "kind" && noun == "customer") return plain({"person", "company"});
  if (key == "kind" && noun == "interaction") return plain(settings.kinds);
  if (key == "direction") return plain({"in", "out"});
  if (key == "outcome") return plain(settings.outcomes);
  if (key == "priority") return plain(settings.priorities);
  if (key == "pipeline") return pipelines(settings);
  if (key == "stage") return stages(settings);
  const bool colleague =
      key == "owner" || key == "by" || key == "done_by" || (key == "for" && noun == "reminder");
  return colleague ? team(settings) : Vocabulary();
}

}  // namespace

Result<std::string> listed_value(const FieldName& field, std::string_view word,
                                 const Settings& settings) {
  const Vocabulary words = vocabulary(field, settings);
  if (words.empty()) return std::string(word);
  const std::string wanted = folded(word);
  std::vector<std::string> choices;
  std::string known;
  for (const auto& [typed, meant] : words) {
    if (folded(typed) == wanted) return meant;
    choices.push_back(typed);
    if (typed == meant && std::find(choices.begin(), choices.end() - 1, typed) == choices.end() - 1)
      known += (known.empty() ? "" : ", ") + typed;
  }
  const auto near = did_you_mean(word, choices);
  const std::string what(field.key() == "for" || field.key() == "by" || field.key() == "done_by"
                             ? std::string_view("colleague")
                             : field.key());
  return error(Error::asked_wrongly(
      "there is no " + what + " \"" + printable_line(word) + "\"",
      near.empty() ? "known are " + known : "did you mean " + near.front() + "?"));
}

}  // namespace crm

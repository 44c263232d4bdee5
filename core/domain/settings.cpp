#include "core/domain/settings.hpp"

#include <algorithm>

#include "core/domain/case.hpp"
#include "core/domain/folding.hpp"

namespace crm {

LeapDay Settings::leap_day_rule() const {
  const bool march = leap_day && leap_day->month == 3u;
  return march ? LeapDay::on_1_march : LeapDay::on_28_february;
}

unsigned Settings::first_month() const {
  const std::int64_t month = year_starts.value_or(1);
  return month >= 1 && month <= 12 ? static_cast<unsigned>(month) : 1;
}

Grouping Settings::grouping() const {
  const Country* const home = find_country(country);
  return home == nullptr ? Grouping::thousands : home->grouping;
}

std::optional<Period> Settings::terms() const {
  return payment_terms ? payment_terms->period : Period{14, Period::Unit::days};
}

std::vector<std::string> Settings::statuses_of_cases() const {
  if (case_statuses.empty()) return {"open", "waiting", std::string(closed_status)};
  std::vector<std::string> all = case_statuses;
  // Without it no case would ever end.
  if (std::find(all.begin(), all.end(), closed_status) == all.end())
    all.emplace_back(closed_status);
  return all;
}

const std::vector<Stage>* Settings::pipeline(std::string_view wanted) const {
  if (pipelines.empty()) return nullptr;
  return wanted.empty() ? &pipelines.front().second : find_named(pipelines, wanted);
}

Settings standard_settings(const Country& country) {
  Settings settings;
  settings.format = current_format;
  settings.currency = country.currency;
  settings.country = country.code;
  settings.timezone = country.timezone;
  if (country.year_starts != 1) settings.year_starts = country.year_starts;
  settings.statuses = {"lead", "prospect", "customer", "former", "contact"};
  settings.kinds = {"call", "email", "meeting", "visit", "chat", "sms", "letter", "note"};
  settings.outcomes = {"held", "agreed", "refused", "no-answer", "no-show", "cancelled"};
  settings.priorities = {"low", "normal", "high", "urgent"};
  const auto stage = [](std::string name, std::int64_t probability, std::string ends = {}) {
    Stage made;
    made.stage = std::move(name);
    if (ends.empty()) made.probability = probability;
    made.ends = std::move(ends);
    return made;
  };
  settings.pipelines = {
      {"sales",
       {stage("lead", 10), stage("qualified", 30), stage("proposal", 50), stage("negotiation", 80),
        stage("won", 100, "won"), stage("lost", 0, "lost")}}};
  settings.lost_reasons = {"price", "timing", "competitor", "no need", "no answer"};
  settings.commit = "each";
  return settings;
}

Settings completed(Settings settings) {
  static const Country nowhere{};
  const Country* const home = find_country(settings.country);
  const Settings standard = standard_settings(home == nullptr ? nowhere : *home);
  const auto fill = [](auto& mine, const auto& usual) {
    if (mine.empty()) mine = usual;
  };
  fill(settings.statuses, standard.statuses);
  fill(settings.kinds, standard.kinds);
  fill(settings.outcomes, standard.outcomes);
  fill(settings.priorities, standard.priorities);
  fill(settings.pipelines, standard.pipelines);
  fill(settings.lost_reasons, standard.lost_reasons);
  return settings;
}

std::string colleague(const Settings& settings, std::string_view who) {
  const std::string wanted = folded(who);
  if (wanted.empty()) return {};
  for (const auto& [word, person] : settings.team) {
    if (folded(word) == wanted || folded(person.name) == wanted) return word;
    for (const std::string& email : person.emails)
      if (folded(email) == wanted) return word;
  }
  return {};
}

}  // namespace crm

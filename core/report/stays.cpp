#include "core/report/stays.hpp"

#include <algorithm>

namespace crm {
namespace {

/// For a stage that says nothing else.
constexpr Period usual_stale{30, Period::Unit::days};

const Stage* stage_named(const std::vector<Stage>* pipeline, const std::string& name) {
  if (pipeline == nullptr) return nullptr;
  for (const Stage& stage : *pipeline)
    if (stage.stage == name ||
        std::find(stage.was.begin(), stage.was.end(), name) != stage.was.end())
      return &stage;
  return nullptr;
}

/// The smallest of them that at least that many percent do not exceed.
std::int32_t percentile(const std::vector<std::int32_t>& sorted, std::size_t percent) {
  return sorted[(sorted.size() * percent + 99) / 100 - 1];
}

}  // namespace

std::string pipeline_of(const Deal& deal, const Settings& settings) {
  if (!deal.pipeline.empty() || settings.pipelines.empty()) return deal.pipeline;
  return settings.pipelines.front().first;
}

std::vector<Stay> finished_stays(const Deal& deal, const Settings& settings) {
  std::vector<Stay> stays;
  if (deal.history.empty()) return stays;
  const auto* const pipeline = settings.pipeline(deal.pipeline);
  const std::string name = pipeline_of(deal, settings);
  std::string stage;
  std::optional<Day> since;
  bool ended = false;
  for (const Move* const move : in_order(deal.history)) {
    if (move->stage.empty() || (ended && !move->reopen)) continue;
    const Stage* const known = stage_named(pipeline, move->stage);
    const std::string& to = known == nullptr ? move->stage : known->stage;
    // A second move to where it is already goes on with the stay.
    if (since && !ended && to == stage) continue;
    if (since && !ended) stays.push_back({name, stage, days_between(*since, move->at.day)});
    stage = to;
    since = move->at.day;
    ended = known != nullptr && !known->ends.empty();
  }
  return stays;
}

std::vector<Stay> finished_stays(const Customer& customer, const Settings& settings) {
  std::vector<Stay> all;
  for (const Deal& deal : customer.deals) {
    const std::vector<Stay> some = finished_stays(deal, settings);
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

Stays::Stays(const std::vector<Stay>& finished) {
  std::map<std::pair<std::string, std::string>, std::vector<std::int32_t>> days;
  for (const Stay& one : finished) days[{one.pipeline, one.stage}].push_back(one.days);
  for (auto& [where, all] : days) {
    std::sort(all.begin(), all.end());
    usual_[where] = {all.size(), percentile(all, 50), percentile(all, 80)};
  }
}

std::optional<UsualStay> Stays::of(const std::string& pipeline, const std::string& stage) const {
  const auto found = usual_.find({pipeline, stage});
  if (found == usual_.end()) return std::nullopt;
  return found->second;
}

bool is_stale(const std::string& pipeline, const Standing& standing, const Settings& settings,
              const Stays& stays, Day today) {
  if (!standing.ends.empty() || !standing.since) return false;
  const auto usual = stays.of(pipeline, standing.stage);
  if (usual && usual->count >= Stays::enough)
    return days_between(*standing.since, today) > usual->eightieth;
  const Stage* const stage = stage_named(settings.pipeline(pipeline), standing.stage);
  const Period rests = stage != nullptr && stage->stale ? *stage->stale : usual_stale;
  return plus(*standing.since, rests) < today;
}

}  // namespace crm

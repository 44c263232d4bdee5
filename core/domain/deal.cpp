#include "core/domain/deal.hpp"

#include <algorithm>

namespace crm {

std::vector<const Move*> in_order(const std::vector<Move>& history) {
  std::vector<const Move*> moves;
  for (const Move& move : history) moves.push_back(&move);
  std::stable_sort(moves.begin(), moves.end(), [](const Move* a, const Move* b) {
    const auto order = in_time(a->at, b->at);
    return order < 0 || (order == 0 && a->id < b->id);
  });
  return moves;
}

Standing standing(const Deal& deal, const std::vector<Stage>& pipeline) {
  const auto stage_named = [&](const std::string& name) -> const Stage* {
    for (const Stage& stage : pipeline)
      if (stage.stage == name ||
          std::find(stage.was.begin(), stage.was.end(), name) != stage.was.end())
        return &stage;
    return nullptr;
  };
  Standing now;
  if (!pipeline.empty()) now.stage = pipeline.front().stage;
  for (const Move* move : in_order(deal.history)) {
    if (move->stage.empty()) continue;
    // The first ending holds; what comes later counts from a reopening on.
    if (!now.ends.empty() && !move->reopen) continue;
    const Stage* const stage = stage_named(move->stage);
    now.stage = stage == nullptr ? move->stage : stage->stage;
    now.ends = stage == nullptr ? std::string() : stage->ends;
    now.since = move->at.day;
    now.reason = move->reason;
  }
  return now;
}

}  // namespace crm

#include "core/exchange/idle_moves.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace crm {
namespace {

/// The name by which the pipeline has a move's stage now; a case's status as it is.
std::string where_to(const Move& move, const std::vector<Stage>* pipeline) {
  if (move.stage.empty()) return move.status;
  const Stage* const stage = pipeline == nullptr ? nullptr : find_stage(*pipeline, move.stage);
  return stage == nullptr ? move.stage : stage->stage;
}

/// Of a deal in that pipeline; nullptr for a case.
void drop_idle_moves(std::vector<Move>& history, const std::vector<Move>& before,
                     const std::vector<Stage>* pipeline) {
  const auto is_new = [&](const Move& move) {
    return move.id.empty() || find_item(before, move.id) == nullptr;
  };
  std::vector<const Move*> moves = in_order(history);
  std::erase_if(moves, [&](const Move* move) { return where_to(*move, pipeline).empty(); });
  std::vector<const Move*> idle;
  std::string stands;
  for (std::size_t i = 0; i < moves.size(); ++i) {
    const Move& move = *moves[i];
    const std::string here = where_to(move, pipeline);
    const bool known_next =
        i + 1 < moves.size() && !is_new(*moves[i + 1]) && where_to(*moves[i + 1], pipeline) == here;
    if (is_new(move) && !move.reopen && (here == stands || known_next))
      idle.push_back(&move);
    else
      stands = here;
  }
  std::vector<Move> kept;
  for (Move& move : history)
    if (std::find(idle.begin(), idle.end(), &move) == idle.end()) kept.push_back(std::move(move));
  history = std::move(kept);
}

}  // namespace

void drop_idle_moves(Customer& after, const Customer& before, const Settings& settings) {
  for (Deal& deal : after.deals)
    if (const Deal* const known = find_item(before.deals, deal.id))
      drop_idle_moves(deal.history, known->history, settings.pipeline(deal.pipeline));
  for (Case& one : after.cases)
    if (const Case* const known = find_item(before.cases, one.id))
      drop_idle_moves(one.history, known->history, nullptr);
}

}  // namespace crm

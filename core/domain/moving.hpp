// The next move of what goes through stages: of a deal through those of its pipeline, of a case
// through its statuses.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/deal.hpp"
#include "core/domain/result.hpp"

namespace crm {

/// What a move is held against.
struct Track {
  const std::vector<Stage>& stages;
  /// What one of them is called, and how it is said that something is there: `in lead`.
  std::string_view noun = "stage", there = "in ";
  /// The word of a move that names it.
  std::string Move::*word = &Move::stage;
  /// Where some moves have led.
  std::function<Standing(const std::vector<Move>& history)> where;
  /// A move may also be told of a day before the last one.
  bool any_day = false;
};

/// `lead, qualified, proposal, won, lost`.
std::string names_of(const std::vector<Stage>& pipeline);

/// The stage of that name in any case, of that name of earlier days, or the only one that begins
/// so. Error::asked_wrongly with the list; Error::conflict when several begin so.
Result<Stage> stage_meant(const std::vector<Stage>& pipeline, std::string_view words,
                          std::string_view noun = "stage");

/// The moment itself, or the next one on which an entry comes after all that the history has on
/// that day: what is done within one minute stays in order.
Moment following(const std::vector<Move>& history, const Moment& moment);

/// The move as it goes into the history: to the stage that its word means, `from` filled in. With
/// `reopen` also of what has ended. Error::conflict, with the stages or the way on, for the stage
/// it is in and for what has ended; Error::asked_wrongly for a stage that is not there, and for a
/// day before the last move's.
Result<Move> next_move(const std::string& title, const std::vector<Move>& history, Move move,
                       const Track& track);

}  // namespace crm

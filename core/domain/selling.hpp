// Selling: how a deal is opened, moved, ended and opened again, and what a stage sets off.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/deal.hpp"
#include "core/domain/moving.hpp"
#include "core/domain/result.hpp"
#include "core/domain/settings.hpp"

namespace crm {

/// What a move is held against.
struct Course {
  const std::vector<Stage>& pipeline;
  /// Where there are any, a loss needs a reason.
  const std::vector<std::string>& lost_reasons;
  /// A move may also be told of a day before the last one.
  bool any_day = false;
};

/// The stage that ends a pipeline so (`won`, `lost`): the one that is meant by `words`, or without
/// them the first.
Result<Stage> ending_meant(const std::vector<Stage>& pipeline, std::string_view ends,
                           std::string_view words);

/// The deal with its first move: to the stage of its words, or to the pipeline's first.
/// Error::asked_wrongly as below.
Result<Deal> opened(Deal deal, Move first, const Course& course);

/// The deal with a move more: its stage by the words that it has, `from` filled in. With `reopen`
/// also a deal that has ended. Error::conflict, with the stages or the way on, for the stage it is
/// in and for a deal that has ended; Error::asked_wrongly for a stage that is not there, for a loss
/// without its reason, for a day before the last move's.
Result<Deal> moved(Deal deal, Move move, const Course& course);

/// What a stage's `then` sets off: a reminder after some time, or a deal in a pipeline.
struct Consequence {
  Period after;
  std::string text;
  /// Empty for a reminder.
  std::string pipeline;
};

/// Nothing where it is neither the name of a pipeline nor a length of time with a text.
std::optional<Consequence> consequence(std::string_view then, const Settings& settings);

}  // namespace crm

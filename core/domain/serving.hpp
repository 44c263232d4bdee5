// Serving: how a case is opened, moved, closed and opened again, and what it was before it was
// changed.
#pragma once

#include <string>
#include <vector>

#include "core/domain/case.hpp"
#include "core/domain/moving.hpp"
#include "core/domain/result.hpp"

namespace crm {

/// A book's words for where a case stands, as the stages that it goes through; `closed` ends it.
std::vector<Stage> stages_of_cases(const std::vector<std::string>& statuses);

/// The case with its first move: to the status of its words, or to the first. Error::asked_wrongly
/// for a status that is not there, and for `closed`.
Result<Case> opened(Case one, Move first, const std::vector<Stage>& stages);

/// The case with a move more, as `moved` of a deal. What was said of its end goes with a reopening
/// into `was`, so that the next end has its own.
Result<Case> moved(Case one, Move move, const std::vector<Stage>& stages, bool any_day);

/// For Move::was: the values from before of what is told of past days (priority, owner, due,
/// resolution, rating), where they differ afterwards.
Named<std::string> past_of(const Case& before, const Case& after);

}  // namespace crm

#include "core/domain/serving.hpp"

#include "core/domain/text.hpp"

namespace crm {
namespace {

/// Where moves have led a case.
Standing standing_of_case(const std::vector<Move>& history) {
  Case then;
  then.history = history;
  Standing now;
  now.stage = then.status();
  if (then.is_closed()) now.ends = closed_status;
  bool closed = false;
  for (const Move* const move : in_order(history)) {
    if (move->status.empty() || (closed && !move->reopen)) continue;
    now.since = move->at.day;
    now.reason = move->reason;
    closed = move->status == closed_status;
  }
  return now;
}

}  // namespace

std::vector<Stage> stages_of_cases(const std::vector<std::string>& statuses) {
  std::vector<Stage> stages;
  for (const std::string& status : statuses) {
    Stage& stage = stages.emplace_back();
    stage.stage = status;
    if (status == closed_status) stage.ends = status;
  }
  return stages;
}

Result<Case> opened(Case one, Move first, const std::vector<Stage>& stages) {
  const auto meant = first.status.empty() ? Result<Stage>(stages.front())
                                          : stage_meant(stages, first.status, "status");
  if (!meant) return error(meant.error());
  if (!meant->ends.empty())
    return error(Error::asked_wrongly("a case is not opened " + meant->stage,
                                      "open it, then crm close says how it ended"));
  first.status = meant->stage;
  first.reopen = false;
  one.history = {std::move(first)};
  return one;
}

Result<Case> moved(Case one, Move move, const std::vector<Stage>& stages, bool any_day) {
  const Track track{.stages = stages,
                    .noun = "status",
                    .there = "",
                    .word = &Move::status,
                    .where = standing_of_case,
                    .any_day = any_day};
  auto next = next_move(one.title, one.history, std::move(move), track);
  if (!next) return error(next.error());
  if (next->reopen) {
    const Case before = one;
    one.resolution.clear();
    one.rating.reset();
    for (auto& past : past_of(before, one)) next->was.push_back(std::move(past));
  }
  one.history.push_back(*std::move(next));
  return one;
}

Named<std::string> past_of(const Case& before, const Case& after) {
  Named<std::string> was;
  const auto keep = [&](const char* key, const std::string& then, const std::string& now) {
    if (then != now) was.emplace_back(key, then.empty() ? std::string(was_absent) : then);
  };
  const auto moment = [](const std::optional<Moment>& at) { return at ? at->text() : ""; };
  const auto number = [](const std::optional<std::int64_t>& of) {
    return of ? std::to_string(*of) : "";
  };
  keep("priority", before.priority, after.priority);
  keep("owner", before.owner, after.owner);
  keep("due", moment(before.due), moment(after.due));
  keep("resolution", before.resolution, after.resolution);
  keep("rating", number(before.rating), number(after.rating));
  return was;
}

}  // namespace crm

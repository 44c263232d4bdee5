#include "core/domain/selling.hpp"

#include <algorithm>

#include "core/domain/folding.hpp"
#include "core/domain/likeness.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

constexpr std::int32_t last_second = 24 * 60 * 60 - 1;

std::string joined(const std::vector<std::string>& words, const char* between) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : between) + word;
  return all;
}

Error no_stage(const std::vector<Stage>& pipeline, std::string_view words) {
  std::vector<std::string> names;
  for (const Stage& stage : pipeline) {
    names.push_back(stage.stage);
    names.insert(names.end(), stage.was.begin(), stage.was.end());
  }
  const auto near = did_you_mean(words, names);
  return Error::asked_wrongly("there is no stage \"" + printable_line(words) + "\"",
                              (near.empty() ? "" : "did you mean " + near.front() + "? ") +
                                  "the stages are " + names_of(pipeline));
}

/// What moves of other days and of this one have made of it, up to the end of that day.
Standing standing_by(const Deal& deal, Day day, const std::vector<Stage>& pipeline) {
  Deal then;
  std::copy_if(deal.history.begin(), deal.history.end(), std::back_inserter(then.history),
               [&](const Move& move) { return move.at.day <= day; });
  return standing(then, pipeline);
}

const Move* last_move(const Deal& deal) {
  const Move* last = nullptr;
  for (const Move* const move : in_order(deal.history))
    if (!move->stage.empty()) last = move;
  return last;
}

Result<void> refuse_without_reason(const Deal& deal, const Stage& stage, const Move& move,
                                   const Course& course) {
  if (stage.ends != "lost" || !move.reason.empty() || course.lost_reasons.empty()) return {};
  return error(Error::asked_wrongly(
      "why was " + deal.title + " lost?",
      "crm lose " + deal.id + " --reason …; the reasons are " + joined(course.lost_reasons, ", ")));
}

}  // namespace

std::string names_of(const std::vector<Stage>& pipeline) {
  std::vector<std::string> names;
  for (const Stage& stage : pipeline) names.push_back(stage.stage);
  return joined(names, ", ");
}

Result<Stage> stage_meant(const std::vector<Stage>& pipeline, std::string_view words) {
  const std::string wanted = folded(trimmed(words));
  if (wanted.empty())
    return error(Error::asked_wrongly("to which stage?", "the stages are " + names_of(pipeline)));
  for (const Stage& stage : pipeline)
    if (folded(stage.stage) == wanted) return stage;
  for (const Stage& stage : pipeline)
    for (const std::string& was : stage.was)
      if (folded(was) == wanted) return stage;
  std::vector<const Stage*> near;
  for (const Stage& stage : pipeline)
    if (folded(stage.stage).starts_with(wanted)) near.push_back(&stage);
  if (near.size() == 1) return *near.front();
  if (near.empty()) return error(no_stage(pipeline, words));
  std::vector<std::string> names;
  for (const Stage* const stage : near) names.push_back(stage->stage);
  return error(Error::conflict(
      "\"" + printable_line(words) + "\" could be " + joined(names, " or "), "say more of it"));
}

Result<Stage> ending_meant(const std::vector<Stage>& pipeline, std::string_view ends,
                           std::string_view words) {
  std::vector<Stage> such;
  std::copy_if(pipeline.begin(), pipeline.end(), std::back_inserter(such),
               [&](const Stage& stage) { return stage.ends == ends; });
  if (such.empty())
    return error(Error::asked_wrongly("no stage of the pipeline ends: " + std::string(ends),
                                      "give one of them ends: " + std::string(ends) +
                                          " in crm.yaml; they are " + names_of(pipeline)));
  if (words.empty()) return such.front();
  return stage_meant(such, words);
}

Moment following(const std::vector<Move>& history, const Moment& moment) {
  const Move* last = nullptr;
  for (const Move* const move : in_order(history))
    if (move->at.day == moment.day) last = move;
  if (last == nullptr || in_time(last->at, moment) < 0) return moment;
  Moment next = last->at;
  next.with_seconds = next.timed();
  if (next.timed() && *next.second >= last_second) {
    next.day = next.day.plus_days(1);
    next.second = 0;
    return following(history, next);
  }
  next.second = next.timed() ? *next.second + 1 : 0;
  return next;
}

Result<Deal> opened(Deal deal, Move first, const Course& course) {
  if (course.pipeline.empty())
    return error(Error::asked_wrongly("the pipeline has no stages", "crm.yaml lists them"));
  Stage stage = course.pipeline.front();
  if (!first.stage.empty()) {
    auto meant = stage_meant(course.pipeline, first.stage);
    if (!meant) return error(meant.error());
    stage = *std::move(meant);
  }
  if (stage.ends == "lost" && first.reason.empty() && !course.lost_reasons.empty())
    return error(Error::asked_wrongly("why was " + deal.title + " lost?",
                                      "open it in another stage, then crm lose tells why"));
  first.stage = stage.stage;
  first.reopen = false;
  deal.history = {std::move(first)};
  return deal;
}

Result<Deal> moved(Deal deal, Move move, const Course& course) {
  const auto meant = stage_meant(course.pipeline, move.stage);
  if (!meant) return error(meant.error());
  const Stage& stage = *meant;
  const Move* const last = last_move(deal);
  if (last != nullptr && move.at.day < last->at.day && !course.any_day)
    return error(Error::asked_wrongly(
        deal.title + " was last moved on " + last->at.day.text() + ", after " + move.at.day.text(),
        "name a day from then on with --on, or insist with --anyway"));
  move.at = following(deal.history, move.at);
  const Standing now = standing_by(deal, move.at.day, course.pipeline);
  const std::string since = now.since ? " since " + now.since->text() : "";
  // Told of a day before the deal was opened, it is the opening.
  const bool opens = last != nullptr && !now.since;
  if (now.stage == stage.stage && !opens)
    return error(Error::conflict(
        deal.title + " is in " + stage.stage + " already" + (since.empty() ? "" : "," + since),
        "the stages are " + names_of(course.pipeline)));
  if (!now.ends.empty() && !move.reopen)
    return error(Error::conflict(
        deal.title + " is " + now.ends + since,
        "--reopen moves it all the same; the stages are " + names_of(course.pipeline)));
  if (auto told = refuse_without_reason(deal, stage, move, course); !told)
    return error(told.error());
  // What is open needs no opening.
  if (now.ends.empty()) move.reopen = false;
  move.stage = stage.stage;
  move.from = opens ? "" : now.stage;
  deal.history.push_back(std::move(move));
  return deal;
}

std::optional<Consequence> consequence(std::string_view then, const Settings& settings) {
  const std::string_view words = trimmed(then);
  if (words.empty()) return std::nullopt;
  if (find_named(settings.pipelines, words) != nullptr)
    return Consequence{{}, {}, std::string(words)};
  const auto end = std::min(words.find(' '), words.size());
  const std::string text(trimmed(words.substr(end)));
  const auto after = Period::parse(words.substr(0, end));
  if (!after || text.empty()) return std::nullopt;
  return Consequence{*after, text, {}};
}

}  // namespace crm

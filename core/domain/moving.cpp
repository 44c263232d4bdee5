#include "core/domain/moving.hpp"

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

/// `the stages are lead, won, lost`.
std::string all_of(const std::vector<Stage>& stages, std::string_view noun) {
  return "the " + std::string(noun) + (noun.ends_with('s') ? "es are " : "s are ") +
         names_of(stages);
}

Error no_stage(const std::vector<Stage>& pipeline, std::string_view words, std::string_view noun) {
  std::vector<std::string> names;
  for (const Stage& stage : pipeline) {
    names.push_back(stage.stage);
    names.insert(names.end(), stage.was.begin(), stage.was.end());
  }
  const auto near = did_you_mean(words, names);
  return Error::asked_wrongly(
      "there is no " + std::string(noun) + " \"" + printable_line(words) + "\"",
      (near.empty() ? "" : "did you mean " + near.front() + "? ") + all_of(pipeline, noun));
}

/// Where moves of other days and of this one have led, up to the end of that day.
Standing standing_by(const std::vector<Move>& history, Day day, const Track& track) {
  std::vector<Move> then;
  std::copy_if(history.begin(), history.end(), std::back_inserter(then),
               [&](const Move& move) { return move.at.day <= day; });
  return track.where(then);
}

const Move* last_move(const std::vector<Move>& history, const Track& track) {
  const Move* last = nullptr;
  for (const Move* const move : in_order(history))
    if (!(move->*track.word).empty()) last = move;
  return last;
}

}  // namespace

std::string names_of(const std::vector<Stage>& pipeline) {
  std::vector<std::string> names;
  for (const Stage& stage : pipeline) names.push_back(stage.stage);
  return joined(names, ", ");
}

Result<Stage> stage_meant(const std::vector<Stage>& pipeline, std::string_view words,
                          std::string_view noun) {
  const std::string wanted = folded(trimmed(words));
  if (wanted.empty())
    return error(
        Error::asked_wrongly("to which " + std::string(noun) + "?", all_of(pipeline, noun)));
  for (const Stage& stage : pipeline)
    if (folded(stage.stage) == wanted) return stage;
  for (const Stage& stage : pipeline)
    for (const std::string& was : stage.was)
      if (folded(was) == wanted) return stage;
  std::vector<const Stage*> near;
  for (const Stage& stage : pipeline)
    if (folded(stage.stage).starts_with(wanted)) near.push_back(&stage);
  if (near.size() == 1) return *near.front();
  if (near.empty()) return error(no_stage(pipeline, words, noun));
  std::vector<std::string> names;
  for (const Stage* const stage : near) names.push_back(stage->stage);
  return error(Error::conflict(
      "\"" + printable_line(words) + "\" could be " + joined(names, " or "), "say more of it"));
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

Result<Move> next_move(const std::string& title, const std::vector<Move>& history, Move move,
                       const Track& track) {
  const auto meant = stage_meant(track.stages, move.*track.word, track.noun);
  if (!meant) return error(meant.error());
  const std::string& stage = meant->stage;
  const Move* const last = last_move(history, track);
  if (last != nullptr && move.at.day < last->at.day && !track.any_day)
    return error(Error::asked_wrongly(
        title + " was last moved on " + last->at.day.text() + ", after " + move.at.day.text(),
        "name a day from then on with --on, or insist with --anyway"));
  move.at = following(history, move.at);
  const Standing now = standing_by(history, move.at.day, track);
  const std::string since = now.since ? " since " + now.since->text() : "";
  // Told of a day before it was opened, it is the opening.
  const bool opens = last != nullptr && !now.since;
  if (now.stage == stage && !opens)
    return error(Error::conflict(title + " is " + std::string(track.there) + stage + " already" +
                                     (since.empty() ? "" : "," + since),
                                 all_of(track.stages, track.noun)));
  if (!now.ends.empty() && !move.reopen)
    return error(
        Error::conflict(title + " is " + now.ends + since,
                        "--reopen moves it all the same; " + all_of(track.stages, track.noun)));
  // What is open needs no opening.
  if (now.ends.empty()) move.reopen = false;
  move.*track.word = stage;
  move.from = opens ? "" : now.stage;
  return move;
}

}  // namespace crm

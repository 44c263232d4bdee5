#include "core/domain/selling.hpp"

#include <algorithm>

#include "core/domain/text.hpp"

namespace crm {
namespace {

std::string joined(const std::vector<std::string>& words, const char* between) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : between) + word;
  return all;
}

Result<void> refuse_without_reason(const Deal& deal, const Stage& stage, const Move& move,
                                   const Course& course) {
  if (stage.ends != "lost" || !move.reason.empty() || course.lost_reasons.empty()) return {};
  return error(Error::asked_wrongly(
      "why was " + deal.title + " lost?",
      "crm lose " + deal.id + " --reason …; the reasons are " + joined(course.lost_reasons, ", ")));
}

}  // namespace

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
  const Track track{.stages = course.pipeline,
                    .where =
                        [&](const std::vector<Move>& history) {
                          Deal then;
                          then.history = history;
                          return standing(then, course.pipeline);
                        },
                    .any_day = course.any_day};
  auto next = next_move(deal.title, deal.history, std::move(move), track);
  if (!next) return error(next.error());
  const Stage stage = *find_stage(course.pipeline, next->stage);
  if (auto told = refuse_without_reason(deal, stage, *next, course); !told)
    return error(told.error());
  deal.history.push_back(*std::move(next));
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

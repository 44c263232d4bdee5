#include "core/report/weights.hpp"

#include <algorithm>

namespace crm {

Money Weight::of(const Money& amount) const {
  if (share.whole <= 0) return {0, amount.currency};
  __extension__ using Wide = __int128;
  const Wide whole = static_cast<Wide>(amount.minor) * share.part;
  const Wide half = whole < 0 ? -share.whole / 2 : share.whole / 2;
  return {static_cast<std::int64_t>((whole + half) / share.whole), amount.currency};
}

std::string_view name_of(Weight::From from) {
  switch (from) {
    case Weight::From::deal: return "deal";
    case Weight::From::history: return "history";
    case Weight::From::settings: return "crm.yaml";
    case Weight::From::nothing: break;
  }
  return "none";
}

namespace {

Share percent(std::int64_t number) {
  constexpr std::int64_t all = 100;
  return {std::clamp<std::int64_t>(number, 0, all), all};
}

}  // namespace

Weight Weights::OfStage::weight() const {
  if (closed >= enough_closed) return {Weight::From::history, {won, closed}};
  if (written) return {Weight::From::settings, percent(*written)};
  return {};
}

const Weights::OfStage* Weights::find(std::string_view pipeline, std::string_view stage) const {
  for (const OfStage& one : stages_)
    if (one.stage == stage && one.pipeline == pipeline) return &one;
  return nullptr;
}

Weight Weights::of(const DealFacts& deal, std::optional<std::int64_t> own,
                   std::string_view stage) const {
  if (own) return {Weight::From::deal, percent(*own)};
  const OfStage* const its = find(deal.pipeline, stage);
  return its == nullptr ? Weight() : its->weight();
}

Weight Weights::of(const DealFacts& deal, const DealThen& then) const {
  if (then.step != nullptr) return of(deal, then.probability, then.step->stage);
  // In the first stage of its pipeline.
  for (const OfStage& one : stages_)
    if (one.pipeline == deal.pipeline) return of(deal, then.probability, one.stage);
  return of(deal, then.probability, "");
}

StageHistory::StageHistory(const AllFacts& book, const Settings& settings) {
  for (const auto& [pipeline, stages] : settings.pipelines)
    for (const Stage& stage : stages)
      if (stage.ends.empty())
        blank_.stages_.push_back({pipeline, stage.stage, 0, 0, stage.probability});
  for (const CustomerFacts& customer : book)
    for (const DealFacts& deal : customer.deals) {
      if (deal.steps.empty()) continue;
      for (const Step& step : deal.steps)
        marks_.push_back({step.on, step.ends == "won"   ? Mark::won
                                   : !step.ends.empty() ? Mark::lost
                                                        : number_of(deal.pipeline, step.stage)});
      ends_.push_back(marks_.size());
    }
}

int StageHistory::number_of(const std::string& pipeline, const std::string& stage) {
  const Weights::OfStage* known = blank_.find(pipeline, stage);
  if (known == nullptr)
    known = &blank_.stages_.emplace_back(Weights::OfStage{pipeline, stage, 0, 0, {}});
  return static_cast<int>(known - blank_.stages_.data());
}

Weights StageHistory::on(Day day) const {
  Weights weights = blank_;
  // The last deal that was counted for each stage, so that none counts twice.
  std::vector<std::size_t> counted(weights.stages_.size(), ends_.size());
  std::size_t begin = 0;
  for (std::size_t deal = 0; deal < ends_.size(); ++deal) {
    std::size_t end = begin;
    while (end < ends_[deal] && marks_[end].on <= day) ++end;
    if (end > begin && marks_[end - 1].stage < 0)
      for (std::size_t i = begin; i < end; ++i) {
        const int stage = marks_[i].stage;
        if (stage < 0) continue;
        const auto place = static_cast<std::size_t>(stage);
        if (counted[place] == deal) continue;
        counted[place] = deal;
        ++weights.stages_[place].closed;
        if (marks_[end - 1].stage == Mark::won) ++weights.stages_[place].won;
      }
    begin = ends_[deal];
  }
  return weights;
}

}  // namespace crm

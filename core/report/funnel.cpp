#include "core/report/funnel.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "core/report/grid.hpp"

namespace crm {
namespace {

/// Fewer finished stays than this have no usual length.
constexpr std::int64_t enough_stays = 5;

/// What is known of one stage, in one group.
struct Level {
  std::int64_t reached = 0, won = 0, lost = 0, open = 0;
  /// Of those that reached it, how many are closed.
  std::int64_t closed = 0;
  /// Finished stays, in days.
  std::vector<std::int64_t> stays;
  std::map<std::string, std::int64_t> reasons;
};

struct Amounts {
  Money reached, open, won, lost;
};

/// The pipeline that is asked for; else the first of crm.yaml that has such deals.
std::string pipeline_of(const AllFacts& facts, const Question& question) {
  if (!question.pipeline.empty()) return question.pipeline;
  std::set<std::string> seen;
  for (const CustomerFacts& customer : facts)
    for (const DealFacts& deal : customer.deals)
      if (const auto opened = deal.opened(); opened && question.span.holds(*opened))
        seen.insert(deal.pipeline);
  for (const auto& [name, stages] : question.settings.pipelines)
    if (seen.count(name) != 0) return name;
  if (!seen.empty()) return *seen.begin();
  return question.settings.pipelines.empty() ? "" : question.settings.pipelines.front().first;
}

class Funnel {
 public:
  Funnel(const AllFacts& facts, const Question& question)
      : facts_(facts), question_(question), pipeline_(pipeline_of(facts, question)) {
    if (const auto* const stages = question.settings.pipeline(pipeline_))
      for (const Stage& stage : *stages) {
        if (stage.ends.empty()) stages_.push_back(stage.stage);
        if (stage.ends == "won" && won_.empty()) won_ = stage.stage;
      }
    if (won_.empty()) won_ = "won";
    known_ = stages_.size();
    find_gone_stages();
  }

  Report tell() {
    Grid<Amounts> amounts(question_);
    for (const CustomerFacts& customer : facts_)
      for (const DealFacts& deal : customer.deals) {
        if (deal.pipeline != pipeline_) continue;
        if (!deal.opened()) ++without_moves_;
        if (counts(deal)) take(deal, amounts);
      }
    Report report{.name = "funnel",
                  .title = "Funnel of " + pipeline_,
                  .span = question_.span,
                  .day = question_.today(),
                  .tables = {},
                  .remarks = {}};
    report.tables = {stages_table(), amounts_table(amounts)};
    return report;
  }

 private:
  bool counts(const DealFacts& deal) const {
    const auto opened = deal.opened();
    return deal.pipeline == pipeline_ && opened && question_.span.holds(*opened);
  }

  /// By name: crm.yaml says nothing of their order.
  void find_gone_stages() {
    std::set<std::string> gone;
    for (const CustomerFacts& customer : facts_)
      for (const DealFacts& deal : customer.deals) {
        if (!counts(deal)) continue;
        for (const Step& step : deal.steps)
          if (step.ends.empty() && !number_of(step.stage)) gone.insert(step.stage);
      }
    stages_.insert(stages_.end(), gone.begin(), gone.end());
  }

  std::optional<std::size_t> number_of(const std::string& stage) const {
    const auto found = std::find(stages_.begin(), stages_.end(), stage);
    if (found == stages_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - stages_.begin());
  }

  /// The stages it counts for: up to its furthest, and those gone that it was in.
  std::vector<std::size_t> reached_by(const DealFacts& deal) const {
    std::set<std::size_t> reached;
    std::size_t furthest = 0;
    for (const Step& step : deal.steps) {
      if (!step.ends.empty()) continue;
      const auto number = number_of(step.stage);
      if (!number) continue;
      if (*number < known_)
        furthest = std::max(furthest, *number);
      else
        reached.insert(*number);
    }
    if (deal.is_won() && known_ > 0) furthest = known_ - 1;
    for (std::size_t i = 0; i < std::min(furthest + 1, known_); ++i) reached.insert(i);
    return {reached.begin(), reached.end()};
  }

  std::vector<Level>& levels_of(const std::string& group) {
    std::vector<Level>& levels = groups_[group];
    levels.resize(stages_.size());
    return levels;
  }

  /// The row of a stage in a group, for the grid of amounts.
  static std::string key(const std::string& group, std::size_t row) {
    return group + '\0' + std::to_string(row);
  }

  void take(const DealFacts& deal, Grid<Amounts>& amounts) {
    const std::string& group = question_.by == "pipeline" ? deal.pipeline : deal.group;
    std::vector<Level>& levels = levels_of(group);
    won_by_[group] += deal.is_won() ? 1 : 0;
    const std::vector<std::size_t> reached = reached_by(deal);
    std::size_t last = 0;
    for (const std::size_t i : reached)
      if (i < known_) last = i;
    for (const std::size_t i : reached) {
      Level& level = levels[i];
      ++level.reached;
      level.closed += deal.is_open() ? 0 : 1;
      level.won += deal.is_won() ? 1 : 0;
      const bool here = i < known_ && i == last && !deal.is_won();
      if (here && deal.is_open()) ++level.open;
      if (here && !deal.is_open()) {
        ++level.lost;
        if (!deal.reason.empty()) ++level.reasons[deal.reason];
      }
      if (!deal.amount) continue;
      amounts.add(key(group, i), deal.amount, question_.today(),
                  [&](Amounts& tally, const Money& amount) {
                    tally.reached += amount;
                    if (deal.is_won()) tally.won += amount;
                    if (here) (deal.is_open() ? tally.open : tally.lost) += amount;
                  });
    }
    if (!deal.amount) ++without_amount_;
    count_stays(deal, levels);
  }

  /// A stay ends with the first move to somewhere else.
  void count_stays(const DealFacts& deal, std::vector<Level>& levels) const {
    for (std::size_t i = 0; i < deal.steps.size();) {
      std::size_t next = i + 1;
      while (next < deal.steps.size() && deal.steps[next].stage == deal.steps[i].stage) ++next;
      const auto number = number_of(deal.steps[i].stage);
      if (deal.steps[i].ends.empty() && number && next < deal.steps.size())
        levels[*number].stays.push_back(days_between(deal.steps[i].on, deal.steps[next].on));
      i = next;
    }
  }

  static std::string most_frequent(const std::map<std::string, std::int64_t>& reasons) {
    const auto most =
        std::max_element(reasons.begin(), reasons.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    return most == reasons.end() ? std::string()
                                 : most->first + " (" + std::to_string(most->second) + ")";
  }

  std::string name_of(std::size_t stage) const {
    return stage < known_ ? stages_[stage] : stages_[stage] + " (gone)";
  }

  static Figure share(std::int64_t part, std::int64_t whole) {
    return whole == 0 ? Figure() : Figure(Share{part, whole});
  }

  std::vector<ReportTable::Column> first_columns() const {
    std::vector<ReportTable::Column> columns;
    if (!question_.by.empty()) columns.push_back({question_.by, question_.by});
    columns.push_back({"stage", "stage"});
    return columns;
  }

  ReportTable::Row first_figures(const std::string& group, const std::string& stage) const {
    ReportTable::Row row;
    if (!question_.by.empty()) row.figures.emplace_back(group.empty() ? "none" : group);
    row.figures.emplace_back(stage);
    return row;
  }

  ReportTable stages_table() const {
    ReportTable table{.key = "stages", .title = "From stage to stage"};
    table.columns = first_columns();
    table.columns.insert(table.columns.end(), {{"reached", "reached", 0},
                                               {"went_on", "went on", 1},
                                               {"won", "won from here", 2},
                                               {"won_of", "", 0, true},
                                               {"days", "days here", 5},
                                               {"open", "open here", 6},
                                               {"lost", "lost here", 3},
                                               {"reason", "mostly for", 4}});
    for (const auto& [group, levels] : groups_) {
      const auto won = won_by_.find(group);
      const std::int64_t wins = won == won_by_.end() ? 0 : won->second;
      for (std::size_t i = 0; i < levels.size(); ++i) {
        if (i == known_) table.rows.push_back(won_row(group, wins));
        const Level& level = levels[i];
        ReportTable::Row row = first_figures(group, name_of(i));
        const bool gone = i >= known_;
        const std::int64_t next = i + 1 < known_ ? levels[i + 1].reached : wins;
        row.figures.insert(
            row.figures.end(),
            {level.reached, gone ? Figure() : share(next, level.reached),
             share(level.won, level.closed), level.closed, median_days(level.stays, enough_stays),
             gone ? Figure() : Figure(level.open), gone ? Figure() : Figure(level.lost),
             most_frequent(level.reasons)});
        table.rows.push_back(std::move(row));
      }
      if (levels.size() == known_) table.rows.push_back(won_row(group, wins));
    }
    table.picture = Picture::funnel;
    table.drawn = question_.by.empty() ? 1 : 2;
    if (without_moves_ > 0)
      table.remarks.push_back(
          "without a move, so nobody knows when they began: " + std::to_string(without_moves_) +
          (without_moves_ == 1 ? " deal" : " deals"));
    table.when_empty = "no deal of " + pipeline_ + " began in these days";
    return table;
  }

  ReportTable::Row won_row(const std::string& group, std::int64_t wins) const {
    ReportTable::Row row = first_figures(group, won_);
    row.figures.insert(row.figures.end(), {wins, {}, {}, {}, {}, {}, {}, std::string()});
    return row;
  }

  ReportTable amounts_table(const Grid<Amounts>& grid) const {
    ReportTable table{.key = "amounts", .title = "Their amounts"};
    table.columns = first_columns();
    table.columns.insert(table.columns.end(), {{"reached", "reached", 0},
                                               {"open", "open here", 2},
                                               {"won", "won from here", 1},
                                               {"lost", "lost here", 3}});
    const auto row_of = [](const std::string& key) {
      const std::size_t end = key.rfind('\0');
      return std::pair(key.substr(0, end), std::stoul(key.substr(end + 1)));
    };
    const auto before = [&](const auto& a, const auto& b) {
      return row_of(a.group) < row_of(b.group);
    };
    for (const auto& line : grid.lines(before)) {
      // A deal stands in the row of each stage it reached: a sum over them would say nothing.
      if (line.total) continue;
      const auto [group, stage] = row_of(line.group);
      ReportTable::Row row = first_figures(group, name_of(stage));
      for (const Money& sum :
           {line.tally.reached, line.tally.open, line.tally.won, line.tally.lost})
        row.figures.emplace_back(Money{sum.minor, line.currency});
      table.rows.push_back(std::move(row));
    }
    table.picture = Picture::funnel;
    table.drawn = question_.by.empty() ? 1 : 2;
    if (without_amount_ > 0)
      table.remarks.push_back("without an amount, left out: " + std::to_string(without_amount_) +
                              (without_amount_ == 1 ? " deal" : " deals"));
    table.when_empty = "none of them has an amount";
    return table;
  }

  const AllFacts& facts_;
  const Question& question_;
  std::string pipeline_;
  /// The open stages in order; from `known_` on those that crm.yaml no longer has.
  std::vector<std::string> stages_;
  std::size_t known_ = 0;
  /// What it calls a won deal.
  std::string won_;
  std::map<std::string, std::vector<Level>> groups_;
  std::map<std::string, std::int64_t> won_by_;
  std::int64_t without_moves_ = 0, without_amount_ = 0;
};

}  // namespace

Report funnel_report(const AllFacts& facts, const Question& question) {
  return Funnel(facts, question).tell();
}

}  // namespace crm

// How likely an open deal is won: told by what became of the deals that stood where it stands.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/report/past.hpp"
#include "core/report/report.hpp"

namespace crm {

/// Fewer closed deals than this say nothing about a stage.
constexpr std::int64_t enough_closed = 10;

struct Weight {
  /// The deal itself says it; the book's own history; crm.yaml; nobody.
  enum class From { deal, history, settings, nothing };
  From from = From::nothing;
  /// Of 0 where nobody says it.
  Share share;

  /// The amount times the weight, rounded to minor units, halves away from zero; none is 0.
  Money of(const Money& amount) const;
};

/// `deal`, `history`, `crm.yaml`, `none`.
std::string_view name_of(Weight::From from);

/// The weights of all stages as they were known on one day.
class Weights {
 public:
  struct OfStage {
    std::string pipeline, stage;
    /// Among the closed deals of the pipeline that have ever been in the stage.
    std::int64_t won = 0, closed = 0;
    /// Percent, by crm.yaml.
    std::optional<std::int64_t> written;

    /// By history where enough deals are closed, else as written.
    Weight weight() const;
  };

  /// Its own probability goes first.
  Weight of(const DealFacts& deal) const { return of(deal, deal.own_probability, deal.stage); }

  Weight of(const DealFacts& deal, const DealThen& then) const;

  /// nullptr for a stage that is neither in crm.yaml nor in any history.
  const OfStage* find(std::string_view pipeline, std::string_view stage) const;

  /// Those of crm.yaml in its order, then those that it no longer has.
  const std::vector<OfStage>& stages() const { return stages_; }

 private:
  friend class StageHistory;
  Weight of(const DealFacts& deal, std::optional<std::int64_t> own, std::string_view stage) const;

  std::vector<OfStage> stages_;
};

/// Where the deals of a book stood, day by day.
class StageHistory {
 public:
  /// `book` is all of it, whatever somebody asks about.
  StageHistory(const AllFacts& book, const Settings& settings);

  /// As known at the end of that day.
  Weights on(Day day) const;

 private:
  /// A move: to an open stage by its number, or to an end.
  struct Mark {
    static constexpr int won = -1, lost = -2;
    Day on;
    int stage;
  };

  int number_of(const std::string& pipeline, const std::string& stage);

  Weights blank_;
  std::vector<Mark> marks_;
  /// Where the marks of each deal end.
  std::vector<std::size_t> ends_;
};

}  // namespace crm

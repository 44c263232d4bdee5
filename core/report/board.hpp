// The board: how many open deals stand in each stage of each pipeline, and what they come to.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/report/stays.hpp"

namespace crm {

/// A deal as the board looks at it.
struct BoardDeal {
  std::string id, title, owner;
  /// The id and the name of whose it is.
  std::string customer, name;
  /// As crm.yaml calls it now.
  std::string pipeline;
  Standing standing;
  std::optional<Money> amount;
  /// Percent, of 0 to 100: the deal's own, else its stage's; nothing where neither says one.
  std::optional<std::int64_t> probability;
  std::optional<Day> expected;
};

BoardDeal board_deal(const Deal& deal, const Customer& customer, const Settings& settings);

/// What deals of one currency come to, or those without an amount.
struct BoardSum {
  /// Empty: they have no amount.
  std::string currency = {};
  std::size_t count = 0;
  /// Minor units; of the weighted one, each deal's amount times its probability, rounded half up. A
  /// sum that overflows stays at the limit.
  std::int64_t total = 0, weighted = 0;
  /// Deals with an amount and without a probability: no part of the weighted sum.
  std::size_t unweighted = 0;
  /// Days since the first of them came to its stage; nothing where none ever moved.
  std::optional<std::int32_t> oldest = {};
  std::size_t stale = 0;
  bool operator==(const BoardSum&) const = default;
};

/// A line of the board, by currency: the book's first, the others by their code, no amount last.
struct BoardRow {
  std::string stage;
  /// Whether crm.yaml has the stage.
  bool known = true;
  std::vector<BoardSum> sums = {};
  /// The deals themselves, those that came first to the stage first.
  std::vector<const BoardDeal*> deals = {};

  std::size_t count() const { return deals.size(); }

  std::size_t stale() const;
};

struct Board {
  std::string pipeline;
  bool known = true;
  /// In crm.yaml's order, without those that end a deal; then those that it no longer has.
  std::vector<BoardRow> stages = {};
  /// Of all stages; of the quarter that today is in, up to today.
  BoardRow open = {}, won = {}, lost = {};
};

/// One for each pipeline that has a deal, in crm.yaml's order, then those that it no longer has.
/// The deals must outlive it.
std::vector<Board> boards(const std::vector<BoardDeal>& deals, const Settings& settings,
                          const Stays& stays, Day today);

/// Whether it has been in its stage for longer than is usual.
bool is_stale(const BoardDeal& deal, const Settings& settings, const Stays& stays, Day today);

/// The first day of the quarter of the business year that the day is in.
Day quarter_of(Day day, const Settings& settings);

}  // namespace crm

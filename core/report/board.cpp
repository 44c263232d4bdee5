#include "core/report/board.hpp"
#include "core/domain/span.hpp"

#include <algorithm>
#include <map>

namespace crm {
namespace {

/// Half a minor unit counts as one.
std::int64_t weighted(std::int64_t minor, std::int64_t percent) {
  // In two parts, since the product may not fit.
  const std::int64_t whole = minor / 100 * percent, rest = minor % 100 * percent;
  return whole + (rest + (minor < 0 ? -50 : 50)) / 100;
}

void add(std::int64_t& sum, std::int64_t minor) {
  if (__builtin_add_overflow(sum, minor, &sum)) sum = minor < 0 ? INT64_MIN : INT64_MAX;
}

/// A row is filled deal by deal, then its sums are put into their order.
class Filling {
 public:
  Filling(const Settings& settings, const Stays& stays, Day today)
      : settings_(settings), stays_(stays), today_(today) {}

  void put(BoardRow& row, const BoardDeal& deal) const {
    row.deals.push_back(&deal);
    BoardSum& sum = sum_of(row, deal.amount ? deal.amount->currency : "");
    ++sum.count;
    if (deal.amount) {
      add(sum.total, deal.amount->minor);
      if (deal.probability)
        add(sum.weighted, weighted(deal.amount->minor, *deal.probability));
      else
        ++sum.unweighted;
    }
    if (deal.standing.since) {
      const auto days = std::max(0, days_between(*deal.standing.since, today_));
      sum.oldest = sum.oldest ? std::max(*sum.oldest, days) : days;
    }
    if (is_stale(deal, settings_, stays_, today_)) ++sum.stale;
  }

  void finish(BoardRow& row) const {
    const auto rank = [&](const BoardSum& sum) {
      return sum.currency.empty() ? 2 : sum.currency == settings_.currency ? 0 : 1;
    };
    std::sort(row.sums.begin(), row.sums.end(), [&](const BoardSum& a, const BoardSum& b) {
      return rank(a) != rank(b) ? rank(a) < rank(b) : a.currency < b.currency;
    });
    const auto since = [](const BoardDeal* deal) { return deal->standing.since.value_or(Day()); };
    std::stable_sort(row.deals.begin(), row.deals.end(),
                     [&](const BoardDeal* a, const BoardDeal* b) {
                       if (since(a) != since(b)) return since(a) < since(b);
                       return a->id < b->id;
                     });
  }

 private:
  static BoardSum& sum_of(BoardRow& row, const std::string& currency) {
    for (BoardSum& sum : row.sums)
      if (sum.currency == currency) return sum;
    row.sums.push_back({.currency = currency});
    return row.sums.back();
  }

  const Settings& settings_;
  const Stays& stays_;
  Day today_;
};

Board empty_board(const std::string& name, const Settings& settings) {
  Board board{name};
  const auto* const stages = name.empty() ? nullptr : settings.pipeline(name);
  board.known = stages != nullptr;
  if (stages != nullptr)
    for (const Stage& stage : *stages)
      if (stage.ends.empty()) board.stages.push_back({stage.stage});
  return board;
}

BoardRow& row_of(Board& board, const std::string& stage) {
  const auto found = std::find_if(board.stages.begin(), board.stages.end(),
                                  [&](const BoardRow& row) { return row.stage == stage; });
  if (found != board.stages.end()) return *found;
  // By name, after those of crm.yaml.
  const auto place =
      std::find_if(board.stages.begin(), board.stages.end(),
                   [&](const BoardRow& row) { return !row.known && stage < row.stage; });
  return *board.stages.insert(place, {stage, false});
}

}  // namespace

std::size_t BoardRow::stale() const {
  std::size_t all = 0;
  for (const BoardSum& sum : sums) all += sum.stale;
  return all;
}

BoardDeal board_deal(const Deal& deal, const Customer& customer, const Settings& settings) {
  BoardDeal made;
  made.id = deal.id;
  made.title = deal.title;
  made.owner = deal.owner.empty() ? customer.owner : deal.owner;
  made.customer = customer.id;
  made.name = customer.name;
  made.pipeline = pipeline_of(deal, settings);
  made.standing = standing(deal, settings);
  made.amount = deal.amount;
  made.probability = deal.probability;
  made.expected = deal.expected;
  if (const auto* const pipeline = settings.pipeline(deal.pipeline); !made.probability && pipeline)
    for (const Stage& stage : *pipeline)
      if (stage.stage == made.standing.stage) made.probability = stage.probability;
  // A file may say anything.
  if (made.probability) made.probability = std::clamp<std::int64_t>(*made.probability, 0, 100);
  return made;
}

std::vector<Board> boards(const std::vector<BoardDeal>& deals, const Settings& settings,
                          const Stays& stays, Day today) {
  std::vector<Board> all;
  for (const auto& [name, stages] : settings.pipelines) all.push_back(empty_board(name, settings));
  std::map<std::string, Board> unknown;
  const auto board_of = [&](const std::string& name) -> Board& {
    for (Board& board : all)
      if (board.pipeline == name) return board;
    return unknown.try_emplace(name, empty_board(name, settings)).first->second;
  };
  const Filling filling(settings, stays, today);
  const Day quarter = quarter_of(today, settings);
  for (const BoardDeal& deal : deals) {
    Board& board = board_of(deal.pipeline);
    const Standing& now = deal.standing;
    if (now.ends.empty()) {
      filling.put(row_of(board, now.stage), deal);
      filling.put(board.open, deal);
    } else if (now.since && *now.since >= quarter && *now.since <= today) {
      filling.put(now.ends == "won" ? board.won : board.lost, deal);
    }
  }
  for (auto& [name, board] : unknown) all.push_back(std::move(board));
  std::erase_if(all, [](const Board& board) {
    return board.open.deals.empty() && board.won.deals.empty() && board.lost.deals.empty();
  });
  for (Board& board : all) {
    for (BoardRow& row : board.stages) filling.finish(row);
    for (BoardRow* const row : {&board.open, &board.won, &board.lost}) filling.finish(*row);
  }
  return all;
}

bool is_stale(const BoardDeal& deal, const Settings& settings, const Stays& stays, Day today) {
  return is_stale(deal.pipeline, deal.standing, settings, stays, today);
}

Day quarter_of(Day day, const Settings& settings) {
  return *span_around(day, CalendarUnit::quarter, settings.first_month()).from;
}

}  // namespace crm

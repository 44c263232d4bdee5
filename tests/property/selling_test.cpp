// Laws of deals: whatever moves are accepted, the last one says where a deal stands, and no later
// day changes what is told of an earlier one.
#include "core/domain/selling.hpp"

#include <doctest/doctest.h>

#include <array>

#include "core/domain/id.hpp"
#include "tests/property/dice.hpp"

namespace crm {
namespace {

using test::Dice;

std::vector<Stage> a_pipeline(Dice& dice) {
  std::vector<Stage> stages;
  for (const char* const name : {"lead", "sample", "offer", "won", "kept", "lost"}) {
    Stage stage;
    stage.stage = name;
    if (stage.stage == "won" || stage.stage == "kept") stage.ends = "won";
    if (stage.stage == "lost") stage.ends = "lost";
    if (dice.chance(80)) stages.push_back(std::move(stage));
  }
  if (stages.empty()) stages.emplace_back().stage = "lead";
  return stages;
}

Moment a_moment(Dice& dice, Day day) {
  Moment moment;
  moment.day = day;
  if (dice.chance(30)) return moment;
  // Few enough that several fall together.
  moment.second = dice.chance(10) ? 86399 : dice.between(9, 11) * 3600;
  constexpr std::array offsets{60, 330, -300};
  if (dice.chance(80)) moment.offset = dice.one_of(offsets);
  return moment;
}

void change(Deal& deal, Dice& dice) {
  switch (dice.below(5)) {
    case 0: deal.amount = Money{dice.between(0, 9) * 100, dice.one_of({"EUR", "USD"})}; break;
    case 1: deal.amount.reset(); break;
    case 2: deal.expected = Day::since_epoch(20000 + dice.between(0, 9)); break;
    case 3: deal.probability = dice.between(0, 100); break;
    case 4: deal.owner = dice.one_of({"", "anna", "ben"}); break;
    default: break;
  }
}

std::string an_id(Dice& dice) {
  return new_item_id([&] { return dice.bits(); }, {});
}

/// A life of moves and changes, in the order of their days; what it was after each.
std::vector<std::pair<Day, Deal>> a_life(Dice& dice, const std::vector<Stage>& pipeline) {
  const std::vector<std::string> reasons{"price"};
  const Course course{pipeline, reasons};
  std::vector<std::pair<Day, Deal>> life;
  Day day = Day::since_epoch(20000);
  Deal deal;
  change(deal, dice);
  Move first;
  first.id = an_id(dice);
  first.at = a_moment(dice, day);
  first.reason = "price";
  // One that somebody wrote by hand has no moves at first.
  if (dice.chance(80)) deal = *opened(deal, first, course);
  life.emplace_back(day, deal);
  for (int steps = dice.between(1, 12); steps > 0; --steps) {
    day = std::max(day, life.back().first);
    if (dice.chance(50)) day = day.plus_days(dice.between(1, 3));
    Move move;
    move.id = an_id(dice);
    move.at = a_moment(dice, day);
    if (dice.chance(40)) {
      Deal after = deal;
      change(after, dice);
      move.was = past_of(deal, after);
      if (move.was.empty()) continue;
      move.at = following(after.history, move.at);
      after.history.push_back(move);
      deal = after;
    } else {
      move.stage = dice.one_of({"lead", "sample", "offer", "won", "kept", "lost", "nowhere"});
      move.reopen = dice.chance(30);
      if (dice.chance(80)) move.reason = "price";
      const auto after = moved(deal, move, course);
      if (!after) continue;
      CHECK(standing(*after, pipeline).stage == after->history.back().stage);
      CHECK(after->history.back().from == standing(deal, pipeline).stage);
      deal = *after;
    }
    life.emplace_back(deal.history.back().at.day, deal);
  }
  return life;
}

}  // namespace

TEST_CASE("where a deal stands is its last move, and the past stays as it was") {
  for (std::uint64_t seed = 1; seed <= 1000; ++seed) {
    INFO("seed " << seed);
    Dice dice(seed);
    const std::vector<Stage> pipeline = a_pipeline(dice);
    const auto life = a_life(dice, pipeline);
    Deal now = life.back().second;
    // A file has its moves in whatever order.
    for (std::size_t i = now.history.size(); i > 1; --i)
      std::swap(now.history[i - 1], now.history[dice.below(i)]);
    const Standing stands = standing(life.back().second, pipeline);
    CHECK(standing(now, pipeline).stage == stands.stage);
    CHECK(standing(now, pipeline).ends == stands.ends);
    CHECK(as_of(now, life.back().first) == now);
    CHECK(as_of(now, life.front().first.plus_days(-1)).has_value() ==
          life.front().second.history.empty());
    for (std::size_t i = 0; i < life.size(); ++i) {
      const Day day = life[i].first;
      // Of a day's changes the last one counts.
      if (i + 1 < life.size() && life[i + 1].first == day) continue;
      const auto then = as_of(now, day);
      REQUIRE(then);
      CHECK(past_of(*then, life[i].second).empty());
      CHECK(then->history.size() == life[i].second.history.size());
      CHECK(standing(*then, pipeline).stage == standing(life[i].second, pipeline).stage);
      for (const auto& [later, deal] : life)
        if (later >= day) CHECK(as_of(*as_of(now, later), day) == then);
    }
  }
}

}  // namespace crm

#include "core/domain/deal.hpp"

#include <algorithm>
#include <charconv>

namespace crm {

std::vector<const Move*> in_order(const std::vector<Move>& history) {
  std::vector<const Move*> moves;
  moves.reserve(history.size());
  for (const Move& move : history) moves.push_back(&move);
  const auto before = [](const Move* a, const Move* b) {
    const auto order = in_time(a->at, b->at);
    return order < 0 || (order == 0 && a->id < b->id);
  };
  // Mostly they are: sorting would ask for memory before it saw that.
  if (!std::is_sorted(moves.begin(), moves.end(), before))
    std::stable_sort(moves.begin(), moves.end(), before);
  return moves;
}

const Stage* find_stage(const std::vector<Stage>& pipeline, std::string_view name) {
  for (const Stage& stage : pipeline)
    if (stage.stage == name) return &stage;
  for (const Stage& stage : pipeline)
    if (std::find(stage.was.begin(), stage.was.end(), name) != stage.was.end()) return &stage;
  return nullptr;
}

Standing standing(const Deal& deal, const std::vector<Stage>& pipeline) {
  Standing now;
  if (!pipeline.empty()) now.stage = pipeline.front().stage;
  for (const Move* move : in_order(deal.history)) {
    if (move->stage.empty()) continue;
    // The first ending holds; what comes later counts from a reopening on.
    if (!now.ends.empty() && !move->reopen) continue;
    const Stage* const stage = find_stage(pipeline, move->stage);
    now.stage = stage == nullptr ? move->stage : stage->stage;
    now.ends = stage == nullptr ? std::string() : stage->ends;
    now.since = move->at.day;
    now.reason = move->reason;
  }
  return now;
}

namespace {

/// Calls for each field of a deal that a figure hangs on.
template <class Visitor, class Self>
void each_figure(Visitor&& field, Self& deal) {
  field("amount", deal.amount);
  field("cost", deal.cost);
  field("expected", deal.expected);
  field("pipeline", deal.pipeline);
  field("probability", deal.probability);
  field("owner", deal.owner);
  field("source", deal.source);
  field("campaign", deal.campaign);
}

std::string written(const std::string& text) {
  return text;
}

std::string written(const std::optional<std::int64_t>& number) {
  return number ? std::to_string(*number) : std::string();
}

template <class T>
std::string written(const std::optional<T>& value) {
  return value ? value->text() : std::string();
}

bool read(std::string_view text, std::string_view, std::string& into) {
  into = text;
  return true;
}

bool read(std::string_view text, std::string_view, std::optional<std::int64_t>& into) {
  std::int64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc() || end != text.data() + text.size()) return false;
  into = number;
  return true;
}

bool read(std::string_view text, std::string_view, std::optional<Day>& into) {
  const auto day = Day::parse(text);
  if (day) into = *day;
  return day.has_value();
}

bool read(std::string_view text, std::string_view currency, std::optional<Money>& into) {
  const auto money = Money::parse(text, into ? into->currency : currency);
  if (money) into = *money;
  return money.has_value();
}

/// The fields with their values from before; the names of those that can't be read and stay.
std::vector<std::string> take_back(Deal& deal, const Named<std::string>& was,
                                   std::string_view currency) {
  std::vector<std::string> unreadable;
  const auto take = [&](std::string_view key, auto& member) {
    const std::string* const past = find_named(was, key);
    if (past == nullptr) return;
    if (past->empty() || *past == was_absent)
      member = {};
    else if (!read(*past, currency, member))
      unreadable.emplace_back(key);
  };
  each_figure(take, deal);
  return unreadable;
}

}  // namespace

Named<std::string> past_of(const Deal& before, const Deal& after) {
  Named<std::string> was, now;
  each_figure([&](const char* key, const auto& value) { was.emplace_back(key, written(value)); },
              before);
  each_figure([&](const char* key, const auto& value) { now.emplace_back(key, written(value)); },
              after);
  Named<std::string> changed;
  for (std::size_t i = 0; i < was.size(); ++i)
    if (was[i].second != now[i].second)
      changed.emplace_back(was[i].first,
                           was[i].second.empty() ? std::string(was_absent) : was[i].second);
  return changed;
}

std::optional<Deal> as_of(const Deal& deal, Day day, std::string_view currency) {
  const std::vector<const Move*> moves = in_order(deal.history);
  // What was changed, or moved from somewhere, was there before.
  const bool begins =
      !moves.empty() && !moves.front()->stage.empty() && moves.front()->from.empty();
  if (begins && moves.front()->at.day > day) return std::nullopt;
  Deal then = deal;
  for (auto move = moves.rbegin(); move != moves.rend() && (*move)->at.day > day; ++move)
    (void)take_back(then, (*move)->was, currency);
  std::erase_if(then.history, [&](const Move& move) { return move.at.day > day; });
  return then;
}

std::vector<std::string> unreadable_past(const Move& move, std::string_view currency) {
  Deal any;
  return take_back(any, move.was, currency);
}

}  // namespace crm

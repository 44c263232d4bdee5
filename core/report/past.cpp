#include "core/report/past.hpp"

#include <algorithm>
#include <charconv>

namespace crm {
namespace {

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

bool read(std::string_view text, std::string_view, std::optional<Moment>& into) {
  const auto moment = Moment::parse(text);
  if (moment) into = *moment;
  return moment.has_value();
}

bool read(std::string_view text, std::string_view currency, std::optional<Money>& into) {
  const auto money = Money::parse(text, into ? into->currency : currency);
  if (money) into = *money;
  return money.has_value();
}

/// The value from before, where it was kept and can be read.
template <class T>
void take_back(const Named<std::string>& was, std::string_view key, std::string_view currency,
               T& member) {
  const std::string* const past = find_named(was, key);
  if (past == nullptr) return;
  if (past->empty() || *past == "none")
    member = {};
  else
    (void)read(*past, currency, member);
}

/// Whether it had begun by that day: what was changed before the first move was there before it.
bool had_begun(const std::vector<const Move*>& moves, Day day, std::string Move::*to) {
  return moves.empty() || moves.front()->at.day <= day || (moves.front()->*to).empty();
}

/// Calls `undo` for each later move, the latest first, and takes these moves out.
template <class Undo>
void forget_later(std::vector<Move>& history, Day day, Undo undo) {
  const std::vector<const Move*> moves = in_order(history);
  for (auto move = moves.rbegin(); move != moves.rend() && (*move)->at.day > day; ++move)
    undo((*move)->was);
  std::erase_if(history, [&](const Move& move) { return move.at.day > day; });
}

std::optional<Case> as_of(const Case& one, Day day) {
  if (!had_begun(in_order(one.history), day, &Move::status)) return std::nullopt;
  Case then = one;
  forget_later(then.history, day, [&](const Named<std::string>& was) {
    take_back(was, "priority", {}, then.priority);
    take_back(was, "owner", {}, then.owner);
    take_back(was, "due", {}, then.due);
  });
  // How it ended is known when it has.
  if (one.is_closed() && !then.is_closed()) {
    then.rating.reset();
    then.resolution.clear();
  }
  return then;
}

}  // namespace

std::optional<Deal> as_of(const Deal& deal, Day day, std::string_view currency) {
  if (!had_begun(in_order(deal.history), day, &Move::stage)) return std::nullopt;
  Deal then = deal;
  forget_later(then.history, day, [&](const Named<std::string>& was) {
    take_back(was, "amount", currency, then.amount);
    take_back(was, "cost", currency, then.cost);
    take_back(was, "expected", currency, then.expected);
    take_back(was, "pipeline", currency, then.pipeline);
    take_back(was, "probability", currency, then.probability);
    take_back(was, "owner", currency, then.owner);
    take_back(was, "source", currency, then.source);
    take_back(was, "campaign", currency, then.campaign);
  });
  return then;
}

std::optional<Customer> as_of(const Customer& customer, Day day, std::string_view currency) {
  if (customer.added && *customer.added > day) return std::nullopt;
  Customer then = customer;
  if (then.deleted && then.deleted->day > day && then.merged_into.empty()) then.deleted.reset();
  if (then.since && *then.since > day) then.since.reset();
  then.deals.clear();
  for (const Deal& deal : customer.deals)
    if (auto its = as_of(deal, day, currency)) then.deals.push_back(*std::move(its));
  then.cases.clear();
  for (const Case& one : customer.cases)
    if (auto its = as_of(one, day)) then.cases.push_back(*std::move(its));
  std::erase_if(then.purchases, [&](const Purchase& one) { return one.on > day; });
  std::erase_if(then.payments, [&](const Payment& one) { return one.on > day; });
  std::erase_if(then.interactions,
                [&](const Interaction& one) { return one.at.day > day && !one.planned; });
  for (Interaction& one : then.interactions)
    if (one.at.day > day) one.outcome.clear();
  return then;
}

std::optional<DealThen> stood(const DealFacts& deal, Day day) {
  const std::optional<Day> opened = deal.opened();
  if (opened && *opened > day && !deal.changed_before_moving) return std::nullopt;
  DealThen then{nullptr, &deal.amount, deal.expected, deal.own_probability};
  // The change that came first afterwards knows how it was.
  const auto change = std::find_if(deal.earlier.begin(), deal.earlier.end(),
                                   [&](const DealTerms& one) { return one.until > day; });
  if (change != deal.earlier.end()) {
    then.amount = &change->amount;
    then.expected = change->expected;
    then.probability = change->probability;
  }
  const auto later = std::find_if(deal.steps.begin(), deal.steps.end(),
                                  [&](const Step& step) { return step.on > day; });
  if (later != deal.steps.begin()) then.step = &*(later - 1);
  return then;
}

}  // namespace crm

#include "core/report/past.hpp"

#include <algorithm>
#include <charconv>

namespace crm {
namespace {

void take(std::string_view text, std::string& into) {
  into = text;
}

void take(std::string_view text, std::optional<std::int64_t>& into) {
  std::int64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure == std::errc() && end == text.data() + text.size()) into = number;
}

void take(std::string_view text, std::optional<Moment>& into) {
  if (const auto moment = Moment::parse(text)) into = *moment;
}

/// The value from before, where it was kept and can be read.
template <class T>
void take_back(const Named<std::string>& was, std::string_view key, T& member) {
  const std::string* const past = find_named(was, key);
  if (past == nullptr) return;
  if (past->empty() || *past == was_absent)
    member = {};
  else
    take(*past, member);
}

std::optional<Case> as_of(const Case& one, Day day) {
  const std::vector<const Move*> moves = in_order(one.history);
  const bool begins = !moves.empty() && !moves.front()->status.empty();
  if (begins && moves.front()->at.day > day) return std::nullopt;
  Case then = one;
  for (auto move = moves.rbegin(); move != moves.rend() && (*move)->at.day > day; ++move) {
    take_back((*move)->was, "priority", then.priority);
    take_back((*move)->was, "owner", then.owner);
    take_back((*move)->was, "due", then.due);
    take_back((*move)->was, "resolution", then.resolution);
    take_back((*move)->was, "rating", then.rating);
  }
  std::erase_if(then.history, [&](const Move& move) { return move.at.day > day; });
  // How it ended is known when it has.
  if (!then.is_closed() && then.history.size() < one.history.size()) {
    then.rating.reset();
    then.resolution.clear();
  }
  return then;
}

}  // namespace

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
  if (opened && *opened > day && !deal.there_before_moving) return std::nullopt;
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

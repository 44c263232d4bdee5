// Rows by group and currency: the one way in which reports add up amounts.
//
// An amount counts in its own currency and never in another. Where rates.yaml knows the rate of the
// day, all amounts also stand in one more row, exchanged to the book's currency; that row is only
// there when it is whole.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "core/report/report.hpp"

namespace crm {

/// Tally is what is counted; made empty, it counts nothing.
template <class Tally>
class Grid {
 public:
  explicit Grid(const Question& question)
      : rates_(question.rates), into_(question.settings.currency) {}

  struct Line {
    std::string group, currency;
    Tally tally;
    /// Over all groups.
    bool total = false;

    /// `none` for what belongs to no group.
    std::string name() const { return group.empty() ? "none" : group; }
  };

  /// `count` is called with the tallies that the entry belongs to, and with its amount as they are
  /// kept; without an amount with one of 0 and no currency.
  template <class Count>
  void add(std::string_view group, const std::optional<Money>& amount, Day day, Count count) {
    const Money own = amount.value_or(Money());
    auto cell = cells_.find(Names(group, own.currency));
    if (cell == cells_.end()) {
      cell = cells_.try_emplace({std::string(group), own.currency}).first;
      groups_.emplace(group);
    }
    count(cell->second, own);
    count(totals_[own.currency], own);
    if (!amount) return count(exchanged_, Money{0, into_});
    const auto other = rates_.exchanged(own, into_, day);
    if (!other) {
      without_rate_.insert(own.currency);
      return;
    }
    if (own.currency != into_) note_rate(*rates_.on_day(own.currency, into_, day));
    count(exchanged_, *other);
  }

  /// Where only the sums are asked for: a line of each entry's own would be made for nothing.
  template <class Count>
  void add_to_sums(bool is_first, const std::optional<Money>& amount, Day day, Count count) {
    add(is_first ? "first" : "others", amount, day, count);
  }

  /// For lines(): the greatest first, each currency by itself and the book's before the others.
  template <class Size>
  std::function<bool(const Line&, const Line&)> greatest_first(Size size) const {
    return [this, size](const Line& a, const Line& b) {
      if (a.currency != b.currency) return rank(a) < rank(b);
      return size(a.tally) > size(b.tally);
    };
  }

  /// By group and currency; the groups by name, or as `before` has it, which compares the first
  /// lines of two groups. Then the totals by currency, where there are several groups, and all of
  /// it exchanged, where there are several currencies and a rate for each.
  std::vector<Line> lines(
      const std::function<bool(const Line&, const Line&)>& before = nullptr) const {
    std::vector<Line> lines;
    for (const auto& [key, tally] : cells_) lines.push_back({key.first, key.second, tally, false});
    const auto own_first = [&](const Line& a, const Line& b) { return rank(a) < rank(b); };
    std::stable_sort(lines.begin(), lines.end(), [&](const Line& a, const Line& b) {
      if (a.group != b.group) return a.group < b.group;
      return own_first(a, b);
    });
    if (before) order_groups(lines, before);
    if (groups_.size() > 1) {
      std::vector<Line> totals;
      for (const auto& [currency, tally] : totals_)
        totals.push_back({"all", currency, tally, true});
      std::stable_sort(totals.begin(), totals.end(), own_first);
      lines.insert(lines.end(), totals.begin(), totals.end());
    }
    if (is_exchanged()) lines.push_back({"all in " + into_, into_, exchanged_, true});
    return lines;
  }

  /// How the amounts were exchanged, or what has no rate.
  std::vector<std::string> remarks() const {
    std::vector<std::string> remarks;
    if (currencies() < 2) return remarks;
    if (is_exchanged()) {
      std::string text = "all in " + into_ + ": by the rates of ";
      bool first = true;
      for (const std::string& rate : used_) {
        text += (first ? "" : ", ") + rate;
        first = false;
      }
      remarks.push_back(text + " (rates.yaml)");
    } else if (!rates_.rates.empty()) {
      for (const std::string& currency : without_rate_)
        remarks.push_back("rates.yaml has no rate from " + currency + " to " + into_ +
                          " for every day, so there is no sum of all");
    }
    return remarks;
  }

  bool empty() const { return cells_.empty(); }

 private:
  /// The book's currency first, what has none last.
  std::tuple<bool, bool, std::string> rank(const Line& line) const {
    return {line.currency != into_, line.currency.empty(), line.currency};
  }

  std::size_t currencies() const {
    return static_cast<std::size_t>(std::count_if(
        totals_.begin(), totals_.end(), [](const auto& one) { return !one.first.empty(); }));
  }

  bool is_exchanged() const {
    return currencies() > 1 && without_rate_.empty() && !rates_.rates.empty();
  }

  void note_rate(const Rate& rate) { used_.insert(rate.on.text() + " (" + rate.from + ")"); }

  /// Groups stay together.
  static void order_groups(std::vector<Line>& lines,
                           const std::function<bool(const Line&, const Line&)>& before) {
    std::vector<std::vector<Line>> groups;
    for (Line& line : lines) {
      if (groups.empty() || groups.back().front().group != line.group) groups.emplace_back();
      groups.back().push_back(std::move(line));
    }
    std::stable_sort(groups.begin(), groups.end(),
                     [&](const auto& a, const auto& b) { return before(a.front(), b.front()); });
    lines.clear();
    for (auto& group : groups)
      for (Line& line : group) lines.push_back(std::move(line));
  }

  using Names = std::pair<std::string_view, std::string_view>;

  struct Before {
    using is_transparent = void;

    bool operator()(const Names& a, const Names& b) const { return a < b; }
  };

  const Rates& rates_;
  std::string into_;
  std::map<std::pair<std::string, std::string>, Tally, Before> cells_;
  std::map<std::string, Tally> totals_;
  std::set<std::string> groups_, without_rate_, used_;
  Tally exchanged_{};
};

}  // namespace crm

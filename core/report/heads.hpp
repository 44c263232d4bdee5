// How many belong to each group of a grid, whatever currencies its amounts are in: the number
// stands once a group and once in each sum of all, so that its column adds up.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "core/report/grid.hpp"

namespace crm {

class Heads {
 public:
  void count(const std::string& group) {
    ++groups_[group];
    ++all_;
  }

  std::int64_t all() const { return all_; }

  std::int64_t of(const std::string& group) const {
    const auto found = groups_.find(group);
    return found == groups_.end() ? 0 : found->second;
  }

  /// A line without amounts for groups that have none, in the book's currency.
  template <class Tally>
  void give_each_a_line(Grid<Tally>& grid, const Question& question) const {
    std::set<std::string> there;
    for (const auto& line : grid.lines())
      if (!line.total) there.insert(line.group);
    for (const auto& [group, number] : groups_)
      if (there.count(group) == 0)
        grid.add(group, Money{0, question.settings.currency}, question.today(),
                 [](Tally&, const Money&) {});
  }

  /// Lines are asked for in their order; nothing for further lines of a group, and of all.
  template <class Line>
  std::optional<std::int64_t> at(const Line& line) {
    const bool exchanged = line.total && line.group != "all";
    if (!exchanged && told_ && told_->first == line.total && told_->second == line.group)
      return std::nullopt;
    told_ = {line.total, line.group};
    return line.total ? all_ : of(line.group);
  }

 private:
  std::map<std::string, std::int64_t> groups_;
  std::int64_t all_ = 0;
  /// The line before.
  std::optional<std::pair<bool, std::string>> told_;
};

}  // namespace crm

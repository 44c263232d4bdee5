// The days on which nobody works, and how much time passes between them.
#pragma once

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "core/domain/data.hpp"
#include "core/domain/day.hpp"

namespace crm {

class DaysOff {
 public:
  DaysOff() = default;
  /// crm.yaml's `days_off`: weekdays (`sun`), days of every year (`01-26`), single days. What is
  /// none of these is passed over; `check` names it.
  explicit DaysOff(const Data& data);

  bool has(Day day) const;

  /// Seconds from a to b. The clock runs day and night, and stands still on days off; the days are
  /// those of a's offset. Where one of them is a day alone, whole days: those after a's, up to
  /// b's. 0 where b is not later.
  std::int64_t seconds_between(const Moment& a, const Moment& b) const;

 private:
  /// Of the days from `first` to before `end`.
  std::int64_t days_at_work(std::int64_t first, std::int64_t end) const;

  /// Monday first.
  std::array<bool, 7> weekdays_{};
  /// Month and day.
  std::vector<std::pair<unsigned, unsigned>> yearly_;
  std::vector<Day> single_;
};

}  // namespace crm

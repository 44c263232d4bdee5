// The days on which nobody works, and how much time passes between them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "core/domain/data.hpp"
#include "core/domain/day.hpp"
#include "core/domain/zone.hpp"

namespace crm {

class DaysOff {
 public:
  DaysOff() = default;
  /// crm.yaml's `days_off`: weekdays (`sun`), days of every year (`01-26`), single days. What is
  /// none of these is passed over; `check` names it. Days begin and end in `zone`; where that is
  /// not known, by the offset of the moment that is counted from.
  explicit DaysOff(const Data& data, std::optional<Zone> zone = std::nullopt);

  bool has(Day day) const;

  /// Seconds from one to the other. The clock runs day and night, and stands still on days off; a
  /// day on which clocks are changed has as many seconds as it has. Where one of them is a day
  /// alone, whole days: those after the first's, up to the second's. 0 where that is not later.
  std::int64_t seconds_between(const Moment& from, const Moment& to) const;

  /// The last moment up to which not more than that many seconds pass from there on, days off
  /// behind it included; of a day alone, a day alone. Nothing where every day is off, or it is
  /// further away than a century.
  std::optional<Moment> after(const Moment& from, std::int64_t seconds) const;

 private:
  bool is_off(std::int64_t day) const { return days_at_work(day, day + 1) == 0; }

  /// By the wall clock of that moment's day: in the zone, where it is known.
  Moment local(const Moment& moment) const;
  /// Minutes east of UTC as a day begins that is counted from `a`.
  std::int32_t offset_of(std::int64_t day, const Moment& a) const;
  /// Of the days from `first` to before `end`.
  std::int64_t days_at_work(std::int64_t first, std::int64_t end) const;

  /// Monday first.
  std::array<bool, 7> weekdays_{};
  /// Month and day.
  std::vector<std::pair<unsigned, unsigned>> yearly_;
  std::vector<Day> single_;
  std::optional<Zone> zone_;
};

}  // namespace crm

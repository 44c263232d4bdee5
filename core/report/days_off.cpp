#include "core/report/days_off.hpp"

#include <algorithm>
#include <string_view>

namespace crm {
namespace {

constexpr std::int64_t day_seconds = 86'400;
constexpr std::int64_t days_of_week = 7;

/// Monday is 0; 1970-01-01 was a Thursday.
std::size_t weekday_of(std::int64_t day) {
  return static_cast<std::size_t>(((day + 3) % days_of_week + days_of_week) % days_of_week);
}

std::int64_t day_of(std::int64_t seconds) {
  return seconds >= 0 ? seconds / day_seconds : (seconds + 1) / day_seconds - 1;
}

}  // namespace

DaysOff::DaysOff(const Data& data) {
  static constexpr std::array<std::string_view, 7> names{"mon", "tue", "wed", "thu",
                                                         "fri", "sat", "sun"};
  const auto take = [&](const Data& one) {
    if (one.kind != Data::Kind::scalar) return;
    const auto name = std::find(names.begin(), names.end(), one.text);
    if (name != names.end()) {
      weekdays_[static_cast<std::size_t>(name - names.begin())] = true;
      return;
    }
    const auto date = PartialDay::parse(one.text);
    if (!date || !date->month || !date->day) return;
    if (!date->year)
      yearly_.emplace_back(*date->month, *date->day);
    else if (const auto day = Day::of(*date->year, *date->month, *date->day))
      single_.push_back(*day);
  };
  if (data.kind == Data::Kind::list)
    for (const Data& one : data.children) take(one);
  else
    take(data);
}

bool DaysOff::has(Day day) const {
  return days_at_work(day.number(), day.number() + std::int64_t{1}) == 0;
}

std::int64_t DaysOff::days_at_work(std::int64_t first, std::int64_t end) const {
  if (end <= first) return 0;
  const std::int64_t weeks = (end - first) / days_of_week;
  std::int64_t off = weeks * std::count(weekdays_.begin(), weekdays_.end(), true);
  for (std::int64_t day = first + weeks * days_of_week; day < end; ++day)
    off += weekdays_[weekday_of(day)] ? 1 : 0;
  // Dates that are no weekday off already, each once.
  std::vector<std::int64_t> dates;
  const auto take = [&](Day day) {
    const std::int64_t number = day.number();
    if (number >= first && number < end && !weekdays_[weekday_of(number)]) dates.push_back(number);
  };
  for (const Day day : single_) take(day);
  if (!yearly_.empty())
    for (int year = Day::since_epoch(first).year(); year <= Day::since_epoch(end - 1).year();
         ++year)
      for (const auto& [month, day] : yearly_)
        if (const auto date = Day::of(year, month, day)) take(*date);
  std::sort(dates.begin(), dates.end());
  off += std::unique(dates.begin(), dates.end()) - dates.begin();
  return end - first - off;
}

std::int64_t DaysOff::seconds_between(const Moment& a, const Moment& b) const {
  const std::int64_t first = a.day.number(), last = b.day.number();
  if (!a.timed() || !b.timed()) return days_at_work(first + 1, last + 1) * day_seconds;
  const std::int64_t from = first * day_seconds + *a.second;
  const std::int64_t shift = a.offset && b.offset ? (*a.offset - *b.offset) * std::int64_t{60} : 0;
  const std::int64_t to = last * day_seconds + *b.second + shift;
  if (to <= from) return 0;
  const std::int64_t from_day = day_of(from), to_day = day_of(to);
  const std::int64_t whole = days_at_work(from_day, to_day) * day_seconds;
  const bool off_at_first = days_at_work(from_day, from_day + 1) == 0;
  const bool off_at_last = days_at_work(to_day, to_day + 1) == 0;
  return whole - (off_at_first ? 0 : from - from_day * day_seconds) +
         (off_at_last ? 0 : to - to_day * day_seconds);
}

}  // namespace crm

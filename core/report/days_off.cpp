#include "core/report/days_off.hpp"

#include <algorithm>
#include <chrono>
#include <string_view>

namespace crm {
namespace {

constexpr std::int64_t day_seconds = 86'400;
constexpr std::int64_t days_of_week = 7;
/// In days: over more of them nobody counts the hours that clocks were changed by.
constexpr std::int64_t longest_exact = 1'000;
/// In days: somewhat more than the longest period.
constexpr std::int64_t longest_wait = 40'000;

/// Monday is 0; 1970-01-01 was a Thursday.
std::size_t weekday_of(std::int64_t day) {
  return static_cast<std::size_t>(((day + 3) % days_of_week + days_of_week) % days_of_week);
}

std::int64_t day_of(std::int64_t seconds) {
  return seconds >= 0 ? seconds / day_seconds : (seconds + 1) / day_seconds - 1;
}

}  // namespace

DaysOff::DaysOff(const Data& data, std::optional<Zone> zone) : zone_(std::move(zone)) {
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

Moment DaysOff::local(const Moment& moment) const {
  if (!zone_ || !moment.timed()) return moment;
  return zone_->local(zone_->instant(moment));
}

std::int32_t DaysOff::offset_of(std::int64_t day, const Moment& a) const {
  if (!zone_) return a.offset.value_or(0);
  Moment midnight;
  midnight.day = Day::since_epoch(day);
  midnight.second = 0;
  return zone_->with_offset(midnight).offset.value_or(0);
}

std::int64_t DaysOff::seconds_between(const Moment& from, const Moment& to) const {
  if (!from.timed() || !to.timed())
    return days_at_work(from.day.number() + 1, to.day.number() + std::int64_t{1}) * day_seconds;
  const Moment a = local(from);
  Moment b = local(to);
  if (!zone_ && a.offset && b.offset) {
    // In a's own clock.
    const std::int64_t second =
        b.day.number() * day_seconds + *b.second + (*a.offset - *b.offset) * std::int64_t{60};
    b.day = Day::since_epoch(day_of(second));
    b.second = static_cast<std::int32_t>(second - day_of(second) * day_seconds);
    b.offset = a.offset;
  }
  const std::int64_t first = a.day.number(), last = b.day.number();
  if (last < first) return 0;
  std::int64_t seconds = days_at_work(first, last) * day_seconds - (is_off(first) ? 0 : *a.second) +
                         (is_off(last) ? 0 : *b.second);
  // By the wall clock so far: a day on which it was changed is longer or shorter.
  if (zone_ && last - first <= longest_exact)
    for (std::int64_t day = first; day <= last; ++day) {
      const std::int32_t begins = day == first ? *a.offset : offset_of(day, a);
      const std::int32_t ends = day == last ? *b.offset : offset_of(day + 1, a);
      if (begins != ends && !is_off(day)) seconds -= (ends - begins) * std::int64_t{60};
    }
  return std::max<std::int64_t>(0, seconds);
}

std::optional<Moment> DaysOff::after(const Moment& from, std::int64_t seconds) const {
  if (std::count(weekdays_.begin(), weekdays_.end(), true) == days_of_week) return std::nullopt;
  Moment a = local(from);
  const std::int64_t first = a.day.number(), end = first + longest_wait;
  if (!a.timed()) {
    std::int64_t days = seconds / day_seconds, day = first;
    // Days off behind it come before the next day that counts.
    for (; day < end; ++day)
      if (!is_off(day + 1) && days-- == 0) break;
    if (day >= end) return std::nullopt;
    a.day = Day::since_epoch(day);
    return a;
  }
  for (std::int64_t day = first; day < end; ++day) {
    if (is_off(day)) continue;
    const std::int32_t ends = offset_of(day + 1, a);
    const std::int32_t begins = day == first ? a.offset.value_or(0) : offset_of(day, a);
    const std::int64_t begin = day == first ? *a.second : 0;
    const std::int64_t length =
        day_seconds - begin - (zone_ ? (ends - begins) * std::int64_t{60} : 0);
    if (seconds >= length) {
      seconds -= length;
      continue;
    }
    Moment by;
    by.day = Day::since_epoch(day);
    by.second = static_cast<std::int32_t>(begin);
    by.offset = from.offset || zone_ ? std::optional(begins) : std::nullopt;
    if (zone_)
      by = zone_->local(zone_->instant(by) + std::chrono::seconds(seconds));
    else
      by.second = static_cast<std::int32_t>(begin + seconds);
    by.with_seconds = *by.second % 60 != 0;
    return by;
  }
  return std::nullopt;
}

}  // namespace crm

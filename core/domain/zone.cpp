#include "core/domain/zone.hpp"

// As Debian builds the library: zones come from /usr/share/zoneinfo.
#ifndef USE_OS_TZDB
#define USE_OS_TZDB 1
#endif
#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstring>
#include <exception>
#include <fstream>
#include <map>
#include <mutex>

namespace crm {
namespace {

using std::chrono::seconds;

constexpr std::int64_t seconds_a_day = 86400;
/// The library reads the transitions of a zone file, which end here, and not the rule that goes on.
constexpr int last_known_year = 2037;

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

const date::time_zone& zone_of(const void* zone) {
  return *static_cast<const date::time_zone*>(zone);
}

/// `Area/Place`, as the database's own list has them: not its copies with leap seconds, not a way out of its folder.
bool is_zone_name(std::string_view name) {
  const auto is_fine = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || std::strchr("/_+-", c) != nullptr; };
  return !name.empty() && std::isupper(static_cast<unsigned char>(name.front())) != 0 && std::all_of(name.begin(), name.end(), is_fine);
}

/// One zone's file; nullptr where there is none. (The library's list of all zones costs six hundred looks at the disk.)
const date::time_zone* zone_named(const std::string& name) {
  static std::mutex alone;
  static auto& known = *new std::map<std::string, const date::time_zone*>;  // for as long as the program runs
  const std::lock_guard guard(alone);
  if (const auto there = known.find(name); there != known.end()) return there->second;
  // The library trusts a zone's file to be one.
  std::ifstream file("/usr/share/zoneinfo/" + name);
  char mark[4] = {};
  if (!is_zone_name(name) || !file.read(mark, sizeof mark) || std::string_view(mark, sizeof mark) != "TZif") return nullptr;
  try {
    const auto* const zone = new date::time_zone(name, date::detail::undocumented());
    (void)zone->get_info(Instant());  // reads the file, so that nothing can fail later
    return known[name] = zone;
  } catch (const std::exception&) {
    return nullptr;
  }
}

/// Old local mean times had seconds; a written offset has none.
std::int32_t minutes_of(const date::sys_info& info) {
  return static_cast<std::int32_t>(floor_div(info.offset.count(), 60));
}

bool is_leap(int year) {
  return Day::of(year, 2, 29).has_value();
}

/// How far back lies a known year with the same calendar, whose clock changes stand for those of
/// `day`.
seconds borrowed(Day day) {
  if (day.year() <= last_known_year) return seconds(0);
  const Day new_year = *Day::of(day.year(), 1, 1);
  Day known = *Day::of(last_known_year, 1, 1);
  while (known.weekday() != new_year.weekday() || is_leap(known.year()) != is_leap(day.year())) {
    known = known.plus_months(-12);
  }
  return seconds(days_between(known, new_year) * seconds_a_day);
}

seconds wall_clock(const Moment& moment) {
  return seconds(moment.day.number() * seconds_a_day + moment.second.value_or(0));
}

date::local_info info_at(const void* zone, const Moment& moment) {
  const seconds wall = wall_clock(moment) - borrowed(moment.day);
  return zone_of(zone).get_info(date::local_seconds(wall));
}

}  // namespace

Result<Zone> Zone::find(std::string_view name) {
  Zone zone;
  zone.name_ = std::string(name);
  if (name == "UTC" || name == "Etc/UTC") return zone;
  zone.zone_ = zone_named(zone.name_);
  if (zone.zone_ != nullptr) return zone;
  if (zone_named("Europe/Berlin") == nullptr) {
    return error(Error::failed(fmt::format("the time zone \"{}\" cannot be looked up", name),
                               "install the Debian package tzdata"));
  }
  return error(Error::invalid(fmt::format("there is no time zone \"{}\"", name),
                              "a time zone is written Europe/Berlin; "
                              "timedatectl list-timezones lists them"));
}

Moment Zone::local(Instant instant) const {
  std::int64_t second = instant.time_since_epoch().count();
  Moment moment;
  moment.offset = 0;
  moment.with_seconds = true;
  if (zone_ != nullptr) {
    const Day utc_day = Day::since_epoch(floor_div(second, seconds_a_day));
    moment.offset = minutes_of(zone_of(zone_).get_info(instant - borrowed(utc_day)));
    second += std::int64_t{60} * *moment.offset;
  }
  const std::int64_t day = floor_div(second, seconds_a_day);
  moment.day = Day::since_epoch(day);
  moment.second = static_cast<std::int32_t>(second - day * seconds_a_day);
  return moment;
}

Instant Zone::instant(const Moment& moment) const {
  const Instant as_utc(wall_clock(moment));
  if (moment.second && moment.offset) return as_utc - std::chrono::minutes(*moment.offset);
  if (zone_ == nullptr) return as_utc;
  const date::local_info info = info_at(zone_, moment);
  if (info.result == date::local_info::nonexistent) return info.first.end + borrowed(moment.day);
  return as_utc - std::chrono::minutes(minutes_of(info.first));
}

Moment Zone::with_offset(Moment moment) const {
  if (!moment.second || moment.offset) return moment;
  moment.offset = 0;
  if (zone_ == nullptr) return moment;
  const date::local_info info = info_at(zone_, moment);
  if (info.result != date::local_info::nonexistent) {
    moment.offset = minutes_of(info.first);
    return moment;
  }
  Moment shown = local(info.first.end + borrowed(moment.day));
  shown.with_seconds = moment.with_seconds;
  return shown;
}

Result<Instant> parse_instant(std::string_view text) {
  const auto moment = Moment::parse(text);
  if (!moment || !moment->offset) {
    const std::string message =
        moment ? fmt::format("\"{}\" is not an instant: it has no offset from UTC", text)
               : moment.error().message();
    return error(Error::invalid(
        message, "an instant is written 2026-11-21T10:15:00+01:00 or 2026-11-21T09:15:00Z"));
  }
  return Zone().instant(*moment);
}

}  // namespace crm

#include "core/domain/zone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crm {
namespace {

using std::chrono::seconds;

constexpr std::int64_t seconds_a_day = 86400;
/// The changes that a zone's file lists end here; the rule that goes on is not read.
constexpr int last_known_year = 2037;

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

/// `Area/Place`, as the database's own list has them: not its copies with leap seconds, not a way
/// out of its folder.
bool is_zone_name(std::string_view name) {
  const auto is_fine = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || std::strchr("/_+-", c) != nullptr;
  };
  return !name.empty() && std::isupper(static_cast<unsigned char>(name.front())) != 0 &&
         std::all_of(name.begin(), name.end(), is_fine);
}

/// Numbers of a zone's file (RFC 8536), which are big-endian. Beyond its end everything is nought.
class Numbers {
 public:
  explicit Numbers(std::string_view bytes) : bytes_(bytes) {}

  template <std::size_t size>
  std::int64_t take() {
    if (bytes_.size() < size) {
      bytes_ = {};
      return 0;
    }
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < size; ++i)
      number = number << 8 | static_cast<unsigned char>(bytes_[i]);
    bytes_.remove_prefix(size);
    constexpr unsigned shift = 64 - 8 * size;
    return static_cast<std::int64_t>(number << shift) >> shift;
  }

  void skip(std::size_t size) { bytes_.remove_prefix(std::min(size, bytes_.size())); }

  std::size_t left() const { return bytes_.size(); }

 private:
  std::string_view bytes_;
};

}  // namespace

/// When a zone's clocks change, and by how much they differ from UTC before and after.
class ZoneClocks {
 public:
  /// Of a file of the zone database; nothing where it is none.
  static std::optional<ZoneClocks> parse(const std::string& file) {
    Numbers numbers(file);
    // The first part is for readers of 32 bits.
    const auto old = Counts::take(numbers, file);
    if (!old || file[4] < '2') return std::nullopt;
    numbers.skip(old->bytes(4));
    const auto counts = Counts::take(numbers, file);
    if (!counts || counts->types == 0 || counts->bytes(8) > numbers.left()) return std::nullopt;
    ZoneClocks clocks;
    clocks.changes_.reserve(counts->changes);
    for (std::size_t i = 0; i < counts->changes; ++i)
      clocks.changes_.push_back({numbers.take<8>(), 0});
    std::vector<std::size_t> types;
    types.reserve(counts->changes);
    for (std::size_t i = 0; i < counts->changes; ++i)
      types.push_back(static_cast<unsigned char>(numbers.take<1>()));
    std::vector<std::int64_t> offsets;
    for (std::size_t i = 0; i < counts->types; ++i) {
      offsets.push_back(numbers.take<4>());
      numbers.skip(2);
    }
    clocks.first_ = offsets.front();
    for (std::size_t i = 0; i < types.size(); ++i) {
      if (types[i] >= offsets.size()) return std::nullopt;
      clocks.changes_[i].offset = offsets[types[i]];
    }
    return clocks;
  }

  /// Seconds to add to UTC.
  std::int64_t offset_at(std::int64_t instant) const {
    const auto after =
        std::upper_bound(changes_.begin(), changes_.end(), instant,
                         [](std::int64_t at, const ClockChange& change) { return at < change.at; });
    return after == changes_.begin() ? first_ : std::prev(after)->offset;
  }

  /// What a time on the wall means: the offset, of the first where it comes twice; where it is
  /// skipped, when that was.
  struct Meaning {
    std::int64_t offset = 0;
    std::optional<std::int64_t> skipped_at;
  };

  Meaning meaning(std::int64_t wall) const {
    // No clock is further from UTC than a day, and no change larger.
    std::int64_t offset = offset_at(wall - 2 * seconds_a_day);
    for (const ClockChange& change : changes_) {
      if (change.at <= wall - 2 * seconds_a_day) continue;
      if (wall < change.at + std::min(offset, change.offset)) break;
      if (wall < change.at + std::max(offset, change.offset))
        return change.offset > offset ? Meaning{offset, change.at} : Meaning{offset, {}};
      offset = change.offset;
    }
    return {offset, {}};
  }

 private:
  struct ClockChange {
    std::int64_t at, offset;
  };

  /// What stands at the beginning of either part.
  struct Counts {
    std::size_t in_utc, standard, leap_seconds, changes, types, letters;

    static std::optional<Counts> take(Numbers& numbers, std::string_view file) {
      if (numbers.left() < 44 || file.substr(file.size() - numbers.left(), 4) != "TZif")
        return std::nullopt;
      numbers.skip(20);
      const auto count = [&] {
        return static_cast<std::size_t>(static_cast<std::uint32_t>(numbers.take<4>()));
      };
      Counts counts{};
      for (std::size_t* const one : {&counts.in_utc, &counts.standard, &counts.leap_seconds,
                                     &counts.changes, &counts.types, &counts.letters})
        *one = count();
      return counts;
    }

    std::size_t bytes(std::size_t time) const {
      return changes * (time + 1) + types * 6 + letters + leap_seconds * (time + 4) + standard +
             in_utc;
    }
  };

  std::vector<ClockChange> changes_;
  std::int64_t first_ = 0;
};

namespace {

/// A stream of the library's would take longer to open than the file to read.
std::string bytes_of(const std::string& path) {
  const auto close = [](std::FILE* file) { std::fclose(file); };
  const std::unique_ptr<std::FILE, decltype(close)> file(std::fopen(path.c_str(), "rbe"), close);
  std::string bytes;
  if (file == nullptr) return bytes;
  std::setbuf(file.get(), nullptr);
  constexpr std::size_t most_have = 4096;
  for (std::size_t have = 0, got = most_have; got == most_have; have += got) {
    bytes.resize(have + most_have);
    got = std::fread(bytes.data() + have, 1, most_have, file.get());
    bytes.resize(have + got);
  }
  return bytes;
}

/// A zone's clocks, read when it is first asked for; nullptr where there is no such zone.
const ZoneClocks* clocks_of(const std::string& name) {
  static std::mutex alone;
  static std::map<std::string, std::optional<ZoneClocks>> known;
  const std::lock_guard guard(alone);
  const auto [there, is_new] = known.try_emplace(name);
  if (is_new && is_zone_name(name)) {
    there->second = ZoneClocks::parse(bytes_of("/usr/share/zoneinfo/" + name));
  }
  return there->second ? &*there->second : nullptr;
}

/// Old local mean times had seconds; a written offset has none.
std::int32_t minutes_of(std::int64_t offset) {
  return static_cast<std::int32_t>(floor_div(offset, 60));
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

}  // namespace

Result<Zone> Zone::find(std::string_view name) {
  Zone zone;
  zone.name_ = std::string(name);
  if (name == "UTC" || name == "Etc/UTC") return zone;
  zone.clocks_ = clocks_of(zone.name_);
  if (zone.clocks_ != nullptr) return zone;
  if (clocks_of("Europe/Berlin") == nullptr) {
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
  if (clocks_ != nullptr) {
    const Day utc_day = Day::since_epoch(floor_div(second, seconds_a_day));
    moment.offset =
        minutes_of(clocks_->offset_at((instant - borrowed(utc_day)).time_since_epoch().count()));
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
  if (clocks_ == nullptr) return as_utc;
  const auto meaning = clocks_->meaning((wall_clock(moment) - borrowed(moment.day)).count());
  if (meaning.skipped_at) return Instant(seconds(*meaning.skipped_at) + borrowed(moment.day));
  return as_utc - std::chrono::minutes(minutes_of(meaning.offset));
}

Moment Zone::with_offset(Moment moment) const {
  if (!moment.second || moment.offset) return moment;
  moment.offset = 0;
  if (clocks_ == nullptr) return moment;
  const auto meaning = clocks_->meaning((wall_clock(moment) - borrowed(moment.day)).count());
  if (!meaning.skipped_at) {
    moment.offset = minutes_of(meaning.offset);
    return moment;
  }
  Moment shown = local(Instant(seconds(*meaning.skipped_at) + borrowed(moment.day)));
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

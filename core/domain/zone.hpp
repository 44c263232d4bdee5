// A time zone by its IANA name: turns an instant into what the wall clock of the book shows, and
// back.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/domain/day.hpp"

namespace crm {

/// Seconds since 1970-01-01T00:00:00Z.
using Instant = std::chrono::sys_seconds;

class ZoneClocks;

class Zone {
 public:
  /// UTC, without asking the zone database.
  Zone() = default;
  /// By IANA name, `Europe/Berlin`; of the zone database only that zone is read.
  static Result<Zone> find(std::string_view name);

  const std::string& name() const { return name_; }

  /// What the wall clock shows at that instant, with its offset and seconds.
  Moment local(Instant instant) const;
  /// The instant of a wall clock's time: the first where it comes twice, the next valid one where
  /// it is skipped. A moment with an offset is its own answer; a day alone means its midnight.
  Instant instant(const Moment& moment) const;
  /// `moment` with this zone's offset at that time; unchanged for a day alone or where it has one.
  /// A time that is skipped becomes the next valid one, as in `instant`.
  Moment with_offset(Moment moment) const;

 private:
  std::string name_ = "UTC";
  const ZoneClocks* clocks_ = nullptr;  // kept while the program runs
};

/// `2026-11-21T10:15:00+01:00` or `…Z` (an offset is required), for CRM_NOW.
Result<Instant> parse_instant(std::string_view text);

}  // namespace crm

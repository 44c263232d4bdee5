// By when a case is to be answered and settled: its own due day, else the limits of its priority,
// counted without days off.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/domain/case.hpp"
#include "core/domain/interaction.hpp"
#include "core/domain/limits.hpp"
#include "core/domain/settings.hpp"
#include "core/report/days_off.hpp"

namespace crm {

/// What is looked at in a case that is open.
struct Awaited {
  const std::string& priority;
  std::optional<Moment> opened, answered, due;
};

/// What it waits for by what was said until now.
Awaited awaited(const Case& one, const std::vector<Interaction>& talks, const Moment& now);

struct Deadline {
  /// What there is time for: the first answer; the end by the day that was set; the end by the
  /// limit.
  enum class What { answer, due, resolution };
  What what = What::due;
  /// The last moment that is not late.
  Moment by;
  bool late = false;
};

/// `first answer`, `due`, `resolution`.
std::string_view name_of(Deadline::What what);

class Deadlines {
 public:
  /// By crm.yaml's `limits` and `days_off`; limits that can't be read are none.
  explicit Deadlines(const Settings& settings);

  /// What is late, the end before the first answer; else what comes first. Nothing where there is
  /// no limit and no day.
  std::optional<Deadline> next(const Awaited& one, const Moment& now) const;
  /// The same where something is late.
  std::optional<Deadline> late(const Awaited& one, const Moment& now) const;

  std::optional<Deadline> answer(const Awaited& one, const Moment& now) const;
  std::optional<Deadline> end(const Awaited& one, const Moment& now) const;

  Limit limit_of(const std::string& priority) const { return limits_.of(priority); }

  bool has_limits() const { return !limits_.empty(); }

  /// In seconds, as limits are.
  std::int64_t waited(const Moment& from, const Moment& until) const {
    return days_off_.seconds_between(from, until);
  }

  /// What is wrong with the limits of crm.yaml; mostly empty.
  const std::string& remark() const { return remark_; }

 private:
  Limits limits_;
  DaysOff days_off_;
  std::string remark_;
};

/// Whether `moment` lies behind: of a day alone, the whole day.
bool is_past(const Moment& moment, const Moment& now);

}  // namespace crm

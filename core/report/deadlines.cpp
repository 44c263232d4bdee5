#include "core/report/deadlines.hpp"

#include "core/domain/zone.hpp"

namespace crm {
namespace {

std::optional<Zone> zone_of(const Settings& settings) {
  if (settings.timezone.empty()) return std::nullopt;
  const auto zone = Zone::find(settings.timezone);
  return zone ? std::optional(*zone) : std::nullopt;
}

}  // namespace

Awaited awaited(const Case& one, const std::vector<Interaction>& talks, const Moment& now) {
  Awaited its{one.priority, times_of(one).opened, {}, one.due};
  if (const Interaction* const answer = first_answer(talks, one.id, now)) its.answered = answer->at;
  return its;
}

std::string_view name_of(Deadline::What what) {
  switch (what) {
    case Deadline::What::answer: return "first answer";
    case Deadline::What::due: return "due";
    case Deadline::What::resolution: return "resolution";
  }
  return "";
}

bool is_past(const Moment& moment, const Moment& now) {
  if (!moment.timed() || moment.day != now.day) return moment.day < now.day;
  return in_time(moment, now) < 0;
}

Deadlines::Deadlines(const Settings& settings) : days_off_(settings.days_off, zone_of(settings)) {
  auto limits = Limits::parse(settings.limits);
  if (limits)
    limits_ = *std::move(limits);
  else
    remark_ = limits.error().message();
}

std::optional<Deadline> Deadlines::answer(const Awaited& one, const Moment& now) const {
  if (one.answered || !one.opened) return std::nullopt;
  const auto limit = limits_.of(one.priority).answer;
  const auto by = limit ? days_off_.after(*one.opened, *limit) : std::nullopt;
  if (!by) return std::nullopt;
  return Deadline{Deadline::What::answer, *by, waited(*one.opened, now) > *limit};
}

std::optional<Deadline> Deadlines::end(const Awaited& one, const Moment& now) const {
  if (one.due) return Deadline{Deadline::What::due, *one.due, is_past(*one.due, now)};
  if (!one.opened) return std::nullopt;
  const auto limit = limits_.of(one.priority).resolution;
  const auto by = limit ? days_off_.after(*one.opened, *limit) : std::nullopt;
  if (!by) return std::nullopt;
  return Deadline{Deadline::What::resolution, *by, waited(*one.opened, now) > *limit};
}

std::optional<Deadline> Deadlines::late(const Awaited& one, const Moment& now) const {
  if (auto its = end(one, now); its && its->late) return its;
  if (auto its = answer(one, now); its && its->late) return its;
  return std::nullopt;
}

std::optional<Deadline> Deadlines::next(const Awaited& one, const Moment& now) const {
  const auto last = end(one, now), first = answer(one, now);
  if (last && last->late) return last;
  if (first && first->late) return first;
  if (!last || !first) return last ? last : first;
  return in_time(first->by, last->by) <= 0 ? first : last;
}

}  // namespace crm

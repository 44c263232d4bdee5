#include "core/domain/limits.hpp"

#include <string_view>

#include "core/domain/day.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

constexpr std::int64_t hour = 3'600, day = 24 * hour;

std::int64_t days_of(Period::Unit unit) {
  switch (unit) {
    case Period::Unit::days: return 1;
    case Period::Unit::weeks: return 7;
    case Period::Unit::months: return 30;
    case Period::Unit::years: return 365;
  }
  return 1;
}

/// `4h`, or a period.
std::optional<std::int64_t> seconds_of(std::string_view text) {
  if (!text.empty() && text.back() == 'h') {
    // Hours are counted as days are.
    const auto count = Period::parse(std::string(text.substr(0, text.size() - 1)) + "d");
    return count ? std::optional(count->count * hour) : std::nullopt;
  }
  const auto period = Period::parse(text);
  if (!period) return std::nullopt;
  return period->count * days_of(period->unit) * day;
}

Error unreadable(const std::string& what) {
  return Error::invalid("the limits of crm.yaml can't be read: " + what,
                        "limits: {high: {answer: 4h, resolution: 3d}}");
}

}  // namespace

Result<Limits> Limits::parse(const Data& data) {
  Limits limits;
  if (data.empty()) return limits;
  if (data.kind != Data::Kind::map) return error(unreadable("they are told by priority"));
  for (std::size_t i = 0; i < data.children.size(); ++i) {
    const std::string& priority = data.keys[i];
    const Data& both = data.children[i];
    if (both.empty()) continue;
    if (both.kind != Data::Kind::map)
      return error(unreadable(printable_line(priority) + " says no answer or resolution"));
    Limit limit;
    for (std::size_t k = 0; k < both.children.size(); ++k) {
      const std::string& key = both.keys[k];
      const Data& value = both.children[k];
      if (key != "answer" && key != "resolution")
        return error(unreadable(printable_line(priority) + " has a limit for \"" +
                                printable_line(key) + "\", which is not answer or resolution"));
      const auto seconds = value.kind == Data::Kind::scalar ? seconds_of(value.text) : std::nullopt;
      if (!seconds)
        return error(unreadable("\"" + printable_line(value.text) + "\" is no length of time"));
      (key == "answer" ? limit.answer : limit.resolution) = *seconds;
    }
    limits.by_priority_.emplace_back(priority, limit);
  }
  return limits;
}

Limit Limits::of(const std::string& priority) const {
  for (const auto& [name, limit] : by_priority_)
    if (name == priority) return limit;
  return {};
}

}  // namespace crm

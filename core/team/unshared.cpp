#include "core/team/unshared.hpp"

#include "core/domain/text.hpp"

namespace crm {

std::optional<Day> Unshared::since() const {
  const auto text = disk_.read(file());
  if (!text) return std::nullopt;
  const auto day = Day::parse(trimmed(*text));
  return day ? std::optional(*day) : std::nullopt;
}

void Unshared::note(Day day) {
  const auto text = disk_.read(file());
  if (!text || !trimmed(*text).empty()) return;
  (void)disk_.replace({{.path = file(), .text = day.text() + "\n", .durable = false}});
}

void Unshared::clear() {
  (void)disk_.replace({{.path = file(), .text = "\n", .durable = false}});
}

}  // namespace crm

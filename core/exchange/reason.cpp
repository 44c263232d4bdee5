#include "core/exchange/reason.hpp"

#include <algorithm>
#include <utility>

#include "core/domain/text.hpp"
#include "core/exchange/content_line.hpp"

namespace crm {

std::string reason_at(const Place& place, std::string_view reason) {
  const std::string text = printable_line(reason);
  return place.line > 0 ? "line " + std::to_string(place.line) + ": " + text : text;
}

std::string with_reason_line(std::string_view text, const Place& place, std::string_view reason) {
  constexpr std::string_view name = "X-CRM-REASON";
  std::string marked;
  bool first = true, was_reason = false;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end);
    // A long one goes on in lines that begin with a space.
    was_reason = (was_reason && (line.starts_with(' ') || line.starts_with('\t'))) ||
                 lowered(line.substr(0, name.size() + 1)) == lowered(name) + ":";
    if (!was_reason) marked += line;
    if (std::exchange(first, false))
      marked += content_line(name, escaped_value(reason_at(place, reason)));
  }
  return marked;
}

}  // namespace crm

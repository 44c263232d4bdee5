#include "core/exchange/calendar_components.hpp"

#include <algorithm>
#include <utility>

#include "core/domain/text.hpp"

namespace crm {
namespace {

constexpr std::size_t longest_component = 1 << 20, longest_line = 64 << 10, most_zones = 500;

std::string upper(std::string_view text) {
  std::string word(text);
  const auto end = std::min(word.find(':'), word.size());
  if (lowered(word.substr(0, end)) != "begin" && lowered(word.substr(0, end)) != "end") {
    for (std::size_t i = 0; i < end; ++i)
      if (word[i] >= 'a' && word[i] <= 'z') word[i] = static_cast<char>(word[i] - 'a' + 'A');
    return word;
  }
  for (char& c : word)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return word;
}

bool is_whole_kind(const std::string& word) {
  return word == "BEGIN:VEVENT" || word == "BEGIN:VTODO" || word == "BEGIN:VJOURNAL" ||
         word == "BEGIN:VTIMEZONE";
}

}  // namespace

CalendarComponents::CalendarComponents(std::unique_ptr<Bytes> bytes)
    : lines_(std::move(bytes), longest_line) {}

Result<std::optional<RawComponent>> CalendarComponents::next() {
  RawComponent component;
  int inside = 0;  // alarms and the like, which nobody asks for
  bool attached = false;
  while (true) {
    auto line = take();
    if (!line) return error(line.error());
    if (!*line) break;
    const std::string& text = **line;
    if (trimmed(text).empty()) continue;
    const bool folded_on = text.front() == ' ' || text.front() == '\t';
    const std::string word = folded_on ? "" : upper(trimmed(text));
    if (component.kind.empty()) {
      if (word.starts_with("BEGIN:") && word != "BEGIN:VCALENDAR") {
        component.kind = word.substr(6);
        component.line = lines_.number();
        component.text = word + "\r\n";
      } else if (!folded_on) {
        note(text);
      }
      continue;
    }
    if (word == "BEGIN:" + component.kind || word == "END:VCALENDAR" || word == "BEGIN:VCALENDAR" ||
        (inside == 0 && is_whole_kind(word))) {
      // The next one begins before this one ended.
      again_ = **line;
      component.ended = false;
      return component;
    }
    if (word == "END:" + component.kind) {
      component.text += word + "\r\n";
      if (component.kind != "VTIMEZONE") return component;
      keep_zone(component.text);
      component = {};
      continue;
    }
    const bool zone = component.kind == "VTIMEZONE";
    const bool begins = word.starts_with("BEGIN:"), ends = word.starts_with("END:");
    const bool stray = (ends && inside == 0) || (begins && inside > 0 && zone);
    if (begins) ++inside;
    const bool skipped = stray || (inside > 0 && !zone);
    if (ends) inside = std::max(0, inside - 1);
    if (!folded_on) attached = word.starts_with("ATTACH") || word.starts_with("X-ALT-DESC");
    if (skipped || attached || component.text.size() + text.size() > longest_component) continue;
    component.text += text + "\r\n";
  }
  if (component.kind.empty()) return std::nullopt;
  component.ended = false;
  return component;
}

const std::string* CalendarComponents::zone(const std::string& name) const {
  const auto found = zones_.find(name);
  return found == zones_.end() ? nullptr : &found->second;
}

Result<std::optional<std::string>> CalendarComponents::take() {
  if (again_) return std::exchange(again_, std::nullopt);
  return lines_.next();
}

void CalendarComponents::note(const std::string& text) {
  const auto colon = text.find(':');
  if (colon == text.npos) return;
  const std::string name = lowered(text.substr(0, std::min(colon, text.find(';'))));
  const std::string value(trimmed(text.substr(colon + 1)));
  if (name == "method") cancelled_ = lowered(value) == "cancel";
  if (name == "x-wr-calname" || name == "name") name_ = value;
}

void CalendarComponents::keep_zone(const std::string& text) {
  const auto begin = text.find("\nTZID");
  const auto colon = begin == text.npos ? begin : text.find(':', begin);
  if (colon == text.npos || zones_.size() >= most_zones) return;
  const auto end = text.find('\r', colon);
  zones_.emplace(trimmed(text.substr(colon + 1, end - colon - 1)), text);
}

}  // namespace crm

#include "core/exchange/calendar_stamps.hpp"

#include <algorithm>
#include <map>
#include <vector>

namespace crm {
namespace {

constexpr std::string_view stamp_name = "DTSTAMP:";

/// One entry's lines, or what stands around entries.
struct Part {
  std::string_view text;
  /// Its line with the stamp; empty where it has none.
  std::string_view stamp;

  /// What it says besides.
  std::string said() const {
    std::string said(text);
    if (!stamp.empty())
      said.erase(static_cast<std::size_t>(stamp.data() - text.data()), stamp.size());
    return said;
  }
};

std::vector<Part> parts_of(std::string_view text) {
  std::vector<Part> parts;
  Part part;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    const std::string_view line = text.substr(at, end - at);
    const auto finish = [&](std::size_t until) {
      part.text = text.substr(begin, until - begin);
      if (!part.text.empty()) parts.push_back(part);
      part = {};
      begin = until;
    };
    if (line.starts_with("BEGIN:V")) finish(at);
    if (line.starts_with(stamp_name)) part.stamp = line;
    if (line.starts_with("END:V")) finish(end);
    at = end;
  }
  if (begin < text.size()) {
    part.text = text.substr(begin);
    parts.push_back(part);
  }
  return parts;
}

}  // namespace

std::string with_kept_stamps(std::string_view fresh, std::string_view before) {
  std::map<std::string, std::string_view> stamps;
  for (const Part& part : parts_of(before))
    if (!part.stamp.empty()) stamps.emplace(part.said(), part.stamp);
  std::string text;
  for (const Part& part : parts_of(fresh)) {
    const auto known = part.stamp.empty() ? stamps.end() : stamps.find(part.said());
    if (known == stamps.end()) {
      text += part.text;
      continue;
    }
    const auto at = static_cast<std::size_t>(part.stamp.data() - part.text.data());
    text += part.text.substr(0, at);
    text += known->second;
    text += part.text.substr(at + part.stamp.size());
  }
  return text;
}

}  // namespace crm

#include "core/exchange/lines.hpp"

#include <algorithm>
#include <utility>

namespace crm {

LinesOf::LinesOf(std::unique_ptr<Bytes> bytes, std::size_t longest)
    : bytes_(std::move(bytes)), longest_(longest) {}

Result<bool> LinesOf::fill() {
  if (!piece_.empty()) return true;
  if (ended_) return false;
  const auto piece = bytes_->next();
  if (!piece) return error(piece.error());
  piece_ = *piece;
  ended_ = piece_.empty();
  return !ended_;
}

Result<std::optional<std::string>> LinesOf::next() {
  std::string line;
  cut_ = false;
  for (bool begun = false;;) {
    const auto more = fill();
    if (!more) return error(more.error());
    if (!*more && !begun) return std::nullopt;
    if (!*more) break;
    // The second half of a CR LF that ended the line before.
    if (std::exchange(after_return_, false) && piece_.front() == '\n') {
      piece_.remove_prefix(1);
      continue;
    }
    begun = true;
    // Each alone, which is quicker than both at once.
    const auto line_feed = std::min(piece_.find('\n'), piece_.size());
    const auto end = std::min(piece_.substr(0, line_feed).find('\r'), line_feed);
    const std::string_view part = piece_.substr(0, end);
    const std::size_t room = longest_ - line.size();
    cut_ = cut_ || part.size() > room;
    line += part.substr(0, room);
    piece_.remove_prefix(part.size());
    if (piece_.empty()) continue;
    after_return_ = piece_.front() == '\r';
    piece_.remove_prefix(1);
    break;
  }
  ++number_;
  return line;
}

}  // namespace crm

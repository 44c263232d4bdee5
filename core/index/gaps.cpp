#include "core/index/gaps.hpp"

#include <algorithm>
#include <limits>

namespace crm {

Gaps::Gaps(std::vector<Piece> needed) {
  std::sort(needed.begin(), needed.end(),
            [](const Piece& a, const Piece& b) { return a.begin < b.begin; });
  std::uint64_t end = 0;
  for (const Piece& piece : needed) {
    if (piece.begin > end) gaps_.push_back({end, piece.begin - end});
    end = std::max(end, piece.begin + piece.length);
  }
  gaps_.push_back({end, std::numeric_limits<std::uint64_t>::max() - end});
}

Piece Gaps::take(std::uint64_t length) {
  const auto gap = std::find_if(gaps_.begin(), gaps_.end(),
                                [&](const Piece& one) { return one.length >= length; });
  const Piece taken{gap->begin, length};
  gap->begin += length;
  gap->length -= length;
  return taken;
}

}  // namespace crm

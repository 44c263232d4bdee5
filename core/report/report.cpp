#include "core/report/report.hpp"

#include <algorithm>

namespace crm {
namespace {

__extension__ using Wide = __int128;

std::int64_t divided(Wide a, Wide b) {
  if (b < 0) {
    a = -a;
    b = -b;
  }
  const Wide half = b / 2;
  return static_cast<std::int64_t>((a < 0 ? a - half : a + half) / b);
}

}  // namespace

Figure median_days(std::vector<std::int64_t> days, std::int64_t need) {
  const auto have = static_cast<std::int64_t>(days.size());
  if (have == 0) return {};
  if (have < need) return TooFew{have, need};
  std::sort(days.begin(), days.end());
  const std::size_t half = days.size() / 2;
  const std::int64_t twice = days.size() % 2 == 1 ? 2 * days[half] : days[half - 1] + days[half];
  return Length{twice * 5};
}

std::optional<std::int64_t> per_mille(const Share& share) {
  if (share.whole == 0) return std::nullopt;
  return divided(static_cast<Wide>(share.part) * 1000, share.whole);
}

Figure mean(const Money& sum, std::int64_t count) {
  if (count == 0) return {};
  return Money{divided(sum.minor, count), sum.currency};
}

}  // namespace crm

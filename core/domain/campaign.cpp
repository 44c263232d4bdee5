#include "core/domain/campaign.hpp"

#include <utility>

#include "core/domain/folding.hpp"

namespace crm {

const Campaign* campaign_with_coupon(std::string_view coupon, const std::vector<Campaign>& all,
                                     Day on) {
  const std::string wanted = folded(coupon);
  const auto rank = [&](const Campaign& one) {
    return std::pair(one.runs_on(on), one.from.value_or(Day()));
  };
  const Campaign* found = nullptr;
  for (const Campaign& one : all) {
    if (one.coupon.empty() || folded(one.coupon) != wanted) continue;
    if (found == nullptr || rank(one) > rank(*found)) found = &one;
  }
  return found;
}

}  // namespace crm

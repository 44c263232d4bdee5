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

std::optional<std::int64_t> twice_the_middle(std::vector<std::int64_t> numbers) {
  if (numbers.empty()) return std::nullopt;
  std::sort(numbers.begin(), numbers.end());
  const std::size_t half = numbers.size() / 2;
  return numbers.size() % 2 == 1 ? 2 * numbers[half] : numbers[half - 1] + numbers[half];
}

Figure median_days(std::vector<std::int64_t> days, std::int64_t need) {
  const auto have = static_cast<std::int64_t>(days.size());
  if (have == 0) return {};
  if (have < need) return TooFew{have, need};
  return Length{*twice_the_middle(std::move(days)) * 5};
}

std::map<std::string, std::string> names_of_customers(const AllFacts& facts) {
  std::map<std::string, int> bearers;
  for (const CustomerFacts& customer : facts) ++bearers[customer.name];
  std::map<std::string, std::string> names;
  for (const CustomerFacts& customer : facts)
    names[customer.id] = bearers[customer.name] > 1 ? customer.name + " (" + customer.id + ")"
                                                    : std::string(customer.name);
  return names;
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

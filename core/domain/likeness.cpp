#include "core/domain/likeness.hpp"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <utility>

#include "core/domain/character.hpp"
#include "core/domain/folding.hpp"

namespace crm {
namespace {

int distance(const std::u32string& a, const std::u32string& b) {
  std::vector<int> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  std::iota(above.begin(), above.end(), 0);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int change = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, change});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return above[b.size()];
}

/// How many slips of the finger a word of that length may have.
int slips(std::size_t letters) {
  return letters <= 4 ? 1 : letters <= 8 ? 2 : 3;
}

}  // namespace

int edit_distance(std::string_view a, std::string_view b) {
  return distance(characters(a), characters(b));
}

std::vector<std::string> did_you_mean(std::string_view typed,
                                      const std::vector<std::string>& choices) {
  const std::u32string wanted = characters(folded(typed));
  if (wanted.empty()) return {};
  // A word that only lacks its end is as near as one with a single slip.
  std::vector<std::pair<int, const std::string*>> near;
  for (const std::string& choice : choices) {
    const std::u32string offered = characters(folded(choice));
    const int apart = distance(wanted, offered);
    if (offered.starts_with(wanted)) {
      near.emplace_back(std::min(apart, 1), &choice);
    } else if (apart <= slips(wanted.size()) && apart < static_cast<int>(wanted.size())) {
      near.emplace_back(apart, &choice);
    }
  }
  std::ranges::stable_sort(near, {}, &std::pair<int, const std::string*>::first);
  std::vector<std::string> meant;
  for (const auto& [apart, choice] : near) {
    if (meant.size() < 3) meant.push_back(*choice);
  }
  return meant;
}

}  // namespace crm

#include "core/domain/text_order.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <string>

#include "tests/property/dice.hpp"

using namespace crm;
using namespace crm::test;

TEST_CASE("texts are sorted as the standard library sorts them, equal ones as they stand") {
  Dice dice(20261123);
  for (int round = 0; round < 2000; ++round) {
    // Of few letters, zeros and high bytes among them, so that many begin alike or are the same.
    std::vector<std::string> texts(dice.below(60));
    for (std::string& text : texts) {
      if (dice.chance(30)) text = "the same beginning";
      for (std::size_t i = dice.below(20); i > 0; --i) text += "\0a\xFF"[dice.below(3)];
    }
    const std::vector<std::string_view> views(texts.begin(), texts.end());
    std::vector<std::uint32_t> expected(texts.size());
    std::iota(expected.begin(), expected.end(), 0);
    std::stable_sort(expected.begin(), expected.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return texts[a] < texts[b]; });
    CHECK(places_in_order(views) == expected);
  }
}

TEST_CASE("texts that are alike for a megabyte are sorted as well") {
  const std::string same(1 << 20, 'a');
  const std::string later = same + "c", sooner = same + "b";
  CHECK(places_in_order({later, same, sooner, same}) == std::vector<std::uint32_t>{1, 3, 2, 0});
}

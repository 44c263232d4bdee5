// Packed lists beside the standard library's, with random content.
#include "core/domain/packed.hpp"

#include <doctest/doctest.h>

#include <map>

#include "tests/property/dice.hpp"

namespace crm::test {
namespace {

TEST_CASE("packed texts stay what and where they were, however many come") {
  Dice dice(1);
  PackedTexts packed;
  std::vector<std::string> plain;
  std::vector<std::string_view> seen;
  for (int i = 0; i < 20000; ++i) {
    const std::size_t length = dice.chance(1) ? dice.below(100000) : dice.below(60);
    plain.emplace_back(length, static_cast<char>('a' + dice.below(26)));
    seen.push_back(packed.add(plain.back()));
  }
  const PackedTexts moved = std::move(packed);
  REQUIRE(moved.size() == plain.size());
  for (std::size_t i = 0; i < plain.size(); ++i) {
    CAPTURE(i);
    CHECK(moved[i] == plain[i]);
    CHECK(seen[i] == plain[i]);
  }
}

TEST_CASE("a packed index shows what a multimap shows, in the same order") {
  for (const std::uint64_t different : {1, 40, 5000, 1000000}) {
    CAPTURE(different);
    Dice dice(different);
    PackedIndex<std::uint32_t> packed;
    std::multimap<std::uint64_t, std::uint32_t> plain;
    for (std::uint32_t i = 0; i < 15000; ++i) {
      const std::uint64_t hash = dice.below(different) * 0x9E3779B97F4A7C15U;
      packed.add(hash, i);
      plain.emplace(hash, i);
    }
    for (int i = 0; i < 2000; ++i) {
      const std::uint64_t hash = dice.below(different + 3) * 0x9E3779B97F4A7C15U;
      const auto [begin, end] = plain.equal_range(hash);
      const auto most = static_cast<std::ptrdiff_t>(1 + dice.below(20));
      std::vector<std::uint32_t> wanted, found;
      for (auto one = begin; one != end && std::distance(begin, one) < most; ++one)
        wanted.push_back(one->second);
      packed.each(hash, [&](std::uint32_t value) {
        found.push_back(value);
        return static_cast<std::ptrdiff_t>(found.size()) < most;
      });
      CHECK(found == wanted);
    }
  }
}

}  // namespace
}  // namespace crm::test

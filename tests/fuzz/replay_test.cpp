// The fuzz target over the corpus and over damaged copies of it, so that it is also run without
// clang.
#include <doctest/doctest.h>

#include <chrono>
#include <cstdlib>

#include "tests/fuzz/damage.hpp"
#include "tests/fuzz/reader_fuzz.hpp"

namespace crm::test {

TEST_CASE("the corpus, and what becomes of it by accident, breaks nothing") {
  const std::vector<std::string> texts = whole_texts();
  for (const std::string& text : texts) CHECK_MESSAGE(what_breaks(text) == "", text);
  const char* const factor = std::getenv("CRM_PROPERTY_TIMES");
  const std::uint64_t rounds = 20'000 * (factor == nullptr ? 1 : std::stoul(factor));
  for (std::uint64_t seed = 0; seed < rounds; ++seed) {
    Dice dice(seed);
    const std::string text = damaged(dice.one_of(texts), texts, dice);
    const std::string broken = what_breaks(text);
    if (!broken.empty()) FAIL_CHECK("seed ", seed, ": ", broken, "\n", text);
  }
}

TEST_CASE("what is large or deep on purpose ends soon") {
  const auto repeated = [](std::string_view piece, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) all += piece;
    return all;
  };
  std::string keys = "name: a\n", alike = "name: a\nfields:\n";
  for (int i = 0; i < 10'000; ++i) keys += "kez" + std::to_string(i) + ": v\n";
  for (int i = 0; i < 10'000; ++i) alike += "  nam" + std::to_string(i) + ": v\n";
  const std::string texts[] = {
      keys,
      alike,
      "name: a\nnote: |\n" + repeated("  some words\n", 40'000),
      "name: a\nnote: " + std::string(1u << 20, 'x') + "\n",
      "name: a\ntags:\n" + repeated("  - x\n", 20'000),
      "name: a\ntags: [" + repeated("x, ", 20'000) + "]\n",
      "name: a\ninteractions:\n" + repeated("  -\n", 50'000),
      "name: a\ninteractions:\n" + repeated("  - {at: 2026-01-01, kind: x}\n", 5'000),
      "name: a\ninteractions: [" + repeated("{at: 2026-01-01, kind: x}, ", 5'000) + "]\n",
      "name: a\n" + repeated("# comment\n", 100'000) + "tags: [b]\n",
      "name: a\ntags:\n" + repeated("\n", 200'000) + "  - b\n",
      "name: a\nnote: |+\n  b\n" + repeated("\n", 200'000),
  };
  for (const std::string& text : texts) {
    const auto begin = std::chrono::steady_clock::now();
    CHECK(what_breaks(text) == "");
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    CAPTURE(text.substr(0, 60));
    if (std::getenv("CRM_PROPERTY_TIMES") != nullptr) MESSAGE(seconds, " s: ", text.substr(0, 60));
    CHECK(seconds < 30);
  }
}

}  // namespace crm::test

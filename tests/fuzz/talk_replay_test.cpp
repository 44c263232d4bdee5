// The fuzz target of chats, mailboxes and calendars with damaged texts, so that it is also run
// without clang.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/fuzz/damage.hpp"
#include "tests/fuzz/talk_fuzz.hpp"
#include "tests/property/dice.hpp"

namespace crm::test {
namespace {

std::vector<std::string> talks() {
  std::vector<std::string> texts;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(CRM_SOURCE_DIR) + "/tests/exchange/talks")) {
    std::ifstream in(entry.path(), std::ios::binary);
    texts.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  std::sort(texts.begin(), texts.end());
  return texts;
}

}  // namespace

TEST_CASE("whole chats, mailboxes and calendars are read well") {
  const auto texts = talks();
  REQUIRE(texts.size() >= 6);
  for (const std::string& text : texts) CHECK(what_breaks_a_talk(text) == "");
}

TEST_CASE("damaged chats, mailboxes and calendars break nothing") {
  const char* const factor = std::getenv("CRM_PROPERTY_TIMES");
  const std::uint64_t rounds = 800 * (factor == nullptr ? 1 : std::stoul(factor));
  const auto texts = talks();
  for (std::uint64_t seed = 0; seed < rounds; ++seed) {
    Dice dice(seed);
    const std::string text = damaged(dice.one_of(texts), texts, dice);
    const std::string broken = what_breaks_a_talk(text);
    if (!broken.empty()) FAIL_CHECK("seed ", seed, ": ", broken, "\n", text);
  }
}

}  // namespace crm::test

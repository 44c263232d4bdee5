// Damaged texts for the merge driver and for what takes conflicts apart: what can't be read is left
// to git, and what is written can be read.
#include <doctest/doctest.h>

#include "core/merge/marked_text.hpp"
#include "core/merge/meaning.hpp"
#include "core/team/driver.hpp"
#include "tests/fuzz/damage.hpp"

namespace crm::test {
namespace {

const std::string path = "customers/acme-7h2k.yaml";

Settings euros() {
  Settings settings;
  settings.currency = "EUR";
  return settings;
}

TEST_CASE("of damaged texts the driver makes one that can be read, or none") {
  const auto texts = whole_texts();
  std::vector<std::string> readable;
  for (const std::string& text : texts)
    if (meaning_of(text, path, euros()) && text.ends_with('\n')) readable.push_back(text);
  REQUIRE(readable.size() > 20);
  int merged = 0, unreadable = 0, apart = 0;
  for (int round = 0; round < 3300; ++round) {
    Dice dice(static_cast<std::uint64_t>(round) + 11);
    const std::string& whole = readable[dice.below(readable.size())];
    const std::string base = dice.chance(80) ? whole : damaged(whole, texts, dice);
    const std::string ours = damaged(whole, texts, dice);
    const std::string theirs =
        dice.chance(60) ? whole + "x-more: 1\n" : damaged(whole, texts, dice);
    CAPTURE(round);
    CAPTURE(base);
    CAPTURE(ours);
    CAPTURE(theirs);
    const FileMerge one = merge_files(base, ours, theirs, path, euros());
    const FileMerge other = merge_files(base, theirs, ours, path, euros());
    CHECK(one.outcome == other.outcome);
    switch (one.outcome) {
      case FileMerge::Outcome::merged:
        ++merged;
        CHECK(one.text == other.text);
        // Texts of which one is as it was are taken as they are, whatever they say.
        if (ours != theirs && ours != base && theirs != base)
          CHECK(meaning_of(one.text, path, euros()));
        break;
      case FileMerge::Outcome::two_records: {
        ++apart;
        const auto versions = taken_apart(one.text);
        REQUIRE(versions);
        CHECK(versions->versions.size() == 2);
        break;
      }
      case FileMerge::Outcome::unreadable:
        ++unreadable;
        CHECK(one.text.empty());
        CHECK_FALSE(one.problems.empty());
        break;
    }
  }
  CHECK(merged > 300);
  CHECK(unreadable > 300);
  CHECK(apart > 5);
}

TEST_CASE("damaged markers are taken apart or not at all") {
  const std::vector<std::string> others{"<<<<<<< HEAD\n", "=======\n", "||||||| x\n",
                                        ">>>>>>> y\n",    "a\n",       "<<<<<<<<< z\n"};
  for (int round = 0; round < 4000; ++round) {
    Dice dice(static_cast<std::uint64_t>(round) + 5);
    std::string text;
    for (int i = dice.between(1, 24); i > 0; --i) text += others[dice.below(others.size())];
    CAPTURE(text);
    const auto apart = taken_apart(text);
    if (!apart) continue;
    CHECK(has_markers(text));
    for (const std::string& version : apart->versions) CHECK_FALSE(has_markers(version));
  }
}

}  // namespace
}  // namespace crm::test

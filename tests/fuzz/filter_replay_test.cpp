// The filter's fuzz target with random words, so that it is also run without clang.
#include <doctest/doctest.h>

#include <cstdlib>
#include <string>

#include "tests/fuzz/filter_fuzz.hpp"
#include "tests/property/dice.hpp"

namespace crm::test {
namespace {

const std::string pieces[] = {"[",          "]",
                              "(",          ")",
                              "or",         "and",
                              "not",        "status",
                              "owner",      "last",
                              "value",      "since",
                              "birthday",   "deal",
                              "person",     "interaction",
                              "staff",      "credit",
                              "has",        "stage",
                              "due",        ":",
                              "~",          ">",
                              ">=",         "<",
                              "=",          "!=",
                              "..",         ",",
                              ".",          "@",
                              "+",          "-",
                              "hot",        "loop",
                              "vip",        "DUE",
                              "OVERDUE",    "lead",
                              "me",         "none",
                              "5000",       "9000USD",
                              "2026-02",    "2026-13",
                              "2026-02-30", "-90d",
                              "today",      "02-29",
                              "1980",       "शर्मा",
                              "ł",          "\xff",
                              "\"",         " ",
                              " ",          " ",
                              "\n",         "\n",
                              "\n",         "99999999999999999999",
                              "+49 30 123", "a@b.example"};

}  // namespace

TEST_CASE("random words never break a filter, and it can say itself again") {
  const char* const factor = std::getenv("CRM_PROPERTY_TIMES");
  const std::uint64_t rounds = 30'000 * (factor == nullptr ? 1 : std::stoul(factor));
  for (std::uint64_t seed = 0; seed < rounds; ++seed) {
    Dice dice(seed);
    std::string lines;
    const auto length = 1 + dice.below(14);
    for (std::uint64_t i = 0; i < length; ++i) lines += pieces[dice.below(std::size(pieces))];
    const std::string broken = what_breaks_a_filter(lines);
    if (!broken.empty()) FAIL_CHECK("seed ", seed, ": ", broken, "\n", lines);
  }
}

}  // namespace crm::test

// A score, and any filter, says the same of a record that has only the fields it names.
#include "core/query/score.hpp"

#include <doctest/doctest.h>

#include "core/index/card.hpp"
#include "core/record/writer.hpp"
#include "tests/property/random_record.hpp"

using namespace crm;
using namespace crm::test;

namespace {

const Moment now = Moment::parse("2026-11-21T10:15:00+01:00").value();

const std::vector<std::string>& rules() {
  static const std::vector<std::string> all{"+vip",
                                            "-b2b",
                                            "+OVERDUE",
                                            "+DUE",
                                            "+BIRTHDAY",
                                            "+OPENCASE",
                                            "+STALE",
                                            "+DEBT",
                                            "+DELETED",
                                            "last:-9000d..",
                                            "since:..2020",
                                            "bought~a",
                                            "has:bought",
                                            "has:since",
                                            "value:1000..",
                                            "due:..2020",
                                            "stage:lead",
                                            "kind:company",
                                            "has:phone",
                                            "deal.owner:none",
                                            "purchase.amount:5..",
                                            "has:campaigns",
                                            "owner:none",
                                            "person.role~a",
                                            "referred_by:none",
                                            "customer~a"};
  return all;
}

const std::string& any_rule(Dice& dice) {
  return rules()[dice.below(rules().size())];
}

}  // namespace

TEST_CASE("a score reads what it says it reads") {
  int differing = 0;
  for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
    Dice dice(seed);
    Settings settings = completed(Settings());
    settings.currency = "EUR";
    settings.score = Data::map();
    for (int i = dice.between(1, 3); i > 0; --i) {
      std::string rule = any_rule(dice);
      if (dice.chance(30)) rule = "not " + rule;
      if (dice.chance(20)) rule = "[ " + rule + " or " + any_rule(dice) + " ]";
      settings.score.put(rule, Data::scalar(std::to_string(dice.between(-50, 50))));
    }
    const auto made = ScoreRules::parse({settings, now, nullptr}).value();
    const auto whole = random_record<Customer>(dice, 40);
    Customer part = whole;
    keep_only(part, made.reads());
    INFO("seed ", seed, ", ", canonical_text(settings.score));
    CHECK(made.of(part) == made.of(whole));
    differing += made.of(Customer()) == made.of(whole) ? 0 : 1;
  }
  CHECK(differing > 500);
}

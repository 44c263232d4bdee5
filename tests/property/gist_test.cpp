// What reports read of a record is the same whether it is read from its card or from the record.
#include "core/report/gist.hpp"

#include <doctest/doctest.h>

#include "core/index/card.hpp"
#include "core/index/gist_reader.hpp"
#include "core/record/schema.hpp"
#include "tests/property/random_record.hpp"

using namespace crm;
using namespace crm::test;

namespace {

/// Any record, some of whose deals were changed.
Customer some_record(Dice& dice) {
  Customer customer = random_record<Customer>(dice, 40);
  for (Deal& deal : customer.deals)
    for (Move& move : deal.history)
      if (dice.chance(30))
        move.was = {{dice.one_of({"amount", "expected", "probability", "owner"}),
                     dice.one_of({"none", "7.50 USD", "12", "2026-02-03", "no day"})}};
  return customer;
}

void check_same(const Gist& a, const Gist& b) {
  CHECK(a.id == b.id);
  CHECK(a.name == b.name);
  CHECK(a.status == b.status);
  CHECK(a.owner == b.owner);
  CHECK(a.source == b.source);
  CHECK(a.referred_by == b.referred_by);
  CHECK(a.removed == b.removed);
  CHECK(a.campaigns == b.campaigns);
  CHECK(a.reachable == b.reachable);
  CHECK(a.added == b.added);
  CHECK(a.since == b.since);
  CHECK(a.keep_in_touch == b.keep_in_touch);
  CHECK(a.deals == b.deals);
  CHECK(a.purchases == b.purchases);
  CHECK(a.payments == b.payments);
  CHECK(a.talks == b.talks);
  REQUIRE(a.cases.size() == b.cases.size());
  for (std::size_t i = 0; i < a.cases.size(); ++i) CHECK(a.cases[i].history == b.cases[i].history);
  CHECK(a.reminders == b.reminders);
}

}  // namespace

TEST_CASE("a gist from a card is that of its record") {
  int changed = 0;
  GistReader reader(FieldSet::all(), "EUR");
  for (std::uint64_t seed = 0; seed < 3'000; ++seed) {
    Dice dice(seed);
    const Customer customer = some_record(dice);
    INFO("seed ", seed);
    const auto paper = std::make_shared<Paper>();
    const Gist* const gist = reader.read(paper->keep(card_of(customer)), paper);
    REQUIRE(gist != nullptr);
    const Gist own = Gist::of(customer, "EUR");
    check_same(*gist, own);
    for (const Gist::Deal& deal : own.deals) changed += deal.earlier.empty() ? 0 : 1;
  }
  CHECK(changed > 300);
}

TEST_CASE("a gist tells the fields that are wanted, and no others") {
  for (std::uint64_t seed = 0; seed < 1'000; ++seed) {
    Dice dice(seed);
    Customer customer = some_record(dice);
    FieldSet wanted = FieldSet::none();
    for (int rank = 0; rank < 32; ++rank)
      if (dice.chance(40)) wanted.add(rank);
    INFO("seed ", seed);
    const auto paper = std::make_shared<Paper>();
    GistReader reader(wanted, "EUR");
    const Gist* const gist = reader.read(paper->keep(card_of(customer)), paper);
    REQUIRE(gist != nullptr);
    keep_only(customer, wanted);
    check_same(*gist, Gist::of(customer, "EUR"));
  }
}

TEST_CASE("a damaged card has no gist, or one of what stands there") {
  GistReader reader(FieldSet::all(), "EUR");
  for (std::uint64_t seed = 0; seed < 3'000; ++seed) {
    Dice dice(seed);
    std::string bytes = card_of(some_record(dice));
    for (int i = dice.between(1, 4); i > 0 && !bytes.empty(); --i)
      bytes[dice.below(bytes.size())] = static_cast<char>(dice.bits());
    if (dice.chance(30)) bytes.resize(dice.below(bytes.size() + 1));
    const auto paper = std::make_shared<Paper>();
    if (const Gist* const gist = reader.read(paper->keep(bytes), paper)) {
      std::size_t letters = gist->name.size();
      for (const Gist::Talk& talk : gist->talks) letters += talk.id.size() + talk.kind.size();
      CHECK(letters <= bytes.size());
    }
  }
}

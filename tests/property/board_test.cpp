// What the board says adds up, however the deals are dealt out.
#include "core/report/board.hpp"

#include <doctest/doctest.h>

#include <map>

#include "core/index/card.hpp"
#include "core/query/filter.hpp"
#include "tests/property/random_record.hpp"

using namespace crm;
using namespace crm::test;

namespace {

const Moment now = Moment::parse("2026-11-21T10:15:00+01:00").value();

Settings some_settings(Dice& dice) {
  Settings settings = completed(Settings());
  settings.currency = "EUR";
  Stage proof;
  proof.stage = "proof";
  if (dice.chance(50)) settings.pipelines.emplace_back("delivery", std::vector<Stage>{proof});
  if (dice.chance(50)) settings.pipelines.front().second.front().probability.reset();
  if (dice.chance(50)) settings.year_starts = dice.between(1, 12);
  return settings;
}

Customer some_customer(Dice& dice) {
  auto customer = random_record<Customer>(dice, 20);
  customer.deleted.reset();
  customer.merged_into.clear();
  for (Deal& deal : customer.deals) {
    if (dice.chance(80)) deal.pipeline = dice.one_of({"", "sales", "delivery"});
    // Sums that fit.
    if (deal.amount) deal.amount->minor %= 1'000'000'000;
    for (Move& move : deal.history)
      if (dice.chance(90))
        move.stage = dice.one_of({"lead", "qualified", "proposal", "won", "lost", "proof", "gone"});
  }
  return customer;
}

struct Sum {
  std::size_t count = 0, unweighted = 0, stale = 0;
  std::int64_t total = 0, weighted = 0;
  bool operator==(const Sum&) const = default;
};

using Sums = std::map<std::string, Sum>;

void add(Sums& into, const BoardRow& row) {
  std::size_t count = 0;
  for (const BoardSum& one : row.sums) {
    Sum& sum = into[one.currency];
    sum.count += one.count;
    sum.unweighted += one.unweighted;
    sum.stale += one.stale;
    sum.total += one.total;
    sum.weighted += one.weighted;
    count += one.count;
  }
  CHECK(count == row.count());
}

/// Of all boards: what is open, and what ended this quarter.
std::pair<Sums, Sums> sums_of(const std::vector<Board>& all) {
  std::pair<Sums, Sums> sums;
  for (const Board& board : all) {
    Sums stages, open;
    for (const BoardRow& row : board.stages) add(stages, row);
    add(open, board.open);
    CHECK(stages == open);
    add(sums.first, board.open);
    add(sums.second, board.won);
    add(sums.second, board.lost);
  }
  return sums;
}

Sums together(const Sums& a, const Sums& b) {
  Sums all = a;
  for (const auto& [currency, sum] : b) {
    Sum& into = all[currency];
    into.count += sum.count;
    into.unweighted += sum.unweighted;
    into.stale += sum.stale;
    into.total += sum.total;
    into.weighted += sum.weighted;
  }
  return all;
}

}  // namespace

TEST_CASE("the board adds up, and a filter and its opposite share it out") {
  std::size_t seen = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    Dice dice(seed);
    INFO("seed ", seed);
    const Settings settings = some_settings(dice);
    std::vector<Customer> customers;
    for (int i = dice.between(0, 12); i > 0; --i) customers.push_back(some_customer(dice));

    // What is open, added up without the board.
    Sums expected;
    std::vector<Stay> finished;
    for (const Customer& customer : customers) {
      const auto some = finished_stays(customer, settings);
      finished.insert(finished.end(), some.begin(), some.end());
      for (const Stay& stay : some) CHECK(stay.days >= 0);
      for (const Deal& deal : customer.deals) {
        if (!standing(deal, settings).ends.empty()) continue;
        Sum& sum = expected[deal.amount ? deal.amount->currency : ""];
        ++sum.count;
        if (deal.amount) sum.total += deal.amount->minor;
      }
    }
    const Stays stays(finished);
    const auto drawn = [&](const std::vector<std::string>& words) {
      const Asker asker{settings, now, nullptr};
      const Type& type = *customer_type().find("deals")->item;
      const Filter filter = Filter::parse(words, type, asker).value();
      std::vector<BoardDeal> deals;
      for (const Customer& customer : customers)
        for (const Deal& deal : customer.deals)
          if (filter.fits(customer, Item(&deal)))
            deals.push_back(board_deal(deal, customer, settings));
      return sums_of(boards(deals, settings, stays, now.day));
    };
    const auto whole = drawn({});
    for (const auto& [currency, sum] : whole.first) {
      CHECK(sum.count == expected[currency].count);
      CHECK(sum.total == expected[currency].total);
      CHECK(sum.weighted <= std::max<std::int64_t>(sum.total, 0));
      seen += sum.count;
    }
    CHECK(whole.first.size() == expected.size());
    for (const char* const word :
         {"has:amount", "stage:lead,proposal", "value:5000..", "+vip", "has:expected", "+STALE"}) {
      const auto with = drawn({word}), without = drawn({"not", word});
      INFO(word);
      CHECK(together(with.first, without.first) == whole.first);
      CHECK(together(with.second, without.second) == whole.second);
    }
  }
  CHECK(seen > 500);
}

TEST_CASE("a card of the index says what the board looks at") {
  std::size_t seen = 0;
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    Dice dice(seed);
    INFO("seed ", seed);
    const Settings settings = some_settings(dice);
    const Customer whole = some_customer(dice);
    const std::string brief = brief_of(whole, now);
    CardReader reader(FieldSet::of({"id", "name", "owner", "deals"}));
    const Customer* const card = reader.read(brief);
    REQUIRE(card != nullptr);
    CHECK(finished_stays(*card, settings) == finished_stays(whole, settings));
    REQUIRE(card->deals.size() == whole.deals.size());
    for (std::size_t i = 0; i < whole.deals.size(); ++i) {
      const BoardDeal a = board_deal(whole.deals[i], whole, settings);
      const BoardDeal b = board_deal(card->deals[i], *card, settings);
      CHECK(a.id + a.title + a.owner + a.customer + a.name + a.pipeline ==
            b.id + b.title + b.owner + b.customer + b.name + b.pipeline);
      CHECK(a.standing.stage + a.standing.ends == b.standing.stage + b.standing.ends);
      CHECK(a.standing.since == b.standing.since);
      CHECK(a.amount == b.amount);
      CHECK(a.probability == b.probability);
      ++seen;
    }
  }
  CHECK(seen > 200);
}

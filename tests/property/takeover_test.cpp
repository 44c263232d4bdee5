// Random records taken over by others: whatever the one that goes has said is in the one that
// stays, or waits among its conflicts.
#include "core/merge/takeover.hpp"

#include <doctest/doctest.h>

#include "core/domain/folding.hpp"
#include "core/domain/text.hpp"
#include "core/record/writer.hpp"
#include "tests/property/random_record.hpp"

namespace crm::test {
namespace {

/// All texts of a value but the ids of entries.
void collect(const Data& data, std::vector<std::string>& texts) {
  if (data.kind == Data::Kind::scalar) texts.push_back(data.text);
  for (std::size_t i = 0; i < data.children.size(); ++i) {
    const bool is_id = data.kind == Data::Kind::map && data.keys[i] == "id";
    if (!is_id) collect(data.children[i], texts);
  }
}

std::string all_of(const Customer& customer) {
  std::vector<std::string> texts;
  collect(to_data(customer), texts);
  std::string all;
  for (const std::string& text : texts) all += text + '\0' + folded(text) + '\0';
  return all;
}

struct Counts {
  std::vector<std::size_t> all;

  template <class T>
  void operator()(std::string_view, const T&, Trait = {}) {}

  template <Described T>
  void operator()(std::string_view, const std::vector<T>& list, Trait = {}) {
    all.push_back(list.size());
  }
};

std::vector<std::size_t> counts(const Customer& customer) {
  Counts counts;
  Customer::describe(counts, customer);
  return counts.all;
}

}  // namespace

TEST_CASE("a takeover loses nothing that was said") {
  Dice dice(4711);
  const Moment now = *Moment::parse("2026-11-21T10:15+01:00");
  for (int round = 0; round < 400; ++round) {
    INFO(round);
    Customer kept = random_record<Customer>(dice, 30);
    // Two that have entries of one id in common, as copies have, and others of one id by chance.
    Customer other = dice.chance(50) ? random_record<Customer>(dice, 30) : kept;
    for (int i = dice.between(0, 8); i > 0; --i) other = changed(std::move(other), dice);
    kept.id = "kept";
    other.id = "other";
    for (Customer* const one : {&kept, &other}) {
      one->deleted.reset();
      one->merged_into.clear();
      one->consent.clear();
      // The earlier day stays by rule, not as a conflict.
      one->added.reset();
      one->since.reset();
    }
    const Takeover both = taken_over(kept, other, now, "DE");
    const std::string said = all_of(both.kept);
    const auto is_there = [&](const std::string& text) {
      const std::string_view body = trimmed(text);
      return said.find(text) != said.npos || said.find(body) != said.npos ||
             said.find(folded(text)) != said.npos;
    };
    // What goes by another rule than "both": reminders' days, and whoever did them.
    Customer told = other;
    told.reminders.clear();
    std::vector<std::string> texts;
    collect(to_data(told), texts);
    for (const std::string& text : texts) {
      if (text == "kept" || text == "yes" || text == "no") continue;
      CHECK_MESSAGE(is_there(text), text);
    }
    CHECK(both.kept.reminders.size() >= std::max(kept.reminders.size(), other.reminders.size()));
    // Ids are unique, the order is ours first, and nobody has fewer entries than before.
    const auto ours = counts(kept), theirs = counts(other), now_there = counts(both.kept);
    for (std::size_t i = 0; i < ours.size(); ++i) {
      CHECK(now_there[i] >= ours[i]);
      CHECK(now_there[i] <= ours[i] + theirs[i] + (i + 1 == ours.size() ? 1000 : 0));
    }
    CHECK(both.kept.id == "kept");
    CHECK(both.stub == stub_of(other, "kept", now));
    // What is taken over a second time says nothing new.
    const Takeover again = taken_over(both.kept, both.stub, now, "DE");
    CHECK(again.kept == both.kept);
  }
}

}  // namespace crm::test

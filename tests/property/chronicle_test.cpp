// Whatever changes in a record is told, and nothing is told where nothing has.
#include "core/team/chronicle.hpp"

#include <doctest/doctest.h>

#include "core/domain/text.hpp"
#include "core/merge/meaning.hpp"
#include "core/record/difference.hpp"
#include "core/record/writer.hpp"
#include "tests/property/random_record.hpp"

namespace crm::test {
namespace {

template <class T>
void tells_each_change(const std::string& path, Dice& dice, int rounds) {
  Settings settings;
  settings.currency = "EUR";
  int changes = 0;
  for (int round = 0; round < rounds; ++round) {
    CAPTURE(round);
    const T one = random_record<T>(dice);
    const std::string before = new_file(to_data(one));
    CHECK(told_changes(path, before, before, settings).empty());
    CHECK(told_changes(path, before, before + "# a remark\n", settings).empty());
    const std::string after = new_file(to_data(changed(one, dice)));
    CAPTURE(before);
    CAPTURE(after);
    const auto was = meaning_of(before, path, settings), is = meaning_of(after, path, settings);
    if (!was || !is) continue;
    const bool differs = !difference(was->known, is->known, type_for(path)).empty();
    for (const auto& [from, to] : {std::pair(&before, &after), {&after, &before}}) {
      const auto events = told_changes(path, *from, *to, settings);
      if (differs) CHECK(!events.empty());
      for (const Event& event : events) {
        CHECK(is_utf8(event.words));
        CHECK(!event.words.empty());
        CHECK(printable_line(event.words) == event.words);
      }
    }
    changes += differs ? 1 : 0;
  }
  CHECK(changes > rounds / 3);
}

}  // namespace

TEST_CASE("every change of a record is told, in one line of text") {
  Dice dice(23);
  tells_each_change<Customer>("customers/some-one.yaml", dice, 2000);
  tells_each_change<Campaign>("campaigns/fair.yaml", dice, 300);
  tells_each_change<Settings>("crm.yaml", dice, 300);
}

}  // namespace crm::test

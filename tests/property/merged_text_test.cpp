// Files in any layout, changed by two people: the merged text says what the merged values are, and
// keeps what both have written around them.
#include "core/merge/merged_text.hpp"

#include <doctest/doctest.h>

#include "core/merge/meaning.hpp"
#include "core/merge/merge3.hpp"
#include "core/record/assignment.hpp"
#include "core/record/editor.hpp"
#include "core/record/writer.hpp"
#include "tests/property/layout.hpp"
#include "tests/property/promise.hpp"
#include "tests/property/random_record.hpp"

namespace crm::test {
namespace {

const std::string path = "customers/some-one.yaml";

Settings of_the_book() {
  Settings settings;
  settings.currency = "EUR";
  return settings;
}

/// The text with some changes edited in, and a remark in a place of its own.
std::string changed_text(const std::string& text, Dice& dice, const std::string& remark) {
  const auto meaning = meaning_of(text, path, of_the_book());
  REQUIRE(meaning);
  Customer customer = customer_from(meaning->known, "EUR").value();
  std::string now = text;
  for (int i = dice.between(0, 4); i > 0; --i) {
    const Customer next = changed(customer, dice);
    auto edited_text = edited(now, difference(to_data(customer), to_data(next), customer_type()),
                              customer_type(), path);
    if (!edited_text) continue;
    const auto again = meaning_of(*edited_text, path, of_the_book());
    if (!again) continue;
    now = *std::move(edited_text);
    customer = customer_from(again->known, "EUR").value();
  }
  if (dice.chance(50) && now.ends_with('\n')) now += "# " + remark + "\n";
  return now;
}

TEST_CASE("a merged text says what the merged values are, in both layouts") {
  int written_anew = 0;
  for (int round = 0; round < rounds(1'000); ++round) {
    CAPTURE(round);
    Dice dice(static_cast<std::uint64_t>(round) + 31);
    const Customer was = random_record<Customer>(dice, 15);
    const std::string base = in_some_layout(to_data(was), customer_type(), dice);
    if (!meaning_of(base, path, of_the_book())) continue;
    const std::string ours = changed_text(base, dice, "ours zq17q");
    const std::string theirs = changed_text(base, dice, "theirs zq17q");
    const auto both = merged_text(base, ours, theirs, path, of_the_book());
    REQUIRE(both);
    CAPTURE(base);
    CAPTURE(ours);
    CAPTURE(theirs);
    CAPTURE(both->text);
    CHECK(both->text == merged_text(base, theirs, ours, path, of_the_book())->text);
    const Data was_data = meaning_of(base, path, of_the_book())->whole();
    const auto wanted = merge3(&was_data, meaning_of(ours, path, of_the_book())->whole(),
                               meaning_of(theirs, path, of_the_book())->whole(), customer_type());
    REQUIRE(wanted);
    const auto said = meaning_of(both->text, path, of_the_book());
    REQUIRE(said);
    for (const Edit& edit : difference(said->known, wanted->data, customer_type()))
      FAIL_CHECK("it says something else at ", to_text(edit.path), ": ", flow_text(edit.value),
                 " instead of ", flow_text(edit.before));
    if (ours.find("# ours zq17q") != ours.npos && theirs.find("# theirs zq17q") == theirs.npos &&
        theirs.ends_with('\n'))
      CHECK(both->text.find("# ours zq17q") != std::string::npos);
    written_anew += both->text == new_file(wanted->data) && both->text != base;
  }
  // Only what nobody could edit is written anew.
  CHECK(written_anew <= rounds(20));
}

TEST_CASE("two people log a call each: both stand in the file, and the comments too") {
  const std::string base =
      "id: acme-7h2k\nname: Acme\n# of the fair\nowner: anna\ninteractions:\n"
      "  - {id: a11111, at: 2026-11-01T10:00+01:00, kind: call, text: first}\n";
  const std::string ours =
      "id: acme-7h2k\nname: Acme\n# of the fair\nowner: anna\ninteractions:\n"
      "  - {id: a11111, at: 2026-11-01T10:00+01:00, kind: call, text: first}\n"
      "  - {id: b22222, at: 2026-11-02T10:00+01:00, kind: call, text: ours}\n";
  const std::string theirs =
      "id: acme-7h2k\nname: Acme\n# of the fair in Łódź\nowner: ben\ninteractions:\n"
      "  - {id: a11111, at: 2026-11-01T10:00+01:00, kind: call, text: first}\n"
      "  - {id: c33333, at: 2026-11-03T10:00+01:00, kind: call, text: theirs}\n";
  const auto both = merged_text(base, ours, theirs, path, of_the_book());
  REQUIRE(both);
  CHECK(both->text ==
        "id: acme-7h2k\nname: Acme\n# of the fair in Łódź\nowner: ben\ninteractions:\n"
        "  - {id: a11111, at: 2026-11-01T10:00+01:00, kind: call, text: first}\n"
        "  - {id: b22222, at: 2026-11-02T10:00+01:00, kind: call, text: ours}\n"
        "  - {id: c33333, at: 2026-11-03T10:00+01:00, kind: call, text: theirs}\n");
  CHECK(both->conflicts.empty());
}

TEST_CASE("keys of nobody's format are merged too") {
  const std::string base = "id: acme-7h2k\nname: Acme\nx-badge: [1, 2]\n";
  const std::string ours = "id: acme-7h2k\nname: Acme\nowner: anna\nx-badge: [1, 2, 3]\n";
  const std::string theirs = "id: acme-7h2k\nname: Acme GmbH\nx-badge: [2]\nx-car: red\n";
  const auto both = merged_text(base, ours, theirs, path, of_the_book());
  REQUIRE(both);
  const auto said = meaning_of(both->text, path, of_the_book());
  REQUIRE(said);
  const Data whole = said->whole();
  CHECK(whole.find("name")->text == "Acme GmbH");
  CHECK(whole.find("owner")->text == "anna");
  CHECK(whole.find("x-car")->text == "red");
  CHECK(flow_text(*whole.find("x-badge")) == "[2, 3]");
}

}  // namespace
}  // namespace crm::test

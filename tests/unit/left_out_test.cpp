// What a merge by hand has left out.
#include "core/merge/left_out.hpp"

#include <doctest/doctest.h>

namespace crm {
namespace {

const std::string path = "customers/acme-7h2k.yaml";

TEST_CASE("entries and members that are missing are found, values that differ are not") {
  const std::string now =
      "id: acme-7h2k\nname: Acme\nowner: anna\ntags: [a]\ndeals:\n"
      "  - {id: d11111, title: x, history: [{id: h11111, at: 2026-11-01T10:00Z, stage: lead}]}\n";
  const std::string whole =
      "id: acme-7h2k\nname: Acme\nowner: ben\nbirthday: 02-29\ntags: [a, b]\ndeals:\n"
      "  - {id: d11111, title: y, history: [{id: h11111, at: 2026-11-01T10:00Z, stage: lead}, "
      "{id: h22222, at: 2026-11-02T10:00Z, stage: won}]}\n"
      "interactions:\n  - {id: k11111, at: 2026-11-01, kind: call}\n"
      "conflicts:\n  - {id: x11111, field: owner, kept: ben, lost: anna}\n";
  const auto missing = left_out(now, whole, path, {});
  REQUIRE(missing);
  std::vector<std::string> places;
  for (const Edit& edit : *missing) places.push_back(to_text(edit.path));
  CHECK(places == std::vector<std::string>{"tags", "deals/d11111/history", "interactions"});
  CHECK(count_of_entries(*missing) == 3);
  CHECK(left_out(whole, now, path, {})->empty());

  const auto less = left_out(now,
                             now +
                                 "interactions:\n  - {id: k22222, at: 2026-11-01, kind: call}\n"
                                 "  - {id: k11111, at: 2026-11-01, kind: call}\n",
                             path, {});
  REQUIRE(less);
  const auto both = in_both(*less, *missing);
  REQUIRE(both.size() == 1);
  CHECK(count_of_entries(both) == 1);
  CHECK(entry_name(both.front().value.children.front()) == "k11111");
}

}  // namespace
}  // namespace crm

// An id that stands twice is seen, whatever stands between the two, and no other is.
#include "core/record/twins.hpp"

#include <doctest/doctest.h>

#include <random>
#include <set>

namespace crm {
namespace {

TEST_CASE("ids that stand twice are found, and no others") {
  CHECK_FALSE(has_twins({}));
  CHECK_FALSE(has_twins({"k3v9q2"}));
  CHECK_FALSE(has_twins({"k3v9q2", "k3v9q", "K3v9q2", "k3v9q2 ", ""}));
  CHECK(has_twins({"k3v9q2", "p4n8x2", "k3v9q2"}));
  CHECK(has_twins({"", "p4n8x2", ""}));
  std::mt19937 chance(20261123);
  for (int round = 0; round < 2000; ++round) {
    std::vector<std::string> ids(chance() % 60);
    for (std::string& id : ids) id = std::to_string(chance() % 1000);
    CHECK(has_twins(ids) == (std::set<std::string>(ids.begin(), ids.end()).size() < ids.size()));
  }
}

}  // namespace
}  // namespace crm

#include "core/domain/id.hpp"

#include <doctest/doctest.h>

#include <random>
#include <set>
#include <string>

using namespace crm;

namespace {

Random seeded(unsigned seed) {
  return [random = std::mt19937_64(seed)]() mutable { return random(); };
}

bool is_fresh(const std::string& id) {
  return id.size() == 6 && id[0] >= 'a' && id[0] <= 'z' &&
         id.find_first_not_of("0123456789abcdefghjkmnpqrstvwxyz") == std::string::npos;
}

}  // namespace

TEST_CASE("an item's id is six characters to type, the first a letter, and never taken") {
  const Random random = seeded(1);
  std::set<std::string, std::less<>> taken;
  for (int i = 0; i < 2000; ++i) {
    const std::string id = new_item_id(random, taken);
    CHECK(is_fresh(id));
    CHECK(is_item_id(id));
    CHECK(taken.insert(id).second);
  }
}

TEST_CASE("an id that is taken is drawn again") {
  const std::string first = new_item_id(seeded(7), {});
  CHECK(new_item_id(seeded(7), {first}) != first);
}

TEST_CASE("a customer's id begins with the name in Latin letters") {
  const std::string id = new_customer_id(seeded(1), "अनिता शर्मा");
  CHECK(id.starts_with("anita-sharma-"));
  CHECK(id.size() == std::string("anita-sharma-4x8k").size());
  CHECK(is_customer_id(id));
  CHECK(new_customer_id(seeded(1), "😀").starts_with("customer-"));
  CHECK(new_customer_id(seeded(1), "Acme") == new_customer_id(seeded(1), "Acme"));
  CHECK(new_customer_id(seeded(1), "Acme") != new_customer_id(seeded(2), "Acme"));
}

TEST_CASE("an entry written by hand gets the same id in every clone") {
  CHECK(derived_item_id("2026-11-21 call", 0) == derived_item_id("2026-11-21 call", 0));
  CHECK(derived_item_id("2026-11-21 call", 0) == "j1hf7e");
  CHECK(derived_item_id("2026-11-21 call", 0) != derived_item_id("2026-11-21 call", 1));
  CHECK(derived_item_id("2026-11-21 call", 0) != derived_item_id("2026-11-22 call", 0));
  std::set<std::string> ids;
  for (int i = 0; i < 2000; ++i) {
    const std::string id = derived_item_id("same", i);
    CHECK(is_fresh(id));
    ids.insert(id);
  }
  CHECK(ids.size() == 2000);
}

TEST_CASE("an item's id is read when it is lower-case, ~ or -") {
  for (const char* id :
       {"p4n8x2", "a", "0", "done~2", "old-id", "abcdefghijklmnopqrstuvwxyz012345"})
    CHECK(is_item_id(id));
  for (const char* id : {"", "A", "a b", "a.b", "é", "abcdefghijklmnopqrstuvwxyz0123456"})
    CHECK_FALSE(is_item_id(id));
}

TEST_CASE("a customer's id is read in any script") {
  for (const char* id :
       {"acme-robotics-7h2k", "newco", "Acme_2.0~1", "अनिता-शर्मा", "ಗೌಡ", "王小明", "7"}) {
    CAPTURE(id);
    CHECK(is_customer_id(id));
  }
  for (const char* id : {"", "-acme", ".hidden", "a b", "a/b", "a\\b", "a\nb", "..", "😀", "\xff"}) {
    CAPTURE(id);
    CHECK_FALSE(is_customer_id(id));
  }
  CHECK(is_customer_id(std::string(128, 'a')));
  CHECK_FALSE(is_customer_id(std::string(129, 'a')));
}

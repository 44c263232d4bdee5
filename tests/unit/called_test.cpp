#include "cli/called.hpp"

#include <doctest/doctest.h>

#include <sstream>

#include "core/book/real_disk.hpp"

TEST_CASE("built under another name, we say that name, and leave what is the format's") {
  crm::RealDisk disk;
  std::ostringstream out, err;
  std::istringstream in;
  crm::World world{disk, out, err, in, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}};
  world.program = "kunden";
  const auto called = [&](std::string_view text) { return crm::as_called(text, world); };
  CHECK(called("crm: there is no customer") == "kunden: there is no customer");
  CHECK(called("look with crm list, then crm check.") ==
        "look with kunden list, then kunden check.");
  CHECK(called("crm") == "kunden");
  CHECK(called("run crm.") == "run kunden.");
  CHECK(called("man crm-filters is the same page") == "man kunden-filters is the same page");
  CHECK(called("(crm undo)") == "(kunden undo)");
  for (const std::string_view stays :
       {"settings in crm.yaml", "~/.config/crm/config.yaml", ".crm/lock", "merge=crm", "acrm crms",
        "there is no customer \"crm\"", "crm/hooks", "ಕcrm", "CRM_BOOK", ""})
    CHECK(called(stays) == stays);
  world.program = "crm";
  CHECK(called("crm: hello") == "crm: hello");
}

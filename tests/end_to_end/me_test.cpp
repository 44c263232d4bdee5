// Who sits there, by all that can say so: the strongest is believed.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "tests/end_to_end/machine.hpp"

using namespace end_to_end;

namespace {

/// Who a reminder without a name is for.
std::string me(const Variables& variables, const Words& more = {}) {
  Words words{"remind", id_of(0), "2030-01-01", "x", "--for", "me", "--dry-run"};
  words.insert(words.end(), more.begin(), more.end());
  const Ended end = run(words, variables);
  const auto at = end.out.find("for: ");
  return at == end.out.npos ? end.err : end.out.substr(at + 5, end.out.find('\n', at) - at - 5);
}

}  // namespace

TEST_CASE("who is there: --as, CRM_ME, one's own settings, git's e-mail, in that order") {
  const Folder folder;
  Variables here = new_book(folder, 1);
  std::ofstream(folder.file("book/crm.yaml"), std::ios::app)
      << "team:\n  anna: {emails: [anna@a.example]}\n  ben: {emails: [ben@a.example]}\n"
         "  cara: {}\n  dora: {}\n";
  here["HOME"] = folder.path().string();
  here["XDG_CONFIG_HOME"] = folder.file("settings");
  here["GIT_CONFIG_NOSYSTEM"] = "1";
  here["CRM_ME"] = "";

  CHECK(me(here).find("nothing says who you are") != std::string::npos);
  if (shell("git --version", {}).code == 0) {
    REQUIRE(shell("git config --global user.email Anna@A.EXAMPLE", here).code == 0);
    CHECK(me(here) == "anna");
    // Of a repository alone, also from a folder elsewhere.
    REQUIRE(shell("cd \"$CRM_BOOK\" && git init -q . && git config user.email ben@a.example", here)
                .code == 0);
    CHECK(me(here) == "ben");
    REQUIRE(shell("cd \"$CRM_BOOK\" && git config user.email else@b.example", here).code == 0);
    CHECK(me(here).find("else@b.example, is nobody's in the team") != std::string::npos);
  }
  std::filesystem::create_directories(folder.file("settings/crm"));
  std::ofstream(folder.file("settings/crm/config.yaml")) << "me: cara\n";
  CHECK(me(here) == "cara");
  here["CRM_ME"] = "dora";
  CHECK(me(here) == "dora");
  CHECK(me(here, {"--as", "ben"}) == "ben");
  here["CRM_ME"] = "nobody";
  CHECK(me(here).find("there is nobody called \"nobody\" in the team") != std::string::npos);
}

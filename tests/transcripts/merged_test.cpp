// Any two customers of the example book can be merged, and undo brings every byte back.
#include <doctest/doctest.h>

#include <string>

#include "tests/transcripts/shell.hpp"

namespace crm::transcripts {
namespace {

TEST_CASE("a merge that is undone has changed no byte, and done again it is the same") {
  Shell shell;
  shell.run("crm init demo --example && cd demo");
  const std::string all = "cat customers/*.yaml customers/abroad/*.yaml";
  const auto ids = shell.run("crm list --ids | cat");
  REQUIRE(ids.size() > 15);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const std::string& kept = ids[i];
    const std::string& other = ids[(i + 7) % ids.size()];
    CAPTURE(kept);
    CAPTURE(other);
    const auto before = shell.run(all);
    const auto said = shell.run("crm merge " + kept + " " + other);
    REQUIRE(!said.empty());
    CHECK(said.front().starts_with("merged "));
    const auto after = shell.run(all);
    CHECK(after != before);
    // Nothing that check would have to mend has come of it.
    for (const std::string& line : shell.run("crm check | cat"))
      CHECK_MESSAGE(line.find("no-id") != line.npos, line);
    CHECK(shell.run("crm show " + other + " | cat") == shell.run("crm show " + kept + " | cat"));
    shell.run("crm undo");
    CHECK(shell.run(all) == before);
    shell.run("crm redo");
    CHECK(shell.run(all) == after);
    shell.run("crm undo");
    CHECK(shell.run(all) == before);
  }
}

}  // namespace
}  // namespace crm::transcripts

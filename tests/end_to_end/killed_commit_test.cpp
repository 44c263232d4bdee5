// kill -9 at random points of a command that commits to git: with the next write everything is
// committed, every operation once.
#include <doctest/doctest.h>

#include <fstream>
#include <set>

#include "core/book/journal.hpp"
#include "core/book/real_disk.hpp"
#include "core/team/trailers.hpp"
#include "tests/end_to_end/machine.hpp"

using namespace end_to_end;

namespace {

constexpr int rounds = 80;

Variables known_to_git(Variables variables) {
  for (const char* const who : {"AUTHOR", "COMMITTER"}) {
    variables["GIT_" + std::string(who) + "_NAME"] = "Anna Lind";
    variables["GIT_" + std::string(who) + "_EMAIL"] = "anna@example.com";
  }
  variables["GIT_CONFIG_GLOBAL"] = "/dev/null";
  return variables;
}

std::string git(const std::string& words, const Variables& here) {
  const Ended end = shell("git -C \"$CRM_BOOK\" " + words, here);
  CAPTURE(words);
  CAPTURE(end.err);
  REQUIRE(end.code == 0);
  return end.out;
}

}  // namespace

TEST_CASE("an operation whose command is killed is committed with the next one, once") {
  const Folder folder;
  const Variables here = known_to_git(new_book(folder, 3));
  std::ofstream(folder.file("book/crm.yaml"), std::ios::app) << "commit: each\n";
  std::ofstream(folder.file("book/.gitignore")) << ".crm/\n.crm-tmp-*\n";
  (void)git("init -q -b main", here);
  (void)git("add -A", here);
  (void)git("commit -q -m first", here);
  REQUIRE(run({"log", id_of(0), "call", "the first one"}, here).code == 0);
  Killer killer(typical_duration({"log", id_of(0), "call", "a measure"}, here));
  int killed = 0;
  for (int round = 0; round < rounds; ++round) {
    CAPTURE(round);
    const std::string words = "entry number " + std::to_string(round);
    const Ended end = killer(
        round % 5 == 4 ? Words{"undo"} : Words{"log", id_of(round % 3), "call", words}, here);
    if (end.was_killed()) ++killed;
    if (round % 8 != 7) continue;
    REQUIRE(run({"log", id_of(round % 3), "call", "after it"}, here).code == 0);
  }
  CHECK(killed > rounds / 4);
  REQUIRE(run({"log", id_of(2), "call", "the last one"}, here).code == 0);
  const Ended last = run({"log", id_of(1), "call", "and one more"}, here);
  CHECK(last.code == 0);
  CHECK(last.err == "");

  CHECK(git("status --porcelain", here) == "");
  (void)git("fsck --strict", here);
  std::multiset<std::string> committed;
  for (const crm::Operation& one : crm::operations_in(git("log --reverse --format=%B", here)))
    committed.insert(one.id);
  // What was done and taken back before either was committed leaves nothing to commit.
  crm::RealDisk disk;
  std::set<std::string> left_out;
  std::size_t done = 0;
  for (const crm::Operation& one : crm::Journal(disk, folder.file("book/.crm/journal")).heads()) {
    CAPTURE(one.id);
    CAPTURE(one.title);
    ++done;
    CHECK(committed.count(one.id) <= 1);
    if (committed.contains(one.id)) continue;
    CHECK((!one.undoes.empty() || left_out.contains(one.id)));
    left_out.insert(one.undoes);
  }
  CHECK(done > rounds / 4);
  CHECK(committed.size() > rounds / 4);
}

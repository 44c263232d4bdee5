#include "core/team/purge.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace crm {
namespace {

/// A git that knows one file, by an earlier name too, and says what it is told to.
struct Repository {
  bool has_filter_repo = false, has_commit = true;
  std::string status, remotes,
      log = std::string(
          "customers/zora-7x7x.yaml\0\nbook/customers/zora-7x7x.yaml\0customers/else.yaml\0", 76);

  Git open() const {
    const auto ask = [this](const ProgramCall& call) -> Result<ProgramAnswer> {
      const auto said = [&](const char* word) {
        return std::find(call.words.begin(), call.words.end(), word) != call.words.end();
      };
      if (said("--show-prefix"))
        return ProgramAnswer{
            0,
            std::string("true\n/b/.git\n/b\n\n") + (has_commit ? "c0ffee\nrefs/heads/main\n" : ""),
            ""};
      if (said("--verify"))
        return ProgramAnswer{has_commit ? 0 : 1, has_commit ? "c0ffee\n" : "", ""};
      if (said("symbolic-ref")) return ProgramAnswer{0, "refs/heads/main\n", ""};
      if (said("filter-repo")) return ProgramAnswer{has_filter_repo ? 0 : 1, "", ""};
      if (said("--follow"))
        return ProgramAnswer{0, std::string("customers/newcomer.yaml\0", 24), ""};
      if (said("status")) return ProgramAnswer{0, status, ""};
      if (said("get-url")) return ProgramAnswer{0, "../there.git\n", ""};
      if (said("remote")) return ProgramAnswer{0, remotes, ""};
      if (said("log")) return ProgramAnswer{0, log, ""};
      return ProgramAnswer{1, "", "fatal: what?"};
    };
    return Git::open(ask, "/b").value();
  }
};

Traces zora() {
  Traces traces;
  traces.ids = {"zora-7x7x"};
  traces.names = {"Zora O'Quill", "Zora"};
  traces.addresses = {"z@q.example"};
  return traces;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("with git-filter-repo all of them goes, in files and messages") {
  Repository repository;
  repository.has_filter_repo = true;
  repository.remotes = "origin\n";
  repository.status = " D customers/zora-7x7x.yaml\n";
  const Purge how = purge(repository.open(), {"customers/zora-7x7x.yaml"}, zora()).value();
  CHECK(how.is_thorough);
  CHECK(how.commands ==
        Lines{"git add -A -- customers erased.txt && git commit -q -m 'erased a customer'",
              "(echo 'Zora O'\\''Quill==>[erased]'; echo 'z@q.example==>[erased]') > "
              "\"$(git rev-parse --git-dir)/erased-words\"",
              "git filter-repo --force --invert-paths --path 'book/customers/zora-7x7x.yaml' "
              "--path 'customers/newcomer.yaml' --path 'customers/zora-7x7x.yaml' --replace-text "
              "\"$(git rev-parse --git-dir)/erased-words\" --replace-message "
              "\"$(git rev-parse --git-dir)/erased-words\"",
              "rm \"$(git rev-parse --git-dir)/erased-words\"",
              "git reflog expire --expire=now --all", "git gc --quiet --prune=now",
              "git remote add 'origin' '../there.git'", "git push --force --all 'origin'",
              "git push --force --tags 'origin'"});
}

TEST_CASE("without it git's own filter-branch takes the files and the messages") {
  const Purge how = purge(Repository().open(), {"customers/zora-7x7x.yaml"}, zora()).value();
  CHECK_FALSE(how.is_thorough);
  REQUIRE(how.commands.size() == 4);
  CHECK(
      how.commands[0] ==
      "FILTER_BRANCH_SQUELCH_WARNING=1 git filter-branch --force --index-filter 'git rm -r -q "
      "--cached --ignore-unmatch -- '\\''book/customers/zora-7x7x.yaml'\\'' "
      "'\\''customers/newcomer.yaml'\\'' '\\''customers/zora-7x7x.yaml'\\''' --msg-filter 'sed -e "
      "'\\''s/Zora O'\\''\\'\\'''\\''Quill/[erased]/g'\\'' -e "
      "'\\''s/z@q\\.example/[erased]/g'\\''' "
      "--tag-name-filter cat -- --all");
}

TEST_CASE("where nothing was committed there is nothing to type") {
  Repository repository;
  repository.has_commit = false;
  CHECK(purge(repository.open(), {"customers/zora-7x7x.yaml"}, zora()).value().commands.empty());
}

}  // namespace crm

// Whatever state a repository is in, a commit of the book's files has these files alone, and the
// person finds everything else as it was.
#include "core/team/commit.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "core/book/real_disk.hpp"
#include "core/domain/text.hpp"
#include "tests/end_to_end/machine.hpp"
#include "tests/property/dice.hpp"

namespace crm {
namespace {

namespace fs = std::filesystem;
using end_to_end::Folder;
using test::Dice;
using Texts = std::vector<std::string>;

/// git in a home of its own, where Anna is known.
Result<ProgramAnswer> ask_git(ProgramCall call) {
  for (const auto& [name, value] : {std::pair("GIT_CONFIG_GLOBAL", "/dev/null"),
                                    {"GIT_CONFIG_NOSYSTEM", "1"},
                                    {"GIT_AUTHOR_NAME", "Anna"},
                                    {"GIT_COMMITTER_NAME", "Anna"},
                                    {"GIT_AUTHOR_EMAIL", "anna@example.com"},
                                    {"GIT_COMMITTER_EMAIL", "anna@example.com"}})
    call.variables.emplace_back(name, value);
  return ask_real_program(call);
}

/// The same, where nobody is.
Result<ProgramAnswer> ask_nobodys_git(ProgramCall call) {
  for (const auto& [name, value] :
       {std::pair("GIT_CONFIG_GLOBAL", "/dev/null"), {"GIT_CONFIG_NOSYSTEM", "1"}, {"EMAIL", ""}})
    call.variables.emplace_back(name, value);
  return ask_real_program(call);
}

class Repository {
 public:
  explicit Repository(std::string prefix = "") : prefix_(std::move(prefix)) {
    git({"init", "-q", "-b", "main", top()}, folder_.path().string());
    write("crm.yaml", "format: 1\n");
    write(".gitattributes", "customers/**/*.yaml text eol=lf\n");
    write(".gitignore", ".crm/\n/customers/secret*\n");
  }

  std::string top() const { return folder_.file("top"); }

  std::string book() const { return top() + (prefix_.empty() ? "" : "/" + prefix_); }

  Layout layout() const { return {book()}; }

  std::string git(std::vector<std::string> words, const std::string& where = "") const {
    words.insert(words.begin(), {"git", "-C", where.empty() ? book() : where});
    const auto said = ask_git({.words = words}).value();
    CAPTURE(said.err);
    REQUIRE(said.code == 0);
    return said.out;
  }

  void write(const std::string& path, const std::string& text) const {
    fs::create_directories(fs::path(book() + "/" + path).parent_path());
    std::ofstream(book() + "/" + path, std::ios::binary) << text;
  }

  Result<std::string> commit(const Texts& paths, const std::string& message = "a change\n") {
    const auto opened = Git::open(ask_git, book());
    return commit_files(*opened, disk_, layout(), nul_ended(paths), message, "1763703900 +0530");
  }

  /// What git tells the person of all files but these.
  std::string state_without(const std::set<std::string>& paths) const {
    Texts words{"status", "--porcelain=v2", "-uall", "--no-renames", "--", ":(top)."};
    Texts staged{"diff", "--cached", "--no-renames", "--", ":(top)."};
    for (const std::string& path : paths)
      for (Texts* const all : {&words, &staged}) all->push_back(":(exclude,literal)" + path);
    return git(words) + git(staged);
  }

  std::string state_of(const std::set<std::string>& paths) const {
    Texts words{"status", "--porcelain=v2", "-uall", "--"};
    for (const std::string& path : paths) words.push_back(":(literal)" + path);
    return git(words);
  }

  RealDisk& disk() { return disk_; }

 private:
  Folder folder_;
  RealDisk disk_;
  std::string prefix_;
};

/// Files of the book are changed, made and removed, staged and not.
void disturb(const Repository& repository, const Texts& all, Dice& dice) {
  for (int step = dice.between(0, 12); step > 0; --step) {
    const std::string& path = dice.one_of(all);
    const bool there = fs::exists(repository.book() + "/" + path);
    if (there && dice.chance(20))
      fs::remove(repository.book() + "/" + path);
    else if (dice.chance(70))
      repository.write(path, "text " + std::to_string(dice.below(1000)) + "\n");
    const bool known = !repository.git({"ls-files", "--", ":(literal)" + path}).empty();
    if (dice.chance(50) && (fs::exists(repository.book() + "/" + path) || known))
      repository.git({"add", "-A", "--", ":(literal)" + path});
    if (dice.chance(5) && !repository.git({"ls-files", "--", ":(literal)" + path}).empty())
      repository.git({"rm", "-q", "--cached", "-f", "--", ":(literal)" + path});
  }
}

}  // namespace

TEST_CASE("a commit has its own files alone, and all others stay as they were") {
  Dice dice(6);
  Texts all;
  for (const char* const name : {"one", "two", "three four", "ünïcode", "sub/five", "sub/deep/six",
                                 "seven\"quoted\"", "*", "-dash"})
    all.push_back("customers/" + std::string(name) + ".yaml");
  all.insert(all.end(), {"crm.yaml", "rates.yaml", "photos/p.jpg", "notes.txt"});
  int commits = 0, nothing = 0;
  for (int book = 0; book < 6; ++book) {
    CAPTURE(book);
    Repository repository(book % 2 == 1 ? "sales/book" : "");
    if (book % 3 != 0) {
      repository.git({"add", "-A"});
      repository.git({"commit", "-q", "-m", "first"});
    }
    for (int round = 0; round < 25; ++round) {
      CAPTURE(round);
      disturb(repository, all, dice);
      if (dice.chance(10) && !repository.git({"for-each-ref"}).empty()) {
        // Somebody commits what is staged; or no branch is checked out.
        repository.git({"commit", "-q", "--allow-empty", "-m", "by hand"});
        if (dice.chance(30)) repository.git({"checkout", "-q", "--detach"});
      }
      if (dice.chance(10)) {
        // The index of ours is derived: damage must not get into a commit.
        const std::string index = repository.book() + "/.crm/commit/index";
        std::string text = end_to_end::text_of(index);
        for (std::size_t i = 0; i < 8 && !text.empty(); ++i)
          text[dice.below(text.size())] = static_cast<char>(dice.below(256));
        if (dice.chance(30)) text.resize(text.size() / 2);
        if (!text.empty()) std::ofstream(index, std::ios::binary) << text;
      }
      std::set<std::string> own;
      for (int i = dice.between(1, 4); i > 0; --i) {
        const std::string path = dice.one_of(all);
        own.insert(path);
        if (dice.chance(70))
          repository.write(path, "text\r\nof " + std::to_string(dice.below(1000)) + "\r\n");
        else if (fs::exists(repository.book() + "/" + path) && dice.chance(50))
          fs::remove(repository.book() + "/" + path);
      }
      const std::string before = repository.state_without(own);
      const auto done = repository.commit({own.begin(), own.end()});
      REQUIRE_MESSAGE(done.has_value(), done.error().message());
      CHECK(repository.state_without(own) == before);
      CHECK(repository.state_of(own) == "");
      done->empty() ? ++nothing : ++commits;
      if (done->empty()) continue;
      CHECK(*done + "\n" == repository.git({"rev-parse", "HEAD"}));
      const auto names =
          nul_separated(repository.git({"diff-tree", "-r", "-z", "--root", "--no-commit-id",
                                        "--name-only", "--relative", "HEAD"}));
      for (const std::string& name : names) CHECK(own.contains(name));
    }
    CHECK(repository.git({"fsck", "--strict"}, repository.top()).find("missing") ==
          std::string::npos);
  }
  CHECK(commits > 80);
  CHECK(nothing > 3);
}

TEST_CASE("a commit follows git's attributes and leaves out what is ignored") {
  Repository repository;
  repository.write("customers/one.yaml", "id: one\r\nname: One\r\n");
  repository.write("customers/secret-1.yaml", "id: secret-1\n");
  REQUIRE(!repository.commit({"customers/one.yaml", "customers/secret-1.yaml"}).value().empty());
  CHECK(repository.git({"show", "HEAD:customers/one.yaml"}) == "id: one\nname: One\n");
  CHECK(repository.git({"ls-tree", "-r", "--name-only", "HEAD"}) == "customers/one.yaml\n");
  CHECK(repository.commit({"customers/secret-1.yaml"}).value().empty());
  // What git follows all the same is committed.
  repository.git({"add", "-f", "customers/secret-1.yaml"});
  CHECK(!repository.commit({"customers/secret-1.yaml"}).value().empty());
  CHECK(repository.git({"log", "-1", "--format=%an %ae %ai %cI %s"}) ==
        "Anna anna@example.com 2025-11-21 11:15:00 +0530 2025-11-21T11:15:00+05:30 a change\n");
}

TEST_CASE("in the middle of a merge, and where git knows nobody, nothing is committed") {
  Repository repository;
  repository.git({"add", "-A"});
  repository.git({"commit", "-q", "-m", "first"});
  repository.git({"branch", "other"});
  repository.write("crm.yaml", "format: 1\nname: here\n");
  REQUIRE(!repository.commit({"crm.yaml"}).value().empty());
  repository.git({"checkout", "-q", "other"});
  repository.write("crm.yaml", "format: 1\nname: there\n");
  REQUIRE(!repository.commit({"crm.yaml"}).value().empty());
  const std::string head = repository.git({"rev-parse", "HEAD"});
  REQUIRE(ask_git({.words = {"git", "-C", repository.book(), "merge", "-q", "main"}})->code != 0);
  repository.write("customers/one.yaml", "id: one\n");
  const auto refused = repository.commit({"customers/one.yaml"});
  REQUIRE(!refused);
  CHECK(refused.error().kind == Error::Kind::conflict);
  CHECK(refused.error().message() == "a merge is under way");
  repository.git({"merge", "--abort"});
  CHECK(repository.git({"rev-parse", "HEAD"}) == head);

  const auto nobodys = Git::open(ask_nobodys_git, repository.book());
  REQUIRE(nobodys);
  CHECK_FALSE(knows_person(*nobodys));
  const auto unknown = commit_files(*nobodys, repository.disk(), repository.layout(),
                                    nul_ended({"customers/one.yaml"}), std::string("x\n"));
  REQUIRE(!unknown);
  CHECK(is_nobody_known(unknown.error()));
  CHECK(repository.git({"rev-parse", "HEAD"}) == head);
  CHECK(!repository.commit({"customers/one.yaml"}).value().empty());
}

TEST_CASE("a linked work tree has commits of its own, and no hook is run") {
  Repository repository;
  repository.git({"add", "-A"});
  repository.git({"commit", "-q", "-m", "first"});
  const std::string linked = repository.top() + "-linked";
  repository.git({"worktree", "add", "-q", "-b", "side", linked});
  for (const char* const hook : {"pre-commit", "post-index-change", "reference-transaction"}) {
    const std::string file = repository.top() + "/.git/hooks/" + hook;
    fs::create_directories(repository.top() + "/.git/hooks");
    std::ofstream(file) << "#!/bin/sh\ntouch " << repository.top() << "/hooked\nexit 1\n";
    fs::permissions(file, fs::perms::all);
  }
  fs::create_directories(linked + "/customers");
  std::ofstream(linked + "/customers/two.yaml") << "id: two\n";
  const auto git = Git::open(ask_git, linked);
  REQUIRE(git);
  const auto done = commit_files(*git, repository.disk(), Layout{linked},
                                 nul_ended({"customers/two.yaml"}), std::string("two\n"));
  REQUIRE(done);
  CHECK_FALSE(fs::exists(repository.top() + "/hooked"));
  CHECK(repository.git({"rev-parse", "side"}) == *done + "\n");
  CHECK(repository.git({"status", "--porcelain"}, linked) == "");
  fs::remove(repository.top() + "/hooked");
  CHECK(repository.git({"status", "--porcelain"}) == "");
}

TEST_CASE("a commit made meanwhile is not lost: ours comes on top of it") {
  Repository repository;
  repository.git({"add", "-A"});
  repository.git({"commit", "-q", "-m", "first"});
  const auto opened = Git::open(ask_git, repository.book());
  repository.write("rates.yaml", "by: hand\n");
  repository.git({"add", "rates.yaml"});
  repository.git({"commit", "-q", "-m", "by hand"});
  repository.write("customers/one.yaml", "id: one\n");
  REQUIRE(commit_files(*opened, repository.disk(), repository.layout(),
                       nul_ended({"customers/one.yaml"}), std::string("ours\n")));
  CHECK(repository.git({"log", "--format=%s"}) == "ours\nby hand\nfirst\n");
  CHECK(repository.git({"status", "--porcelain"}) == "");
}

}  // namespace crm

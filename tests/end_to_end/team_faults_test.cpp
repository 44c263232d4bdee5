// A disk that is full at any one call of `sync` or of a write with its commit, and a death at any
// one: of crm, or of the git that it asks; and Ctrl-C. The next sync goes on, and nothing is
// missing or twice.
#include <doctest/doctest.h>

#include <fstream>

#include "tests/end_to_end/machine.hpp"
#include "tests/end_to_end/pseudo_terminal.hpp"

using namespace end_to_end;

namespace {

namespace fs = std::filesystem;

/// Two people's books and the remote between them: one has sent a call, the other has made one.
class Pair {
 public:
  explicit Pair(const std::string& commit) : commits_(commit == "each") {
    here_ = new_book(folder_, 2);
    here_["HOME"] = folder_.path().string();
    here_["GIT_CONFIG_NOSYSTEM"] = "1";
    std::ofstream(folder_.file(".gitconfig"))
        << "[user]\nname = Anna\nemail = anna@example.com\n[gc]\nauto = 0\n";
    std::ofstream(folder_.file("book/crm.yaml"), std::ios::app) << "commit: " << commit << "\n";
    std::ofstream(folder_.file("book/.gitignore")) << ".crm/\n.crm-tmp-*\n";
    must(
        "cd book && git init -q -b main && git add -A && git commit -q -m first && cd .. && "
        "git clone -q --bare book hub.git && git -C book remote add origin ../hub.git && "
        "$CRM --book book sync && git clone -q hub.git other && "
        "$CRM --book other log " +
        id_of(0) +
        " call 'said there' && $CRM --book other add Newcomer && $CRM --book other sync && " +
        "$CRM --book book log " + id_of(0) + " call 'said here' && mkdir kept && " +
        "cp -a book hub.git kept");
  }

  void reset() const { must("rm -rf book hub.git && cp -a kept/. ."); }

  Ended fail(const Words& words, int at, const char* as) const {
    Variables failing = here_;
    fs::remove(folder_.file("said"));
    failing["LD_PRELOAD"] = CRM_FAULT_SHIM;
    failing["CRM_FAULT_BELOW"] = folder_.file("book");
    failing["CRM_FAULT_AT"] = std::to_string(at);
    failing["CRM_FAULT_AS"] = as;
    failing["CRM_FAULT_SAYS"] = folder_.file("said");
    return run(words, failing);
  }

  /// What the shim made fail.
  std::string failed() const { return text_of(folder_.file("said")); }

  Ended crm(const Words& words) const { return run(words, here_); }

  /// What git tells people to do after it was killed.
  void remove_locks() const { must("find book/.git hub.git -name '*.lock' -delete"); }

  std::size_t times(const std::string& words) const {
    return count_of(text_of(record_of(folder_, 0)), "text: " + words + "\n");
  }

  std::string git(const std::string& words) const {
    return shell("git -C \"$CRM_BOOK\" " + words, here_).out;
  }

  const Variables& here() const { return here_; }

  std::string file(const std::string& name) const { return folder_.file(name); }

  bool commits() const { return commits_; }

 private:
  void must(const std::string& line) const {
    const Ended end = shell("cd '" + folder_.path().string() + "' && " + line, here_);
    REQUIRE_MESSAGE(end.code == 0, line << "\n" << end.err);
  }

  bool commits_;
  Folder folder_;
  Variables here_;
};

/// What one had sent and the other had not is in the book, once, and git has nothing to complain
/// of.
void check_next_sync(const Pair& pair) {
  const Ended next = pair.crm({"sync"});
  CHECK_MESSAGE(next.code == 0, next.err);
  CHECK(pair.times("said there") == 1);
  CHECK(pair.times("said here") == 1);
  CHECK(pair.git("status --porcelain") == "");
  // Nobody is said to have changed by hand what a sync has taken in.
  CHECK(pair.git("log --format=%s").find("changed by hand: customers/newcomer") ==
        std::string::npos);
  CHECK(pair.git("rev-parse HEAD") == pair.git("rev-parse origin/main"));
  CHECK(pair.git("fsck --strict --no-dangling 2>&1") == "");
}

/// A command fails at each of its calls in turn, or dies there.
void fail_everywhere(const Pair& pair, const Words& words, const std::string& says) {
  for (const std::string as : {"KILL", "28"}) {
    bool failed = true;
    for (int at = 1; failed; ++at) {
      REQUIRE(at < 400);
      pair.reset();
      const Ended end = pair.fail(words, at, as.c_str());
      const std::string call = pair.failed();
      failed = !call.empty();
      INFO(as << " at call " << at << ": " << call << "exit " << end.code << ": " << end.err);
      pair.remove_locks();
      check_next_sync(pair);
      if (!says.empty()) {
        const std::size_t said = pair.times(says);
        CHECK(said <= 1);
        if (end.code == 0) CHECK(said == 1);
      }
      // What could not be removed, nobody can remove; git's index of commits is tidied by them.
      if (call.find("unlink") != call.npos || !pair.commits()) continue;
      CHECK(pair.crm({"log", id_of(1), "call", "later"}).code == 0);
      for (const std::string& left : leftovers(pair.here().at("CRM_BOOK"))) FAIL_CHECK(left);
    }
  }
}

}  // namespace

TEST_CASE("a sync that fails or dies at any call is made good by the next") {
  for (const std::string commit : {"each", "off"}) {
    CAPTURE(commit);
    fail_everywhere(Pair(commit), {"sync"}, "");
  }
}

TEST_CASE("Ctrl-C at a terminal after any step of a sync is made good by the next") {
  const Pair pair("each");
  // The git that it finds waits after its own work when it is asked for the so manieth time.
  const std::string git = shell("command -v git", {}).out;
  std::filesystem::create_directories(pair.file("bin"));
  std::ofstream(pair.file("bin/git"))
      << "#!/bin/sh\n'" << git.substr(0, git.find('\n')) << "' \"$@\"\ncode=$?\ncd '"
      << pair.file("") << "'\necho >> steps\n[ $(wc -l < steps) != \"$STOP_AT\" ] || {\n"
      << "  echo > stopped; echo stopped > /dev/tty\n"
      << "  while [ -e stopped ]; do sleep 0.02; done\n}\nexit $code\n";
  fs::permissions(pair.file("bin/git"), fs::perms::owner_all);
  Variables here = pair.here();
  here["PATH"] = pair.file("bin") + ":" + std::getenv("PATH");
  int step = 1;
  for (bool stops = true; stops; ++step) {
    REQUIRE(step < 100);
    CAPTURE(step);
    pair.reset();
    fs::remove(pair.file("steps"));
    here["STOP_AT"] = std::to_string(step);
    PseudoTerminal at({"sync"}, here);
    stops = at.shows("stopped");
    if (stops) {
      at.type("\x03");
      REQUIRE(at.shows("^C"));
      fs::remove(pair.file("stopped"));
    }
    const Ended end = at.wait();
    CHECK(end.signal == (stops ? 2 : 0));
    check_next_sync(pair);
    for (const std::string& left : leftovers(here.at("CRM_BOOK"))) FAIL_CHECK(left);
  }
  // It fetched, merged and sent.
  CHECK(step > 5);
}

TEST_CASE("so is a write that commits") {
  fail_everywhere(Pair("each"), {"log", id_of(0), "call", "said now"}, "said now");
}

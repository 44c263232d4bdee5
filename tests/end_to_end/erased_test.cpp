// Somebody who was erased is nowhere in the book's folder, to the byte; also when the erasing was
// killed, and in git after the lines that it prints.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "tests/end_to_end/machine.hpp"

using namespace end_to_end;

namespace {

constexpr const char* id = "zora-quill-7x7x";

/// A book in which she has left traces wherever she can: enough customers for an index, which knows
/// her, and operations short and long in the journal.
struct BookWithZora {
  Folder folder;
  Variables here;

  explicit BookWithZora(int customers = 230) : here(new_book(folder, customers)) {
    std::ofstream(folder.file("zora.yaml"))
        << "id: " << id
        << "\nname: Zora Quill\nx-hobby: fishing\nstatus: lead\ntags: [all]\nemails: "
           "[zora@quill.example]\n"
           "purchases: [{id: b1, on: 2026-01-03, item: ink, amount: 10.00 EUR}]\n";
    std::filesystem::rename(folder.file("zora.yaml"),
                            book() / ("customers/" + std::string(id) + ".yaml"));
    must({"log", id, "call", "she wants ink"});
    must({"set", id_of(1), std::string("referred_by=") + id});
    must({"log", id_of(2), "call", std::string("spoke of ") + id + " and zora@quill.example"});
    must({"log", id_of(3), "call", "nothing of her"});
    must({"set", "+all", "status=customer", "--yes"});
    must({"set", id, "name=Zora M. Quill"});
  }

  /// Until the index knows her: it learns what has been as it is for two seconds.
  void learn() const {
    while (files_with_her().find(".crm/index") == std::string::npos) must({"list", "+all"});
  }

  std::filesystem::path book() const { return here.at("CRM_BOOK"); }

  void must(const Words& words) const {
    const Ended end = run(words, here);
    REQUIRE_MESSAGE(end.code == 0, end.err);
  }

  /// Files, hidden ones too, that say anything of her; git's own are left out.
  std::string files_with_her() const {
    std::string found;
    for (const auto& [path, text] : texts_below(book(), ".git/"))
      for (const char* const trace : {id, "Zora", "zora@quill", "wants ink"})
        if (path.find(trace) != path.npos || text.find(trace) != text.npos)
          found += path + ": " + trace + "\n";
    return found;
  }

  const std::string only_there = std::string("erased.txt: ") + id + "\n";
};

}  // namespace

TEST_CASE("after an erase no byte of them is in the book, but the id in erased.txt") {
  const BookWithZora zora;
  zora.learn();
  const auto before = zora.files_with_her();
  REQUIRE(before.find(".crm/journal") != before.npos);
  // As one leaves it that is killed while it removes what it knows of names.
  std::ofstream(zora.book() / ".crm/.crm-tmp-7") << id << "\n";
  const Ended end = run({"erase", id, "--yes"}, zora.here);
  REQUIRE_MESSAGE(end.code == 0, end.err);
  CHECK(end.out.find("\"name\":\"Zora M. Quill\"") != end.out.npos);
  CHECK(end.out.find("\"x-hobby\":\"fishing\"") != end.out.npos);
  CHECK(zora.files_with_her() == zora.only_there);
  CHECK(leftovers(zora.book()).empty());
  // Also after the index was learned again.
  zora.must({"list", "+all"});
  CHECK(zora.files_with_her() == zora.only_there);
}

TEST_CASE("what others did stays undoable after an erase") {
  const BookWithZora zora;
  zora.must({"erase", id, "--yes"});
  CHECK(run({"undo"}, zora.here).code == 4);
  const Ended history = run({"history", "--json"}, zora.here);
  // The change of 231 files has one less, and what was said to the third customer can go.
  CHECK(history.out.find("\"files\":\"230\"") != history.out.npos);
  for (const char* const title : {"set 231 customers", "logged a call with Customer four-4444"}) {
    const auto at = history.out.find(title);
    REQUIRE_MESSAGE(at != history.out.npos, history.out);
    const auto mark = history.out.find("\"id\":\"", at) + 6;
    const std::string operation = history.out.substr(mark, 6);
    const Ended undone = run({"undo", operation}, zora.here);
    CHECK_MESSAGE(undone.code == 0, undone.err);
  }
  CHECK(zora.files_with_her() == zora.only_there);
}

TEST_CASE("figures are the same before and after, where sales are kept") {
  const BookWithZora zora;
  const Words sales{"report", "sales", "--last", "20y", "--csv"};
  const Ended before = run(sales, zora.here);
  REQUIRE_MESSAGE(before.code == 0, before.err);
  REQUIRE(before.out.find("10.00") != before.out.npos);
  zora.must({"erase", id, "--keep-sales", "--yes"});
  CHECK(run(sales, zora.here).out == before.out);
  CHECK(zora.files_with_her() == zora.only_there);
}

TEST_CASE("whom another copy of the book has erased, this one forgets with the next sync") {
  const BookWithZora zora;
  Variables here = zora.here;
  for (const char* const who : {"AUTHOR", "COMMITTER"}) {
    here["GIT_" + std::string(who) + "_NAME"] = "Anna Lind";
    here["GIT_" + std::string(who) + "_EMAIL"] = "anna@example.com";
  }
  here["GIT_CONFIG_GLOBAL"] = "/dev/null";
  const auto must = [](const std::string& line, const Variables& variables) {
    const Ended end = shell(line, variables);
    REQUIRE_MESSAGE(end.code == 0, end.err);
  };
  must(
      "cd \"$CRM_BOOK\" && echo .crm/ > .gitignore && git init -q -b main && git add -A && "
      "git commit -q -m first && git clone -q --bare . ../hub.git && "
      "git remote add origin ../hub.git && $CRM sync && git clone -q ../hub.git ../other",
      here);
  Variables there = here;
  there["CRM_BOOK"] = zora.folder.file("other");
  must("$CRM erase " + std::string(id) + " --yes >/dev/null && $CRM sync", there);
  // What is said of her meanwhile does not bring her back.
  must("$CRM log " + std::string(id) + " call 'she wants ink again'", here);
  must("$CRM sync", here);
  CHECK(zora.files_with_her() == zora.only_there);
  must("$CRM list +all >/dev/null && $CRM log " + id_of(1) + " call more && $CRM sync", here);
  CHECK(zora.files_with_her() == zora.only_there);
  must("$CRM sync", there);
  CHECK(texts_below(zora.book() / "customers") ==
        texts_below(zora.folder.path() / "other/customers"));
}

TEST_CASE("an erase that is killed at any moment has happened wholly or not at all") {
  std::mt19937 chance{2026};
  int before = 0, after = 0;
  const BookWithZora zora;
  zora.learn();
  const long typical = typical_duration({"erase", id, "--dry-run"}, zora.here);
  const std::filesystem::path kept = zora.folder.path() / "kept";
  std::filesystem::copy(zora.book(), kept, std::filesystem::copy_options::recursive);
  for (int round = 0; round < 12; ++round) {
    std::filesystem::remove_all(zora.book());
    std::filesystem::copy(kept, zora.book(), std::filesystem::copy_options::recursive);
    {
      Running running({"erase", id, "--yes"}, zora.here);
      pause_for(std::uniform_int_distribution<long>(typical / 2, typical * 2)(chance));
      running.kill();
      (void)running.wait();
    }
    // The next command, whatever it is.
    zora.must({"list", id_of(1)});
    CAPTURE(round);
    if (text_of((zora.book() / "erased.txt").string()).empty()) {
      ++before;
      CHECK(std::filesystem::exists(zora.book() / ("customers/" + std::string(id) + ".yaml")));
      zora.must({"erase", id, "--yes"});
    } else {
      ++after;
    }
    CHECK(zora.files_with_her() == zora.only_there);
    CHECK(leftovers(zora.book()).empty());
  }
  MESSAGE(before << " had not begun, " << after << " were finished");
}

TEST_CASE(
    "an erase that ends before any call, or finds the disk full there, is finished by the next") {
  const BookWithZora zora(4);
  const std::filesystem::path kept = zora.folder.path() / "kept";
  std::filesystem::copy(zora.book(), kept, std::filesystem::copy_options::recursive);
  // What comes next reads or writes: both end what was begun.
  const Words reading{"list", id_of(0)}, writing{"log", id_of(0), "call", "later"};
  for (const auto& [as, then] :
       {std::pair("KILL", reading), std::pair("KILL", writing), std::pair("28", writing)}) {
    bool failed = true;
    for (int at = 1; failed; ++at) {
      REQUIRE(at < 400);
      std::filesystem::remove_all(zora.book());
      std::filesystem::copy(kept, zora.book(), std::filesystem::copy_options::recursive);
      const std::string said = zora.folder.file("said");
      std::filesystem::remove(said);
      Variables failing = zora.here;
      failing["LD_PRELOAD"] = CRM_FAULT_SHIM;
      failing["CRM_FAULT_BELOW"] = zora.book().string();
      failing["CRM_FAULT_AT"] = std::to_string(at);
      failing["CRM_FAULT_AS"] = as;
      failing["CRM_FAULT_SAYS"] = said;
      const Ended end = run({"erase", id, "--yes"}, failing);
      const std::string call = text_of(said);
      failed = !call.empty();
      INFO(std::string(as) << " at call " << at << ": " << call << "exit " << end.code << ": "
                           << end.err);
      const Ended next = run(then, zora.here);
      CHECK_MESSAGE(next.code == 0, next.err);
      if (text_of((zora.book() / "erased.txt").string()).empty()) {
        CHECK(end.code != 0);
        CHECK(run({"erase", id, "--yes"}, zora.here).code == 0);
      }
      CHECK(zora.files_with_her() == zora.only_there);
      CHECK(leftovers(zora.book()).empty());
    }
  }
}

TEST_CASE("the lines that are printed make git forget") {
  if (shell("git --version", {}).code != 0) return;
  BookWithZora zora;
  zora.here["HOME"] = zora.folder.path().string();
  zora.here["GIT_CONFIG_NOSYSTEM"] = "1";
  const auto git = [&](const std::string& words) {
    const Ended end = shell("cd '" + zora.book().string() + "' && " + words, zora.here);
    REQUIRE_MESSAGE(end.code == 0, words << "\n" << end.err << end.out);
    return end.out;
  };
  git("git config --global user.name Anna && git config --global user.email anna@a.example");
  git("git init -q -b main . && printf '.crm/\\n' > .gitignore && git add -A && git commit -q -m "
      "'added Zora M. Quill' && git mv customers/" +
      std::string(id) + ".yaml customers/newcomer.yaml && git commit -q -m moved");
  git("git init -q --bare ../there.git && git remote add origin ../there.git && git push -q -u "
      "origin main");
  const Ended end = run({"erase", id, "--yes"}, zora.here);
  REQUIRE_MESSAGE(end.code == 0, end.err);
  std::string lines = "set -e\n";
  std::size_t count = 0;
  for (std::size_t at = 0; at < end.err.size();) {
    const auto stop = end.err.find('\n', at);
    if (end.err.compare(at, 2, "  ") == 0) {
      lines += end.err.substr(at, stop - at) + "\n";
      ++count;
    }
    at = stop + 1;
  }
  REQUIRE_MESSAGE(count >= 5, end.err);
  git(lines);
  for (const char* const where : {".", "../there.git"}) {
    const std::string all =
        git(std::string("git -C ") + where + " log --all -p --name-only --format='%H %s %b'");
    CHECK(all.find("Quill") == all.npos);
    CHECK(all.find("newcomer") == all.npos);
    CHECK(all.find("customers/" + std::string(id)) == all.npos);
  }
  // No object of hers is left in our own clone, reachable or not.
  const std::string objects =
      git("git cat-file --batch-all-objects --batch-check='%(objectname) %(objecttype)' | awk '$2 "
          "== \"blob\" {print $1}' | git cat-file --batch");
  const bool is_gone = objects.find("Zora") == objects.npos;
  CHECK(is_gone);
}

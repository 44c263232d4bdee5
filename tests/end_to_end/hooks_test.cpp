// Hooks as real programs: what they see, and what they can't do.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/end_to_end/machine.hpp"

using namespace end_to_end;

namespace {

class HookedBook {
 public:
  HookedBook() : here_(new_book(folder_, 2)) {
    here_["HOME"] = folder_.file("home");
    here_["CRM_ME"] = "anna";
    std::filesystem::create_directories(folder_.file("home"));
    std::filesystem::create_directories(folder_.file("book/hooks"));
  }

  void put(const std::string& name, const std::string& script) const {
    const std::string file = folder_.file("book/hooks/" + name);
    std::ofstream(file) << "#!/bin/sh\n" << script << "\n";
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
  }

  void allow() const { REQUIRE(run({"hooks", "--allow"}, here_).code == 0); }

  Ended crm(const Words& words) const { return run(words, here_); }

  std::string file(const std::string& name) const { return folder_.file(name); }

  std::string record(int i) const { return text_of(record_of(folder_, i)); }

  const Folder& folder() const { return folder_; }

  Variables& here() { return here_; }

 private:
  Folder folder_;
  Variables here_;
};

}  // namespace

TEST_CASE("a hook is told in JSON what changes, stands in the book, and knows who did it") {
  const HookedBook book;
  book.put("pre-log", "cat > ../before.json; pwd > ../where; \"$CRM\" show one-1111 > ../standing");
  book.put("post-log", "cat > ../after.json; echo \"$CRM_BOOK $CRM_ME $CRM_HOOK\" >> ../where");
  book.allow();
  const Ended log = book.crm({"log", "one-1111", "call", "Größer & \"besser\"", "--ids"});
  REQUIRE(log.code == 0);
  const auto before = nlohmann::json::parse(text_of(book.file("before.json")));
  auto after = nlohmann::json::parse(text_of(book.file("after.json")));
  CHECK(before["hook"] == "pre-log");
  CHECK(after["hook"] == "post-log");
  CHECK(after["command"] == "log");
  CHECK(after["by"] == "anna");
  CHECK(after["title"].get<std::string>().starts_with("logged a call with Customer one-1111"));
  REQUIRE(after["changes"].size() == 1);
  const auto& change = after["changes"][0];
  CHECK(change["id"] == "one-1111");
  CHECK(change["path"] == "customers/one-1111.yaml");
  CHECK(change["before"]["tags"] == nlohmann::json{"all"});
  CHECK_FALSE(change["before"].contains("interactions"));
  CHECK(change["after"]["interactions"][0]["text"] == "Größer & \"besser\"");
  CHECK(change["after"]["interactions"][0]["id"].get<std::string>() + "\n" == log.out);
  // The same story, but for the name.
  after["hook"] = "pre-log";
  CHECK(before == after);
  CHECK(text_of(book.file("where")) ==
        book.file("book") + "\n" + book.file("book") + " anna post-log\n");
  CHECK(text_of(book.file("standing")).find("besser") == std::string::npos);
}

TEST_CASE("a hook that says no leaves every byte as it was") {
  const HookedBook book;
  book.put("pre-set", "echo 'not today' >&2; exit 9");
  book.allow();
  const auto before = texts_below(book.file("book"));
  const Ended set = book.crm({"set", "+all", "status=customer", "--yes"});
  CHECK(set.code == 1);
  CHECK(set.out.empty());
  CHECK(set.err.starts_with(
      "not today\ncrm: hooks/pre-set ended with exit code 9: nothing was written\n"));
  auto after = texts_below(book.file("book"));
  std::erase_if(after, [&](const auto& file) { return !before.contains(file.first); });
  CHECK(after == before);
  CHECK(leftovers(book.file("book")).empty());
  CHECK(book.crm({"set", "+all", "status=customer", "--yes", "--dry-run"}).code == 0);
}

TEST_CASE("a hook that calls crm neither waits for its own command nor runs for ever") {
  const HookedBook book;
  book.put("pre-log", "\"$CRM\" set two-2222 +early 2> ../said; true");
  book.put("post-log", "\"$CRM\" log two-2222 call again; \"$CRM\" set two-2222 +told");
  book.put("post-set", "echo ran >> ../set");
  book.allow();
  const Ended log = book.crm({"log", "one-1111", "call", "once"});
  CHECK(log.code == 0);
  CHECK(text_of(book.file("said"))
            .starts_with("crm: hooks/pre-log can't write: it runs before a write"));
  CHECK(count_of(book.record(0), "text: once") == 1);
  CHECK(count_of(book.record(1), "text: again") == 1);
  CHECK(book.record(1).find("told") != std::string::npos);
  CHECK(book.record(1).find("early") == std::string::npos);
  // What a hook does tells no hooks.
  CHECK_FALSE(std::filesystem::exists(book.file("set")));
}

TEST_CASE("a hook's words go to stderr, without what could steer a terminal") {
  const HookedBook book;
  book.put("post-log", "printf 'to \\033[31mstdout\\n'; printf 'and stderr' >&2; exit 3");
  book.allow();
  const Ended log = book.crm({"log", "one-1111", "call", "x", "--ids"});
  CHECK(log.code == 0);
  CHECK(count_of(log.out, "\n") == 1);
  CHECK(log.err.find('\033') == std::string::npos);
  CHECK(log.err.find("stdout\nand stderr\ncrm: hooks/post-log ended with exit code 3; the book was "
                     "changed all the same\n") != std::string::npos);
}

TEST_CASE("a hook that leaves a program behind is not waited for") {
  const HookedBook book;
  book.put("post-log", "sleep 100 & echo $! > ../sleeper");
  book.allow();
  CHECK(book.crm({"log", "one-1111", "call", "x"}).code == 0);
  (void)shell("kill $(cat '" + book.file("sleeper") + "')", {});
}

TEST_CASE("a hook that reads nothing of a long story is no trouble") {
  const HookedBook book;
  book.put("post-import", "exec <&-; echo done >> ../done");
  book.allow();
  std::ofstream table(book.file("many.csv"));
  table << "Name,E-mail\n";
  for (int i = 0; i < 2000; ++i)
    table << "Person Number " << i << ",person" << i << "@many.example\n";
  table.close();
  CHECK(book.crm({"import", book.file("many.csv")}).code == 0);
  // One operation, one hook.
  CHECK(text_of(book.file("done")) == "done\n");
}

TEST_CASE("permission is one person's, for one place, for hooks as they stand") {
  HookedBook book;
  book.put("post-log", ". \"$CRM_BOOK/hooks/words\"; echo \"$word\" >> ../ran");
  std::ofstream(book.file("book/hooks/words")) << "word=good\n";
  const auto log = [&] { return book.crm({"log", "one-1111", "call", "x"}); };
  CHECK(log().err.find("you have not allowed this book's hooks") != std::string::npos);
  book.allow();
  CHECK(log().err.find("hooks") == std::string::npos);
  // Also what a hook only reads of that folder.
  std::ofstream(book.file("book/hooks/words")) << "word=evil\n";
  CHECK(log().err.find("have changed since you decided") != std::string::npos);
  CHECK(text_of(book.file("ran")) == "good\n");
  book.allow();
  CHECK(log().code == 0);
  CHECK(text_of(book.file("ran")) == "good\nevil\n");
  // Another place, and another person.
  std::filesystem::copy(book.file("book"), book.file("copy"),
                        std::filesystem::copy_options::recursive);
  book.here()["CRM_BOOK"] = book.file("copy");
  CHECK(log().err.find("you have not allowed") != std::string::npos);
  book.here()["CRM_BOOK"] = book.file("book");
  book.here()["XDG_STATE_HOME"] = book.file("other");
  CHECK(log().err.find("you have not allowed") != std::string::npos);
  CHECK(book.crm({"hooks", "--refuse"}).code == 0);
  CHECK(log().err.find("hooks") == std::string::npos);
  CHECK(text_of(book.file("ran")) == "good\nevil\n");
  // The same place by another way.
  std::filesystem::create_directory_symlink(book.file("book"), book.file("link"));
  book.here()["CRM_BOOK"] = book.file("link");
  CHECK(log().err.find("hooks") == std::string::npos);
  book.here()["HOME"] = book.here()["XDG_STATE_HOME"] = "";
  CHECK(book.crm({"hooks", "--allow"}).code == 1);
}

TEST_CASE("killed while a hook runs, the book is whole and free") {
  HookedBook book;
  // Both say when they are there, and wait for their end.
  book.put("pre-log", "echo > ../pre; exec sleep 100");
  book.put("post-set", "echo > ../post; exec sleep 100");
  book.allow();
  const auto killed_in = [&](const std::string& mark, const Words& words) {
    Running running(words, book.here());
    while (!std::filesystem::exists(book.file(mark))) pause_for(1000);
    running.kill_all();
    CHECK(running.wait().was_killed());
  };
  killed_in("pre", {"log", "one-1111", "call", "never"});
  CHECK(book.record(0).find("never") == std::string::npos);
  killed_in("post", {"set", "one-1111", "+kept"});
  CHECK(book.record(0).find("kept") != std::string::npos);
  CHECK(leftovers(book.file("book")).empty());
  CHECK(book.crm({"hooks", "--refuse"}).code == 0);
  CHECK(book.crm({"log", "one-1111", "call", "after"}).code == 0);
  CHECK(book.crm({"check"}).code == 0);
}

TEST_CASE("the hook after a sync is told what has come in, and of nothing else") {
  HookedBook book;
  book.here()["GIT_CONFIG_NOSYSTEM"] = "1";
  const auto must = [&](const std::string& line) {
    const Ended end = shell("cd '" + book.file("") + "' && " + line, book.here());
    REQUIRE_MESSAGE(end.code == 0, line << "\n" << end.err);
  };
  std::ofstream(book.file("home/.gitconfig"))
      << "[user]\nname = Anna\nemail = anna@example.com\n[gc]\nauto = 0\n";
  must(
      "git -C book init -q -b main && git init -q --bare -b main hub.git && "
      "echo .crm/ > book/.gitignore && git -C book remote add origin ../hub.git && "
      "$CRM sync && git clone -q hub.git other");
  book.put("post-sync", "cat > ../told.json");
  book.allow();
  // What goes out was told to the hooks of the commands that did it.
  must("$CRM log two-2222 call 'said here' && $CRM sync && [ ! -e told.json ]");
  must(
      "$CRM --book other log one-1111 call 'said there' && $CRM --book other sync && "
      "$CRM sync --dry-run && [ ! -e told.json ] && $CRM sync");
  const auto told = nlohmann::json::parse(text_of(book.file("told.json")));
  CHECK(told["hook"] == "post-sync");
  CHECK(told["command"] == "sync");
  REQUIRE(told["changes"].size() == 1);
  const auto& change = told["changes"][0];
  CHECK(change["id"] == "one-1111");
  CHECK_FALSE(change["before"].contains("interactions"));
  CHECK(change["after"]["interactions"][0]["text"] == "said there");
  must("rm told.json && $CRM sync && [ ! -e told.json ]");
}

TEST_CASE("who is erased is told to no hook") {
  const HookedBook book;
  book.put("post-erase", "cat > ../erased.json");
  book.allow();
  REQUIRE(book.crm({"erase", "one-1111", "--yes"}).code == 0);
  const std::string told = text_of(book.file("erased.json"));
  CHECK(told.find("one-1111") != std::string::npos);
  CHECK(told.find("Customer") == std::string::npos);
}

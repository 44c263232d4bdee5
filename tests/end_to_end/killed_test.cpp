// kill -9 at random points, hundreds of times: what was acknowledged is there, once, and what was
// not is whole or absent.
#include <doctest/doctest.h>

#include <chrono>
#include <set>

#include "tests/end_to_end/machine.hpp"

using namespace end_to_end;

namespace {

constexpr int customers = 3;
constexpr int rounds = 240;

std::set<std::string> statuses(const Folder& folder) {
  std::set<std::string> found;
  for (int i = 0; i < customers; ++i) {
    const std::string text = text_of(record_of(folder, i));
    const auto at = text.find("status: ");
    found.insert(text.substr(at, text.find_first_of(" \n", at + 8) - at));
  }
  return found;
}

std::size_t times_said(const Folder& folder, const std::string& words) {
  std::size_t times = 0;
  for (int i = 0; i < customers; ++i)
    times += count_of(text_of(record_of(folder, i)), "text: " + words + "\n");
  return times;
}

}  // namespace

TEST_CASE("a command that is killed at any moment loses nothing that was acknowledged") {
  const Folder folder;
  const Variables here = new_book(folder, customers);
  REQUIRE(run({"log", id_of(0), "call", "the first one"}, here).code == 0);
  Killer killer(typical_duration({"log", id_of(0), "call", "a measure"}, here));
  std::map<std::string, std::size_t> least;
  int killed = 0;

  for (int round = 0; round < rounds; ++round) {
    const std::string words = "entry number " + std::to_string(round);
    CAPTURE(round);
    Ended end;
    switch (round % 6) {
      case 4: {  // several files at once
        end = killer(
            {"set", "+all", round % 12 == 4 ? "status=customer" : "status=former", "--yes"}, here);
        break;
      }
      case 5: {  // an operation taken back: the entry is there or it is not
        REQUIRE(run({"log", id_of(round % customers), "call", words}, here).code == 0);
        end = killer({"undo"}, here);
        least[words] = 0;
        break;
      }
      default: {
        end = killer({"log", id_of(round % customers), "call", words}, here);
        least[words] = end.code == 0 ? 1 : 0;
      }
    }
    if (end.was_killed()) ++killed;
    if (!end.was_killed()) {
      CAPTURE(end.err);
      CHECK(end.code == 0);
    }
    if (round % 6 == 4) {
      // Any next command finishes it.
      REQUIRE(run({"log", id_of(1), "call", "after it"}, here).code == 0);
      CHECK(statuses(folder).size() == 1);
    }
  }
  CHECK(killed > rounds / 4);

  REQUIRE(run({"log", id_of(2), "call", "the last one"}, here).code == 0);
  for (const auto& [words, times] : least) {
    CAPTURE(words);
    CHECK(times_said(folder, words) >= times);
    CHECK(times_said(folder, words) <= 1);
  }
  CHECK(times_said(folder, "the first one") == 1);
  CHECK(times_said(folder, "the last one") == 1);
  const Ended check = run({"check"}, here);
  CAPTURE(check.out);
  CHECK(check.code == 0);
  CHECK_FALSE(std::filesystem::exists(folder.file("book/.crm/journal/announced")));
  for (int i = 0; i < customers; ++i)
    CHECK(text_of(record_of(folder, i)).starts_with("# by hand\nid: " + id_of(i) + "\n"));
}

TEST_CASE("a long operation that is killed at any moment is there as a whole or not at all") {
  constexpr int rows = 60;
  const Folder folder;
  const Variables here = new_book(folder, customers);
  const std::filesystem::path book = folder.path() / "book";
  const Words words{CRM_WRITER, book.string(), "3000", "adds", std::to_string(rows)};
  const auto begin = std::chrono::steady_clock::now();
  REQUIRE(run(words, here).code == 0);
  const auto took = std::chrono::steady_clock::now() - begin;
  REQUIRE(run({"undo"}, here).code == 0);
  Killer killer(std::chrono::duration_cast<std::chrono::microseconds>(took).count());
  const auto before = texts_below(book / "customers").size();
  for (int round = 0; round < 60; ++round) {
    CAPTURE(round);
    const Ended end = killer(words, here);
    // Any next command sets it right.
    REQUIRE(run({"log", id_of(0), "call", "after it"}, here).code == 0);
    CHECK(leftovers(book).empty());
    const auto now = texts_below(book / "customers").size();
    CHECK((now == before || now == before + rows));
    if (end.code == 0) CHECK(now == before + rows);
    if (now == before) continue;
    REQUIRE(run({"undo"}, here).code == 0);
    REQUIRE(run({"undo"}, here).code == 0);
    CHECK(texts_below(book / "customers").size() == before);
  }
}

TEST_CASE("an operation that moves files and is killed at any moment leaves each in one place") {
  constexpr int many = 12;
  const Folder folder;
  const Variables here = new_book(folder, many);
  const std::filesystem::path book = folder.path() / "book";
  std::filesystem::create_directory(book / "customers" / "old");
  const Words words{CRM_WRITER, book.string(), "100000", "moves", "0"};
  Killer killer(typical_duration(words, here));
  int killed = 0;
  for (int round = 0; round < 120; ++round) {
    CAPTURE(round);
    if (killer(words, here).was_killed()) ++killed;
    // Any next command ends it.
    REQUIRE(run({"log", id_of(0), "call", "after it"}, here).code == 0);
    std::set<std::string> names;
    const auto texts = texts_below(book / "customers");
    for (const auto& [path, text] : texts) names.insert(path.substr(path.rfind('/') + 1));
    CHECK(texts.size() == many);
    CHECK(names.size() == many);
  }
  CHECK(killed > 30);
  CHECK(leftovers(book).empty());
}

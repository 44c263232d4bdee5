// Many writers at once, and people who edit the same files by hand meanwhile.
#include <doctest/doctest.h>

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <random>
#include <thread>

#include "tests/end_to_end/machine.hpp"

using namespace end_to_end;

namespace {

/// As a person would: who hears that another one is writing tries again.
Ended log_patiently(const std::string& id, const std::string& words, const Variables& here) {
  while (true) {
    Ended end = run({"log", id, "call", words}, here);
    if (end.code != 6) return end;
  }
}

/// An editor that saves in place: the file is emptied and written.
void save_in_place(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
}

/// An editor that writes a new file and renames it over the old one.
void save_by_rename(const std::string& path, const std::string& text) {
  std::ofstream(path + ".new", std::ios::binary) << text;
  std::filesystem::rename(path + ".new", path);
}

}  // namespace

TEST_CASE(
    "eight processes that write one customer at once, and two that write others: each entry is "
    "there once") {
  constexpr int writers = 8, entries = 60;
  const Folder folder;
  const Variables here = new_book(folder, 3);
  std::atomic<int> refused{0};
  std::vector<std::thread> threads;
  const auto work = [&](int writer, int customer, int count) {
    for (int i = 0; i < count; ++i)
      if (log_patiently(id_of(customer),
                        "writer " + std::to_string(writer) + " entry " + std::to_string(i), here)
              .code != 0)
        ++refused;
  };
  for (int writer = 0; writer < writers; ++writer) threads.emplace_back(work, writer, 0, entries);
  threads.emplace_back(work, 8, 1, 20);
  threads.emplace_back(work, 9, 2, 20);
  for (std::thread& thread : threads) thread.join();
  CHECK(refused == 0);

  const auto look = [&](int writer, int customer, int count) {
    const std::string text = text_of(record_of(folder, customer));
    for (int i = 0; i < count; ++i) {
      CAPTURE(writer);
      CAPTURE(i);
      CHECK(count_of(text, "text: writer " + std::to_string(writer) + " entry " +
                               std::to_string(i) + "\n") == 1);
    }
  };
  for (int writer = 0; writer < writers; ++writer) look(writer, 0, entries);
  look(8, 1, 20);
  look(9, 2, 20);
  CHECK(count_of(text_of(record_of(folder, 0)), "kind: call\n") == writers * entries);
  CHECK(leftovers(folder.path()).empty());
  CHECK(run({"check"}, here).code == 0);
}

TEST_CASE("eight who take back the last operation at once take back eight") {
  constexpr int times = 8;
  const Folder folder;
  const Variables here = new_book(folder, 1);
  const std::string before = text_of(record_of(folder, 0));
  for (int i = 0; i < times; ++i)
    REQUIRE(run({"set", id_of(0), "+tag" + std::to_string(i)}, here).code == 0);
  std::atomic<int> done{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < times; ++i)
    threads.emplace_back([&] {
      Ended end = run({"undo"}, here);
      while (end.code == 6) end = run({"undo"}, here);
      if (end.code == 0) ++done;
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(done == times);
  CHECK(text_of(record_of(folder, 0)) == before);
  CHECK(run({"undo"}, here).code == 3);
}

TEST_CASE("who edits a record by hand while a command writes it loses no byte") {
  constexpr int rounds = 60;
  for (const auto save : {save_in_place, save_by_rename}) {
    const Folder folder;
    const Variables here = new_book(folder, 1);
    const std::string path = record_of(folder, 0);
    const long typical = typical_duration({"log", id_of(0), "call", "a measure"}, here);
    std::mt19937 chance(7);
    std::uniform_int_distribution<long> delay(0, typical);
    for (int round = 0; round < rounds; ++round) {
      Running running({"log", id_of(0), "call", "entry " + std::to_string(round)}, here);
      pause_for(delay(chance));
      save(path, text_of(path) + "# edit " + std::to_string(round) + "\n");
      const Ended end = running.wait();
      CAPTURE(round);
      CAPTURE(end.err);
      const std::string text = text_of(path);
      for (int i = 0; i <= round; ++i)
        CHECK(count_of(text, "# edit " + std::to_string(i) + "\n") == 1);
      // A file that is just being emptied and written may be read as an empty one.
      CHECK((end.code == 0 || end.code == 6 || end.code == 5 || end.code == 3));
      CHECK(count_of(text, "text: entry " + std::to_string(round) + "\n") <=
            (end.code == 0 ? 1 : 0));
    }
    CHECK(leftovers(folder.path()).empty());
    CHECK(run({"check"}, here).code == 0);
  }
}

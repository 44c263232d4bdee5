// A store holds what was written last, as a whole, whoever reads, writes or is stopped meanwhile.
#include "core/index/store.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "core/book/real_disk.hpp"
#include "tests/end_to_end/machine.hpp"
#include "tests/property/dice.hpp"

using namespace crm;
using namespace crm::test;
namespace fs = std::filesystem;

namespace {

/// What a store should hold.
struct Held {
  std::string value;
  std::map<std::uint32_t, Store::Written> sheets;

  std::size_t bytes() const {
    std::size_t all = value.size();
    for (const auto& [number, sheet] : sheets) all += sheet.whole.size() + sheet.brief.size();
    return all;
  }
};

std::string any_bytes(Dice& dice, int most) {
  std::string bytes(static_cast<std::size_t>(dice.between(1, most)), '\0');
  for (char& byte : bytes) byte = static_cast<char>(dice.below(256));
  return bytes;
}

Store::NextSheet each_of(const std::vector<Store::Written>& sheets) {
  return [&sheets, next = std::size_t{0}]() mutable -> std::optional<Store::Written> {
    if (next == sheets.size()) return std::nullopt;
    return sheets[next++];
  };
}

class Shelf {
 public:
  explicit Shelf(const Held& held) {
    auto fresh = Store::begin(disk_, folder(), path()).value();
    for (const auto& [number, sheet] : held.sheets) REQUIRE(fresh.put(sheet));
    REQUIRE(fresh.settle(disk_, held.value));
  }

  std::string folder() const { return folder_.file("local"); }

  std::string path() const { return folder() + "/index"; }

  std::optional<Store> open(std::string* value = nullptr) {
    return Store::open(disk_, path(), [&](std::string_view bytes) {
      if (value != nullptr) *value = bytes;
      return true;
    });
  }

  std::uint64_t size() const { return fs::file_size(path()); }

 private:
  end_to_end::Folder folder_;
  RealDisk disk_;
};

std::string read(const Store& store, std::uint32_t number, Store::Length length) {
  std::string bytes;
  const auto room = [&](std::size_t size) {
    bytes.resize(size);
    return bytes.data();
  };
  return store.read(number, length, room) ? bytes : "nothing";
}

void check_holds(const Store& store, const Held& held) {
  for (std::uint32_t number = 0; number < 40; ++number) {
    const auto sheet = held.sheets.find(number);
    const bool is_there = sheet != held.sheets.end();
    CHECK(read(store, number, Store::Length::whole) ==
          (is_there ? sheet->second.whole : "nothing"));
    CHECK(read(store, number, Store::Length::brief) ==
          (is_there ? sheet->second.brief : "nothing"));
  }
}

Held any_held(Dice& dice) {
  Held held{any_bytes(dice, 3000), {}};
  for (int i = dice.between(0, 20); i > 0; --i) {
    const auto number = static_cast<std::uint32_t>(dice.below(30));
    held.sheets[number] = {number, any_bytes(dice, 4000), any_bytes(dice, 900)};
  }
  return held;
}

/// Some sheets of `held` as they shall be.
std::vector<Store::Written> change(Held& held, Dice& dice) {
  held.value = any_bytes(dice, 3000);
  std::map<std::uint32_t, Store::Written> news;
  for (int i = dice.between(0, 6); i > 0; --i) {
    const auto number = static_cast<std::uint32_t>(dice.below(30));
    Store::Written& sheet = news[number] = {number, "", ""};
    if (dice.chance(85)) sheet = {number, any_bytes(dice, 4000), any_bytes(dice, 900)};
    held.sheets[number] = sheet;
    if (sheet.whole.empty()) held.sheets.erase(number);
  }
  std::vector<Store::Written> list;
  for (const auto& [number, sheet] : news) list.push_back(sheet);
  return list;
}

}  // namespace

TEST_CASE("a store holds what was written last, and grows no further than it must") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    INFO("seed ", seed);
    Dice dice(seed);
    Held held = any_held(dice);
    Shelf shelf(held);
    std::size_t most = held.bytes();
    for (int round = 0; round < 60; ++round) {
      std::string value;
      auto store = shelf.open(&value);
      REQUIRE(store);
      CHECK(value == held.value);
      check_holds(*store, held);
      const Held before = held;
      const auto news = change(held, dice);
      const bool stopped = dice.chance(20);
      auto next = each_of(news);
      if (stopped) {
        // Killed before it was told.
        CHECK_THROWS(store->write(held.value, [&]() -> std::optional<Store::Written> {
          if (auto sheet = next()) return sheet;
          throw std::runtime_error("killed");
        }));
        held = before;
      } else {
        CHECK(store->write(held.value, next));
      }
      most = std::max(most, before.bytes() + held.bytes());
    }
    // What is needed, what was before, and gaps between them.
    CHECK(shelf.size() < 2 * most + 4096);
  }
}

TEST_CASE("who reads a store while another writes reads what was there when he opened it") {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    INFO("seed ", seed);
    Dice dice(seed);
    Held held = any_held(dice);
    Shelf shelf(held);
    const auto reader = shelf.open();
    const Held before = held;
    const auto news = change(held, dice);
    {
      auto writer = shelf.open();
      CHECK(writer->write(held.value, each_of(news)));
      check_holds(*reader, before);
      // Who holds it keeps others from writing, and has used it up.
      CHECK_FALSE(shelf.open()->write("late", each_of({})));
    }
    // Who began before it knows too little to write.
    auto late = *shelf.open();
    {
      auto quick = shelf.open();
      CHECK(quick->write(held.value, each_of({})));
    }
    CHECK_FALSE(late.write("late", each_of({})));
    std::string value;
    check_holds(*shelf.open(&value), held);
    CHECK(value == held.value);
  }
}

TEST_CASE("a damaged store is none, or gives other bytes; it ends nothing") {
  int refused = 0, opened = 0;
  for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
    Dice dice(seed);
    static const Held held = any_held(dice);
    static Shelf shelf(held);
    static const std::string whole = end_to_end::text_of(shelf.path());
    std::string bytes = whole;
    if (dice.chance(70))
      for (int i = dice.between(1, 3); i > 0; --i)
        bytes[dice.chance(50) ? dice.below(64) : dice.below(bytes.size())] =
            static_cast<char>(dice.below(256));
    if (dice.chance(50)) bytes.resize(dice.below(bytes.size() + 1));
    std::ofstream(shelf.path(), std::ios::binary) << bytes;
    const auto store = shelf.open();
    ++(store ? opened : refused);
    if (!store) continue;
    for (std::uint32_t number = 0; number < 40; ++number) {
      std::size_t asked_for = 0;
      std::string room;
      store->read(number, Store::Length::whole, [&](std::size_t size) {
        asked_for = size;
        room.resize(size);
        return room.data();
      });
      CHECK(asked_for <= whole.size());
    }
  }
  CHECK(refused > 500);
  CHECK(opened > 100);
}

TEST_CASE("of those who build a store at once one builds it, and the others leave it alone") {
  Dice dice(2);
  const Held held = any_held(dice);
  end_to_end::Folder folder;
  const std::string path = folder.file("local/index");
  RealDisk disk;
  const auto begin = [&] { return Store::begin(disk, folder.file("local"), path); };
  {
    auto first = begin();
    REQUIRE(first);
    for (const auto& [number, sheet] : held.sheets) REQUIRE(first->put(sheet));
    CHECK_FALSE(begin());
    CHECK(first->settle(disk, held.value));
  }
  const auto any_value = [](std::string_view) { return true; };
  check_holds(*Store::open(disk, path, any_value), held);
  // Who is killed leaves it to the next, and who gives up takes no room.
  { auto killed = begin(); }
  auto next = begin();
  REQUIRE(next);
  CHECK(next->put({0, "whole", "brief"}));
  CHECK(fs::file_size(path + ".new") > 0);
  next->abandon();
  CHECK(fs::file_size(path + ".new") == 0);
  check_holds(*Store::open(disk, path, any_value), held);
  // A value that is refused may have been written over: it is read once more, not for ever.
  int looks = 0;
  CHECK_FALSE(Store::open(disk, path, [&](std::string_view) { return ++looks < 0; }));
  CHECK(looks > 1);
}

TEST_CASE("a table that is said to be longer than any is not read") {
  end_to_end::Folder folder;
  const std::string path = folder.file("index");
  std::ofstream(path, std::ios::binary) << "crm idx\n";
  fs::resize_file(path, std::uintmax_t{1} << 40);
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  const std::uint64_t head[] = {1, 64, (std::uint64_t{1} << 40) - 64, 0, 0, 0};
  file.seekp(8);
  file.write(reinterpret_cast<const char*>(head), sizeof head);
  file.close();
  RealDisk disk;
  CHECK_FALSE(Store::open(disk, path, [](std::string_view) { return true; }));
}

TEST_CASE("a store that can't be written can be read") {
  Dice dice(1);
  const Held held = any_held(dice);
  Shelf shelf(held);
  RealDisk disk;
  CHECK(shelf.open()->is_writable());
  // Something else in its place is no store.
  for (const char* const other : {"folder", "pipe"}) {
    fs::remove_all(shelf.path());
    if (std::string(other) == "folder")
      fs::create_directories(shelf.path());
    else
      REQUIRE(std::system(("mkfifo '" + shelf.path() + "'").c_str()) == 0);
    INFO(other);
    CHECK_FALSE(shelf.open());
    CHECK_FALSE(Store::begin(disk, shelf.folder(), shelf.path()));
  }
  fs::remove(shelf.path());
  CHECK_FALSE(shelf.open());
}

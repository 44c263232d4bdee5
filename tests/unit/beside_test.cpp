#include "core/book/beside.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <stdexcept>
#include <string>
#include <vector>

using namespace crm;

TEST_CASE("work beside other work is done when it is waited for, whoever did it") {
  // Often enough that now the thread begins first, now the one who waits.
  for (int round = 0; round < 300; ++round) {
    std::atomic<int> done = 0;
    Beside beside([&] { ++done; });
    if (round % 3 == 0 && beside.take_back()) CHECK(done == 0);
    beside.wait();
    CHECK(done == 1);
    beside.wait();
    CHECK(done == 1);
    {
      const Beside let_go([&] { ++done; });
    }
    CHECK(done == 2);
  }
}

TEST_CASE("what work beside throws comes out where it is waited for") {
  Beside beside([] { throw std::runtime_error("no"); });
  CHECK_THROWS_WITH(beside.wait(), "no");
}

TEST_CASE("each part of shared work is done once, by whoever has time") {
  for (int round = 0; round < 200; ++round) {
    std::vector<int> parts(101, 0);
    int hands = 0;
    SharedWork work;
    Beside helper([&] { work.help(); });
    const auto part = [&](std::size_t at) { ++parts[at]; };
    work.share(parts.size(), part, [&]() -> SharedWork::Part {
      ++hands;
      return part;
    });
    CHECK(parts == std::vector<int>(101, 1));
    helper.wait();
    CHECK(hands <= 1);
  }
}

TEST_CASE("who helps leaves what is closed, too few parts, and what it has no hand for") {
  SharedWork closed;
  Beside helper([&] { closed.help(); });
  closed.close();
  helper.wait();

  struct Row {
    std::size_t parts, least;
    bool has_hand;
    std::size_t helped;
  };

  for (const auto& [parts, least, has_hand, helped] :
       {Row{9, 8, true, 8}, {8, 8, true, 0}, {9, 1, false, 0}, {1, 1, true, 0}}) {
    SharedWork work;
    std::size_t by_owner = 0, by_helper = 0;
    // The owner is at its first part while somebody else helps.
    const auto own = [&, least = least](std::size_t) {
      if (by_owner++ == 0) work.help(least);
    };
    work.share(parts, own, [&, has_hand = has_hand]() -> SharedWork::Part {
      if (!has_hand) return {};
      return [&](std::size_t) { ++by_helper; };
    });
    CHECK(by_helper == helped);
    CHECK(by_owner == parts - helped);
  }
}

TEST_CASE("a part that throws stops nobody else, and comes out where it was taken") {
  for (int round = 0; round < 100; ++round) {
    SharedWork work;
    std::atomic<int> failed = 0, done = 0;
    const auto attempt = [&](const auto& act) {
      try {
        act();
      } catch (const std::runtime_error&) {
        ++failed;
      }
    };
    const auto part = [&](std::size_t at) {
      if (at == 7) throw std::runtime_error("no");
      ++done;
    };
    Beside helper([&] { attempt([&] { work.help(); }); });
    attempt([&] { work.share(50, part, [&]() -> SharedWork::Part { return part; }); });
    helper.wait();
    CHECK(failed == 1);
    CHECK(done <= 49);
    CHECK(done >= 7);
  }
}

TEST_CASE("nobody waits for ever for work that was never shared") {
  SharedWork work;
  Beside helper([&] { work.help(); });
  const auto fail = [&] {
    const SharedWork::Closing closing{work};
    throw std::runtime_error("no");
  };
  CHECK_THROWS_WITH(fail(), "no");
  helper.wait();
}

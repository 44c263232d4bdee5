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
    if (round % 3 == 0 && !beside.is_under_way()) CHECK(done == 0);
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
    std::atomic<int> hands = 0;
    SharedWork work;
    Beside helper([&] { work.help(); });
    work.share(parts.size(), [&]() -> SharedWork::Part {
      ++hands;
      return [&](std::size_t part) { ++parts[part]; };
    });
    CHECK(parts == std::vector<int>(101, 1));
    helper.wait();
    CHECK(hands >= 1);
    CHECK(hands <= 2);
  }
}

TEST_CASE("who helps leaves what is closed, and too few parts") {
  SharedWork closed;
  Beside helper([&] { closed.help(); });
  closed.close();
  helper.wait();

  SharedWork small;
  int done = 0;
  small.share(3, [&]() -> SharedWork::Part { return [&](std::size_t) { ++done; }; });
  small.help();
  CHECK(done == 3);
}

TEST_CASE("a part that throws stops nobody else") {
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
    Beside helper([&] { attempt([&] { work.help(); }); });
    attempt([&] {
      work.share(50, [&]() -> SharedWork::Part {
        return [&](std::size_t part) {
          if (part == 7) throw std::runtime_error("no");
          ++done;
        };
      });
    });
    helper.wait();
    CHECK(failed == 1);
    CHECK(done <= 49);
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

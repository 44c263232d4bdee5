// Chance that can be had again: the same seed, the same throws.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <random>
#include <string>

namespace crm::test {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}

  std::uint64_t bits() { return engine_(); }

  /// 0 to n - 1.
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(engine_() % n); }

  int between(int low, int high) {
    return low + static_cast<int>(below(static_cast<std::size_t>(high - low + 1)));
  }

  bool chance(int percent) { return static_cast<int>(below(100)) < percent; }

  template <class List>
  const auto& one_of(const List& list) {
    return list.begin()[below(list.size())];
  }

  std::string one_of(std::initializer_list<const char*> list) {
    return list.begin()[below(list.size())];
  }

 private:
  std::mt19937_64 engine_;
};

/// So many rounds in the tests; CRM_ROUNDS times as many where somebody has the time.
inline int rounds(int in_the_tests) {
  const char* const times = std::getenv("CRM_ROUNDS");
  return in_the_tests * (times == nullptr ? 1 : std::max(1, std::atoi(times)));
}

}  // namespace crm::test

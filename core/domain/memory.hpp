// Memory for much at once, on pages as large as the machine has: each small page that is touched
// for the first time costs as much as thousands of instructions.
#pragma once

#include <cstddef>
#include <limits>
#include <new>
#include <vector>

namespace crm {

/// From so many bytes on, large pages are worth it.
constexpr std::size_t much_memory = std::size_t{1} << 20;

/// So many bytes, for any type. std::bad_alloc where there are none.
void* take_memory(std::size_t bytes);
void give_memory_back(void* memory, std::size_t bytes) noexcept;

/// After something large that is over: what lies free between the rest goes back to the machine, so
/// that what comes next does not stand on top of it.
void give_free_memory_back();

/// Of a list that may be long.
template <class T>
struct LargeMemory {
  using value_type = T;

  LargeMemory() = default;

  template <class Other>
  LargeMemory(const LargeMemory<Other>&) {}  // NOLINT: they are all the same

  T* allocate(std::size_t count) {
    if (count > std::numeric_limits<std::size_t>::max() / sizeof(T)) throw std::bad_alloc();
    return static_cast<T*>(take_memory(count * sizeof(T)));
  }

  void deallocate(T* list, std::size_t count) noexcept {
    give_memory_back(list, count * sizeof(T));
  }

  bool operator==(const LargeMemory&) const = default;
};

template <class T>
using LongList = std::vector<T, LargeMemory<T>>;

}  // namespace crm

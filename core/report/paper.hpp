// What rows of facts and their words stand on: room that is taken piece by piece, and given back
// all at once.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/report/word.hpp"

namespace crm {

/// Rows that somebody else keeps.
template <class T>
class Rows : public std::span<const T> {
 public:
  using std::span<const T>::span;

  friend bool operator==(const Rows& a, const Rows& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
  }
};

class Paper {
 public:
  Paper() = default;

  /// For about so many bytes: where they are many, large pages are taken at once.
  explicit Paper(std::size_t expected);

  Paper(const Paper&) = delete;
  Paper& operator=(const Paper&) = delete;
  ~Paper();

  /// So many bytes to write on.
  char* room(std::size_t bytes, std::size_t alignment = 1) {
    const std::size_t gap =
        (alignment - reinterpret_cast<std::size_t>(free_) % alignment) % alignment;
    if (bytes + gap > left_) return more_room(bytes);
    char* const begin = free_ + gap;
    free_ = begin + bytes;
    left_ -= gap + bytes;
    return begin;
  }

  Word keep(std::string_view text) {
    if (text.empty()) return {};
    char* const begin = room(text.size());
    std::memcpy(begin, text.data(), text.size());
    return std::string_view(begin, text.size());
  }

  template <class T>
  Rows<T> keep(const std::vector<T>& rows) {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);
    if (rows.empty()) return {};
    T* const begin = room_for<T>(rows.size());
    std::uninitialized_copy(rows.begin(), rows.end(), begin);
    return {begin, rows.size()};
  }

  /// For rows that will be written there.
  template <class T>
  T* room_for(std::size_t rows) {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);
    return reinterpret_cast<T*>(room(rows * sizeof(T), alignof(T)));
  }

  /// What was taken last, from there on, is free again.
  template <class T>
  void give_back(T* from) {
    char* const begin = reinterpret_cast<char*>(from);
    left_ += static_cast<std::size_t>(free_ - begin);
    free_ = begin;
  }

 private:
  char* more_room(std::size_t bytes);

  char* free_ = nullptr;
  std::size_t left_ = 0;
  /// How long the next piece shall be.
  std::size_t next_ = 512;
  std::vector<std::pair<char*, std::size_t>> pieces_;
};

}  // namespace crm

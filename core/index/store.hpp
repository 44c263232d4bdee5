// The file that the index is kept in: a few values and one row a card, by SQLite.
//
// Whatever goes wrong with it (locked, full, read-only, no database at all) is no error, only less
// known: every answer can be had from the records themselves.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/book/disk.hpp"

namespace crm {

/// A card, in two lengths.
struct Row {
  std::int64_t number;
  std::string whole, brief;
};

class Store {
 public:
  /// Opens the file, or nothing where that can't be done.
  static std::optional<Store> open(const std::string& path);
  /// Makes an empty one in its place, readable by its owner alone.
  static std::optional<Store> renew(Disk& disk, const std::string& folder, const std::string& path);

  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  /// What stands at a key; nothing when nothing does or it can't be read.
  std::optional<std::string> value(std::string_view key);
  enum class Length { whole, brief };
  /// Numbers and cards, `at_once` of them at a time. Stops where it can't read on.
  using Cards = std::vector<std::pair<std::int64_t, std::string>>;
  void read_cards(Length length, std::size_t at_once, const std::function<void(Cards&)>& take);

  /// What a command learned: all of it is written, or nothing. `expected` is what must stand at
  /// the key still; where somebody else was quicker, or is writing, nothing is done.
  struct Learned {
    std::string key, expected, value;
    std::vector<Row> rows;
    std::vector<std::int64_t> gone;
  };

  bool write(const Learned& learned);

 private:
  class Database;
  explicit Store(std::unique_ptr<Database> database);
  std::unique_ptr<Database> database_;
};

}  // namespace crm

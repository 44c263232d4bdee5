// The file that the index is kept in: a few values and numbered sheets of cards, by SQLite.
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

class Store {
 public:
  /// Opens the file, or nothing where that can't be done.
  static std::optional<Store> open(const std::string& path);
  /// Begins an empty one, readable by its owner alone, that shall take the file's place.
  static std::optional<Store> begin(Disk& disk, const std::string& folder, const std::string& path);

  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  bool is_writable() const;

  /// Shows what stands at a key; empty when nothing does or it can't be read.
  void look_at(std::string_view key, const std::function<void(std::string_view)>& look);

  /// Cards in two lengths stand on sheets of their own.
  enum class Length { whole, brief };

  /// Reads sheets one after the other, each straight to where it shall stand.
  class Reader {
   public:
    /// The store must outlive it.
    Reader(Store& store, Length length);
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
    ~Reader();

    /// Where so many bytes shall stand.
    using Room = std::function<char*(std::size_t bytes)>;
    /// Nothing where there is none, or where it can't be read.
    std::optional<std::string_view> read(std::uint32_t number, const Room& room);

   private:
    class Sheets;
    std::unique_ptr<Sheets> sheets_;
  };

  /// A sheet of both lengths that takes the place of the one of that number; without bytes it is
  /// gone.
  struct Written {
    std::uint32_t number = 0;
    std::string whole, brief;
  };

  /// Into a store that was begun.
  bool put(const Written& sheet);
  /// Ends what was begun: from now on it stands in the file's place, with that value.
  bool settle(Disk& disk, std::string_view key, std::string_view value);

  /// What a command learned: all of it is written, or nothing. `expected` is with what the text at
  /// the key must begin still; where somebody else was quicker, or is writing, nothing is done.
  struct Learned {
    std::string key, expected, value;
    /// One sheet after the other, and then nothing.
    std::function<std::optional<Written>()> next_sheet;
  };

  /// A file that turns out to be damaged is given up: an empty one takes its place, and the next
  /// command begins anew.
  bool write(Disk& disk, const Learned& learned);

 private:
  class Database;
  Store(std::unique_ptr<Database> database, std::string path);
  std::unique_ptr<Database> database_;
  std::string path_;
};

}  // namespace crm

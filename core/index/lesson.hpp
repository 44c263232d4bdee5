// What a command learns of the files that it has to read: their cards, put on sheets as they come,
// and kept in the store for the next command once the answer is out.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/book/disk.hpp"
#include "core/index/sheet.hpp"
#include "core/index/snapshot.hpp"
#include "core/index/store.hpp"

namespace crm {

class Lesson {
 public:
  /// For a book without an index, or with none that is of use: a new store, written while the
  /// files are read, however many they are. `seed` stands for what all cards hang on.
  Lesson(Store&& fresh, std::uint64_t seed);
  /// For an index of which some cards are missing.
  Lesson(Store& known, std::uint64_t seed);

  /// How many cards may be learned.
  std::size_t room() const;

  /// What is kept of a record: its cards, when it first asks for something, and what lists say.
  struct Learned {
    std::int64_t first_errand = Sheet::never;
    std::string whole, brief, listing;
  };

  /// Of a file; from two threads.
  void learn(std::uint32_t number, const Stamp& stamp, const Learned& learned);
  /// What was read of it can't be kept.
  void pass(std::uint32_t number);
  /// The card's file is gone.
  void forget(std::uint32_t number);

  bool has_learned(std::uint32_t number) const;

  /// Whether there is anything to keep.
  bool has_news() const { return fresh_ || !pages_.empty(); }

  /// With the snapshot that tells what was seen. Where that fails, nothing is kept.
  void keep(Disk& disk, const Snapshot& snapshot);

  /// Of the sheets of one length.
  static std::uint64_t seed_of(Store::Length length, std::uint64_t seed);

 private:
  struct Page {
    Sheet whole, brief;
    /// Cards that were learned or passed.
    std::uint32_t seen = 0;
  };

  Page& page(std::uint32_t card);
  /// Writes a page of a new store to which nothing will be added, so that few are held.
  void see(std::uint32_t card, Page& its);
  /// As it is stored, where it can be read.
  Sheet stored(std::uint32_t number, Store::Length length) const;
  Store::Written written(std::uint32_t number, const Page& page) const;

  std::optional<Store> fresh_;
  Store* known_ = nullptr;
  std::uint64_t seed_;
  std::mutex mutex_;
  /// Sheets that are not written yet.
  std::map<std::uint32_t, Page> pages_;
  std::vector<bool> learned_;
  bool is_well_ = true;
};

}  // namespace crm

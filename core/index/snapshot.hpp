// What the index saw of the files: each with its stamp and the number of its card. By this a file
// that has changed is told from one that has not, without opening it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/book/sweep.hpp"

namespace crm {

struct Snapshot {
  /// Of one file; the file itself stands at the same place in `sweep`.
  struct Card {
    std::uint32_t number = 0;
    /// 0: of that number there is no card that is good for the file: it could not be understood, or
    /// was not yet, or had been changed so shortly before that it may have changed again under the
    /// same stamp.
    std::uint32_t good = 0;
  };

  Sweep sweep;
  std::vector<Card> cards;
  /// The files by their paths.
  std::vector<std::uint32_t> by_path;
  /// The moment of the newest brief card, in seconds since 1970-01-01T00:00:00Z: none of them tells
  /// what was so before.
  std::int64_t as_of = 0;

  /// Greater than all numbers of cards.
  std::uint32_t numbers() const;
};

/// `seed` stands for what else the cards hang on; other seeds read nothing of it.
std::string packed(const Snapshot& snapshot, std::uint64_t seed);
/// Nothing for bytes that were not packed so.
std::optional<Snapshot> read_snapshot(std::string_view bytes, std::uint64_t seed);

/// How the files of a sweep stand to what was seen.
struct Comparison {
  struct File {
    /// Of its card; new files get new ones.
    std::uint32_t number = 0;
    bool unchanged = false;
  };

  /// As many as the sweep has.
  std::vector<File> files;
  /// The files by their paths.
  std::vector<std::uint32_t> by_path;
  /// Numbers of cards whose files are gone, and that no other file took over.
  std::vector<std::uint32_t> gone;
  /// Greater than all numbers.
  std::uint32_t numbers = 0;
};

Comparison compared(const Snapshot& before, const Sweep& now);

/// Whether a stamp may hide a later change; git has the same rule for its index.
bool is_young(const Stamp& stamp, const Sweep& sweep);

}  // namespace crm

// What the index saw of the files: each with its stamp and the number of its card. By this a file
// that has changed is told from one that has not, without opening it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/book/disk.hpp"

namespace crm {

struct Seen {
  std::string path;
  Stamp stamp;
  std::int64_t number = 0;
  /// It had been changed so shortly before that it may have changed again under the same stamp.
  bool young = false;
};

struct Snapshot {
  /// By path.
  std::vector<Seen> files;
  /// The moment of the newest brief card, in seconds since 1970-01-01T00:00:00Z: none of them tells
  /// what was so before.
  std::int64_t as_of = 0;
};

/// `seed` stands for what else the cards hang on; other seeds read nothing of it.
std::string packed(const Snapshot& snapshot, std::uint64_t seed);
/// Nothing for bytes that were not packed so.
std::optional<Snapshot> read_snapshot(std::string_view bytes, std::uint64_t seed);

/// How the files of a sweep stand to what was seen.
struct Comparison {
  struct File {
    /// Of its card; new files get new ones.
    std::int64_t number = 0;
    bool unchanged = false;
  };

  /// As many as the sweep has.
  std::vector<File> files;
  /// Numbers of cards whose files are gone.
  std::vector<std::int64_t> gone;
};

Comparison compared(const Snapshot& before, const Sweep& now);

/// Whether a stamp may hide a later change; git has the same rule for its index.
bool is_young(const Stamp& stamp, const Sweep& sweep);

}  // namespace crm

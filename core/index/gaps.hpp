// Where a file has room between the pieces that are needed, and behind them.
#pragma once

#include <cstdint>
#include <vector>

namespace crm {

/// Some bytes of a file.
struct Piece {
  std::uint64_t begin = 0, length = 0;
  bool operator==(const Piece&) const = default;
};

class Gaps {
 public:
  /// The whole file is one.
  Gaps() : Gaps(std::vector<Piece>()) {}

  /// What lies between these, in any order.
  explicit Gaps(std::vector<Piece> needed);

  /// From the first one that is long enough. The last one never ends.
  Piece take(std::uint64_t length);

 private:
  std::vector<Piece> gaps_;
};

}  // namespace crm

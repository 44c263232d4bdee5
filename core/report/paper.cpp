#include "core/report/paper.hpp"

#include "core/domain/memory.hpp"

namespace crm {
namespace {

constexpr std::size_t longest_piece = std::size_t{2} << 20;

}  // namespace

Paper::Paper(std::size_t expected)
    : next_(expected >= much_memory ? longest_piece : std::max<std::size_t>(expected, 512)) {}

Paper::~Paper() {
  for (const auto& [piece, size] : pieces_) give_memory_back(piece, size);
}

/// The rest of a piece is left where it is.
char* Paper::more_room(std::size_t bytes) {
  pieces_.reserve(pieces_.size() + 1);
  const std::size_t size = std::max(bytes, next_);
  // As aligned as any type wants it.
  char* const piece = static_cast<char*>(take_memory(size));
  pieces_.emplace_back(piece, size);
  free_ = piece + bytes;
  left_ = size - bytes;
  next_ = std::min(next_ * 2, longest_piece);
  return piece;
}

}  // namespace crm

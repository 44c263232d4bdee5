#include "core/index/sheet.hpp"

#include <cstring>

#include "core/index/card.hpp"

namespace crm {
namespace {

/// Stands before each card.
struct Head {
  std::uint32_t card, listing, length, unused;
  std::uint64_t mark;
  std::int64_t first_errand;
};

template <class T>
std::string_view raw(const T& value) {
  return {reinterpret_cast<const char*>(&value), sizeof value};
}

/// Over the sheet's own number too: a sheet that stands in another's place is none.
std::uint64_t seal_of(std::string_view content, std::uint32_t number, std::uint64_t seed) {
  return checksum(content, checksum(raw(number), seed));
}

}  // namespace

std::uint64_t Sheet::mark_of(const Stamp& stamp) {
  const std::uint64_t parts[] = {static_cast<std::uint64_t>(stamp.modified),
                                 static_cast<std::uint64_t>(stamp.touched), stamp.size,
                                 stamp.inode};
  return checksum(raw(parts));
}

Sheet::Sheet(std::string bytes, std::uint32_t number, std::uint64_t seed) {
  texts_.push_back(std::move(bytes));
  each(texts_.back(), number, seed, [&](const Entry& entry) { entries_[entry.card] = entry; });
}

std::string Sheet::packed(std::uint32_t number, std::uint64_t seed) const {
  constexpr std::size_t seal_size = sizeof(std::uint64_t);
  std::size_t size = seal_size;
  for (const auto& [card, entry] : entries_)
    size += sizeof(Head) + entry.listing.size() + entry.bytes.size();
  std::string bytes(seal_size, '\0');
  bytes.reserve(size);
  for (const auto& [card, entry] : entries_) {
    const Head head{card,
                    static_cast<std::uint32_t>(entry.listing.size()),
                    static_cast<std::uint32_t>(entry.bytes.size()),
                    0,
                    entry.mark,
                    entry.first_errand};
    bytes += raw(head);
    bytes += entry.listing;
    bytes += entry.bytes;
  }
  const std::uint64_t seal = seal_of(std::string_view(bytes).substr(seal_size), number, seed);
  std::memcpy(bytes.data(), &seal, seal_size);
  return bytes;
}

bool Sheet::is_sealed(std::string_view bytes, std::uint32_t number, std::uint64_t seed) {
  std::uint64_t seal = 0;
  if (bytes.size() < sizeof seal) return false;
  std::memcpy(&seal, bytes.data(), sizeof seal);
  return seal == seal_of(bytes.substr(sizeof seal), number, seed);
}

std::optional<Sheet::Entry> Sheet::next(std::string_view& bytes) {
  Head head{};
  if (bytes.size() < sizeof head) return std::nullopt;
  std::memcpy(&head, bytes.data(), sizeof head);
  bytes.remove_prefix(sizeof head);
  if (head.listing > bytes.size() || head.length > bytes.size() - head.listing) return std::nullopt;
  const Entry entry{head.card, head.mark, head.first_errand, bytes.substr(0, head.listing),
                    bytes.substr(head.listing, head.length)};
  bytes.remove_prefix(head.listing + std::size_t{head.length});
  return entry;
}

}  // namespace crm

// Cards whose numbers follow each other, on one sheet: many are read at once.
#pragma once

#include <cstdint>
#include <limits>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/book/sweep.hpp"

namespace crm {

class Sheet {
 public:
  static constexpr std::uint32_t cards = 32;

  /// Of the sheet on which a card of that number stands.
  static std::uint32_t number_of(std::uint32_t card) { return card / cards; }

  /// A card is good for a file at one stamp: this tells which.
  static std::uint64_t mark_of(const Stamp& stamp);

  /// When a record first asks for something (agenda.hpp), in days since 1970-01-01.
  static constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

  struct Entry {
    std::uint32_t card = 0;
    std::uint64_t mark = 0;
    std::int64_t first_errand = never;
    /// What stands beside the card (listing.hpp); empty for none.
    std::string_view listing;
    std::string_view bytes;
  };

  /// Reads sheets: calls `look` with each card. False, without a call, for bytes that are not this
  /// sheet as it was written.
  template <class Look>
  static bool each(std::string_view bytes, std::uint32_t number, std::uint64_t seed, Look look) {
    if (!is_sealed(bytes, number, seed)) return false;
    bytes.remove_prefix(sizeof(std::uint64_t));
    while (const auto entry = next(bytes)) look(*entry);
    return true;
  }

  Sheet() = default;
  Sheet(Sheet&&) = default;
  Sheet& operator=(Sheet&&) = default;

  /// Begins with the cards of a sheet as `packed` made it; without any for other bytes.
  Sheet(std::string bytes, std::uint32_t number, std::uint64_t seed);

  /// Takes the place of the card of that number, if there is one.
  void put(std::uint32_t card, std::uint64_t mark, std::int64_t first_errand,
           const std::string& listing, const std::string& bytes) {
    const std::string_view text = texts_.emplace_back(listing + bytes);
    entries_[card] = {card, mark, first_errand, text.substr(0, listing.size()),
                      text.substr(listing.size())};
  }

  void remove(std::uint32_t card) { entries_.erase(card); }

  bool has(std::uint32_t card) const { return entries_.contains(card); }

  bool is_empty() const { return entries_.empty(); }

  /// As `each` reads it: `seed` stands for what else the cards hang on.
  std::string packed(std::uint32_t number, std::uint64_t seed) const;

 private:
  static bool is_sealed(std::string_view bytes, std::uint32_t number, std::uint64_t seed);
  static std::optional<Entry> next(std::string_view& bytes);

  std::map<std::uint32_t, Entry> entries_;
  /// Where their bytes stand.
  std::list<std::string> texts_;
};

}  // namespace crm

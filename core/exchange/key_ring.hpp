// Everybody in the book by what foreign files know them by.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/domain/customer.hpp"
#include "core/domain/packed.hpp"
#include "core/exchange/arrival.hpp"

namespace crm {

/// Keys are kept as hashes of 64 bits, so that 100,000 customers take some 15 MB.
class KeyRing {
 public:
  /// A customer, or a person of theirs.
  struct Holder {
    std::uint32_t record = 0;
    /// 0 for the customer, else the place among the people, from 1.
    std::uint32_t person = 0;
    bool operator==(const Holder&) const = default;
  };

  /// `country` for phones without a prefix.
  explicit KeyRing(std::string country) : country_(std::move(country)) {}

  /// What one record is known by, made apart from the ring, so that several threads may.
  struct Bundle {
    std::string id;
    /// Empty where it is what the id says.
    std::string path;
    bool removed = false;
    /// Hashes, and the person they belong to.
    std::vector<std::pair<std::uint64_t, std::uint32_t>> keys;
  };

  static Bundle bundle(const Customer& customer, const std::string& path,
                       const std::string& country);

  /// The record's number.
  std::uint32_t add(Bundle bundle);
  /// What a record has become known by.
  void learn(std::uint32_t record, const Customer& customer);

  /// Everybody who goes by this key; a customer and a person of theirs are two.
  std::vector<Holder> holders(const Key& key) const;
  /// The first so many of them.
  std::vector<Holder> holders(const Key& key, std::size_t most) const;
  /// The record that has an entry of this external number or sent_key, newest last.
  std::vector<std::uint32_t> with_entry(std::string_view external) const;

  std::string id(std::uint32_t record) const { return std::string(ids_[record]); }

  std::string path(std::uint32_t record) const;

  bool is_removed(std::uint32_t record) const { return removed_[record]; }

 private:
  void put(std::uint32_t record, const Bundle& bundle);

  std::string country_;
  PackedTexts ids_;
  std::deque<bool> removed_;
  /// Of those whose path is not what the id says.
  std::unordered_map<std::uint32_t, std::string> paths_;
  PackedIndex<Holder> holders_;
};

}  // namespace crm

// Which fields of a customer a question looks at.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace crm {

/// By their rank in the schema.
class FieldSet {
 public:
  static constexpr FieldSet all() { return FieldSet(~std::uint64_t{0}); }

  static constexpr FieldSet none() { return FieldSet(0); }

  /// By the keys of a record.
  static FieldSet of(std::initializer_list<std::string_view> keys);

  void add(int rank) { ranks_ |= std::uint64_t{1} << rank; }

  void add(FieldSet other) { ranks_ |= other.ranks_; }

  bool empty() const { return ranks_ == 0; }

  bool has(int rank) const { return (ranks_ >> rank & 1) != 0; }

 private:
  explicit constexpr FieldSet(std::uint64_t ranks) : ranks_(ranks) {}

  std::uint64_t ranks_;
};

}  // namespace crm

// Those who bear one name, where many do ("Customer", a clan's name): a row that has no key would
// be compared with all of them, and each comparison may read a record.
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "core/domain/customer.hpp"

namespace crm {

class Namesakes {
 public:
  /// Whether it says anything by which one of many is found: an address, a field, a tag.
  static bool tell(const Customer& says);

  void add(const Customer& customer, std::uint32_t record);

  /// Those who have what fewest of them have, of all that is said; at most so many.
  std::vector<std::uint32_t> like(const Customer& says, std::size_t most) const;

 private:
  /// By hashes of what else may be said of somebody.
  std::unordered_multimap<std::size_t, std::uint32_t> records_;
};

}  // namespace crm

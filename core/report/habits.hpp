// A customer's habits of buying: how often, what, and when the next time would be.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/domain/customer.hpp"

namespace crm {

struct UsualItem {
  /// As it was spelled the last time; spellings are compared folded.
  std::string item;
  /// On how many lines it was bought.
  int times = 0;
  bool operator==(const UsualItem&) const = default;
};

struct Habits {
  /// Days on which something was bought.
  int times = 0;
  /// The last of them.
  std::optional<Day> last;
  /// The median of the days between them, rounded down; nothing for less than three of them.
  std::optional<std::int32_t> interval;
  /// The last and one interval more.
  std::optional<Day> next;
  /// What was bought at least twice, most often first, then what was bought last; three at most.
  std::vector<UsualItem> usual;
  bool operator==(const Habits&) const = default;
};

/// Up to the end of `today`, without what was wholly given back.
Habits habits(const Customer& customer, Day today);

}  // namespace crm

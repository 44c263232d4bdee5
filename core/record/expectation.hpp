// What a text must say after one step of an edit: all that it said before, but for one node.
#pragma once

#include <string_view>

#include "core/domain/data.hpp"
#include "core/record/tree.hpp"

namespace crm {

struct Expectation {
  enum class Kind { replaced, added, removed, emptied };

  Kind kind;
  /// In the tree before: the value that is replaced, or the list or map that gains or loses
  /// entries.
  const Node& node;
  /// What is said in its place, or by the entry that is added.
  const Data* value = nullptr;
  /// Of the entry that is added to a map.
  std::string_view key = {};
  /// Of the entry that is added to a list, or removed.
  std::size_t index = 0;
};

/// Whether the tree `now` says what is expected after `before`, down to the last value.
bool is_met(const Expectation& expected, const Tree& before, const Tree& now);

/// Whether two nodes say the same: maps in any order, lists in this one.
bool say_the_same(const Node& a, const Node& b);

}  // namespace crm

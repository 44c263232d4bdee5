// Two records of one customer made one: the union of what they say.
#pragma once

#include <string>
#include <vector>

#include "core/domain/customer.hpp"

namespace crm {

/// Whose word counts where both say something and it differs.
enum class Prefer { ours, theirs };

struct Combined {
  Customer customer;
  /// The fields in which both said something else, so that one of them was not taken: `owner`,
  /// `deals/d7k2m9/title`.
  std::vector<std::string> differing;
};

/// Everything that `ours` says, and what `theirs` adds. A scalar that is empty is filled; where
/// both say something, `prefer` decides, and an empty one never takes a value away. Sets are
/// united: e-mails compared folded, phones by E.164 with `country`, texts as they are. Entries are
/// the same by id, else by an `external` or `sent_key` they share, else where nothing but their ids
/// differs; the same are combined field by field, the others added; those that have no id are given
/// none. Notes and texts that do not contain one another stand one after the other. By the fields'
/// merge rules: the earlier day, the refusal, the later `done`. `id` stays ours; `name` follows
/// `prefer`.
Combined combined(const Customer& ours, const Customer& theirs, Prefer prefer,
                  const std::string& country);

}  // namespace crm

// One record taking another one over: what stays, what is left behind, and what could not be kept
// side by side.
#pragma once

#include <string>
#include <vector>

#include "core/domain/customer.hpp"

namespace crm {

struct Takeover {
  /// The union of both; `aliases` has the other's id and, where it is another spelling, its name.
  Customer kept;
  /// {id, name, merged_into, deleted}.
  Customer stub;
  /// Where both said something else: these are among the conflicts of `kept`, so that nothing is
  /// lost.
  std::vector<Conflict> differing;
};

/// Two customers who turn out to be one. Entries of the other that happen to have an id of the kept
/// one's get another, the same in every copy of the book; people of one name are one person.
Takeover taken_over(const Customer& kept, const Customer& other, const Moment& at,
                    const std::string& country);

/// The record with what was added to the stub after it was merged: what has an id of the record's
/// is the same entry. The stub has nothing of its own then.
Takeover with_late_entries(const Customer& target, const Customer& stub,
                           const std::string& country);

}  // namespace crm

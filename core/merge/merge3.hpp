// What becomes of a record that two people have changed: record.md's merge rules over data, driven
// by the schema.
#pragma once

#include <vector>

#include "core/domain/customer.hpp"
#include "core/domain/data.hpp"
#include "core/domain/result.hpp"
#include "core/record/schema.hpp"

namespace crm {

struct Merged {
  Data data;
  /// Fields that both sides have set to something else. Where the type keeps `conflicts` they stand
  /// in `data` as well.
  std::vector<Conflict> conflicts;
};

/// The merge of `one` and `other`, which both come from `base` (nullptr: both are new). The same
/// whichever side comes first. Keys that the schema does not know are merged by what they look
/// like. Error::conflict where the two are not the same record: their ids differ.
Result<Merged> merge3(const Data* base, const Data& one, const Data& other, const Type& type);

}  // namespace crm

// The keys that are the user's own (`x-…`, at any level of a record): no value has them, so they
// are carried beside it.
#pragma once

#include "core/domain/data.hpp"
#include "core/record/tree.hpp"

namespace crm {

/// Of a record, what its own keys say, with the way to each of them; nothing where it has none.
Data own_keys(const Node& record);

/// Puts them into what the same record says. Entries are known by their ids, those without one by
/// where they stand.
void put_own_keys(const Data& own, Data& record);

}  // namespace crm

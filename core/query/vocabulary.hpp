// The words that crm.yaml allows for a field: statuses, kinds, stages, colleagues.
#pragma once

#include <string>
#include <string_view>

#include "core/query/fields.hpp"

namespace crm {

/// The word as crm.yaml lists it for that field, compared folded: a status, a kind, a stage by its
/// name of now, a colleague by their short name. Where nothing is listed, any word is right.
Result<std::string> listed_value(const FieldName& field, std::string_view word,
                                 const Settings& settings);

}  // namespace crm

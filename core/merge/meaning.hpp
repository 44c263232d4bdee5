// What a file of the book means: its values by the schema, and all that stands in it besides.
#pragma once

#include <string>
#include <string_view>

#include "core/domain/data.hpp"
#include "core/domain/result.hpp"
#include "core/domain/settings.hpp"
#include "core/record/schema.hpp"

namespace crm {

/// Whether the file at a path relative to the book is merged by what it says: records, rates and
/// settings. Letters, photographs and the like are not.
bool has_meaning(std::string_view path);

/// The kind of such a file: a customer, a campaign, rates or settings.
const Type& type_for(std::string_view path);

struct Meaning {
  /// Values as the schema knows them, entries with their ids.
  Data known;
  /// Everything, as it is written.
  Data all;
  const Type* type = nullptr;

  /// The values, and with them the keys that the schema does not know, wherever they stand.
  Data whole() const;
};

/// Bare amounts are in the settings' currency.
Result<Meaning> meaning_of(std::string text, const std::string& path, const Settings& settings);

/// The id of the record at this path: what its text says, where it can't be read too, else the
/// file's stem. Empty for files that are not records.
std::string record_id(const std::string& text, const std::string& path);

}  // namespace crm

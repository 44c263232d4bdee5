// The key under which a foreign column or property is kept in a record's `fields`.
#pragma once

#include <string>
#include <string_view>

namespace crm {

/// `Lead Source (old)` → `lead_source_old`: letters and digits of any script, lower case, `_` for
/// all between them; `field` where there are none.
std::string field_key(std::string_view name);

}  // namespace crm

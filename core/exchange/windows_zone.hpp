// Time zones as Windows names them.
#pragma once

#include <string_view>

namespace crm {

/// `Europe/Berlin` for `W. Europe Standard Time`; empty for a name that is not known. By the
/// largest city where Windows has one name for several zones.
std::string_view zone_of_windows(std::string_view name);

}  // namespace crm

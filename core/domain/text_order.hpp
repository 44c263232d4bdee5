// Many texts in the order of their bytes.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace crm {

/// The places of the texts in that order; equal ones stay as they stand. Each text is looked at
/// eight bytes at a time, and not again for each of the others it is compared with: texts lie
/// scattered in memory.
std::vector<std::uint32_t> places_in_order(const std::vector<std::string_view>& texts);

}  // namespace crm

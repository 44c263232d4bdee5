// Why something was rejected, written into its own text, so that it can be mended there and
// imported again.
#pragma once

#include <string>
#include <string_view>

#include "core/domain/result.hpp"

namespace crm {

/// `line 17: "0000" is no date`; the reason alone where the place has no line.
std::string reason_at(const Place& place, std::string_view reason);

/// A card's or a calendar's component with the reason as its second line, `X-CRM-REASON`, instead
/// of one that it had there before.
std::string with_reason_line(std::string_view text, const Place& place, std::string_view reason);

}  // namespace crm

// A calendar that is written again: each entry that says what it said before keeps the stamp
// (DTSTAMP) it had, so that where nothing has changed no byte does.
#pragma once

#include <string>
#include <string_view>

namespace crm {

/// `fresh` as calendar_writer makes it; `before` may be any text.
std::string with_kept_stamps(std::string_view fresh, std::string_view before);

}  // namespace crm

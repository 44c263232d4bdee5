// A line that names a program and its words, as people write it into a setting or an option.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/domain/result.hpp"

namespace crm {

/// `msmtp -a 'my work'` as words. Quotes (' and ") and backslashes hold spaces together, as in a
/// shell; what else a shell would do ($, |, >, *, ;) is not done: such a sign is one like any
/// other. Asked wrongly: a quote that is left open, no word at all.
Result<std::vector<std::string>> command_words(std::string_view line);

}  // namespace crm

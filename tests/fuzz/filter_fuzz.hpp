// What the fuzzer does with the words of a filter, for it and for a replay in the ordinary tests.
#pragma once

#include <string>
#include <string_view>

namespace crm::test {

/// Reads the lines as words of a filter, asks it of a customer, and writes it back as words. What
/// is broken about that; empty when all is well.
std::string what_breaks_a_filter(std::string_view lines);

}  // namespace crm::test

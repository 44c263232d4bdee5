// What the fuzzer does with some bytes, for it and for a replay in the ordinary tests.
#pragma once

#include <string>
#include <string_view>

namespace crm::test {

/// Reads the bytes as a customer, a campaign and settings, and where they can be read makes edits
/// of them that the bytes themselves choose. What is broken about the result; empty when all is
/// well.
std::string what_breaks(std::string_view bytes);

}  // namespace crm::test

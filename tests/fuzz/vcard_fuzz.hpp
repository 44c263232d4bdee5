// What the fuzzer does with a file of cards, for it and for a replay in the ordinary tests.
#pragma once

#include <string>
#include <string_view>

namespace crm::test {

/// Reads the text as vCards and writes back as cards what they say. What is broken about that;
/// empty when all is well.
std::string what_breaks_a_card(std::string_view text);

}  // namespace crm::test

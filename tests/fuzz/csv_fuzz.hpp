// What a reader of tables must never do, whatever the bytes.
#pragma once

#include <string>
#include <string_view>

namespace crm::test {

/// The text as rows and as a table of customers: they end, count every line once, say only UTF-8,
/// and are the same in whatever pieces the bytes come. Empty where all holds.
std::string what_breaks_a_table(std::string_view text);

}  // namespace crm::test

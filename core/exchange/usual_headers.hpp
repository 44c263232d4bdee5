// What the headers of a table of nobody known mean, in the languages of many people.
#pragma once

#include <string>
#include <string_view>

#include "core/exchange/column_word.hpp"

namespace crm {

/// The column's word for a folded header; empty for one that tells nothing.
std::string usual_word(std::string_view folded, RowKind kind);

}  // namespace crm

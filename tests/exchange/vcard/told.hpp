// What cards come to, told as text.
#pragma once

#include <string>

#include "core/exchange/vcard_reader.hpp"

namespace crm::test {

/// A book in Germany on 2026-11-21.
const Ground& ground();

/// What those cards say to that book. `piece`: how many bytes come at once.
std::unique_ptr<Source> cards(std::string text, const VcardWish& wish = {},
                              std::size_t piece = 65536);

/// Everything that arrives: records as a book writes them, and `#` lines for the rest.
std::string cards_told(Source& source);

}  // namespace crm::test

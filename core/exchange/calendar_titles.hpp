// What the title of a meeting tells: whom it is with, whose birthday it is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/exchange/arrival.hpp"

namespace crm {

bool says_birthday(std::string_view text);
bool says_anniversary(std::string_view text);

/// Bob Ray of `Bob Ray's 40th birthday`, `Geburtstag von Bob Ray`, `Birthday: Bob Ray`.
std::string celebrated(std::string text);

/// Words of a title that may be somebody's name: `Lunch with Bob Ray`, `Acme: demo`, `Demo - Acme`.
std::vector<Key> names_in(const std::string& title);

}  // namespace crm

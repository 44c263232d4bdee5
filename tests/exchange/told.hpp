// What a source gives, as text to compare with.
#pragma once

#include <string>

#include "core/exchange/source.hpp"

namespace crm::test {

/// What it was taken for, then item by item its place and what it says, then its remarks.
std::string told(Source& source);

}  // namespace crm::test

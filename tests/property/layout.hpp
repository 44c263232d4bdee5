// A record's data written as people write them: comments everywhere, keys of their own, any
// indentation, any quotes.
#pragma once

#include <string>

#include "core/domain/data.hpp"
#include "core/record/schema.hpp"
#include "tests/property/dice.hpp"

namespace crm::test {

/// Comments and unknown keys carry marks `zq17q`, each once, by which they are found again.
/// Means the same data, but that some entries have lost their ids.
std::string in_some_layout(const Data& record, const Type& type, Dice& dice);

}  // namespace crm::test

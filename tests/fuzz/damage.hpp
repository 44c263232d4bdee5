// Texts of the corpus, and what becomes of them by accident.
#pragma once

#include <string>
#include <vector>

#include "tests/property/dice.hpp"

namespace crm::test {

/// The corpus, the hard files of the property tests and a few more, in one order on every machine.
std::vector<std::string> whole_texts();

/// A text after one to three accidents: bytes lost, doubled or changed, lines moved, pieces of
/// `others` put in.
std::string damaged(std::string text, const std::vector<std::string>& others, Dice& dice);

}  // namespace crm::test

// Several values in one cell of a table, and one value with its label.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/domain/person.hpp"

namespace crm {

/// `a@acme.example; b@acme.example`: joined by a semicolon and a space; a semicolon within a value
/// is doubled.
std::string joined_cell(const std::vector<std::string>& values);

/// The values again, trimmed, those that are empty left out; a semicolon without a space after it
/// parts them, too.
std::vector<std::string> separated_cell(std::string_view cell);

/// `bills@acme.example (invoices)`; one without a label that could be taken for one has `()` after
/// it.
std::string labelled_cell(const Labelled& entry);
Labelled labelled_of_cell(std::string_view cell);

}  // namespace crm

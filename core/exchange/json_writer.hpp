// Records as JSON: the keys of the record; numbers and yes/no what they are, all else texts.
#pragma once

#include <string>

#include "core/domain/customer.hpp"
#include "core/domain/data.hpp"
#include "core/record/schema.hpp"

namespace crm {

/// An entry of the book, on one line. What is not UTF-8 becomes U+FFFD.
std::string json_of(const Data& data, const Type& type);

/// A whole record, on one line; open_json (json.hpp) reads the same customer from it.
std::string to_json(const Customer& customer);

}  // namespace crm

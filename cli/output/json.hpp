// Values as JSON. Keys are the record's keys; amounts, days and texts are strings, numbers and
// yes/no what they are.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/world.hpp"
#include "core/exchange/json_writer.hpp"

namespace crm {

/// A string with its quotes. What is not UTF-8 becomes U+FFFD.
std::string json_text(std::string_view text);

/// `{"key": value, …}` on one line; the values are JSON already.
std::string json_object(const std::vector<std::pair<std::string, std::string>>& members);

/// The same with a member more at its front.
std::string json_with(std::string_view key, std::string_view text, const std::string& object);

/// JSON as it is printed: on a terminal, what could steer it (DEL, C1, line separators, bidi
/// controls) is written as \uXXXX; in a pipe it stays as it is.
std::string shown_json(const std::string& json, const World& world);

/// The object with these fields alone (joined by commas; `*` or nothing: all), in that order.
std::string only_fields(const std::string& object, std::string_view fields);

}  // namespace crm

#include "cli/output/json.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/domain/character.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

using Json = nlohmann::ordered_json;

std::string dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool steers_terminal(char32_t c) {
  return between(c, 0x7F, 0x9F) || between(c, 0x2028, 0x202E) || between(c, 0x2066, 0x2069);
}

}  // namespace

std::string json_text(std::string_view text) {
  return dumped(Json(std::string(text)));
}

std::string json_object(const std::vector<std::pair<std::string, std::string>>& members) {
  std::string object;
  for (const auto& [key, value] : members)
    object += (object.empty() ? "{" : ",") + json_text(key) + ":" + value;
  return object.empty() ? "{}" : object + "}";
}

std::string json_with(std::string_view key, std::string_view text, const std::string& object) {
  return "{" + json_text(key) + ":" + json_text(text) +
         (object == "{}" ? "}" : "," + object.substr(1));
}

std::string shown_json(const std::string& json, const World& world) {
  if (!world.terminal.out || (is_ascii(json) && json.find('\x7f') == json.npos)) return json;
  std::string shown;
  for (std::size_t i = 0; i < json.size();) {
    const Character read = first_character(std::string_view(json).substr(i));
    if (steers_terminal(read.code))
      shown += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(read.code));
    else
      shown += json.substr(i, read.size);
    i += read.size;
  }
  return shown;
}

std::string only_fields(const std::string& object, std::string_view fields) {
  if (fields.empty() || fields == "*") return object;
  const Json all = Json::parse(object);
  Json some = Json::object();
  for (const std::string_view field : split(fields, ',')) {
    const std::string key(trimmed(field));
    if (key.empty()) continue;
    some[key] = all.contains(key) ? all[key] : Json(nullptr);
  }
  return dumped(some);
}

}  // namespace crm

#include "cli/output/json.hpp"

#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "core/domain/character.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

using Json = nlohmann::ordered_json;

std::string dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json number_of(const std::string& text) {
  std::int64_t whole = 0;
  const char* const end = text.data() + text.size();
  if (std::from_chars(text.data(), end, whole).ptr == end) return whole;
  // A quantity like 1.5; as text where it is no number after all.
  Json parsed = Json::parse(text, nullptr, false);
  return parsed.is_number() ? parsed : Json(text);
}

Json map_of(const Data& map, const Type* type);

Json any_of(const Data& data) {
  if (data.kind == Data::Kind::scalar) return data.text;
  if (data.kind == Data::Kind::none) return nullptr;
  if (data.kind == Data::Kind::map) return map_of(data, nullptr);
  Json list = Json::array();
  for (const Data& child : data.children) list.push_back(any_of(child));
  return list;
}

Json list_of(const Data& data, const Type* type) {
  Json list = Json::array();
  for (const Data& child : data.children)
    list.push_back(child.kind == Data::Kind::map ? map_of(child, type) : any_of(child));
  return list;
}

Json field_of(const Data& data, const Field& field) {
  switch (field.shape) {
    case Shape::number:
    case Shape::decimal: return number_of(data.text);
    case Shape::yes: return data.text == "yes";
    case Shape::items: return list_of(data, field.item);
    case Shape::named_items: {
      Json map = Json::object();
      for (std::size_t i = 0; i < data.keys.size(); ++i)
        map[data.keys[i]] = map_of(data.children[i], field.item);
      return map;
    }
    case Shape::named_lists: {
      Json map = Json::object();
      for (std::size_t i = 0; i < data.keys.size(); ++i)
        map[data.keys[i]] = list_of(data.children[i], field.item);
      return map;
    }
    default: return any_of(data);
  }
}

Json map_of(const Data& map, const Type* type) {
  Json object = Json::object();
  for (std::size_t i = 0; i < map.keys.size(); ++i) {
    const Field* const field = type == nullptr ? nullptr : type->find(map.keys[i]);
    object[map.keys[i]] =
        field == nullptr ? any_of(map.children[i]) : field_of(map.children[i], *field);
  }
  return object;
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

std::string json_of(const Data& data, const Type& type) {
  return dumped(map_of(data, &type));
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

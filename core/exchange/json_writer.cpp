#include "core/exchange/json_writer.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

#include "core/record/own_keys.hpp"
#include "core/record/writer.hpp"

namespace crm {
namespace {

using Json = nlohmann::ordered_json;

Json number_of(const std::string& text) {
  std::int64_t whole = 0;
  const char* const end = text.data() + text.size();
  if (std::from_chars(text.data(), end, whole).ptr == end) return whole;
  // A quantity like 1.5; as text where a number would not be it to the last digit.
  Json parsed = Json::parse(text, nullptr, false);
  return parsed.is_number() && parsed.dump() == text ? parsed : Json(text);
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

/// What only the user knows the meaning of: a number that stands there without quotes is one.
Json own_of(const Data& data) {
  if (data.kind == Data::Kind::scalar && data.typed) {
    // `0042` is none.
    const Json number = number_of(data.text);
    return number.is_number() && number.dump() != data.text ? Json(data.text) : number;
  }
  if (data.kind != Data::Kind::list && data.kind != Data::Kind::map) return any_of(data);
  Json all = data.kind == Data::Kind::list ? Json::array() : Json::object();
  for (std::size_t i = 0; i < data.children.size(); ++i)
    if (data.kind == Data::Kind::list)
      all.push_back(own_of(data.children[i]));
    else
      all[data.keys[i]] = own_of(data.children[i]);
  return all;
}

Json map_of(const Data& map, const Type* type) {
  Json object = Json::object();
  for (std::size_t i = 0; i < map.keys.size(); ++i) {
    if (map.keys[i].starts_with("x-")) {
      object[map.keys[i]] = own_of(map.children[i]);
      continue;
    }
    const Field* const field = type == nullptr ? nullptr : type->find(map.keys[i]);
    object[map.keys[i]] =
        field == nullptr ? any_of(map.children[i]) : field_of(map.children[i], *field);
  }
  return object;
}

std::string with_own_keys(Data record, const Data& own, const Type& type) {
  put_own_keys(own, record);
  return json_of(record, type);
}

}  // namespace

std::string json_of(const Data& data, const Type& type) {
  return map_of(data, &type).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string to_json(const Customer& customer, const Data& own) {
  return with_own_keys(to_data(customer), own, customer_type());
}

std::string to_json(const Campaign& campaign, const Data& own) {
  return with_own_keys(to_data(campaign), own, campaign_type());
}

}  // namespace crm

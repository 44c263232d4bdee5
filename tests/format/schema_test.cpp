// The JSON Schemas and the program's own table of the format are one and the same.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "tests/format/corpus.hpp"

using namespace crm;
using namespace crm::test;
using Json = nlohmann::ordered_json;

namespace {

Json schema(std::string_view kind) {
  return Json::parse(text_of(data_format("schema") / (std::string(kind) + ".json")));
}

std::string reference(std::string_view name) {
  std::string url = "#/definitions/";
  for (const char c : name) url += c == ' ' ? "%20" : std::string(1, c);
  return url;
}

std::string named_definition(Shape shape) {
  switch (shape) {
    case Shape::text: return "text";
    case Shape::number: return "number";
    case Shape::decimal: return "decimal";
    case Shape::yes: return "yes";
    case Shape::day: return "day";
    case Shape::partial_day: return "partial_day";
    case Shape::moment: return "moment";
    case Shape::period: return "period";
    case Shape::recurrence: return "recurrence";
    case Shape::money: return "money";
    case Shape::consent: return "consent";
    case Shape::keep_in_touch: return "keep_in_touch";
    case Shape::texts: return "texts";
    case Shape::labelled: return "labelled";
    default: return "";
  }
}

Json list_of(Json item) {
  return {{"type", "array"}, {"items", std::move(item)}};
}

Json map_of(Json item) {
  return {{"type", "object"}, {"additionalProperties", std::move(item)}};
}

/// What a property of that shape says beside its description.
Json expected(const Field& field) {
  const auto to = [](std::string_view name) { return Json{{"$ref", reference(name)}}; };
  switch (field.shape) {
    case Shape::any: return Json::object();
    case Shape::items: return list_of(to(field.item->noun));
    case Shape::named_texts: return map_of(to("text"));
    case Shape::named_values:
      return map_of(to(field.key == "consent" ? "consent" : "keep_in_touch"));
    case Shape::named_items: return map_of(to(field.item->noun));
    case Shape::named_lists: return map_of(list_of(to(field.item->noun)));
    default: return to(named_definition(field.shape));
  }
}

void check_against(const Json& found, const Type& type, const Json& definitions,
                   std::set<std::string>& used) {
  INFO(std::string(type.noun));
  std::vector<std::string> keys, wanted, needed;
  for (const auto& [key, property] : found.at("properties").items()) keys.push_back(key);
  for (const Field& field : type.fields) {
    wanted.emplace_back(field.key);
    if (field.required) needed.emplace_back(field.key);
  }
  CHECK(Json(keys) == Json(wanted));
  CHECK(found.value("required", Json::array()) == Json(needed));
  CHECK(found.at("type") == "object");
  CHECK(found.at("additionalProperties") == true);
  CHECK(found.at("patternProperties").contains("^x-"));
  CHECK(found.at("description").get<std::string>().ends_with('.'));
  for (const Field& field : type.fields) {
    INFO(std::string(field.key));
    if (!found.at("properties").contains(std::string(field.key))) continue;
    Json property = found.at("properties").at(std::string(field.key));
    CHECK(property.value("description", "").ends_with('.'));
    property.erase("description");
    // The one number that is more than a number: which versions of the format there are.
    if (field.key == "format" && property.contains("allOf"))
      property = property.at("allOf").front();
    CHECK(property == expected(field));
    if (const std::string name = named_definition(field.shape); !name.empty()) used.insert(name);
    if (field.shape == Shape::named_texts) used.insert("text");
    if (field.shape == Shape::named_values)
      used.insert(field.key == "consent" ? "consent" : "keep_in_touch");
    if (field.item != nullptr && used.insert(std::string(field.item->noun)).second) {
      REQUIRE(definitions.contains(std::string(field.item->noun)));
      check_against(definitions.at(std::string(field.item->noun)), *field.item, definitions, used);
    }
  }
}

void check_kind(std::string_view kind) {
  const Json whole = schema(kind);
  INFO(std::string(kind));
  CHECK(whole.at("$schema") == "http://json-schema.org/draft-07/schema#");
  CHECK(whole.at("title") == std::string(kind));
  CHECK(whole.at("title") == std::string(type_of(kind).noun));
  std::set<std::string> used;
  check_against(whole, type_of(kind), whole.at("definitions"), used);
  if (used.contains("texts") || used.contains("labelled")) used.insert("text");
  for (const auto& [name, definition] : whole.at("definitions").items()) {
    INFO(name);
    CHECK(used.contains(name));
    CHECK(definition.value("description", "").ends_with('.'));
  }
}

}  // namespace

TEST_CASE("the schema of customers has the keys that the reader asks for, in their order") {
  check_kind("customer");
}

TEST_CASE("the schema of campaigns has the keys that the reader asks for, in their order") {
  check_kind("campaign");
}

TEST_CASE("the schema of crm.yaml has the keys that the reader asks for, in their order") {
  check_kind("settings");
}

TEST_CASE("the schema of rates.yaml has the keys that the reader asks for, in their order") {
  check_kind("rates");
}

TEST_CASE("the schema of mappings has the keys that the reader asks for, in their order") {
  check_kind("mapping");
}

TEST_CASE("a definition is the same in every schema that has it") {
  Json seen = Json::object();
  for (const std::string_view kind : {"customer", "campaign", "settings", "rates", "mapping"}) {
    const Json whole = schema(kind);
    for (const auto& [name, definition] : whole.at("definitions").items()) {
      INFO(std::string(kind), " ", name);
      if (seen.contains(name)) CHECK(seen.at(name) == definition);
      seen[name] = definition;
    }
  }
}

TEST_CASE("the format's page has a row for each key, in the schema's words") {
  const std::string page = text_of(data_format("README.md"));
  for (const std::string_view kind : {"customer", "campaign", "settings", "rates", "mapping"}) {
    const Json whole = schema(kind);
    const auto check_rows = [&](const Json& entry) {
      for (const auto& [key, property] : entry.at("properties").items()) {
        INFO(std::string(kind), " ", key);
        CHECK(page.find("| `" + key + "`") != page.npos);
      }
    };
    check_rows(whole);
    for (const auto& [name, definition] : whole.at("definitions").items())
      if (definition.contains("properties")) check_rows(definition);
  }
}

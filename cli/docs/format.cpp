#include "cli/docs/format.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/domain/result.hpp"
#include "core/record/schema.hpp"

namespace crm {
namespace {

using Json = nlohmann::ordered_json;

struct NamedShape {
  std::string_view definition;
  Shape shape;
};

/// What the schemas call the kinds of values.
constexpr std::array<NamedShape, 14> shapes{{
    {"text", Shape::text},
    {"number", Shape::number},
    {"decimal", Shape::decimal},
    {"yes", Shape::yes},
    {"day", Shape::day},
    {"partial_day", Shape::partial_day},
    {"moment", Shape::moment},
    {"period", Shape::period},
    {"recurrence", Shape::recurrence},
    {"money", Shape::money},
    {"consent", Shape::consent},
    {"keep_in_touch", Shape::keep_in_touch},
    {"texts", Shape::texts},
    {"labelled", Shape::labelled},
}};

/// Of `#/definitions/custom%20field`: `custom field`.
std::string referred(const std::string& reference) {
  std::string name = reference.substr(reference.rfind('/') + 1);
  if (const auto space = name.find("%20"); space != std::string::npos) name.replace(space, 3, " ");
  return name;
}

/// `text`, or `deal entry`; in the plural `texts`, `deal entries`.
std::string value_name(const std::string& definition, bool plural) {
  for (const NamedShape& one : shapes)
    if (one.definition == definition) return std::string(name_of(one.shape));
  return definition + (plural ? " entries" : " entry");
}

std::string shape_of(const Json& property, bool plural = false) {
  if (property.contains("$ref")) return value_name(referred(property.at("$ref")), plural);
  if (property.contains("allOf")) return shape_of(property.at("allOf").front(), plural);
  if (property.contains("items")) return "list of " + shape_of(property.at("items"), true);
  if (property.contains("additionalProperties"))
    return "by name: " + shape_of(property.at("additionalProperties"));
  return std::string(name_of(Shape::any));
}

DescribedEntry entry(const std::string& noun, const Json& definition) {
  DescribedEntry entry{noun, definition.at("description"), {}};
  const Json required = definition.value("required", Json::array());
  for (const auto& [key, property] : definition.at("properties").items())
    entry.fields.push_back(
        {key, shape_of(property), property.at("description"),
         std::find(required.begin(), required.end(), Json(key)) != required.end()});
  return entry;
}

void add_value(std::vector<DescribedValue>& values, const std::string& definition,
               const std::string& meaning) {
  const std::string name = value_name(definition, false);
  const bool known = std::any_of(values.begin(), values.end(),
                                 [&](const DescribedValue& one) { return one.name == name; });
  if (!known) values.push_back({name, meaning});
}

bool has_entry(const std::vector<DescribedFile>& files, const std::string& noun) {
  return std::any_of(files.begin(), files.end(), [&](const DescribedFile& file) {
    return std::any_of(file.entries.begin(), file.entries.end(),
                       [&](const DescribedEntry& one) { return one.noun == noun; });
  });
}

void add_file(DescribedFormat& format, const Json& schema) {
  DescribedFile file{entry(schema.at("title"), schema), {}};
  for (const auto& [noun, definition] : schema.at("definitions").items()) {
    if (!definition.contains("properties"))
      add_value(format.values, noun, definition.at("description"));
    else if (!has_entry(format.files, noun))
      file.entries.push_back(entry(noun, definition));
  }
  format.files.push_back(std::move(file));
}

}  // namespace

DescribedFormat described_format(const std::vector<std::string>& schemas) {
  DescribedFormat format;
  try {
    for (const std::string& text : schemas) add_file(format, Json::parse(text));
  } catch (const Json::exception& problem) {
    throw Failure(Error::failed(std::string("a schema can't be read: ") + problem.what()));
  }
  return format;
}

}  // namespace crm

#include "core/exchange/record_cells.hpp"

#include <algorithm>
#include <array>

#include "core/domain/text.hpp"
#include "core/exchange/cell.hpp"
#include "core/record/writer.hpp"

namespace crm {
namespace {

constexpr std::array<std::string_view, 5> of_address{"street", "postcode", "city", "region",
                                                     "country"};

std::string text_of(const Data& data) {
  if (data.kind == Data::Kind::scalar) return data.text;
  // {value: …, label: …}
  const Data* const value = data.find("value");
  const Data* const label = data.find("label");
  if (value == nullptr) return {};
  return labelled_cell({value->text, label == nullptr ? "" : label->text});
}

std::string cell_of(const Data& data, const Field& field) {
  if (data.kind == Data::Kind::scalar) return data.text;
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < data.children.size(); ++i) {
    const Data& child = data.children[i];
    if (data.kind == Data::Kind::map)
      texts.push_back(data.keys[i] + ": " + child.text);
    else if (field.shape == Shape::labelled && child.kind == Data::Kind::scalar)
      texts.push_back(labelled_cell({child.text, {}}));
    else
      texts.push_back(text_of(child));
  }
  return joined_cell(texts);
}

bool fits_cell(const Field& field) {
  switch (field.shape) {
    case Shape::items:
    case Shape::named_items:
    case Shape::named_lists:
    case Shape::any: return false;
    default: return true;
  }
}

/// Whether it is a column of a table of customers: not `fields`, each of which has its own, and not
/// what says that it is none any more.
bool is_of_customer(const Field& field) {
  return fits_cell(field) && field.key != "fields" && field.key != "deleted" &&
         field.key != "merged_into";
}

}  // namespace

std::vector<std::string> customer_columns(const std::vector<std::string>& own_fields) {
  std::vector<std::string> columns;
  for (const Field& field : customer_type().fields)
    if (is_of_customer(field)) columns.emplace_back(field.key);
  columns.insert(columns.end(), of_address.begin(), of_address.end());
  for (const std::string& name : own_fields) columns.push_back("fields." + name);
  return columns;
}

std::vector<std::string> customer_cells(const Customer& customer,
                                        const std::vector<std::string>& own_fields) {
  const Data data = to_data(customer);
  std::vector<std::string> cells;
  for (const Field& field : customer_type().fields) {
    if (!is_of_customer(field)) continue;
    const Data* const value = data.find(field.key);
    cells.push_back(value == nullptr ? "" : cell_of(*value, field));
  }
  const Address address = customer.addresses.empty() ? Address() : customer.addresses.front();
  cells.insert(cells.end(),
               {address.street, address.postcode, address.city, address.region, address.country});
  for (const std::string& name : own_fields) {
    const std::string* const value = find_named(customer.fields, name);
    cells.push_back(value == nullptr ? "" : *value);
  }
  return cells;
}

Data data_of_cell(std::string_view cell, const Field& field) {
  if (field.shape == Shape::texts) {
    Data list = Data::list();
    for (std::string& text : separated_cell(cell))
      list.children.push_back(Data::scalar(std::move(text)));
    return list;
  }
  if (field.shape != Shape::named_texts && field.shape != Shape::named_values)
    return Data::scalar(std::string(trimmed(cell)));
  Data map = Data::map();
  for (const std::string& text : separated_cell(cell)) {
    const std::string_view one = text;
    const std::size_t colon = std::min(one.find(':'), one.size());
    map.put(std::string(trimmed(one.substr(0, colon))),
            Data::scalar(std::string(trimmed(one.substr(std::min(colon + 1, one.size())))), true));
  }
  return map;
}

std::vector<std::string> entry_columns(const Type& type) {
  std::vector<std::string> columns{"customer"};
  for (const Field& field : type.fields)
    // A person's own record has another column's name.
    if (fits_cell(field))
      columns.emplace_back(field.key == "customer" ? "own_record" : std::string(field.key));
  return columns;
}

std::vector<std::string> entry_cells(const std::string& customer, const Data& entry,
                                     const Type& type) {
  std::vector<std::string> cells{customer};
  for (const Field& field : type.fields) {
    if (!fits_cell(field)) continue;
    const Data* const value = entry.find(field.key);
    cells.push_back(value == nullptr ? "" : cell_of(*value, field));
  }
  return cells;
}

bool has_more_than_cells(const Customer& customer) {
  return customer.addresses.size() > 1 || !customer.dates.empty() || !customer.relations.empty();
}

}  // namespace crm

// A record, or an entry of it, as the cells of a table whose columns are called as the record's
// fields are.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/domain/customer.hpp"
#include "core/domain/data.hpp"
#include "core/record/schema.hpp"

namespace crm {

/// What the columns of customers are called: the fields that are one value or a list of them, then
/// the first address (`street`, `postcode`, `city`, `region`, `country`), then the book's own
/// (`fields.gstin`), in that order.
std::vector<std::string> customer_columns(const std::vector<std::string>& own_fields);
std::vector<std::string> customer_cells(const Customer& customer,
                                        const std::vector<std::string>& own_fields);

/// What such a cell says: of a field of texts, or of texts or values by name (`email: no; phone:
/// yes`); a text where the field is neither.
Data data_of_cell(std::string_view cell, const Field& field);

/// The same of entries: `customer`, whose entry it is, by id; then the entry's fields, but for
/// those that are lists of entries (a history). A person's `customer` is `own_record`.
std::vector<std::string> entry_columns(const Type& type);
std::vector<std::string> entry_cells(const std::string& customer, const Data& entry,
                                     const Type& type);

/// Whether there is something that neither these cells nor those of its entries have: a second
/// address, yearly dates, relations.
bool has_more_than_cells(const Customer& customer);

}  // namespace crm

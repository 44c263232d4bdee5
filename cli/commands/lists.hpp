// What can be listed, and how each kind of list looks.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/desk.hpp"
#include "cli/output/table.hpp"

namespace crm {

/// The cells of a line, and the text it is sorted by where nobody asks for another order.
struct ListRow {
  std::string order;
  std::vector<Cell> cells;
};

struct ListKind {
  std::string_view name;
  const Type* type;
  /// Where the entries stand in a customer's record; empty: the customers themselves.
  std::string_view list;
  std::vector<Column> columns;
  /// What of a customer a row looks at, besides the entry and who the customer is.
  FieldSet reads;
  std::function<ListRow(const Customer&, const Item*, const Desk&)> row;
  bool newest_first = false;
  /// A reminder that is done is not shown; nothing: all are.
  std::function<bool(const Item*)> shows = nullptr;
};

const std::vector<ListKind>& list_kinds();
/// The kind that a word names (`deal` and `deals`); nullptr when it names none.
const ListKind* list_kind_named(std::string_view word);

/// An entry's data, with what is worked out from it (a deal's `stage`, a case's `status`).
Data data_of(const Item& entry, const Settings& settings);

/// As JSON: the record's entry, with what is worked out from it as if it were written.
std::string json_of(const Customer& customer, const Item* entry, const ListKind& kind,
                    const Desk& desk);

/// Days and amounts as a person reads them on a terminal; several values joined by commas.
Cell cell_of(const std::vector<Value>& values, const Desk& desk);
Cell money_cell(const std::vector<Money>& amounts, const Desk& desk);
Cell day_cell(const std::optional<Day>& day, const Desk& desk);
/// `Wed 25 Nov 10:30`; on a narrow terminal without the weekday, and of another year without the
/// time.
std::string listed_day(const Moment& moment, const Desk& desk);

}  // namespace crm

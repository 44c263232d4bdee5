// The tables in which SQL sees a book: one for the customers, one for each list in a record.
//
// They are read off the domain types' own descriptions: a new field is a new column, and a new list
// is a new table.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/campaign.hpp"
#include "core/domain/customer.hpp"
#include "core/domain/settings.hpp"

namespace crm {

struct TableColumn {
  /// A decimal is a text that is compared as a number.
  enum class Kind { text, number, decimal };

  std::string name;
  Kind kind = Kind::text;
  /// Whose field it is, and which: `deal`, `amount`.
  std::string_view noun, key;
  /// What it says where that isn't what the field's description says; empty otherwise.
  std::string_view meaning;
  /// A note, or what was said.
  bool long_text = false;
};

struct BookTable {
  std::string name;
  /// Whose list it is, and which: `customer`, `deals`; a whole file has no key.
  std::string_view noun, key;
  std::vector<TableColumn> columns;
};

/// All of them, customers first. None has more columns than a TablesWish has bits.
const std::vector<BookTable>& book_tables();
/// In any case of letters; nullptr where there is none.
const BookTable* book_table_named(std::string_view name);

/// Which tables a question reads, and which columns of them; as many as there are tables.
struct TableWish {
  bool wanted = false;
  /// The first column is the lowest bit.
  std::uint64_t columns = 0;

  bool wants(std::size_t column) const { return (columns >> column & 1) != 0; }
};

using TablesWish = std::vector<TableWish>;

/// The rows that a record gives to the tables that are wished for, packed: unwished columns are
/// left out. `now` is local.
std::string rows_of(const Customer& customer, const TablesWish& wish, const Settings& settings,
                    const Moment& now);
std::string rows_of(const Campaign& campaign, const TablesWish& wish);
/// The stages of the book's pipelines.
std::string rows_of(const Settings& settings, const TablesWish& wish);

/// Reads packed rows, one after the other.
class PackedRows {
 public:
  explicit PackedRows(std::string_view bytes) : rest_(bytes) {}

  /// The table of the next row; nothing at the end. All its cells are to be read.
  std::optional<std::size_t> next_row();

  /// Absent, a number, or a text of the bytes that are read.
  struct Cell {
    enum class Kind : unsigned char { absent, number, text } kind;
    std::int64_t number = 0;
    std::string_view text = {};
  };

  Cell next_cell();

 private:
  template <class T>
  T take();

  std::string_view rest_;
};

}  // namespace crm

// The words for what a column of a table can become: `name`, `email.work`, `who.card`, `expected`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/result.hpp"

namespace crm {

/// What a row of a table is.
enum class RowKind : unsigned {
  customers = 1,
  deals = 2,
  interactions = 4,
  purchases = 8,
  payments = 16,
  reminders = 32
};

/// `deals`; nothing for a word that is none of them.
std::optional<RowKind> row_kind(std::string_view word);
std::string_view name_of(RowKind kind);

/// The names of all kinds, for messages.
std::vector<std::string> row_kinds();

struct ColumnWord {
  /// `email`, `fields`, `-`.
  std::string word;
  /// What follows the first point: a label (`work`), a field's name, a program, an order of dates.
  std::string rest;

  /// A word for that kind of row. Error::asked_wrongly with the nearest one.
  static Result<ColumnWord> parse(std::string_view text, RowKind kind);

  std::string text() const { return rest.empty() ? word : word + "." + rest; }

  bool operator==(const ColumnWord&) const = default;
};

/// Whether several columns may have that word; what they say is put together.
bool may_come_again(const ColumnWord& word);

/// Whether the cells of such a column are days, or amounts and numbers.
bool is_date(const ColumnWord& word);
bool is_number(const ColumnWord& word);

/// All words for that kind of row, with what they take: `email.LABEL`.
std::vector<std::string> column_words(RowKind kind);

}  // namespace crm

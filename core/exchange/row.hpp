// One row of a table as something that arrives: a customer, or an entry of one.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/exchange/amounts.hpp"
#include "core/exchange/dates.hpp"
#include "core/exchange/plan.hpp"
#include "core/exchange/source.hpp"

namespace crm {

/// What the columns of a table are, and how their days and amounts are written.
struct TableColumns {
  Plan plan;
  const Ground& ground;
  /// One for each column, whether it holds such or not.
  std::vector<DateColumn> dates;
  std::vector<AmountColumn> amounts;

  TableColumns(Plan its_plan, const Ground& its_ground);

  /// One of the first rows, from which orders and signs are told.
  void look(const std::vector<std::string>& cells);
  /// After the last of them: what one column of amounts shows holds for the others too.
  /// `delimiter`: with semicolons, as Excel writes them where decimals stand after a comma.
  void settle(char delimiter);
};

/// Why a row can't be taken, and which of its cells is to blame.
struct RowRefusal {
  std::string reason;
  std::optional<std::size_t> column;
};

/// The cells of one row, read by their columns. The first cell that can't be read is remembered.
class TableRow {
 public:
  TableRow(const TableColumns& columns, const std::vector<std::string>& cells);

  const Plan& plan() const { return columns_.plan; }

  const Ground& ground() const { return columns_.ground; }

  std::size_t size() const { return columns_.plan.columns.size(); }

  const PlannedColumn& column(std::size_t i) const { return columns_.plan.columns[i]; }

  /// The first column of that word that says anything.
  std::optional<std::size_t> find(std::string_view word) const;

  /// As it stands, with the mapping's words in place of theirs; empty for `-`, `n/a` and the like.
  const std::string& text(std::size_t i) const { return cells_[i]; }

  /// Of the first such column, on one line; empty where there is none.
  std::string line(std::string_view word) const;
  /// Of all such columns, one below the other.
  std::string paragraphs(std::string_view word) const;
  std::optional<bool> yes(std::string_view word) const;

  /// Refuses the row where the cell can't be read.
  std::optional<Moment> moment(std::string_view word);
  std::optional<Day> day(std::string_view word);
  std::optional<Money> money(std::string_view word);
  std::optional<std::string> number(std::string_view word);

  /// Leaves what can't be read to the caller.
  Result<std::optional<Moment>> moment_in(std::size_t i) const;
  Result<std::optional<PartialDay>> partial_in(std::size_t i) const;
  Result<std::optional<std::string>> number_in(std::size_t i) const;
  Result<std::optional<Money>> money_in(std::size_t i) const;

  void refuse(std::optional<std::size_t> column, const Error& why);
  void refuse(std::optional<std::size_t> column, std::string reason);

  const std::optional<RowRefusal>& refusal() const { return refusal_; }

 private:
  const TableColumns& columns_;
  std::vector<std::string> cells_;
  std::optional<RowRefusal> refusal_;
};

/// What a file says again and again, to be told apart: a receipt's number, rows that are equal.
class Counted {
 public:
  /// How often it was met before.
  unsigned again(std::string_view text);

 private:
  std::map<std::uint64_t, unsigned> met_;
};

/// What is remarked on once for the whole table.
struct Gathered {
  std::vector<std::string> unknown_kinds, unknown_statuses;
  std::size_t dated_today = 0;
};

/// The row as a customer; look at `row.refusal()` afterwards.
Arrival customer_in(TableRow& row, Gathered& gathered);

/// The row as an entry of a customer.
Arrival entry_in(TableRow& row, Counted& counted, Gathered& gathered);

}  // namespace crm

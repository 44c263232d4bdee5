// Amounts and numbers as foreign tables write them, and which sign parts the decimals of a column.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/domain/money.hpp"
#include "core/domain/settings.hpp"

namespace crm {

class AmountColumn {
 public:
  enum class Decimals { unknown, point, comma };

  /// `told`: what a mapping says.
  explicit AmountColumn(Decimals told = Decimals::unknown) : told_(told) {}

  /// One of the column's first cells: 1.234,50 and 12,5 tell of a comma, 1,234.50 of a point.
  void look(std::string_view cell);

  /// What the column's own cells tell, or the mapping.
  Decimals known() const;

  /// What holds where its own cells tell nothing: what other columns of the table show.
  void assume(Decimals decimals) { assumed_ = decimals; }

  /// `$ 1,200`, `1.234,50 €`, `1 234,50`, `(12.00)`, `12,34,567`, `EUR 5`. The currency is the
  /// cell's, else `currency` (a code or a sign; empty: the book's). Nothing for a cell that says
  /// none. An error for what is no amount, or what may be two: 1,234 where nothing tells.
  Result<std::optional<Money>> read(std::string_view cell, std::string_view currency,
                                    const Settings& settings) const;

  /// A plain number, `%` after it passed over, as `-1234.5`.
  Result<std::optional<std::string>> number(std::string_view cell) const;

  /// How it was read, where a cell needed to be understood: `with a comma before the decimals, as
  /// 1.234,50 shows`. Empty where none did.
  std::string remark() const;

 private:
  Decimals told_, assumed_ = Decimals::unknown;
  /// A cell that can only be read so.
  std::string point_, comma_;
  /// A cell that can be read both ways.
  std::string either_;
};

/// The code of a currency that is written as a code, a sign or in the short forms of its country:
/// `€`, `Rs.`, `$` (the book's dollar, else USD); empty for what is none.
std::string currency_code(std::string_view text, std::string_view of_the_book);

}  // namespace crm

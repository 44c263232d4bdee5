// Days and times as foreign tables write them, and what stands first in a column, day or month.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/domain/country.hpp"
#include "core/domain/day.hpp"
#include "core/exchange/source.hpp"

namespace crm {

class DateColumn {
 public:
  /// `told`: what a mapping says stands first.
  explicit DateColumn(DateOrder told = DateOrder::unsure) : told_(told) {}

  /// One of the column's first cells: where a number above 12 stands tells the order.
  void look(std::string_view cell);

  /// ISO; 31/12/2024 and 12/31/2024 by `told`, else by what was looked at, else as the book's
  /// country writes; 31.12.2024; 12 Mar 2024, Mar 12, 2024, 12. März 2024; 20240312; with or
  /// without a time, in the book's zone. Midnight sharp is a day alone. Nothing for a cell that
  /// says none: empty, 0/0/00. An error for what is no date, or what may be two.
  Result<std::optional<Moment>> read(std::string_view cell, const Ground& ground) const;

  /// The same for a birthday: the year may be missing (`--06-15`, `0000-06-15`, `15 June`).
  Result<std::optional<PartialDay>> read_partial(std::string_view cell, const Ground& ground) const;

  /// Whether any cell needed to know what stands first, and what it was read by then: `day first,
  /// as 31/12/2024 shows`. Empty when none did.
  std::string remark(const Ground& ground) const;

 private:
  Result<std::optional<PartialDay>> date_in(std::string_view cell, const Ground& ground) const;
  DateOrder order(const Ground& ground) const;

  DateOrder told_;
  /// A cell that can only be read so.
  std::string day_first_, month_first_;
  /// A cell that can be read both ways.
  std::string either_;
};

}  // namespace crm

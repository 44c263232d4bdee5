// Books of some customers to whom everything that reports tell of happens by chance, in the words
// of the trade, and sums over what the reports then tell.
#pragma once

#include <map>
#include <string>

#include "tests/property/dice.hpp"
#include "tests/unit/asked_book.hpp"

namespace crm::test {

/// Of the years 2024 to 2027.
Day some_day(Dice& dice);

/// Either end may be open.
Span some_span(Dice& dice);

AskedBook some_book(Dice& dice);

/// The number of the column of that key.
std::size_t column(const ReportTable& table, const std::string& key);

/// By currency, those that come to nothing left out.
struct Sums : std::map<std::string, std::int64_t> {
  friend std::ostream& operator<<(std::ostream& out, const Sums& sums) {
    for (const auto& [currency, minor] : sums) out << currency << ' ' << minor << "; ";
    return out;
  }
};

/// Of the rows or of the sums of all; what is exchanged is left out.
Sums sums(const ReportTable& table, const std::string& key, bool of_totals = false);

/// The same of a column of counts.
std::int64_t count_in(const ReportTable& table, const std::string& key, bool of_totals = false);

}  // namespace crm::test

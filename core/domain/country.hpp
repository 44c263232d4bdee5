// What a country brings to a book: currency, calling code, number grouping, first month of the
// business year, a time zone.
#pragma once

#include <string_view>
#include <vector>

namespace crm {

/// 1,234,567.00 or 12,34,567.00.
enum class Grouping { thousands, indian };

/// What stands first in 3/4/2026; unsure where people write it both ways, or begin with the year.
enum class DateOrder { unsure, day_first, month_first };

struct Country {
  /// ISO 3166-1 alpha-2: `IN`.
  std::string_view code;
  /// English name: `India`.
  std::string_view name;
  /// ISO 4217: `INR`.
  std::string_view currency;
  /// Without plus: `91`.
  std::string_view calling_code;
  /// What is dialled before a national number and dropped after the calling code: `0`, `8`, `1`,
  /// `06`, or nothing (also where the zero belongs to the number, as in Italy).
  std::string_view trunk;
  /// An IANA zone: the only one, or that of the largest city.
  std::string_view timezone;
  /// First month of the usual business year, 1 to 12: India 4, Britain 4, Japan 4, Australia 7,
  /// elsewhere mostly 1.
  unsigned year_starts = 1;
  Grouping grouping = Grouping::thousands;
};

/// All countries, by code.
const std::vector<Country>& countries();
/// By alpha-2 code in any case; nullptr when there is none.
const Country* find_country(std::string_view code);
/// How people of that country write a date in digits.
DateOrder date_order(std::string_view code);

}  // namespace crm

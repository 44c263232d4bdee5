// Money: whole minor units and an ISO 4217 code, never a float, never two currencies in one sum.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "core/domain/country.hpp"
#include "core/domain/result.hpp"

namespace crm {

/// Decimals of an ISO 4217 code (JPY 0, EUR 2, KWD 3); nothing for a code that is not in ISO 4217.
std::optional<int> currency_decimals(std::string_view code);

struct Money {
  /// Minor units of the currency: cents, paise, yen.
  std::int64_t minor = 0;
  /// Three capital letters.
  std::string currency;

  /// `12000.00 EUR`, `12000 EUR`, `EUR 12000`, or a bare number in `standard` (a code). At most the
  /// currency's decimals; a leading minus is read. Refused with a hint: thousands separators and
  /// decimal commas (`12.000,50`, `1,234`), exponents, an unknown code (did you mean), too many
  /// decimals, what does not fit 63 bits.
  static Result<Money> parse(std::string_view text, std::string_view standard);
  /// Canonical: `12000.00 EUR`.
  std::string text() const;
  /// The number alone with all decimals: `12000.00`; of a sum that overflowed, what it is over.
  std::string number() const;
  /// The number for a terminal, grouped as the country does: `12,34,567.00` for India,
  /// `1,234,567.00` elsewhere.
  std::string grouped(Grouping grouping) const;

  /// Adds an amount of the same currency, or any to an amount of none; a sum that overflows stays
  /// at the limit.
  Money& operator+=(const Money& other);
  /// Below zero what was above; the least stays within 63 bits.
  Money operator-() const;

  bool operator==(const Money&) const = default;
};

/// What falls on `part` of `of` when `whole` falls on all of it, rounded towards zero: 7 × 2 / 3 is
/// 4. Zero where there is nothing to share among.
std::int64_t share(std::int64_t whole, std::int64_t part, std::int64_t of);

/// A sum per currency. Adding never mixes them; a sum that overflows stays at the limit.
class Totals {
 public:
  void add(const Money& money);
  void subtract(const Money& money);

  const std::map<std::string, std::int64_t>& minor() const { return minor_; }

  /// One Money a currency, those of zero left out, by code.
  std::vector<Money> amounts() const;

  bool empty() const { return amounts().empty(); }

 private:
  std::map<std::string, std::int64_t> minor_;
};

/// A decimal number as text, for quantities: `2`, `1.5`. At most 6 decimals, never a float.
struct Decimal {
  /// Millionths.
  std::int64_t millionths = 0;
  static Result<Decimal> parse(std::string_view text);
  /// Without needless zeros: `1.5`.
  std::string text() const;
  bool operator==(const Decimal&) const = default;
};

}  // namespace crm

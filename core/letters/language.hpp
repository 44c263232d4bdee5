// How days and amounts are written in the language of a letter.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "core/domain/country.hpp"
#include "core/domain/day.hpp"
#include "core/domain/money.hpp"

namespace crm {

class Language {
 public:
  /// By its code, `hi` or `hi-IN`: English, German, Hindi and Kannada are known. In any other one
  /// days are written in digits (2026-11-21) and amounts with the currency's code, as nobody
  /// misreads them.
  explicit Language(std::string_view code = "en");

  /// `21 November 2026`, `21. November 2026`, `21 नवंबर 2026`.
  std::string day(Day day) const;
  /// The same of what is known: without a year `21 November`, without a day `November 2026`.
  std::string partial_day(const PartialDay& day) const;
  /// `Saturday`, `शनिवार`.
  std::string weekday(Day day) const;
  /// `November`, by its number 1 to 12.
  std::string month(unsigned month) const;
  /// How a letter begins to somebody for whom no salutation is kept: `Dear Bob Ray`, `प्रिय …`.
  std::string greeting(const std::string& name) const;
  /// `₹12,34,567.00`, `1.234,50 €`, `120.00 AED`. German groups by thousands, the others as the
  /// book's country does.
  std::string amount(const Money& money, Grouping grouping) const;

 private:
  struct Words;
  static const Words* find(std::string_view code);
  static const std::array<Words, 4> known;

  const Words* words_;
};

/// `hi` of `hi-IN`, in lower case: what a template's file is called by.
std::string language_code(std::string_view language);

}  // namespace crm

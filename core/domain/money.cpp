#include "core/domain/money.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "core/domain/folding.hpp"
#include "core/domain/likeness.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

// ISO 4217 by decimals. The second line of `two` was withdrawn in the last years; amounts of those
// years stay readable.
constexpr std::string_view none =
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
constexpr std::string_view two =
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD "
    "CDF CHE CHF "
    "CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ "
    "GYD HKD HNL "
    "HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK "
    "MNT MOP MRU "
    "MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB "
    "SAR SBD SCR "
    "SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN "
    "UYU UZS VED "
    "VES WST XAD XCD XCG YER ZAR ZMW ZWG "
    "ANG BGN CUC HRK SLL ZWL";
constexpr std::string_view three = "BHD IQD JOD KWD LYD OMR TND";
constexpr std::string_view four = "CLF UYW";

constexpr std::pair<std::string_view, int> decimals_of[] = {
    {two, 2}, {none, 0}, {three, 3}, {four, 4}};

const std::vector<std::string>& currencies() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> codes;
    for (const auto& [list, decimals] : decimals_of) {
      for (const std::string_view code : split(list, ' ')) codes.emplace_back(code);
    }
    return codes;
  }();
  return all;
}

/// The biggest that can be written; a sum beyond it stays there.
constexpr std::int64_t biggest = std::numeric_limits<std::int64_t>::max() - 1;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

std::string quoted(std::string_view text) {
  return '"' + printable_line(text) + '"';
}

/// A number read digit by digit: why it was not read matters for the hint.
struct Number {
  enum class Outcome { read, not_a_number, too_many_decimals, too_big };
  Outcome outcome = Outcome::not_a_number;
  std::int64_t scaled = 0;
};

/// `-12.5` times ten to the power of `decimals`.
Number read_number(std::string_view text, int decimals) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view part =
      point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
  if (whole.empty() || !std::ranges::all_of(whole, is_digit)) return {};
  if (point != std::string_view::npos && (part.empty() || !std::ranges::all_of(part, is_digit)))
    return {};
  if (part.size() > static_cast<std::size_t>(decimals)) return {Number::Outcome::too_many_decimals};

  std::string digits(whole);
  digits.append(part).append(static_cast<std::size_t>(decimals) - part.size(), '0');
  std::int64_t scaled = 0;
  for (const char digit : digits) {
    if (__builtin_mul_overflow(scaled, 10, &scaled) ||
        __builtin_add_overflow(scaled, digit - '0', &scaled)) {
      return {Number::Outcome::too_big};
    }
  }
  return {Number::Outcome::read, negative ? -scaled : scaled};
}

/// `12000.50` for 1200050 with two decimals.
std::string number_text(std::int64_t scaled, int decimals) {
  // From its end; the magnitude of the smallest integer has no positive integer.
  std::array<char, 32> text{};
  char* const end = text.data() + text.size();
  char* begin = end;
  auto rest = static_cast<std::uint64_t>(scaled);
  if (scaled < 0) rest = 0 - rest;
  for (int place = 0; rest != 0 || place <= decimals; ++place, rest /= 10) {
    if (place == decimals && place > 0) *--begin = '.';
    *--begin = static_cast<char>('0' + rest % 10);
  }
  if (scaled < 0) *--begin = '-';
  return {begin, end};
}

/// A number as people write it, `12.000,50` or `1'234` or १२३४, with its decimals after a point and
/// no separators; empty when there are other words than the currency.
std::string without_separators(std::string_view text, std::string_view currency) {
  std::string written = folded(text);
  if (const std::size_t code = written.find(lowered(currency));
      !currency.empty() && code != std::string::npos) {
    written.erase(code, currency.size());
  }
  if (std::ranges::any_of(written, is_letter)) return {};
  std::erase_if(written, [](char c) { return !is_digit(c) && c != '.' && c != ',' && c != '-'; });
  const std::size_t last = written.find_last_of(".,");
  const std::size_t decimals = last == std::string::npos ? 0 : written.size() - last - 1;
  const bool has_decimals =
      decimals > 0 && decimals != 3 && std::ranges::count(written, written[last]) == 1;
  std::string number = last == 0 ? "0" : "";
  for (std::size_t i = 0; i < written.size(); ++i) {
    if (written[i] != '.' && written[i] != ',') number += written[i];
    if (i == last && has_decimals) number += '.';
  }
  return number;
}

/// The currency that stands in the text as its code in any case or as a sign that only one currency
/// uses.
std::string_view likely_currency(std::string_view text, std::string_view standard) {
  constexpr std::pair<std::string_view, std::string_view> signs[] = {
      {"€", "EUR"}, {"£", "GBP"}, {"₹", "INR"}, {"₽", "RUB"}, {"₺", "TRY"}, {"₩", "KRW"}};
  for (const auto& [sign, code] : signs) {
    if (text.find(sign) != std::string_view::npos) return code;
  }
  const std::string words = lowered(text);
  for (const std::string& code : currencies()) {
    if (words.find(lowered(code)) != std::string::npos) return code;
  }
  return standard;
}

/// What the writer most likely meant, in canonical form; an example when nothing can be made of it.
std::string likely_amount(std::string_view text, std::string_view standard) {
  const std::string_view currency = likely_currency(text, standard);
  const std::optional<int> decimals = currency_decimals(currency);
  if (!decimals) return "12000.00 EUR";
  Number number = read_number(without_separators(text, currency), *decimals);
  if (number.outcome != Number::Outcome::read) number = read_number("12000", *decimals);
  return Money{number.scaled, std::string(currency)}.text();
}

tl::unexpected<Error> unknown_currency(std::string_view amount, std::string_view code,
                                       std::string_view standard) {
  std::string capital(code);
  std::ranges::transform(capital, capital.begin(),
                         [](char c) { return is_letter(c) ? static_cast<char>(c & ~0x20) : c; });
  std::string hint = "write " + likely_amount(amount, standard);
  if (!currency_decimals(capital)) {
    const std::vector<std::string> near = did_you_mean(code, currencies());
    hint = near.empty() ? "write the code of ISO 4217, as in 12000.00 EUR"
                        : "did you mean " + near.front() + "?";
  }
  return error(Error::invalid("there is no currency " + quoted(code), hint));
}

std::string group(std::string number, Grouping grouping) {
  const std::size_t first = number.find_first_of("0123456789");
  std::size_t end = std::min(number.find('.'), number.size());
  for (std::size_t size = 3; end > first + size; size = grouping == Grouping::indian ? 2 : 3) {
    end -= size;
    number.insert(end, ",");
  }
  return number;
}

bool is_saturated(std::int64_t sum) {
  return sum > biggest || sum < -biggest;
}

}  // namespace

std::optional<int> currency_decimals(std::string_view code) {
  if (code.size() != 3) return std::nullopt;
  for (const auto& [list, decimals] : decimals_of) {
    for (std::size_t i = 0; i + 2 < list.size(); i += 4) {
      if (list[i] == code[0] && list[i + 1] == code[1] && list[i + 2] == code[2]) return decimals;
    }
  }
  return std::nullopt;
}

Result<Money> Money::parse(std::string_view text, std::string_view standard) {
  const std::string_view amount = trimmed(text);
  std::string_view number = amount;
  std::string_view code = standard;
  if (const std::size_t space = amount.rfind(' ');
      space != std::string_view::npos && is_letter(amount.back())) {
    number = trimmed(amount.substr(0, space));
    code = amount.substr(space + 1);
  } else if (!amount.empty() && is_letter(amount.front())) {
    const std::size_t end = amount.find(' ');
    code = amount.substr(0, end);
    number = end == std::string_view::npos ? std::string_view() : trimmed(amount.substr(end));
  }

  const bool says_number =
      std::ranges::any_of(number, is_digit) && std::ranges::none_of(number, is_letter);
  const std::optional<int> decimals = currency_decimals(code);
  if (code.empty() && says_number) {
    return error(Error::invalid(quoted(amount) + " has no currency",
                                "write the code after it, as in 12000.00 EUR"));
  }
  if (!decimals && says_number) return unknown_currency(amount, code, standard);
  const Number read = decimals ? read_number(number, *decimals) : Number{};
  switch (read.outcome) {
    case Number::Outcome::read:
      if (!is_saturated(read.scaled)) return Money{read.scaled, std::string(code)};
      [[fallthrough]];
    case Number::Outcome::too_big:
      return error(Error::invalid(quoted(amount) + " is too big an amount",
                                  "the biggest is " + Money{biggest, std::string(code)}.text()));
    case Number::Outcome::too_many_decimals:
      return error(
          Error::invalid(quoted(amount) + " has too many decimals for " + std::string(code) +
                             ", which has " + std::to_string(*decimals),
                         number.size() - number.find('.') == 4
                             ? "if the point is a separator, write " + likely_amount(amount, code)
                             : ""));
    case Number::Outcome::not_a_number: break;
  }
  return error(Error::invalid(quoted(amount) + " is not an amount",
                              "write " + likely_amount(amount, decimals ? code : standard)));
}

std::string Money::number() const {
  const int decimals = currency_decimals(currency).value_or(2);
  if (!is_saturated(minor)) return number_text(minor, decimals);
  return minor > 0 ? "over " + number_text(biggest, decimals)
                   : "under " + number_text(-biggest, decimals);
}

std::string Money::text() const {
  return number() + ' ' + currency;
}

std::string Money::grouped(Grouping grouping) const {
  return group(number(), grouping);
}

Money& Money::operator+=(const Money& other) {
  if (currency.empty()) currency = other.currency;
  if (is_saturated(minor) || !__builtin_add_overflow(minor, other.minor, &minor)) return *this;
  minor = other.minor > 0 ? std::numeric_limits<std::int64_t>::max()
                          : std::numeric_limits<std::int64_t>::min();
  return *this;
}

Money Money::operator-() const {
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  return {minor == least ? std::numeric_limits<std::int64_t>::max() : -minor, currency};
}

std::int64_t share(std::int64_t whole, std::int64_t part, std::int64_t of) {
  __extension__ typedef __int128 Wide;
  if (of == 0) return 0;
  const Wide shared = static_cast<Wide>(whole) * part / of;
  constexpr Wide most = std::numeric_limits<std::int64_t>::max();
  return static_cast<std::int64_t>(std::clamp<Wide>(shared, -most, most));
}

void Totals::add(const Money& money) {
  std::int64_t& sum = minor_[money.currency];
  if (is_saturated(sum) || !__builtin_add_overflow(sum, money.minor, &sum)) return;
  sum = money.minor > 0 ? std::numeric_limits<std::int64_t>::max()
                        : std::numeric_limits<std::int64_t>::min();
}

void Totals::subtract(const Money& money) {
  std::int64_t& sum = minor_[money.currency];
  if (is_saturated(sum) || !__builtin_sub_overflow(sum, money.minor, &sum)) return;
  sum = money.minor < 0 ? std::numeric_limits<std::int64_t>::max()
                        : std::numeric_limits<std::int64_t>::min();
}

std::vector<Money> Totals::amounts() const {
  std::vector<Money> amounts;
  for (const auto& [currency, sum] : minor_) {
    if (sum != 0) amounts.push_back({sum, currency});
  }
  return amounts;
}

Result<Decimal> Decimal::parse(std::string_view text) {
  const std::string_view number = trimmed(text);
  const Number read = read_number(number, 6);
  switch (read.outcome) {
    case Number::Outcome::read: return Decimal{read.scaled};
    case Number::Outcome::too_big:
      return error(Error::invalid(quoted(number) + " is too big a number"));
    case Number::Outcome::too_many_decimals:
      return error(Error::invalid(quoted(number) + " has more than 6 decimals"));
    case Number::Outcome::not_a_number: break;
  }
  const Number likely = read_number(without_separators(number, ""), 6);
  return error(Error::invalid(quoted(number) + " is not a number",
                              likely.outcome == Number::Outcome::read
                                  ? "write " + Decimal{likely.scaled}.text()
                                  : "write digits, as in 2 or 1.5"));
}

std::string Decimal::text() const {
  std::string text = number_text(millionths, 6);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

}  // namespace crm

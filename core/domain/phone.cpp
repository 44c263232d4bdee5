#include "core/domain/phone.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "core/domain/country.hpp"
#include "core/domain/folding.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string digits_of(std::string_view text) {
  std::string digits;
  std::ranges::copy_if(text, std::back_inserter(digits), is_digit);
  return digits;
}

/// Up to the `x`, `ext` or `;ext=` that follows the number.
std::string_view without_extension(std::string_view text) {
  int digits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_digit(text[i])) ++digits;
    if (digits >= 4 && (text[i] == 'x' || text[i] == ';')) return text.substr(0, i);
  }
  return text;
}

/// Digits of a national number where all have the same; 0 elsewhere.
std::size_t national_length(std::string_view calling_code) {
  struct Length {
    std::string_view calling_code;
    std::size_t digits;
  };

  constexpr Length lengths[] = {{"1", 10},  {"7", 10},  {"52", 10}, {"91", 10}, {"241", 8},
                                {"370", 8}, {"375", 9}, {"993", 8}, {"998", 9}};
  const auto* const found = std::ranges::find(lengths, calling_code, &Length::calling_code);
  return found == std::ranges::end(lengths) ? 0 : found->digits;
}

/// Where national numbers may begin with a zero that is dialled from abroad as well.
bool begins_with_zero(std::string_view calling_code) {
  constexpr std::string_view codes[] = {"39", "378", "225", "229", "242"};
  return std::ranges::find(codes, calling_code) != std::ranges::end(codes);
}

std::string without_trunk(std::string_view number, const Country& country) {
  if (const std::size_t length = national_length(country.calling_code)) {
    // 1 is Mexico's old mark of mobile phones, 0 and 80 are other prefixes of Belarus, Gabon,
    // Lithuania.
    for (const std::string_view prefix :
         {country.trunk, std::string_view("0"), std::string_view("1"), std::string_view("80")}) {
      if (number.size() == length + prefix.size() && number.starts_with(prefix))
        number.remove_prefix(prefix.size());
    }
  } else if (!country.trunk.empty() && number.starts_with(country.trunk)) {
    number.remove_prefix(country.trunk.size());
  }
  return std::string(number);
}

/// A country that the international number belongs to; those that share a calling code dial alike.
const Country* country_of(std::string_view number) {
  const Country* found = nullptr;
  for (const Country& country : countries()) {
    const bool is_longer =
        found == nullptr || country.calling_code.size() > found->calling_code.size();
    if (number.starts_with(country.calling_code) && is_longer) found = &country;
  }
  return found;
}

/// `zero_in_brackets`: a (0) was written, which is no digit abroad.
std::string international(std::string_view number, bool zero_in_brackets) {
  const Country* country = country_of(number);
  if (country == nullptr) return '+' + std::string(number);
  const std::string_view code = country->calling_code;
  std::string national = without_trunk(number.substr(code.size()), *country);
  if (zero_in_brackets && national.starts_with('0') && !begins_with_zero(code))
    national.erase(0, 1);
  return '+' + std::string(code) + national;
}

/// What is dialled before a calling code: 00 nearly everywhere.
std::string_view exit_code(const Country* country) {
  if (country != nullptr && country->calling_code == "1") return "011";
  if (country != nullptr && country->code == "AU") return "0011";
  return "00";
}

}  // namespace

std::string e164(std::string_view phone, std::string_view country_code) {
  const std::string text = folded(phone);
  const std::string_view written = without_extension(text);
  const Country* country = find_country(country_code);
  std::string number = digits_of(written);
  if (number.size() < 4) return {};

  bool is_international = written.find('+') < written.find_first_of("0123456789");
  for (const std::string_view prefix : {exit_code(country), std::string_view("00")}) {
    if (is_international || !number.starts_with(prefix)) continue;
    number.erase(0, prefix.size());
    is_international = true;
  }
  if (is_international) return international(number, written.find("(0)") != std::string_view::npos);
  if (country == nullptr) return number;
  const std::string_view code = country->calling_code;
  const std::size_t length = national_length(code);
  if (length > 0 && number.size() == code.size() + length && number.starts_with(code))
    return '+' + number;
  return '+' + std::string(code) + without_trunk(number, *country);
}

std::string without_scheme(std::string_view text) {
  for (const std::string_view scheme : {"mailto:", "tel:"})
    if (text.size() > scheme.size() && lowered(text.substr(0, scheme.size())) == scheme) {
      text.remove_prefix(scheme.size());
      return std::string(text.substr(0, text.find('?')));
    }
  return std::string(text);
}

bool looks_like_phone(std::string_view text) {
  const std::string phone = folded(text);
  return std::ranges::count_if(phone, is_digit) >= 5 &&
         phone.find_first_not_of("0123456789 +-./()") == std::string::npos;
}

bool looks_like_email(std::string_view text) {
  const std::size_t at = text.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
         text.find('@', at + 1) == std::string_view::npos &&
         text.find_first_of(" \t\r\n\f\v") == std::string_view::npos;
}

}  // namespace crm

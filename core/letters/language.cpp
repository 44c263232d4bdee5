#include "core/letters/language.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/domain/text.hpp"

namespace crm {

struct Language::Words {
  std::string_view code;
  /// From Monday.
  std::array<std::string_view, 7> weekdays;
  std::array<std::string_view, 12> months;
  /// Behind the number of a day.
  std::string_view after_day;
  bool decimal_comma;
  std::string_view dear;
};

const std::array<Language::Words, 4> Language::known = {{
    {"en",
     {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
     {"January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December"},
     "",
     false,
     "Dear"},
    {"de",
     {"Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"},
     {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
      "November", "Dezember"},
     ".",
     true,
     "Guten Tag"},
    {"hi",
     {"सोमवार", "मंगलवार", "बुधवार", "गुरुवार", "शुक्रवार", "शनिवार", "रविवार"},
     {"जनवरी", "फ़रवरी", "मार्च", "अप्रैल", "मई", "जून", "जुलाई", "अगस्त", "सितंबर", "अक्टूबर", "नवंबर",
      "दिसंबर"},
     "",
     false,
     "प्रिय"},
    {"kn",
     {"ಸೋಮವಾರ", "ಮಂಗಳವಾರ", "ಬುಧವಾರ", "ಗುರುವಾರ", "ಶುಕ್ರವಾರ", "ಶನಿವಾರ", "ಭಾನುವಾರ"},
     {"ಜನವರಿ", "ಫೆಬ್ರವರಿ", "ಮಾರ್ಚ್", "ಏಪ್ರಿಲ್", "ಮೇ", "ಜೂನ್", "ಜುಲೈ", "ಆಗಸ್ಟ್", "ಸೆಪ್ಟೆಂಬರ್", "ಅಕ್ಟೋಬರ್", "ನವೆಂಬರ್",
      "ಡಿಸೆಂಬರ್"},
     "",
     false,
     "ಪ್ರಿಯ"},
}};

namespace {

struct Sign {
  std::string_view currency, sign;
};

/// Only those that mean one currency wherever the letter is read.
constexpr std::array signs = {Sign{"INR", "₹"}, Sign{"EUR", "€"}, Sign{"GBP", "£"}};

std::string_view sign_of(std::string_view currency) {
  const auto found = std::find_if(signs.begin(), signs.end(),
                                  [&](const Sign& one) { return one.currency == currency; });
  return found == signs.end() ? std::string_view() : found->sign;
}

std::string with_decimal_comma(std::string number) {
  for (char& c : number) c = c == ',' ? '.' : c == '.' ? ',' : c;
  return number;
}

}  // namespace

const Language::Words* Language::find(std::string_view code) {
  const std::string wanted = language_code(code);
  const auto found = std::find_if(known.begin(), known.end(),
                                  [&](const Words& one) { return one.code == wanted; });
  return found == known.end() ? nullptr : &*found;
}

Language::Language(std::string_view code) : words_(find(code)) {}

std::string Language::day(Day day) const {
  if (words_ == nullptr) return day.text();
  return fmt::format("{}{} {} {}", day.day(), words_->after_day, month(day.month()), day.year());
}

std::string Language::partial_day(const PartialDay& day) const {
  if (words_ == nullptr) return day.text();
  std::string text;
  if (day.day) text = fmt::format("{}{} ", *day.day, words_->after_day);
  if (day.month) text += month(*day.month);
  if (day.year) text += (text.empty() ? "" : " ") + std::to_string(*day.year);
  return text;
}

std::string Language::weekday(Day day) const {
  return words_ == nullptr ? day.text() : std::string(words_->weekdays[day.weekday() - 1]);
}

std::string Language::month(unsigned month) const {
  if (words_ == nullptr || month < 1 || month > 12) return std::to_string(month);
  return std::string(words_->months[month - 1]);
}

std::string Language::greeting(const std::string& name) const {
  return words_ == nullptr ? name : std::string(words_->dear) + " " + name;
}

std::string Language::amount(const Money& money, Grouping grouping) const {
  const std::string_view sign = sign_of(money.currency);
  if (words_ != nullptr && words_->decimal_comma)
    return with_decimal_comma(money.grouped(Grouping::thousands)) + " " +
           std::string(sign.empty() ? std::string_view(money.currency) : sign);
  const std::string number = money.grouped(grouping);
  if (words_ == nullptr || sign.empty()) return number + " " + money.currency;
  const bool below = number.starts_with('-');
  return (below ? "-" : "") + std::string(sign) + number.substr(below ? 1 : 0);
}

std::string language_code(std::string_view language) {
  return lowered(trimmed(language.substr(0, language.find_first_of("-_"))));
}

}  // namespace crm

#include "core/exchange/amounts.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/domain/folding.hpp"
#include "core/domain/text.hpp"
#include "core/exchange/cells.hpp"

namespace crm {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// An amount taken apart: sign, digits with their marks, and what else stands there.
struct Written {
  bool negative = false;
  /// `1.234,50`, groups parted by spaces and apostrophes joined already.
  std::string number;
  /// `€`, `eur`, `$`, `%`.
  std::string word;
};

std::optional<Written> taken_apart(std::string_view cell) {
  std::string text = folded(clean_line(cell));
  Written written;
  if (text.size() > 80) return std::nullopt;
  if (text.starts_with('(') && text.ends_with(')')) {
    written.negative = true;
    text = text.substr(1, text.size() - 2);
  }
  for (const std::string_view minus : {"\u2212", "\u2013"})
    for (auto at = text.find(minus); at != text.npos; at = text.find(minus))
      text.replace(at, minus.size(), "-");
  for (const std::string_view mark : {"\u2019", "\u02BC"})
    for (auto at = text.find(mark); at != text.npos; at = text.find(mark))
      text.replace(at, mark.size(), "'");
  bool ended = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool in_number = !written.number.empty() && !ended;
    const bool digit_follows = i + 1 < text.size() && is_digit(text[i + 1]);
    if (is_digit(c)) {
      if (ended) return std::nullopt;
      written.number += c;
    } else if ((c == '.' || c == ',') && digit_follows && !ended &&
               (in_number || written.word.empty() || i == 0 || text[i - 1] == ' ')) {
      written.number += c;
    } else if ((c == ' ' || c == '\'') && in_number && i + 3 < text.size() && digit_follows &&
               is_digit(text[i + 2]) && is_digit(text[i + 3]) &&
               (i + 4 == text.size() || !is_digit(text[i + 4]))) {
      // 1 234 567: of three digits each.
    } else if (c == '-' || c == '+') {
      if (c == '-' && written.negative) return std::nullopt;
      written.negative = written.negative || c == '-';
      ended = ended || in_number;
    } else if (c == ',' && in_number && i + 1 < text.size() && text[i + 1] == '-') {
      // 12,-: no cents.
      ended = true;
      ++i;
    } else {
      ended = ended || in_number;
      if (c != ' ') written.word += c;
    }
  }
  if (written.number.empty()) return std::nullopt;
  return written;
}

enum class Marks {
  none,
  point,
  comma,
  both_point,
  both_comma,
  groups_point,
  groups_comma,
  either_point,
  either_comma,
  wrong
};

bool are_groups(std::string_view number, char mark) {
  const auto groups = split(number, mark);
  if (groups.front().empty() || groups.front().size() > 3 || groups.back().size() != 3)
    return false;
  return std::ranges::all_of(groups.begin() + 1, groups.end() - 1, [](std::string_view one) {
    return one.size() == 2 || one.size() == 3;
  });
}

/// What a number's marks can only mean, or that they may mean two things.
Marks marks_of(std::string_view number) {
  const auto points = std::ranges::count(number, '.'), commas = std::ranges::count(number, ',');
  if (points == 0 && commas == 0) return Marks::none;
  const char last = number[number.find_last_of(".,")];
  const auto at = number.rfind(last);
  if (points > 0 && commas > 0) {
    if (std::ranges::count(number, last) != 1 ||
        !are_groups(number.substr(0, at), last == '.' ? ',' : '.'))
      return Marks::wrong;
    return last == '.' ? Marks::both_point : Marks::both_comma;
  }
  if (points + commas > 1) {
    if (!are_groups(number, last)) return Marks::wrong;
    return last == '.' ? Marks::groups_point : Marks::groups_comma;
  }
  const std::string_view before = number.substr(0, at);
  if (number.size() - at - 1 != 3 || before.empty() || before == "0" || before.size() > 3)
    return last == '.' ? Marks::point : Marks::comma;
  return last == '.' ? Marks::either_point : Marks::either_comma;
}

/// With a point before the decimals and no other mark.
std::string plain(std::string_view number, char decimal) {
  std::string text;
  for (const char c : number) {
    if (is_digit(c)) text += c;
    if (c == decimal) text += '.';
  }
  return text.starts_with('.') ? "0" + text : text;
}

std::string shown(std::string_view cell) {
  const std::string text = clean_line(cell);
  return "\"" + (text.size() > 60 ? "…" : text) + "\"";
}

bool is_dollar(std::string_view code) {
  return code.size() == 3 && code[2] == 'D' && code != "AED" && code != "IQD" && code != "KWD" &&
         code != "BHD" && code != "JOD" && code != "LYD" && code != "DZD" && code != "MKD" &&
         code != "TND" && code != "RSD";
}

/// The sign alone tells how it is written there.
bool is_point_sign(std::string_view word) {
  return word == "$" || word == "£" || word == "₹" || word == "¥" || word == "rs" || word == "rs.";
}

}  // namespace

std::string currency_code(std::string_view text, std::string_view of_the_book) {
  std::string word = folded(clean_line(text));
  std::erase(word, ' ');
  std::string code = word;
  std::ranges::transform(code, code.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  });
  if (currency_decimals(code)) return code;
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 30> known{{
      {"€", "EUR"},   {"euro", "EUR"}, {"euros", "EUR"}, {"£", "GBP"},        {"₹", "INR"},
      {"rs", "INR"},  {"rs.", "INR"},  {"us$", "USD"},   {"usdollar", "USD"}, {"a$", "AUD"},
      {"c$", "CAD"},  {"ca$", "CAD"},  {"nz$", "NZD"},   {"s$", "SGD"},       {"hk$", "HKD"},
      {"r$", "BRL"},  {"zl", "PLN"},   {"kc", "CZK"},    {"ft", "HUF"},       {"lei", "RON"},
      {"₽", "RUB"}, {"₺", "TRY"},    {"₩", "KRW"},     {"₪", "ILS"},        {"฿", "THB"},
      {"₫", "VND"},   {"₴", "UAH"},    {"fr.", "CHF"},   {"sfr.", "CHF"},     {"rp", "IDR"},
  }};
  for (const auto& [sign, its_code] : known)
    if (word == sign) return std::string(its_code);
  const std::string book(of_the_book);
  if (word == "$")
    return is_dollar(book) || book == "MXN" || book == "ARS" || book == "CLP" || book == "COP"
               ? book
               : "USD";
  if (word == "¥" || word == "元" || word == "円")
    return word == "元" || book == "CNY" ? "CNY" : "JPY";
  if (word == "kr" || word == "kr.")
    return book == "NOK" || book == "DKK" || book == "ISK" ? book : "SEK";
  return {};
}

void AmountColumn::look(std::string_view cell) {
  const auto written = taken_apart(cell);
  if (!written) return;
  const auto keep = [&](std::string& where) {
    if (where.empty()) where = clean_line(cell);
  };
  switch (marks_of(written->number)) {
    case Marks::point:
    case Marks::both_point:
    case Marks::groups_comma: keep(point_); break;
    case Marks::comma:
    case Marks::both_comma:
    case Marks::groups_point: keep(comma_); break;
    case Marks::either_point:
    case Marks::either_comma: keep(is_point_sign(written->word) ? point_ : either_); break;
    default: break;
  }
}

AmountColumn::Decimals AmountColumn::known() const {
  if (told_ != Decimals::unknown) return told_;
  if (point_.empty() == comma_.empty()) return Decimals::unknown;
  return comma_.empty() ? Decimals::point : Decimals::comma;
}

std::string AmountColumn::remark() const {
  if (point_.empty() && comma_.empty() && either_.empty()) return {};
  const auto before = [](Decimals which) {
    return std::string(which == Decimals::comma ? "with a comma" : "with a point") +
           " before the decimals";
  };
  if (told_ != Decimals::unknown) return before(told_) + ", as the mapping says";
  if (const Decimals found = known(); found != Decimals::unknown)
    return before(found) + ", as " + (found == Decimals::comma ? comma_ : point_) + " shows";
  if (!point_.empty())
    return "with both signs before the decimals (" + point_ + ", " + comma_ + ")";
  if (assumed_ != Decimals::unknown)
    return before(assumed_) + ", as elsewhere in the table (no cell shows it: " + either_ + ")";
  return "without knowing which sign is before the decimals (" + either_ + ")";
}

Result<std::optional<std::string>> AmountColumn::number(std::string_view cell) const {
  if (says_nothing(cell)) return std::nullopt;
  const auto written = taken_apart(cell);
  if (!written || (!written->word.empty() && written->word != "%"))
    return error(Error::invalid(shown(cell) + " is no number"));
  Decimals decimals = known() == Decimals::unknown ? assumed_ : known();
  switch (marks_of(written->number)) {
    case Marks::wrong: return error(Error::invalid(shown(cell) + " is no number"));
    case Marks::comma:
    case Marks::both_comma:
    case Marks::groups_point: decimals = Decimals::comma; break;
    case Marks::point:
    case Marks::both_point:
    case Marks::groups_comma: decimals = Decimals::point; break;
    default: break;
  }
  if (decimals == Decimals::unknown && marks_of(written->number) != Marks::none) {
    if (told_ == Decimals::unknown)
      return error(Error::invalid(
          shown(cell) + " is " + plain(written->number, 0) + " or " +
              plain(written->number, written->number.find('.') == std::string::npos ? ',' : '.') +
              ": no other cell tells",
          "say which: --map \"COLUMN=FIELD.point\" or FIELD.comma, by the sign before the "
          "decimals"));
  }
  return (written->negative ? "-" : "") +
         plain(written->number, decimals == Decimals::comma ? ',' : '.');
}

Result<std::optional<Money>> AmountColumn::read(std::string_view cell, std::string_view currency,
                                                const Settings& settings) const {
  if (says_nothing(cell)) return std::nullopt;
  const auto written = taken_apart(cell);
  if (!written) return error(Error::invalid(shown(cell) + " is no amount"));
  std::string code = settings.currency;
  const std::string_view said = written->word.empty() ? currency : std::string_view(written->word);
  if (!says_nothing(said)) {
    code = currency_code(said, settings.currency);
    if (code.empty()) {
      if (!written->word.empty()) return error(Error::invalid(shown(cell) + " is no amount"));
      return error(Error::invalid("there is no currency " + shown(said),
                                  "a currency is a code of ISO 4217, like EUR or INR"));
    }
  }
  std::string text;
  if (is_point_sign(written->word) && known() == Decimals::unknown) {
    AmountColumn pointed(*this);
    pointed.told_ = Decimals::point;
    text = pointed.number((written->negative ? "-" : "") + written->number)
               .value_or(std::nullopt)
               .value_or("");
  } else {
    auto number = this->number((written->negative ? "-" : "") + written->number);
    if (!number) {
      Error refused = number.error();
      if (refused.message().ends_with("is no number"))
        refused = Error::invalid(shown(cell) + " is no amount");
      return error(std::move(refused));
    }
    text = number->value_or("");
  }
  // 12000.0000: zeros that the currency does not have.
  const auto decimals = static_cast<std::size_t>(currency_decimals(code).value_or(2));
  if (const auto point = text.find('.'); point != text.npos)
    while (text.ends_with('0') && text.size() - point - 1 > decimals) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  auto money = Money::parse(text + " " + code, code);
  if (!money)
    return error(Error::invalid(shown(cell) + " is no amount: " + money.error().message()));
  return *money;
}

}  // namespace crm

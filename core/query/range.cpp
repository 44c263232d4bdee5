#include "core/query/range.hpp"

#include <algorithm>

#include "core/domain/text.hpp"
#include "core/domain/when.hpp"

namespace crm {
namespace {

bool is_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// `2026`, `2026-03`; nothing for anything else, or where there is no such month.
std::optional<std::pair<Day, Day>> year_or_month(std::string_view text) {
  const auto number = [](std::string_view digits) { return std::stoi(std::string(digits)); };
  if (text.size() < 4 || !is_digits(text.substr(0, 4))) return std::nullopt;
  const int year = number(text.substr(0, 4));
  if (text.size() == 4) {
    const auto first = Day::of(year, 1, 1), last = Day::of(year, 12, 31);
    if (first && last) return std::pair(*first, *last);
  }
  if (text.size() == 7 && text[4] == '-' && is_digits(text.substr(5)))
    if (const auto first = Day::of(year, static_cast<unsigned>(number(text.substr(5))), 1))
      return std::pair(*first, first->last_of_month());
  return std::nullopt;
}

/// `5000`, `5000USD`, `usd 5000`, as Money::parse reads it.
std::string spaced_amount(std::string_view text) {
  std::string spaced;
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  for (const char c : text) {
    if (!spaced.empty() && spaced.back() != ' ' && c != ' ' &&
        is_letter(c) != is_letter(spaced.back()))
      spaced += ' ';
    spaced += is_letter(c) && c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return spaced;
}

bool is_currency(std::string_view text) {
  return currency_decimals(spaced_amount(text)).has_value();
}

bool names_currency(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

/// A yearly date as one number; parts that are not known are 0.
std::int64_t yearly_number(const PartialDay& date) {
  return std::int64_t{date.year.value_or(0)} * 10'000 + date.month.value_or(0) * 100 +
         date.day.value_or(0);
}

}  // namespace

bool is_ordered(Shape shape) {
  return shape == Shape::day || shape == Shape::moment || shape == Shape::partial_day ||
         shape == Shape::money || shape == Shape::number || shape == Shape::decimal;
}

Result<Range::End> Range::end(std::string_view text, Shape shape, const Asker& asker,
                              std::string_view currency) {
  if (shape == Shape::money) {
    const auto money = Money::parse(spaced_amount(text), currency);
    if (!money) return error(money.error());
    return End{money->minor, money->minor, money->currency};
  }
  if (shape == Shape::number || shape == Shape::decimal) {
    const auto number = Decimal::parse(text);
    if (!number) return error(number.error());
    return End{number->millionths, number->millionths};
  }
  if (shape == Shape::partial_day) {
    if (const auto date = PartialDay::parse(text)) {
      const std::int64_t number = yearly_number(*date);
      if (!date->year) return End{number, number, "", Part::month_and_day};
      if (!date->month) return End{*date->year, *date->year, "", Part::year};
      return End{number, date->day ? number : number + 99};
    }
    const auto day = what_day(text, asker.now, date_order(asker.settings.country));
    if (!day) return error(day.error());
    const std::int64_t number = day->month() * 100 + day->day();
    return End{number, number, "", Part::month_and_day};
  }
  if (const auto days = year_or_month(text))
    return End{days->first.number(), days->second.number()};
  const auto day = what_day(text, asker.now, date_order(asker.settings.country));
  if (!day) return error(day.error());
  return End{day->number(), day->number()};
}

Result<Range> Range::parse(std::string_view text, Term::Sign sign, Shape shape,
                           const Asker& asker) {
  Range range;
  range.yearly_ = shape == Shape::partial_day;
  if (shape == Shape::money) range.kind_ = Value::Kind::money;
  if (shape == Shape::number || shape == Shape::decimal) range.kind_ = Value::Kind::number;
  const bool compares =
      sign != Term::Sign::is && sign != Term::Sign::equals && sign != Term::Sign::differs;
  const auto dots = compares ? text.npos : text.find("..");
  std::string_view left = trimmed(text.substr(0, dots));
  std::string_view right = dots == text.npos ? left : trimmed(text.substr(dots + 2));
  // 5000..USD, or USD alone: any amount in it.
  std::string currency = asker.settings.currency;
  bool any_amount = false;
  if (shape == Shape::money)
    for (std::string_view* const side : {&left, &right}) {
      if (!is_currency(*side)) continue;
      currency = spaced_amount(*side);
      *side = {};
      any_amount = !compares;
    }
  if (left.empty() && right.empty() && !any_amount)
    return error(Error::asked_wrongly("a range wants a beginning or an end",
                                      "A..B, A.. or ..B, both ends included"));
  // One end may name the currency for both: 5000..9000USD.
  for (const std::string_view side : {right, left})
    if (shape == Shape::money && names_currency(side))
      if (const auto money = Money::parse(spaced_amount(side), currency))
        currency = money->currency;
  End from, to;
  for (auto [side, into] : {std::pair(left, &from), std::pair(right, &to)}) {
    if (side.empty()) continue;
    auto parsed = end(side, shape, asker, currency);
    if (!parsed) return error(parsed.error());
    *into = *std::move(parsed);
  }
  if (!left.empty() && !right.empty() && from.part != to.part)
    return error(
        Error::asked_wrongly("the two ends are of different kinds", "1980..1989, or 11-20..12-05"));
  if (!left.empty() && !right.empty() && from.currency != to.currency)
    return error(Error::asked_wrongly(
        "an amount is compared within one currency, not " + from.currency + " with " + to.currency,
        "ask twice: [amount:5000USD.. or amount:5000EUR..]"));
  range.part_ = left.empty() ? to.part : from.part;
  range.currency_ = shape == Shape::money ? currency : "";
  if (!left.empty()) range.from_ = from.first;
  if (!right.empty()) range.to_ = to.last;
  switch (sign) {
    case Term::Sign::more:
      range.from_ = to.last + 1;
      range.to_.reset();
      break;
    case Term::Sign::at_least: range.to_.reset(); break;
    case Term::Sign::less:
      range.to_ = from.first - 1;
      range.from_.reset();
      break;
    case Term::Sign::at_most: range.from_.reset(); break;
    default: break;
  }
  if (range.from_ && range.to_ && *range.from_ > *range.to_ && range.part_ != Part::month_and_day)
    return error(Error::asked_wrongly("the range ends before it begins",
                                      "the earlier or smaller end comes first"));
  return range;
}

bool Range::holds(const Value& value) const {
  std::int64_t number = value.number;
  if (yearly_) {
    const auto date = PartialDay::parse(value.text);
    if (!date) return false;
    if (part_ != Part::month_and_day && !date->year) return false;
    if (part_ == Part::month_and_day && (!date->month || !date->day)) return false;
    number = part_ == Part::year            ? *date->year
             : part_ == Part::month_and_day ? yearly_number(*date) % 10'000
                                            : yearly_number(*date);
    // From November to February.
    if (part_ == Part::month_and_day && from_ && to_ && *from_ > *to_)
      return number >= *from_ || number <= *to_;
  } else {
    if (value.kind != kind_) return false;
    if (kind_ == Value::Kind::money && value.currency != currency_) return false;
  }
  return (!from_ || number >= *from_) && (!to_ || number <= *to_);
}

}  // namespace crm

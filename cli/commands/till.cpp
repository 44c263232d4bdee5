#include "cli/commands/till.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/commands/new_entries.hpp"
#include "core/domain/text.hpp"

namespace crm {

namespace {

Moment at(Day day) {
  Moment moment;
  moment.day = day;
  return moment;
}

/// `EUR`, and what somebody types for it: `eur`, `EURO`.
bool is_like_currency(const std::string& word) {
  std::string code = word.substr(0, 3);
  std::transform(code.begin(), code.end(), code.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return word.size() <= 5 && currency_decimals(code).has_value();
}

}  // namespace

Money typed_amount(const std::string& words, const Desk& desk) {
  const auto money = Money::parse(words, desk.settings().currency);
  if (!money)
    throw Failure(
        Error::asked_wrongly(money.error().message(), money.error().problems.front().hint));
  return *money;
}

std::optional<Decimal> typed_quantity(const std::string& words) {
  if (words.empty()) return std::nullopt;
  const auto quantity = Decimal::parse(words);
  if (!quantity)
    throw Failure(Error::asked_wrongly("--quantity: " + quantity.error().message(),
                                       quantity.error().problems.front().hint));
  if (quantity->millionths <= 0)
    throw Failure(Error::asked_wrongly("--quantity should be above zero"));
  return *quantity;
}

std::string take_amount(std::vector<std::string>& words) {
  if (words.empty()) return {};
  std::string amount = words.back();
  words.pop_back();
  const auto has_digit = [](const std::string& word) {
    return std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  if (words.empty()) return amount;
  const bool code_after = is_like_currency(amount) && has_digit(words.back());
  const bool code_before = currency_decimals(words.back()).has_value() && has_digit(amount) &&
                           !currency_decimals(amount.substr(amount.rfind(' ') + 1));
  if (code_after || code_before) {
    amount = words.back() + " " + amount;
    words.pop_back();
  }
  return amount;
}

Day past_day(const std::string& words, const Desk& desk) {
  if (words.empty()) return desk.today();
  const Day day = desk.what_day(words);
  if (day > desk.today() && !desk.world().manners.anyway)
    throw Failure(Error::asked_wrongly(full_day(day, desk) + " is still to come",
                                       "name a day that was, or insist with --anyway"));
  return day;
}

std::string full_day(Day day, const Desk& desk) {
  return day_words(at(day), desk.today());
}

std::string on_words(Day day, const Desk& desk) {
  return day == desk.today() ? "" : ", " + near_day_words(at(day), desk.today());
}

std::string item_words(const Purchase& purchase) {
  return purchase.item + (purchase.quantity ? " (" + purchase.quantity->text() + ")" : "");
}

std::string in_points(std::int64_t points) {
  return fmt::format("{} point{}", points, points == 1 ? "" : "s");
}

std::string open_words(const Owed& owed, const Desk& desk) {
  if (owed.amount.minor == 0) return "nothing is open";
  if (owed.amount.minor < 0)
    return amount_words({-owed.amount.minor, owed.amount.currency}, desk) + " too much";
  const Day since = *owed.since();
  std::string day = fmt::format("{} {}", since.day(), month_name(since.month()));
  if (since.year() != desk.today().year()) day += fmt::format(" {}", since.year());
  return amount_words(owed.amount, desk) + " still open since " + day;
}

std::string still_open(const std::string& currency, const Customer& customer, const Desk& desk) {
  if (!desk.settings().terms()) return {};
  return "; " + open_words(owed_in(currency, customer, desk.settings(), desk.today()), desk);
}

Deed add_payment(Payment payment, Customer& customer, const Desk& desk) {
  payment.id = NewEntries(desk, customer).new_id();
  payment.by = desk.me();
  customer.payments.push_back(payment);
  const Money& amount = payment.amount;
  const std::string sentence =
      amount.minor < 0 ? "was paid back " + amount_words({-amount.minor, amount.currency}, desk)
                       : "paid " + amount_words(amount, desk);
  return {sentence, payment.id};
}

std::string typed_note(const Desk& desk) {
  return composed(trimmed(desk.world().manners.message));
}

}  // namespace crm

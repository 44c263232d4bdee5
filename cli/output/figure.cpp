#include "cli/output/figure.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "cli/output/json.hpp"

namespace crm {
namespace {

template <class... Ts>
struct Each : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
Each(Ts...) -> Each<Ts...>;

/// Tenths with one decimal, which is left out where it is 0: `12.5`, `12`.
std::string tenths(std::int64_t number) {
  const std::int64_t size = number < 0 ? -number : number;
  // Rankings have thousands of these, so it is put together by hand.
  std::string text = (number < 0 ? "-" : "") + std::to_string(size / 10);
  if (size % 10 != 0) {
    text += '.';
    text += static_cast<char>('0' + size % 10);
  }
  return text;
}

std::string too_few(const TooFew& one) {
  return fmt::format("insufficient history ({} of {})", one.have, one.need);
}

/// Whole percents from 10 on, else with a decimal.
std::string percent(std::int64_t mille) {
  const std::int64_t size = mille < 0 ? -mille : mille;
  if (size < 100) return tenths(mille) + " %";
  return fmt::format("{}{} %", mille < 0 ? "-" : "", (size + 5) / 10);
}

/// Tenths of an hour.
std::int64_t hours(const Elapsed& time) {
  return (time.minutes * 10 + 30) / 60;
}

/// In minutes below an hour, in hours below a day, else in days: `45 min`, `4.5 h`, `3.2 d`.
std::string time_words(const Elapsed& time) {
  constexpr std::int64_t hour = 60, day = 24 * hour;
  if (time.minutes < hour) return fmt::format("{} min", time.minutes);
  if (time.minutes < day) return tenths(hours(time)) + " h";
  return tenths((time.minutes * 10 + day / 2) / day) + " d";
}

std::string day_words(Day day) {
  return fmt::format("{} {} {}", day.day(), month_name(day.month()), day.year());
}

}  // namespace

std::string plain_figure(const Figure& figure) {
  return std::visit(Each{[](std::monostate) { return std::string(); },
                         [](const std::string& text) { return text; },
                         [](std::int64_t count) { return std::to_string(count); },
                         [](const Money& money) { return money.text(); },
                         [](const Share& share) {
                           const auto mille = per_mille(share);
                           return mille ? tenths(*mille) : std::string();
                         },
                         [](const Length& length) { return tenths(length.tenths); },
                         [](const Day& day) { return day.text(); },
                         [](const TooFew& one) { return too_few(one); },
                         [](const Elapsed& time) { return tenths(hours(time)); },
                         [](const Average& mean) { return tenths(mean.tenths); }},
                    figure);
}

std::string shown_figure(const Figure& figure, Grouping grouping) {
  return std::visit(
      Each{[](const auto& other) { return plain_figure(other); },
           [&](const Money& money) { return money.grouped(grouping) + " " + money.currency; },
           [](const Share& share) {
             const auto mille = per_mille(share);
             // Of counts it is said what they are; amounts stand beside it.
             constexpr std::int64_t countable = 100'000;
             if (!mille) return std::string();
             if (share.of_amounts || share.whole < 0 || share.whole >= countable || share.part < 0)
               return percent(*mille);
             return fmt::format("{} ({} of {})", percent(*mille), share.part, share.whole);
           },
           [](const Length& length) { return tenths(length.tenths) + " d"; },
           [](const Elapsed& time) { return time_words(time); },
           [](const Day& day) { return day_words(day); }},
      figure);
}

std::string json_figure(const Figure& figure) {
  return std::visit(
      Each{[](std::monostate) { return std::string("null"); },
           [](const std::string& text) { return json_text(text); },
           [](std::int64_t count) { return std::to_string(count); },
           [](const Money& money) { return json_text(money.text()); },
           [](const Share& share) {
             const auto mille = per_mille(share);
             return json_object({{"part", std::to_string(share.part)},
                                 {"whole", std::to_string(share.whole)},
                                 {"percent", mille ? tenths(*mille) : std::string("null")}});
           },
           [](const Length& length) { return tenths(length.tenths); },
           [](const Day& day) { return json_text(day.text()); },
           [](const TooFew& one) {
             return json_object({{"insufficient_history", "true"},
                                 {"have", std::to_string(one.have)},
                                 {"need", std::to_string(one.need)}});
           },
           [](const Elapsed& time) { return tenths(hours(time)); },
           [](const Average& mean) { return tenths(mean.tenths); }},
      figure);
}

bool is_number(const Figure& figure) {
  return !std::holds_alternative<std::monostate>(figure) &&
         !std::holds_alternative<std::string>(figure) && !std::holds_alternative<Day>(figure) &&
         !std::holds_alternative<TooFew>(figure);
}

std::optional<std::int64_t> length_of(const Figure& figure) {
  return std::visit(Each{[](const auto&) { return std::optional<std::int64_t>(); },
                         [](std::int64_t count) { return std::optional(count); },
                         [](const Money& money) { return std::optional(money.minor); },
                         [](const Share& share) { return per_mille(share); },
                         [](const Length& length) { return std::optional(length.tenths); },
                         [](const Elapsed& time) { return std::optional(time.minutes); },
                         [](const Average& mean) { return std::optional(mean.tenths); }},
                    figure);
}

std::string bar(std::int64_t value, std::int64_t most, int cells) {
  static const std::array<const char*, 8> eighths{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  if (value <= 0 || most <= 0) return {};
  const double exact = static_cast<double>(value) / static_cast<double>(most) * cells * 8;
  const auto length = std::max<std::int64_t>(1, std::llround(exact));
  std::string bar;
  for (std::int64_t i = 0; i < length / 8; ++i) bar += "█";
  return bar + eighths[static_cast<std::size_t>(length % 8)];
}

std::string span_words(const Span& span) {
  if (!span.from && !span.to) return {};
  if (!span.from) return "until " + day_words(*span.to);
  if (!span.to) return "from " + day_words(*span.from);
  if (*span.from == *span.to) return day_words(*span.from);
  if (*span.from == span.from->first_of_month() && *span.to == span.from->last_of_month())
    return fmt::format("{} {}", month_full_name(span.from->month()), span.from->year());
  return day_words(*span.from) + " – " + day_words(*span.to);
}

}  // namespace crm

#include "core/domain/day.hpp"

#include <date/date.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

#include "core/domain/text.hpp"

namespace crm {
namespace {

constexpr std::int64_t first_number = -719162;  // 0001-01-01
constexpr std::int64_t last_number = 2932896;   // 9999-12-31
constexpr std::int64_t most_months = 120000;
constexpr std::int64_t most_days = last_number - first_number + 1;

constexpr std::string_view day_hint = "a day is written 2026-12-31";
constexpr std::string_view partial_hint = "write 1980-02-29, 02-29, 1980-02 or 1980";
constexpr std::string_view moment_hint =
    "write 2026-11-21, 2026-11-21T10:15 or 2026-11-21T10:15+01:00";
constexpr std::string_view period_hint = "a duration is written 30d, 2w, 3m or 1y";

constexpr std::array<std::string_view, 7> weekdays = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                      "Friday", "Saturday", "Sunday"};
constexpr std::array<std::string_view, 12> months_of_year = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

date::year_month_day calendar(Day day) {
  return date::year_month_day(date::sys_days(date::days(day.number())));
}

unsigned days_in(int year, unsigned month) {
  return unsigned(
      date::year_month_day_last(date::year(year), date::month_day_last(date::month(month))).day());
}

Error not_a(std::string_view what, std::string_view text, std::string_view reason,
            std::string_view hint) {
  std::string message = fmt::format("\"{}\" is not a {}", text, what);
  if (!reason.empty()) message += fmt::format(": {}", reason);
  return Error::invalid(std::move(message), std::string(hint));
}

/// With zeros before it. (A record has dozens of days, and each is written for each comparison:
/// fmt's general way was a tenth of a `crm log`.)
std::string padded(int number, std::size_t digits) {
  std::string text(digits, '0');
  for (std::size_t i = digits; i-- > 0; number /= 10)
    text[i] = static_cast<char>('0' + number % 10);
  return text;
}

std::string hours_and_minutes(int minutes) {
  return padded(minutes / 60, 2) + ':' + padded(minutes % 60, 2);
}

/// Takes what it knows off the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view rest) : rest_(rest) {}

  bool at_end() const { return rest_.empty(); }

  bool take(char wanted) {
    if (rest_.empty() || rest_.front() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }

  /// Exactly that many digits, or nothing is taken.
  template <std::size_t count>
  std::optional<int> take_digits() {
    if (rest_.size() < count) return std::nullopt;
    unsigned number = 0;
    bool are_digits = true;
    for (std::size_t i = 0; i < count; ++i) {
      const unsigned digit = static_cast<unsigned char>(rest_[i]) - unsigned{'0'};
      are_digits = are_digits && digit < 10;
      number = number * 10 + digit;
    }
    if (!are_digits) return std::nullopt;
    rest_.remove_prefix(count);
    return static_cast<int>(number);
  }

 private:
  std::string_view rest_;
};

struct WrittenDay {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
};

/// YYYY-MM-DD by its look alone.
std::optional<WrittenDay> take_day(Scanner& scanner) {
  const auto year = scanner.take_digits<4>();
  if (!year || !scanner.take('-')) return std::nullopt;
  const auto month = scanner.take_digits<2>();
  if (!month || !scanner.take('-')) return std::nullopt;
  const auto day = scanner.take_digits<2>();
  if (!day) return std::nullopt;
  return WrittenDay{*year, unsigned(*month), unsigned(*day)};
}

/// Of the same day: a moment without offset counts as if its clock were UTC.
std::int32_t utc_second(const Moment& moment) {
  return *moment.second - moment.offset.value_or(0) * 60;
}

std::string_view unit_name(Period::Unit unit) {
  switch (unit) {
    case Period::Unit::days: return "day";
    case Period::Unit::weeks: return "week";
    case Period::Unit::months: return "month";
    case Period::Unit::years: return "year";
  }
  return "";
}

}  // namespace

// --- Day ---

std::optional<Day> Day::of(int year, unsigned month, unsigned day) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return std::nullopt;
  if (day > days_in(year, month)) return std::nullopt;
  const date::sys_days days = date::year(year) / date::month(month) / date::day(day);
  return Day(days.time_since_epoch().count());
}

Day Day::since_epoch(std::int64_t days) {
  return Day(static_cast<std::int32_t>(std::clamp(days, first_number, last_number)));
}

Result<Day> Day::parse(std::string_view text) {
  Scanner scanner(text);
  const auto written = take_day(scanner);
  if (!written || !scanner.at_end()) return error(not_a("day", text, "", day_hint));
  const auto day = Day::of(written->year, written->month, written->day);
  if (!day) {
    const std::string reason = why_no_day(written->year, written->month, written->day);
    return error(not_a("day", text, reason, day_hint));
  }
  return *day;
}

int Day::year() const {
  return int(calendar(*this).year());
}

unsigned Day::month() const {
  return unsigned(calendar(*this).month());
}

unsigned Day::day() const {
  return unsigned(calendar(*this).day());
}

unsigned Day::weekday() const {
  return date::weekday(date::sys_days(date::days(number_))).iso_encoding();
}

Day Day::plus_days(std::int64_t days) const {
  return since_epoch(number_ + std::clamp(days, -most_days, most_days));
}

Day Day::plus_months(std::int64_t months) const {
  const std::int64_t index =
      year() * 12 + int(month()) - 1 + std::clamp(months, -most_months, most_months);
  if (index < 12) return since_epoch(first_number);
  if (index >= most_months) return since_epoch(last_number);
  const int new_year = int(index / 12);
  const unsigned new_month = unsigned(index % 12) + 1;
  return *Day::of(new_year, new_month, std::min(day(), days_in(new_year, new_month)));
}

Day Day::first_of_month() const {
  return plus_days(1 - int(day()));
}

Day Day::last_of_month() const {
  return *Day::of(year(), month(), days_in(year(), month()));
}

std::string Day::text() const {
  const auto date = calendar(*this);
  std::string text(10, '-');
  const auto put = [&](std::size_t begin, std::size_t end, unsigned number) {
    for (; end > begin; number /= 10) text[--end] = static_cast<char>('0' + number % 10);
  };
  put(0, 4, static_cast<unsigned>(int(date.year())));
  put(5, 7, unsigned(date.month()));
  put(8, 10, unsigned(date.day()));
  return text;
}

std::string_view weekday_name(Day day) {
  return weekday_full_name(day).substr(0, 3);
}

std::string_view weekday_full_name(Day day) {
  return weekdays.at(day.weekday() - 1);
}

std::string_view month_name(unsigned month) {
  return month_full_name(month).substr(0, 3);
}

std::string_view month_full_name(unsigned month) {
  return months_of_year.at(month - 1);
}

std::string why_no_day(std::optional<int> year, unsigned month, unsigned day) {
  if (year && (*year < 1 || *year > 9999)) return "years go from 0001 to 9999";
  if (month < 1 || month > 12) return fmt::format("there is no month {:02}", month);
  if (day < 1) return "days count from 1";
  if (year) {
    return fmt::format("{} {} has {} days", month_full_name(month), *year, days_in(*year, month));
  }
  return fmt::format("{} has at most {} days", month_full_name(month), days_in(2000, month));
}

// --- PartialDay ---

Result<PartialDay> PartialDay::parse(std::string_view text) {
  const auto refused = [&](std::string_view reason) {
    return error(not_a("date", text, reason, partial_hint));
  };
  PartialDay date;
  Scanner scanner(text);
  const auto year = scanner.take_digits<4>();
  if (year) date.year = *year;
  if (!year || !scanner.at_end()) {
    if (year && !scanner.take('-')) return refused("");
    const auto month = scanner.take_digits<2>();
    if (!month) return refused("");
    date.month = unsigned(*month);
    if (!year || !scanner.at_end()) {
      if (!scanner.take('-')) return refused("");
      const auto day = scanner.take_digits<2>();
      if (!day || !scanner.at_end()) return refused("");
      date.day = unsigned(*day);
    }
  }
  // Any unknown part is filled with one that every month and a leap year has.
  if (!Day::of(date.year.value_or(2000), date.month.value_or(1), date.day.value_or(1))) {
    return refused(why_no_day(date.year, date.month.value_or(1), date.day.value_or(1)));
  }
  return date;
}

std::string PartialDay::text() const {
  std::string text;
  if (year) text = fmt::format("{:04}", *year);
  if (month) text += fmt::format("{}{:02}", text.empty() ? "" : "-", *month);
  if (day) text += fmt::format("-{:02}", *day);
  return text;
}

std::optional<Day> in_year(const PartialDay& date, int year, LeapDay rule) {
  if (!date.month || !date.day) return std::nullopt;
  const auto day = Day::of(year, *date.month, *date.day);
  if (day || *date.month != 2 || *date.day != 29) return day;
  return rule == LeapDay::on_28_february ? Day::of(year, 2, 28) : Day::of(year, 3, 1);
}

// --- Moment ---

Result<Moment> Moment::parse(std::string_view text) {
  const auto refused = [&](std::string_view reason) {
    return error(not_a("day or time", text, reason, moment_hint));
  };
  Scanner scanner(text);
  const auto written = take_day(scanner);
  if (!written) return refused("");
  const auto day = Day::of(written->year, written->month, written->day);
  if (!day) return refused(why_no_day(written->year, written->month, written->day));
  Moment moment{*day, {}, {}, false};
  if (scanner.at_end()) return moment;

  if (!scanner.take('T') && !scanner.take(' ')) return refused("");
  const auto hour = scanner.take_digits<2>();
  if (!hour || !scanner.take(':')) return refused("");
  const auto minute = scanner.take_digits<2>();
  if (!minute) return refused("");
  int second = 0;
  if (scanner.take(':')) {
    const auto digits = scanner.take_digits<2>();
    if (!digits) return refused("");
    second = *digits;
    moment.with_seconds = true;
  }
  if (*hour > 23 || *minute > 59 || second > 59) {
    return refused("the time of day goes from 00:00 to 23:59:59");
  }
  moment.second = *hour * 3600 + *minute * 60 + second;
  if (scanner.at_end()) return moment;

  if (scanner.take('Z')) {
    moment.offset = 0;
  } else {
    const bool west = scanner.take('-');
    if (!west && !scanner.take('+')) return refused("");
    const auto hours = scanner.take_digits<2>();
    if (!hours || !scanner.take(':')) return refused("");
    const auto minutes = scanner.take_digits<2>();
    if (!minutes) return refused("");
    if (*hours > 23 || *minutes > 59) return refused("an offset goes up to 23:59");
    moment.offset = (west ? -1 : 1) * (*hours * 60 + *minutes);
  }
  if (!scanner.at_end()) return refused("");
  return moment;
}

std::string Moment::clock() const {
  if (!second) return "";
  return hours_and_minutes(*second / 60);
}

std::string Moment::text() const {
  std::string text = day.text();
  if (!second) return text;
  text += 'T';
  text += clock();
  if (with_seconds) (text += ':') += padded(*second % 60, 2);
  if (offset) (text += *offset < 0 ? '-' : '+') += hours_and_minutes(std::abs(*offset));
  return text;
}

std::weak_ordering in_time(const Moment& a, const Moment& b) {
  if (a.day != b.day) return a.day <=> b.day;
  if (!a.second || !b.second) return a.second.has_value() <=> b.second.has_value();
  return utc_second(a) <=> utc_second(b);
}

// --- Period ---

Result<Period> Period::parse(std::string_view text) {
  if (text.size() < 2) return error(not_a("duration", text, "", period_hint));
  Period period;
  std::int64_t days_each = 0;
  switch (text.back()) {
    case 'd': period.unit = Unit::days, days_each = 1; break;
    case 'w': period.unit = Unit::weeks, days_each = 7; break;
    case 'm': period.unit = Unit::months, days_each = 30; break;
    case 'y': period.unit = Unit::years, days_each = 365; break;
    default: return error(not_a("duration", text, "", period_hint));
  }
  const std::string_view digits = text.substr(0, text.size() - 1);
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) {
    return error(not_a("duration", text, "", period_hint));
  }
  if (digits.front() == '0') return error(not_a("duration", text, "it counts from 1", period_hint));
  // More than five digits are too many days anyway.
  int count = 0;
  std::from_chars(digits.data(), digits.data() + std::min<std::size_t>(digits.size(), 6), count);
  if (count * days_each > 36500) {
    return error(not_a("duration", text, "it is longer than 36500 days", period_hint));
  }
  period.count = count;
  return period;
}

Result<Period> Period::typed(std::string_view text) {
  const auto words = split(text, ' ');
  if (words.size() == 2)
    for (const std::string_view unit : {"day", "week", "month", "year"})
      if (words[1] == unit || words[1] == std::string(unit) + "s")
        return parse(std::string(words[0]) + unit.front());
  return parse(text);
}

std::string Period::text() const {
  return fmt::format("{}{}", count, unit_name(unit).front());
}

std::string Period::words() const {
  return fmt::format("{} {}{}", count, unit_name(unit), count == 1 ? "" : "s");
}

Day plus(Day day, const Period& period, std::int64_t times) {
  const std::int64_t count = period.count * std::clamp(times, -most_days, most_days);
  switch (period.unit) {
    case Period::Unit::days: return day.plus_days(count);
    case Period::Unit::weeks: return day.plus_days(count * 7);
    case Period::Unit::months: return day.plus_months(count);
    case Period::Unit::years: return day.plus_months(count * 12);
  }
  return day;
}

}  // namespace crm

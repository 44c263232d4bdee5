#include "core/domain/when.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "core/domain/country.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

constexpr std::string_view hint =
    "write today, fri, 2026-12-01, 12-01, 21 nov, in 2w, -3d, next month or eom; "
    "a time may follow: fri 10:30, tomorrow at 9am";

using Words = std::vector<std::string>;

/// What one way of reading made of the words: a day, or why there is none (and what to write in
/// its place), or neither when the words are of another kind.
struct Reading {
  std::optional<Day> day;
  std::string refusal;
  std::string advice = {};

  bool understood() const { return day || !refusal.empty(); }
};

struct TimeOfDay {
  std::int32_t second = 0;
  bool with_seconds = false;
};

Words words_of(std::string_view text) {
  const std::string small = lowered(text);
  Words words;
  for (const std::string_view word : split(small, ' ')) {
    if (!word.empty()) words.emplace_back(word);
  }
  return words;
}

bool is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}

bool is_letter(char letter) {
  return letter >= 'a' && letter <= 'z';
}

/// A text that is nothing but one to `most` digits.
std::optional<int> number(std::string_view text, std::size_t most) {
  if (text.empty() || text.size() > most) return std::nullopt;
  int value = 0;
  for (const char digit : text) {
    if (!is_digit(digit)) return std::nullopt;
    value = value * 10 + (digit - '0');
  }
  return value;
}

/// Whether the text has that shape, in which n stands for a digit.
bool looks_like(std::string_view text, std::string_view shape) {
  return std::equal(
      text.begin(), text.end(), shape.begin(), shape.end(),
      [](char letter, char wanted) { return wanted == 'n' ? is_digit(letter) : letter == wanted; });
}

/// `sep`, `sept` and `september` are September.
bool shortens(std::string_view word, std::string_view name) {
  return word.size() >= 3 && lowered(name).starts_with(word);
}

std::optional<unsigned> weekday_of(std::string_view word) {
  const Day monday = Day::since_epoch(4);
  for (unsigned weekday = 1; weekday <= 7; ++weekday) {
    if (shortens(word, weekday_full_name(monday.plus_days(weekday - 1)))) return weekday;
  }
  return std::nullopt;
}

std::optional<unsigned> month_of(std::string_view word) {
  for (unsigned month = 1; month <= 12; ++month) {
    if (shortens(word, month_full_name(month))) return month;
  }
  return std::nullopt;
}

Day next_weekday(Day today, unsigned weekday) {
  const unsigned ahead = (weekday + 7 - today.weekday()) % 7;
  return today.plus_days(ahead == 0 ? 7 : ahead);
}

Day last_weekday(Day today, unsigned weekday) {
  const int behind = int(today.weekday() + 7 - weekday) % 7;
  return today.plus_days(behind == 0 ? -7 : -behind);
}

Day plus_business_days(Day day, int count) {
  const int step = count < 0 ? -1 : 1;
  while (count != 0) {
    day = day.plus_days(step);
    if (day.weekday() <= 5) count -= step;
  }
  return day;
}

Reading that_day(std::optional<int> year, unsigned month, unsigned day, Day today) {
  if (year) {
    const auto found = Day::of(*year, month, day);
    return found ? Reading{found, {}} : Reading{{}, why_no_day(year, month, day)};
  }
  // Between two 29 February there are at most eight years.
  for (int ahead = 0; ahead <= 8; ++ahead) {
    const auto found = Day::of(today.year() + ahead, month, day);
    if (found && *found >= today) return {found, {}};
  }
  return {{}, why_no_day({}, month, day)};
}

// --- The ways of reading ---

/// today, eom, fri
Reading one_word(const Words& words, Day today) {
  if (words.size() != 1) return {};
  const std::string& word = words.front();
  const Day monday = today.plus_days(1 - int(today.weekday()));
  const Day quarter = today.plus_months(-int((today.month() - 1) % 3)).first_of_month();
  const std::array<std::pair<std::string_view, Day>, 11> days = {{
      {"today", today},
      {"tomorrow", today.plus_days(1)},
      {"yesterday", today.plus_days(-1)},
      {"sow", monday},
      {"eow", monday.plus_days(6)},
      {"som", today.first_of_month()},
      {"eom", today.last_of_month()},
      {"soq", quarter},
      {"eoq", quarter.plus_months(2).last_of_month()},
      {"soy", today.plus_months(1 - int(today.month())).first_of_month()},
      {"eoy", today.plus_months(12 - int(today.month())).last_of_month()},
  }};
  for (const auto& [name, day] : days) {
    if (word == name) return {day, {}};
  }
  if (const auto weekday = weekday_of(word)) return {next_weekday(today, *weekday), {}};
  return {};
}

/// 2026-12-01, 12-01
Reading in_digits(const Words& words, Day today) {
  if (words.size() != 1) return {};
  const std::string_view word = words.front();
  const auto part = [&](std::size_t from, std::size_t count) {
    return number(word.substr(from, count), count).value_or(0);
  };
  if (looks_like(word, "nnnn-nn-nn")) {
    return that_day(part(0, 4), unsigned(part(5, 2)), unsigned(part(8, 2)), today);
  }
  if (looks_like(word, "nn-nn")) {
    return that_day({}, unsigned(part(0, 2)), unsigned(part(3, 2)), today);
  }
  return {};
}

/// 30.11.2026, 30.11.
Reading with_dots(const Words& words, Day today) {
  if (words.size() != 1) return {};
  const auto parts = split(words.front(), '.');
  if (parts.size() != 3) return {};
  const auto day = number(parts[0], 2), month = number(parts[1], 2);
  if (!day || !month) return {};
  if (parts[2].empty()) return that_day({}, unsigned(*month), unsigned(*day), today);
  if (looks_like(parts[2], "nn")) return {{}, "the year wants its four digits"};
  if (!looks_like(parts[2], "nnnn")) return {};
  return that_day(number(parts[2], 4), unsigned(*month), unsigned(*day), today);
}

/// 30/11/2026, 11/30, as the country writes them; 2026/11/30.
Reading with_slashes(const Words& words, Day today, DateOrder order) {
  if (words.size() != 1) return {};
  const auto parts = split(words.front(), '/');
  if (parts.size() != 2 && parts.size() != 3) return {};
  if (looks_like(parts[0], "nnnn") && parts.size() == 3) {
    const auto month = number(parts[1], 2), day = number(parts[2], 2);
    if (!month || !day) return {};
    return that_day(number(parts[0], 4), unsigned(*month), unsigned(*day), today);
  }
  const auto first = number(parts[0], 2), second = number(parts[1], 2);
  if (!first || !second) return {};
  std::optional<int> year;
  if (parts.size() == 3) {
    if (looks_like(parts[2], "nn")) return {{}, "the year wants its four digits"};
    if (!looks_like(parts[2], "nnnn")) return {};
    year = number(parts[2], 4);
  }
  const auto by_day = [&] { return that_day(year, unsigned(*second), unsigned(*first), today); };
  const auto by_month = [&] { return that_day(year, unsigned(*first), unsigned(*second), today); };
  const Reading a = by_day(), b = by_month();
  if (order != DateOrder::unsure) {
    Reading meant = order == DateOrder::day_first ? a : b;
    const Reading& other = order == DateOrder::day_first ? b : a;
    if (!meant.day && other.day) meant.advice = "write " + other.day->text();
    return meant;
  }
  if (!b.day || a.day == b.day) return a;
  if (!a.day) return b;
  return {{},
          "some put the day first and some the month",
          "write " + a.day->text() + " or " + b.day->text()};
}

/// `21` of `21`, `21st` and `21.`
std::optional<int> day_of_month(std::string_view word) {
  for (const std::string_view ending : {"st", "nd", "rd", "th", "."})
    if (word.ends_with(ending)) word.remove_suffix(ending.size());
  return number(word, 2);
}

/// 21 nov, nov 21st, 21 nov 2027; also as crm writes a day: sat 21 nov
Reading with_month_name(const Words& all, Day today) {
  Words words = all;
  for (std::string& word : words)
    if (word.size() > 1 && word.ends_with(',')) word.pop_back();
  const auto weekday = words.size() > 2 ? weekday_of(words[0]) : std::nullopt;
  if (weekday) words.erase(words.begin());
  if (words.size() != 2 && words.size() != 3) return {};
  const bool month_first = is_letter(words[0].front());
  const auto month = month_of(words[month_first ? 0 : 1]);
  const auto day = day_of_month(words[month_first ? 1 : 0]);
  if (!month || !day) return {};
  if (words.size() == 3 && !looks_like(words[2], "nnnn")) return {};
  const auto year = words.size() == 3 ? number(words[2], 4) : std::nullopt;
  Reading reading = that_day(year, *month, unsigned(*day), today);
  if (weekday && reading.day && reading.day->weekday() != *weekday)
    return {{}, reading.day->text() + " is a " + std::string(weekday_full_name(*reading.day))};
  return reading;
}

/// end of month, end of next quarter, start of the week
Reading end_or_start(const Words& all, Day today) {
  Words words = all;
  if (words.size() < 3 || words[1] != "of") return {};
  const bool end = words[0] == "end";
  if (!end && words[0] != "start" && words[0] != "beginning") return {};
  words.erase(words.begin(), words.begin() + 2);
  if (words.front() == "the" && words.size() > 1) words.erase(words.begin());
  int ahead = 0;
  if (words.size() == 2) {
    if (words[0] != "this" && words[0] != "next" && words[0] != "last") return {};
    ahead = words[0] == "next" ? 1 : words[0] == "last" ? -1 : 0;
    words.erase(words.begin());
  }
  if (words.size() != 1) return {};
  if (words[0] == "week") {
    const Day monday = today.plus_days(1 - int(today.weekday())).plus_days(7 * ahead);
    return {end ? monday.plus_days(6) : monday, {}};
  }
  const int months = words[0] == "month"     ? 1
                     : words[0] == "quarter" ? 3
                     : words[0] == "year"    ? 12
                                             : 0;
  if (months == 0) return {};
  const Day first = today.plus_months(-(int(today.month()) - 1) % months).first_of_month();
  const Day start = first.plus_months(months * ahead);
  return {end ? start.plus_months(months - 1).last_of_month() : start, {}};
}

/// next fri, last month
Reading next_or_last(const Words& words, Day today) {
  if (words == Words{"day", "after", "tomorrow"}) return {today.plus_days(2), {}};
  if (words.size() != 2 || (words[0] != "next" && words[0] != "last")) return {};
  const std::int64_t way = words[0] == "next" ? 1 : -1;
  if (words[1] == "week") return {today.plus_days(7 * way), {}};
  if (words[1] == "month") return {today.plus_months(way), {}};
  if (words[1] == "year") return {today.plus_months(12 * way), {}};
  const auto weekday = weekday_of(words[1]);
  if (!weekday) return {};
  return {way > 0 ? next_weekday(today, *weekday) : last_weekday(today, *weekday), {}};
}

/// `d` for days, and so on; nothing for what is no unit. Business days are counted in days.
std::string_view one_letter(std::string_view unit) {
  if (unit == "bd") return "d";
  for (const std::string_view name : {"day", "week", "month", "year"}) {
    const std::string_view letter = name.substr(0, 1);
    if (unit == letter || unit == name || unit == std::string(name) + "s") return letter;
  }
  return {};
}

/// in 2w, 3 days, +5bd, -3d, 2 weeks ago
Reading counted(const Words& all, Day today) {
  Words words = all;
  const bool in = words.front() == "in";
  if (in) words.erase(words.begin());
  const bool ago = !in && !words.empty() && words.back() == "ago";
  if (ago) words.pop_back();
  if (words.empty() || words.size() > 2) return {};

  if ((in || ago) && words.size() == 2 && (words[0] == "a" || words[0] == "one")) words[0] = "1";
  std::string_view digits = words[0];
  const char sign = digits.front();
  const bool is_signed = sign == '+' || sign == '-';
  if (is_signed) digits.remove_prefix(1);
  if (is_signed && (in || ago)) return {};
  const std::size_t end = std::min(digits.find_first_not_of("0123456789"), digits.size());
  std::string_view unit = digits.substr(end);
  digits = digits.substr(0, end);
  if (digits.empty() || unit.empty() != (words.size() == 2)) return {};
  if (words.size() == 2) unit = words[1];

  const std::string_view letter = one_letter(unit);
  if (letter.empty()) return {};
  while (digits.starts_with('0')) digits.remove_prefix(1);
  if (digits.empty()) return {today, {}};
  const auto period = Period::parse(std::string(digits) + std::string(letter));
  if (!period) return {{}, "that is more than 36500 days away"};
  const int way = ago || sign == '-' ? -1 : 1;
  if (unit == "bd") return {plus_business_days(today, way * period->count), {}};
  return {plus(today, *period, way), {}};
}

Reading day_of(const Words& words, Day today, DateOrder order) {
  for (const auto way_of_reading :
       {one_word, in_digits, with_dots, with_month_name, next_or_last, end_or_start, counted}) {
    Reading reading = way_of_reading(words, today);
    if (reading.understood()) return reading;
  }
  return with_slashes(words, today, order);
}

/// 10:30, 10:30:15, 9am, 9:30pm, noon; a time that does not exist is nothing.
std::optional<TimeOfDay> time_of(std::string_view word) {
  if (word == "noon") return TimeOfDay{12 * 3600, false};
  const bool afternoon = word.ends_with("pm");
  const bool of_twelve = afternoon || word.ends_with("am");
  if (of_twelve) word.remove_suffix(2);
  const auto parts = split(word, ':');
  if (parts.size() > 3 || (parts.size() == 1 && !of_twelve)) return std::nullopt;
  auto hour = number(parts[0], 2);
  std::int32_t rest = 0;
  for (std::size_t i = 1; i < 3; ++i) {
    rest *= 60;
    if (i >= parts.size()) continue;
    const auto part = parts[i].size() == 2 ? number(parts[i], 2) : std::nullopt;
    if (!part || *part > 59) return std::nullopt;
    rest += *part;
  }
  if (!hour || *hour > 23 || (of_twelve && (*hour < 1 || *hour > 12))) return std::nullopt;
  if (of_twelve) hour = *hour % 12 + (afternoon ? 12 : 0);
  return TimeOfDay{*hour * 3600 + rest, parts.size() == 3};
}

/// A word that can only be meant as a time of day.
bool looks_like_time(std::string_view word) {
  if (word.empty() || !is_digit(word.front())) return false;
  return word.find(':') != std::string_view::npos || word.ends_with("am") || word.ends_with("pm");
}

/// Takes the time of day off the end, with the `at` before it.
std::optional<TimeOfDay> take_time(Words& words) {
  if (words.size() > 1 && (words.back() == "am" || words.back() == "pm")) {
    const std::string half = words.back();
    words.pop_back();
    words.back() += half;
  }
  const auto time = time_of(words.back());
  if (!time) return std::nullopt;
  words.pop_back();
  if (!words.empty() && words.back() == "at") words.pop_back();
  return time;
}

tl::unexpected<Error> not_understood(std::string_view text, std::string_view reason,
                                     std::string_view advice = {}) {
  std::string message = fmt::format("\"{}\" is not a day or a time", text);
  if (!reason.empty()) message += fmt::format(": {}", reason);
  return error(
      Error::asked_wrongly(std::move(message), std::string(advice.empty() ? hint : advice)));
}

/// ISO 8601 with T or an offset: what the small grammar has no words for.
std::optional<Moment> iso_moment(std::string_view text) {
  std::string big(text);
  std::replace(big.begin(), big.end(), 't', 'T');
  std::replace(big.begin(), big.end(), 'z', 'Z');
  const auto moment = Moment::parse(big);
  return moment ? std::optional(*moment) : std::nullopt;
}

}  // namespace

Result<Moment> when(std::string_view text, const Moment& now, DateOrder order) {
  if (const auto moment = iso_moment(trimmed(text))) return *moment;
  Words words = words_of(text);
  if (words.empty()) return not_understood(text, "");
  if (words == Words{"now"}) return Moment{now.day, now.second, {}, now.with_seconds};

  const auto time = take_time(words);
  if (!words.empty() && looks_like_time(words.back())) {
    return not_understood(text, fmt::format("there is no time {}", words.back()));
  }
  Moment moment{now.day, {}, {}, false};
  if (!words.empty()) {
    const Reading reading = day_of(words, now.day, order);
    if (!reading.day) return not_understood(text, reading.refusal, reading.advice);
    moment.day = *reading.day;
  }
  if (time) {
    moment.second = time->second;
    moment.with_seconds = time->with_seconds;
  }
  return moment;
}

Result<Day> what_day(std::string_view text, const Moment& now, DateOrder order) {
  auto moment = when(text, now, order);
  if (!moment) return error(std::move(moment.error()));
  if (moment->timed()) {
    return error(
        Error::asked_wrongly(fmt::format("\"{}\" has a time, and only a day is wanted here", text),
                             "write " + moment->day.text()));
  }
  return moment->day;
}

}  // namespace crm

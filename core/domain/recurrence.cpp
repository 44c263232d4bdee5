#include "core/domain/recurrence.hpp"

#include <fmt/format.h>
#include <libical/ical.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <set>
#include <utility>
#include <vector>

#include "core/domain/late_library.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

constexpr std::string_view hint =
    "write 3m, every 2 weeks, monthly or an RRULE such as FREQ=MONTHLY;BYDAY=-1FR";

// --- Plain periods ---

std::optional<Period> named_period(std::string_view word) {
  constexpr std::array<std::pair<std::string_view, Period>, 10> names = {{
      {"daily", {1, Period::Unit::days}},
      {"weekly", {1, Period::Unit::weeks}},
      {"fortnightly", {2, Period::Unit::weeks}},
      {"monthly", {1, Period::Unit::months}},
      {"quarterly", {3, Period::Unit::months}},
      {"yearly", {1, Period::Unit::years}},
      {"every day", {1, Period::Unit::days}},
      {"every week", {1, Period::Unit::weeks}},
      {"every month", {1, Period::Unit::months}},
      {"every year", {1, Period::Unit::years}},
  }};
  for (const auto& [name, period] : names) {
    if (word == name) return period;
  }
  return std::nullopt;
}

std::optional<Period> plain_period(std::string_view text) {
  if (const auto period = named_period(text)) return period;
  constexpr std::string_view every = "every ";
  const auto period =
      text.starts_with(every) ? Period::typed(text.substr(every.size())) : Period::parse(text);
  return period ? std::optional(*period) : std::nullopt;
}

// --- Steps of a period ---

int months_in(const Period& period) {
  switch (period.unit) {
    case Period::Unit::months: return period.count;
    case Period::Unit::years: return period.count * 12;
    default: return 0;
  }
}

std::int64_t month_number(Day day) {
  return day.year() * 12 + int(day.month()) - 1;
}

int days_in(const Period& period) {
  return period.unit == Period::Unit::weeks ? period.count * 7 : period.count;
}

/// How many whole periods, by their first days or months, lie between two days.
std::int64_t times_between(Day anchor, Day day, const Period& period) {
  const int months = months_in(period);
  if (months > 0) return (month_number(day) - month_number(anchor)) / months;
  return days_between(anchor, day) / days_in(period);
}

/// The anchor moved by so many periods, or nothing where that is after the year 9999.
std::optional<Day> moved(Day anchor, const Period& period, std::int64_t times) {
  const Day day = plus(anchor, period, times);
  const int months = months_in(period);
  const bool exact = months > 0 ? month_number(day) - month_number(anchor) == times * months
                                : days_between(anchor, day) == times * days_in(period);
  return exact ? std::optional(day) : std::nullopt;
}

/// The number of the occurrence comes from the dates and its day from the anchor: nothing is
/// counted up, so that neither time nor clamping adds up.
std::optional<Day> next_of_period(const Period& period, Day anchor, Day after) {
  std::int64_t times = times_between(anchor, after, period);
  if (plus(anchor, period, times) <= after) ++times;
  return moved(anchor, period, times);
}

// --- RRULE: libical reads the text ---

/// The functions of libical that are needed here.
struct Libical {
  decltype(&icalrecurrencetype_from_string) from_string = nullptr;
  decltype(&icalrecurrencetype_day_day_of_week) weekday = nullptr;
  decltype(&icalrecurrencetype_day_position) position = nullptr;
};

/// nullptr when the library is not installed.
const Libical* libical() {
  static const std::optional<Libical> found = []() -> std::optional<Libical> {
    LateLibrary library("libical.so.3");
    const auto set_fatal = library.function<decltype(icalerror_set_errors_are_fatal)>(
        "icalerror_set_errors_are_fatal");
    const Libical functions{library.function<decltype(icalrecurrencetype_from_string)>(
                                "icalrecurrencetype_from_string"),
                            library.function<decltype(icalrecurrencetype_day_day_of_week)>(
                                "icalrecurrencetype_day_day_of_week"),
                            library.function<decltype(icalrecurrencetype_day_position)>(
                                "icalrecurrencetype_day_position")};
    if (set_fatal == nullptr || functions.from_string == nullptr || functions.weekday == nullptr ||
        functions.position == nullptr) {
      return std::nullopt;
    }
    set_fatal(0);  // else a rule that it does not like may end the program
    return functions;
  }();
  return found ? &*found : nullptr;
}

bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// The rule without RRULE:, or nothing when the text is not meant as one.
std::optional<std::string> rrule_in(std::string_view text) {
  constexpr std::string_view prefix = "RRULE:";
  if (text.starts_with(prefix)) return std::string(text.substr(prefix.size()));
  if (text.find("FREQ=") != std::string_view::npos) return std::string(text);
  return std::nullopt;
}

/// What libical would let pass: it stops in silence at an empty part, and knows more than days.
std::string why_not_a_rule(std::string_view rule) {
  std::set<std::string_view> keys;
  for (const std::string_view part : split(rule, ';')) {
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) return "its parts are written KEY=VALUE";
    const std::string_view key = part.substr(0, equals);
    const std::string_view value = part.substr(equals + 1);
    if (one_of(key, {"BYHOUR", "BYMINUTE", "BYSECOND"})) return "it comes on days, without a time";
    if (!one_of(key, {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH",
                      "BYMONTHDAY", "BYYEARDAY", "BYSETPOS"})) {
      return fmt::format("{} is not supported", key);
    }
    if (!keys.insert(key).second) return fmt::format("{} comes twice", key);
    if (key == "FREQ" && !one_of(value, {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})) {
      return "FREQ is DAILY, WEEKLY, MONTHLY or YEARLY";
    }
  }
  return keys.contains("FREQ") ? "" : "FREQ is missing";
}

// --- RRULE: its days ---
// They are counted here, as libical 3.0.16 misses some (FREQ=WEEKLY;INTERVAL=2;BYDAY=SU from a
// Tuesday), and its iterator can end the program (BYWEEKNO).

/// A day of the week; the nth or the nth from the end of a month or year, or each of them with 0.
struct Weekday {
  unsigned weekday = 1;
  int nth = 0;
};

struct Rule {
  Period step;
  int count = 0;  // 0: no end
  std::optional<Day> until;
  unsigned week_start = 1;
  std::vector<Weekday> weekdays;
  std::vector<int> months;
  std::vector<int> month_days;
  std::vector<int> year_days;
  std::vector<int> positions;
};

bool contains(const std::vector<int>& numbers, int number) {
  return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

/// Of the days from first to last, counted from either end.
bool contains_day(const std::vector<int>& numbers, Day day, Day first, Day last) {
  return numbers.empty() || contains(numbers, days_between(first, day) + 1) ||
         contains(numbers, -days_between(day, last) - 1);
}

bool is_that(const Weekday& wanted, Day day, Day first, Day last) {
  if (wanted.weekday != day.weekday()) return false;
  return wanted.nth == 0 || wanted.nth == days_between(first, day) / 7 + 1 ||
         wanted.nth == -(days_between(day, last) / 7) - 1;
}

Day first_of_year(Day day) {
  return day.plus_months(1 - int(day.month())).first_of_month();
}

Day last_of_year(Day day) {
  return day.plus_months(12 - int(day.month())).last_of_month();
}

/// Whether the rule's BY parts, or the anchor where there are none, give that day of a period.
bool gives(const Rule& rule, Day anchor, Day day) {
  using Unit = Period::Unit;
  const Unit unit = rule.step.unit;
  const bool open = rule.weekdays.empty() && rule.month_days.empty() && rule.year_days.empty();
  if (open && unit == Unit::weeks && day.weekday() != anchor.weekday()) return false;
  if (open && (unit == Unit::months || unit == Unit::years) && day.day() != anchor.day()) {
    return false;
  }
  if (open && unit == Unit::years && rule.months.empty() && day.month() != anchor.month()) {
    return false;
  }
  if (!rule.months.empty() && !contains(rule.months, int(day.month()))) return false;
  const Day month_first = day.first_of_month();
  const Day month_last = day.last_of_month();
  if (!contains_day(rule.month_days, day, month_first, month_last)) return false;
  if (rule.weekdays.empty() && rule.year_days.empty()) return true;
  const Day year_first = first_of_year(day);
  const Day year_last = last_of_year(day);
  if (!contains_day(rule.year_days, day, year_first, year_last)) return false;
  const bool of_year = unit == Unit::years && rule.months.empty();
  return rule.weekdays.empty() ||
         std::any_of(rule.weekdays.begin(), rule.weekdays.end(), [&](const Weekday& wanted) {
           return of_year ? is_that(wanted, day, year_first, year_last)
                          : is_that(wanted, day, month_first, month_last);
         });
}

/// The first day of the day, week, month or year that a day is in.
Day period_start(const Rule& rule, Day day) {
  switch (rule.step.unit) {
    case Period::Unit::days: return day;
    case Period::Unit::weeks: return day.plus_days(-int(day.weekday() + 7 - rule.week_start) % 7);
    case Period::Unit::months: return day.first_of_month();
    case Period::Unit::years: return first_of_year(day);
  }
  return day;
}

Day period_end(const Rule& rule, Day start) {
  switch (rule.step.unit) {
    case Period::Unit::days: return start;
    case Period::Unit::weeks: return start.plus_days(6);
    case Period::Unit::months: return start.last_of_month();
    case Period::Unit::years: return last_of_year(start);
  }
  return start;
}

/// The rule's days in the period that begins with `start`, in order.
std::vector<Day> days_of_period(const Rule& rule, Day anchor, Day start) {
  std::vector<Day> days;
  const int length = days_between(start, period_end(rule, start)) + 1;
  for (int i = 0; i < length; ++i) {
    const Day day = start.plus_days(i);
    if (gives(rule, anchor, day)) days.push_back(day);
  }
  if (rule.positions.empty()) return days;
  std::vector<Day> chosen;
  for (int i = 0; i < int(days.size()); ++i) {
    if (contains(rule.positions, i + 1) || contains(rule.positions, i - int(days.size()))) {
      chosen.push_back(days[std::size_t(i)]);
    }
  }
  return chosen;
}

std::optional<Day> next_of_rule(const Rule& rule, Day anchor, Day after) {
  // The calendar repeats after 400 years: what has not come in as many days never will.
  constexpr int patience = 146097;
  const Day first = period_start(rule, anchor);
  // Only a COUNT needs all the days before.
  std::int64_t times = 0;
  if (rule.count == 0 && after > anchor) times = times_between(first, after, rule.step);
  int found = 0;
  for (int waited = 0; waited < patience; ++times) {
    const auto start = moved(first, rule.step, times);
    if (!start) return std::nullopt;
    for (const Day day : days_of_period(rule, anchor, *start)) {
      if (day < anchor) continue;
      if (rule.until && day > *rule.until) return std::nullopt;
      if (day > after) return day;
      waited = 0;
      if (++found == rule.count) return std::nullopt;
    }
    if (rule.until && *start > *rule.until) return std::nullopt;
    waited += days_between(*start, period_end(rule, *start)) + 1;
  }
  return std::nullopt;
}

// --- RRULE: from its text ---

template <std::size_t Size>
std::vector<int> numbers_in(const short (&numbers)[Size]) {
  const auto end = std::find(std::begin(numbers), std::end(numbers), ICAL_RECURRENCE_ARRAY_MAX);
  return {std::begin(numbers), end};
}

/// libical counts from Sunday, 1.
unsigned iso_weekday(int weekday) {
  return weekday == 1 ? 7 : unsigned(weekday - 1);
}

Period::Unit unit_of(icalrecurrencetype_frequency frequency) {
  switch (frequency) {
    case ICAL_YEARLY_RECURRENCE: return Period::Unit::years;
    case ICAL_MONTHLY_RECURRENCE: return Period::Unit::months;
    case ICAL_WEEKLY_RECURRENCE: return Period::Unit::weeks;
    default: return Period::Unit::days;
  }
}

/// What RFC 5545 forbids, and a rule without any day.
std::string why_not_followed(const Rule& rule) {
  using Unit = Period::Unit;
  const Unit unit = rule.step.unit;
  const bool in_months = unit == Unit::months || unit == Unit::years;
  const bool counts_weekdays = std::any_of(rule.weekdays.begin(), rule.weekdays.end(),
                                           [](const Weekday& each) { return each.nth != 0; });
  if (counts_weekdays && !in_months) return "BYDAY has numbers only in months and years";
  if (!rule.month_days.empty() && unit == Unit::weeks) return "a week has no BYMONTHDAY";
  if (!rule.year_days.empty() && unit != Unit::years) return "BYYEARDAY needs FREQ=YEARLY";
  Rule endless = rule;
  endless.step.count = 1;
  endless.count = 0;
  endless.until.reset();
  const Day anchor = Day::since_epoch(0);
  return next_of_rule(endless, anchor, anchor) ? "" : "there is no such day";
}

Result<Rule> read_rule(std::string_view text, const std::string& written) {
  const auto refused = [&](std::string_view reason) {
    std::string message = fmt::format("\"{}\" is not a rule that can be followed", text);
    if (!reason.empty()) message += fmt::format(": {}", reason);
    return error(Error::invalid(std::move(message), std::string(hint)));
  };
  if (const std::string reason = why_not_a_rule(written); !reason.empty()) return refused(reason);
  const Libical* library = libical();
  if (library == nullptr) {
    return error(Error::failed(fmt::format("\"{}\" cannot be read without libical", text),
                               "install the Debian package libical3"));
  }
  static std::mutex one_at_a_time;  // libical keeps its state in globals
  const std::scoped_lock lock(one_at_a_time);
  const icalrecurrencetype parsed = library->from_string(written.c_str());
  if (parsed.freq == ICAL_NO_RECURRENCE) return refused("");

  Rule rule;
  rule.step = {parsed.interval, unit_of(parsed.freq)};
  rule.count = parsed.count;
  rule.week_start = iso_weekday(parsed.week_start);
  if (parsed.until.year != 0) {
    // A reminder has days: the time of an UNTIL and its zone say nothing here.
    rule.until =
        Day::of(parsed.until.year, unsigned(parsed.until.month), unsigned(parsed.until.day));
    if (!rule.until) return refused("there is no such UNTIL");
  }
  for (const int day : numbers_in(parsed.by_day)) {
    rule.weekdays.push_back(
        {iso_weekday(library->weekday(short(day))), library->position(short(day))});
  }
  rule.months = numbers_in(parsed.by_month);
  rule.month_days = numbers_in(parsed.by_month_day);
  rule.year_days = numbers_in(parsed.by_year_day);
  rule.positions = numbers_in(parsed.by_set_pos);
  if (const std::string reason = why_not_followed(rule); !reason.empty()) return refused(reason);
  return rule;
}

}  // namespace

namespace {

constexpr std::string_view of_weekdays = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR";
constexpr std::string_view of_one_day = "FREQ=WEEKLY;BYDAY=";

/// `Monday` of `mon`, `monday` and `mondays`; of the two letters of a rule as well.
std::string_view weekday_meant(std::string_view word) {
  const Day monday = Day::since_epoch(4);
  for (int ahead = 0; ahead < 7; ++ahead) {
    const std::string_view name = weekday_full_name(monday.plus_days(ahead));
    const std::string small = lowered(name);
    if (word == small + "s" || (word.size() > 1 && small.starts_with(word))) return name;
  }
  return {};
}

/// What people write, as it is kept; nothing where it is kept as they write it.
std::optional<std::string> kept_form(std::string_view typed) {
  std::string_view text = typed;
  constexpr std::string_view every = "every ", on = "on ", other = "other ";
  const bool with_every = text.starts_with(every);
  if (with_every) text.remove_prefix(every.size());
  if (text == "weekdays" || text == "weekday" || text == "on weekdays" || text == "workdays" ||
      text == "workday" || text == "working day")
    return std::string(of_weekdays);
  if (text.starts_with(on)) text.remove_prefix(on.size());
  const std::string_view weekday = text.size() > 2 ? weekday_meant(text) : "";
  if (!weekday.empty() && (with_every || text.ends_with('s') || typed.starts_with(on)))
    return std::string(of_one_day) +
           std::string{weekday[0], static_cast<char>(weekday[1] - 'a' + 'A')};
  if (with_every && text.starts_with(other))
    if (const auto twice = Period::typed("2 " + std::string(text.substr(other.size()))))
      return twice->text();
  if (text == "annually") return "yearly";
  if (text == "quarter" && with_every) return "quarterly";
  if (const auto period = Period::typed(text)) return period->text();
  return std::nullopt;
}

}  // namespace

Result<Recurrence> Recurrence::typed(std::string_view text) {
  const std::string small = lowered(trimmed(text));
  if (const auto plain = plain_period(small)) return parse(small);
  const auto kept = kept_form(small);
  return parse(kept ? *kept : text);
}

Result<Recurrence> Recurrence::parse(std::string_view text) {
  Recurrence recurrence;
  recurrence.text_ = std::string(text);
  if (const auto written = rrule_in(text)) {
    const auto rule = read_rule(text, *written);
    if (!rule) return error(rule.error());
    return recurrence;
  }
  recurrence.period_ = plain_period(text);
  if (!recurrence.period_) {
    return error(
        Error::invalid(fmt::format("\"{}\" does not say how often", text), std::string(hint)));
  }
  return recurrence;
}

std::string Recurrence::words() const {
  if (text_ == of_weekdays) return "on weekdays";
  if (text_.starts_with(of_one_day) && text_.size() == of_one_day.size() + 2) {
    const auto weekday = weekday_meant(lowered(text_.substr(of_one_day.size())));
    if (!weekday.empty()) return "every " + std::string(weekday);
  }
  if (!period_) return text_;
  const std::string words = period_->words();
  return "every " + (period_->count == 1 ? words.substr(2) : words);
}

std::optional<Day> Recurrence::next(Day anchor, Day after) const {
  if (period_) return after < anchor ? anchor : next_of_period(*period_, anchor, after);
  const auto rule = read_rule(text_, rrule_in(text_).value_or(""));
  return rule ? next_of_rule(*rule, anchor, after) : std::nullopt;
}

}  // namespace crm

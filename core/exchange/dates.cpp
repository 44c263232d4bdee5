#include "core/exchange/dates.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "core/domain/folding.hpp"
#include "core/domain/text.hpp"
#include "core/exchange/cells.hpp"

namespace crm {
namespace {

/// What a month's name begins with, folded, in English, German, French, Spanish, Portuguese,
/// Italian and Dutch; no word of another month begins so.
constexpr std::array<std::array<std::string_view, 6>, 12> months{{
    {"jan", "ene", "gen"},
    {"feb", "fev", "fevr"},
    {"mar", "maer", "mrz", "mrt", "maa"},
    {"apr", "avr", "abr"},
    {"may", "mai", "mag", "mei"},
    {"jun", "juin", "giu"},
    {"jul", "juil", "lug"},
    {"aug", "aou", "ago"},
    {"sep", "set"},
    {"oct", "okt", "out", "ott"},
    {"nov"},
    {"dec", "dez", "dic"},
}};
constexpr std::array passed_over{
    "de",        "del",      "di",     "at",       "um",     "uhr", "a",   "le",     "of",
    "mon",       "tue",      "wed",    "thu",      "fri",    "sat", "sun", "monday", "tuesday",
    "wednesday", "thursday", "friday", "saturday", "sunday", "utc", "gmt"};

std::optional<int> number_of(std::string_view text) {
  int number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || text.size() > 8 || failure != std::errc() || end != text.data() + text.size())
    return std::nullopt;
  return number;
}

std::optional<unsigned> month_of(std::string_view word) {
  if (word.size() < 3) return std::nullopt;
  for (unsigned month = 0; month < months.size(); ++month)
    for (const std::string_view name : months.at(month))
      if (!name.empty() && word.starts_with(name)) return month + 1;
  return std::nullopt;
}

/// A number or the name of a month.
struct Piece {
  int number = 0;
  std::size_t digits = 0;
  unsigned month = 0;
};

struct Written {
  std::optional<int> year;
  /// Known, or `first` and `second` are day and month in an order to be found out.
  std::optional<unsigned> month, day;
  unsigned first = 0, second = 0;
  std::optional<std::int32_t> second_of_day, offset;
  bool with_seconds = false;
  bool is_none = false;

  bool is_open() const { return first != 0; }
};

/// `09:14`, `9:14:05.000+0000`, `2:30pm`, `09:14Z`.
bool read_time(std::string_view word, Written& written) {
  std::array<int, 3> parts{};
  std::size_t count = 0;
  while (count < 3) {
    const std::size_t end = std::min(word.find_first_not_of("0123456789"), word.size());
    const auto number = number_of(word.substr(0, end));
    if (!number || end > 2) return false;
    parts.at(count++) = *number;
    word.remove_prefix(end);
    if (count == 3 || !word.starts_with(':')) break;
    word.remove_prefix(1);
  }
  if (count < 2 || parts[0] > 24 || parts[1] > 59 || parts[2] > 59) return false;
  if (word.starts_with('.') && count == 3) {
    word.remove_prefix(1);
    word.remove_prefix(std::min(word.find_first_not_of("0123456789"), word.size()));
  }
  if (word.starts_with("am") || word.starts_with("pm")) {
    if (parts[0] < 1 || parts[0] > 12) return false;
    parts[0] = parts[0] % 12 + (word.front() == 'p' ? 12 : 0);
    word.remove_prefix(2);
  }
  if (parts[0] == 24) return false;
  written.second_of_day = parts[0] * 3600 + parts[1] * 60 + parts[2];
  written.with_seconds = parts[2] != 0;
  if (word.empty()) return true;
  if (word == "z") {
    written.offset = 0;
    return true;
  }
  const bool west = word.front() == '-';
  if (!west && word.front() != '+') return false;
  std::string digits(word.substr(1));
  std::erase(digits, ':');
  const auto offset = number_of(digits);
  if (!offset || (digits.size() != 4 && digits.size() != 2)) return false;
  const int minutes = digits.size() == 2 ? *offset * 60 : *offset / 100 * 60 + *offset % 100;
  if (minutes > 18 * 60) return false;
  written.offset = west ? -minutes : minutes;
  return true;
}

/// Pieces of `31/12/2024`, `12-mar-2024`, `12.`; false for anything else.
bool read_pieces(std::string_view word, std::vector<Piece>& pieces, std::string& signs) {
  while (!word.empty()) {
    const std::size_t end = std::min(word.find_first_of("/.-"), word.size());
    std::string_view part = word.substr(0, end);
    Piece piece;
    if (const auto month = month_of(part)) {
      piece.month = *month;
    } else {
      for (const std::string_view ending : {"st", "nd", "rd", "th", "er", "º", "ª"})
        if (part.ends_with(ending)) part.remove_suffix(ending.size());
      const auto number = number_of(part);
      if (!number) return false;
      piece = {*number, part.size(), 0};
    }
    pieces.push_back(piece);
    if (end == word.size()) break;
    signs += word[end];
    word.remove_prefix(end + 1);
  }
  return true;
}

/// Two digits: the year that is nearest, at most twenty years ahead.
int full_year(const Piece& piece, int this_year) {
  if (piece.digits > 2) return piece.number;
  const int year = this_year / 100 * 100 + piece.number;
  return year > this_year + 20 ? year - 100 : year;
}

std::optional<Written> with_date(Written written, const std::vector<Piece>& pieces,
                                 const std::string& signs, int this_year) {
  const auto as_month = [](int number) { return static_cast<unsigned>(number); };
  const auto named = std::ranges::find_if(pieces, [](const Piece& one) { return one.month != 0; });
  if (pieces.size() == 1 && pieces[0].digits == 8) {
    written.year = pieces[0].number / 10000;
    written.month = as_month(pieces[0].number / 100 % 100);
    written.day = as_month(pieces[0].number % 100);
    return written;
  }
  if (pieces.size() == 1 && pieces[0].digits == 4) {
    written.year = pieces[0].number;
    return written;
  }
  if (named != pieces.end()) {
    written.month = named->month;
    std::vector<Piece> others;
    for (const Piece& piece : pieces)
      if (piece.month == 0) others.push_back(piece);
    if (others.size() + 1 != pieces.size() || others.empty() || others.size() > 2)
      return std::nullopt;
    // `2024 Mar 12`, else the year is last.
    if (others.size() == 2 && others[0].digits == 4) std::swap(others[0], others[1]);
    if (others.size() == 1 && others[0].digits == 4) {
      written.year = others[0].number;
      return written;
    }
    written.day = as_month(others[0].number);
    if (others.size() == 2) written.year = full_year(others[1], this_year);
    return written;
  }
  if (pieces.size() == 3 && pieces[0].digits == 4) {
    written.year = pieces[0].number;
    written.month = as_month(pieces[1].number);
    written.day = as_month(pieces[2].number);
    return written;
  }
  if ((pieces.size() == 3 && (pieces[2].digits == 4 || pieces[2].digits == 2)) ||
      pieces.size() == 2) {
    if (pieces[0].digits > 2 || pieces[1].digits > 2) return std::nullopt;
    if (pieces.size() == 3) written.year = full_year(pieces[2], this_year);
    if (signs.starts_with('.')) {
      written.day = as_month(pieces[0].number);
      written.month = as_month(pieces[1].number);
    } else if (pieces.size() == 2 && signs == "-") {
      written.month = as_month(pieces[0].number);
      written.day = as_month(pieces[1].number);
    } else {
      written.first = as_month(pieces[0].number);
      written.second = as_month(pieces[1].number);
      if (written.first == 0 || written.second == 0) return std::nullopt;
    }
    return written;
  }
  return std::nullopt;
}

bool is_zero_date(std::string_view text) {
  bool zeros = false;
  for (const char c : text) {
    if (c == '0') zeros = true;
    if (c >= '1' && c <= '9') return false;
  }
  return zeros && text.find_first_not_of("0/-.: ") == text.npos;
}

std::optional<Written> taken_apart(std::string_view cell, int this_year) {
  std::string text = folded(clean_line(cell));
  Written written;
  // Outlook's day for none is in 4501.
  if (says_nothing(text) || is_zero_date(text) || text.starts_with("4501-") ||
      text.find("/4501") != text.npos || text.find(".4501") != text.npos) {
    written.is_none = true;
    return written;
  }
  for (std::size_t i = 1; i + 1 < text.size(); ++i)
    if (text[i] == 't' && std::isdigit(static_cast<unsigned char>(text[i - 1])) != 0 &&
        std::isdigit(static_cast<unsigned char>(text[i + 1])) != 0)
      text[i] = ' ';
  std::ranges::replace(text, ',', ' ');
  if (text.starts_with("--")) {
    // vCard's way without a year.
    std::string digits = text.substr(2);
    std::erase(digits, '-');
    const auto number = number_of(digits);
    if (!number || digits.size() != 4) return std::nullopt;
    written.month = static_cast<unsigned>(*number / 100);
    written.day = static_cast<unsigned>(*number % 100);
    return written;
  }
  std::vector<Piece> pieces;
  std::string signs;
  const auto words = split(text, ' ');
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    if (word.empty() || std::ranges::find(passed_over, word) != passed_over.end()) {
      if (word == "utc" || word == "gmt") written.offset = 0;
      continue;
    }
    if (word.find(':') != word.npos) {
      std::string time(word);
      // The half of the day, or the offset, may stand apart.
      if (i + 1 < words.size()) {
        std::string next(words[i + 1]);
        std::erase(next, '.');
        if (next == "am" || next == "pm") {
          time += next;
          ++i;
        } else if (next.starts_with('+') || (next.starts_with('-') && next.size() >= 5)) {
          time += next;
          ++i;
        }
      }
      if (written.second_of_day || !read_time(time, written)) return std::nullopt;
      continue;
    }
    if (!read_pieces(word, pieces, signs)) return std::nullopt;
  }
  return with_date(written, pieces, signs, this_year);
}

std::string quoted(std::string_view cell) {
  const std::string text = clean_line(cell);
  return "\"" + (text.size() > 60 ? std::string(text.substr(0, 40)) + "…" : text) + "\"";
}

Error no_date(std::string_view cell) {
  const std::string text = clean_line(cell);
  const bool serial = text.size() == 5 && number_of(text);
  return Error::invalid(quoted(cell) + " is no date",
                        serial ? "it looks like Excel's number of a day: give the column the form "
                                 "of a date there and save it again"
                               : "");
}

}  // namespace

void DateColumn::look(std::string_view cell) {
  const auto written = taken_apart(cell, 2000);
  if (!written || !written->is_open() || written->first == written->second) return;
  if (written->first > 12 && written->second <= 12 && day_first_.empty())
    day_first_ = clean_line(cell);
  if (written->second > 12 && written->first <= 12 && month_first_.empty())
    month_first_ = clean_line(cell);
  if (written->first <= 12 && written->second <= 12 && either_.empty()) either_ = clean_line(cell);
}

DateOrder DateColumn::order(const Ground& ground) const {
  if (told_ != DateOrder::unsure) return told_;
  if (!day_first_.empty() && !month_first_.empty()) return DateOrder::unsure;
  if (!day_first_.empty()) return DateOrder::day_first;
  if (!month_first_.empty()) return DateOrder::month_first;
  return date_order(ground.settings.country);
}

std::string DateColumn::remark(const Ground& ground) const {
  if (day_first_.empty() && month_first_.empty() && either_.empty()) return {};
  const DateOrder found = order(ground);
  const std::string order = found == DateOrder::day_first ? "day first" : "month first";
  if (told_ != DateOrder::unsure) return order + ", as the mapping says";
  if (!day_first_.empty() && !month_first_.empty())
    return "in both orders (" + day_first_ + ", " + month_first_ + ")";
  if (found == DateOrder::unsure) return "in no order that could be told (" + either_ + ")";
  if (!day_first_.empty()) return order + ", as " + day_first_ + " shows";
  if (!month_first_.empty()) return order + ", as " + month_first_ + " shows";
  return order + ", as is usual in " + ground.settings.country + " (no cell shows it: " + either_ +
         ")";
}

Result<std::optional<PartialDay>> DateColumn::read_partial(std::string_view cell,
                                                           const Ground& ground) const {
  // `1988-03`, `1988`: no order turns it around.
  if (const auto known = PartialDay::parse(clean_line(cell)); known && known->year && !known->day)
    return *known;
  auto date = date_in(cell, ground);
  // `12/03/45`: nobody is born in days to come.
  if (date && *date && (*date)->year && *(*date)->year > ground.now.day.year() &&
      cell.find(std::to_string(*(*date)->year)) == cell.npos)
    (*date)->year = *(*date)->year - 100;
  return date;
}

Result<std::optional<PartialDay>> DateColumn::date_in(std::string_view cell,
                                                      const Ground& ground) const {
  const auto written = taken_apart(cell, ground.now.day.year());
  if (!written) return error(no_date(cell));
  if (written->is_none) return std::nullopt;
  PartialDay date{written->year, written->month, written->day};
  if (written->is_open()) {
    const DateOrder found = order(ground);
    const bool both = written->first <= 12 && written->second <= 12;
    if (found == DateOrder::unsure && both && written->first != written->second)
      return error(Error::conflict(
          quoted(cell) + " is " + std::to_string(written->first) + " " +
              std::string(month_full_name(written->second)) + " or " +
              std::to_string(written->second) + " " + std::string(month_full_name(written->first)),
          "say which stands first: --map \"COLUMN=FIELD.dmy\" or FIELD.mdy"));
    const bool day_first =
        found == DateOrder::unsure ? written->first > 12 : found == DateOrder::day_first;
    date.day = day_first ? written->first : written->second;
    date.month = day_first ? written->second : written->first;
    if (*date.month > 12)
      return error(Error::invalid(quoted(cell) + " has no month " + std::to_string(*date.month) +
                                  ": this column is read " +
                                  (day_first ? "day first" : "month first")));
  }
  // Written where the year is not known: 0000, and Apple's 1604.
  if (date.month && date.day && (date.year == 0 || date.year == 1604)) date.year.reset();
  if (date.year == 0) date.year.reset();
  if (date.day == 0u) date.day.reset();
  if (date.month == 0u) date.month.reset();
  auto checked = PartialDay::parse(date.text());
  if (!checked && date.month && date.day && *date.month <= 12)
    return error(Error::invalid(quoted(cell) +
                                " is no date: " + why_no_day(date.year, *date.month, *date.day)));
  if (!checked) return error(no_date(cell));
  return *checked;
}

Result<std::optional<Moment>> DateColumn::read(std::string_view cell, const Ground& ground) const {
  auto date = date_in(cell, ground);
  if (!date) return error(date.error());
  if (!*date) return std::nullopt;
  const auto day = (*date)->year && (*date)->month && (*date)->day
                       ? Day::of(*(*date)->year, *(*date)->month, *(*date)->day)
                       : std::nullopt;
  if (!day) return error(no_date(cell));
  Moment moment{*day, std::nullopt, std::nullopt, false};
  const auto written = taken_apart(cell, ground.now.day.year());
  if (!written->second_of_day) return moment;
  // A table's way to write a day where its column has times.
  if (*written->second_of_day == 0 && !written->offset) return moment;
  moment.second = written->second_of_day;
  moment.offset = written->offset;
  moment.with_seconds = written->with_seconds;
  if (!moment.offset) return ground.zone.with_offset(moment);
  Moment local = ground.zone.local(ground.zone.instant(moment));
  local.with_seconds = moment.with_seconds;
  return local;
}

}  // namespace crm

#include "core/exchange/chat_line.hpp"

#include <algorithm>
#include <utility>

#include "core/domain/text.hpp"

namespace crm {
namespace {

constexpr std::string_view left_to_right = "\u200E";
constexpr std::size_t longest_name = 120;

/// A digit of the scripts in which phones write dates; -1 where there is none. `size`: its bytes.
int digit_at(std::string_view text, std::size_t at, std::size_t& size) {
  constexpr std::array<std::pair<std::string_view, int>, 6> zeros = {
      {{"\u0660", 2}, {"\u06F0", 2}, {"\u0966", 3}, {"\u09E6", 3}, {"\u0BE6", 3}, {"\u0CE6", 3}}};
  if (at >= text.size()) return -1;
  size = 1;
  if (text[at] >= '0' && text[at] <= '9') return text[at] - '0';
  for (const auto& [zero, bytes] : zeros) {
    size = std::size_t(bytes);
    const std::string_view sign = text.substr(at, size);
    if (sign.size() < size || sign.substr(0, size - 1) != zero.substr(0, size - 1)) continue;
    const int value =
        static_cast<unsigned char>(sign.back()) - static_cast<unsigned char>(zero.back());
    if (value >= 0 && value <= 9) return value;
  }
  return -1;
}

/// Reads a line from its beginning.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  bool take(std::string_view sign) {
    if (!rest().starts_with(sign)) return false;
    at_ += sign.size();
    return true;
  }

  bool take_one(std::initializer_list<std::string_view> signs) {
    return std::any_of(signs.begin(), signs.end(),
                       [&](std::string_view sign) { return take(sign); });
  }

  void skip_spaces() {
    while (take(" ")) {
    }
  }

  /// How many digits it has; 0 where there is no number of at most that many.
  int take_number(int most, int& value) {
    int count = 0;
    std::size_t size = 0;
    value = 0;
    for (int digit = digit_at(text_, at_, size); digit >= 0; digit = digit_at(text_, at_, size)) {
      if (++count > most) return 0;
      value = value * 10 + digit;
      at_ += size;
    }
    return count;
  }

  /// What stands before the next digit.
  std::string_view take_until_digit(std::size_t most) {
    const std::size_t begin = at_;
    std::size_t size = 0;
    while (at_ < text_.size() && at_ - begin < most && digit_at(text_, at_, size) < 0) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  /// What stands before that sign, which is passed over.
  std::optional<std::string_view> take_until(std::string_view sign, std::size_t most) {
    const auto end = rest().substr(0, most + sign.size()).find(sign);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view before = rest().substr(0, end);
    at_ += end + sign.size();
    return before;
  }

  std::string_view rest() const { return text_.substr(at_); }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

enum class Half { none, morning, afternoon, unknown };

/// am and pm in the languages that have them.
Half half_of(std::string_view text) {
  std::string word = lowered(trimmed(text));
  std::erase(word, ' ');
  std::erase(word, '.');
  while (word.starts_with(',')) word.erase(0, 1);
  constexpr std::array<std::string_view, 13> morning = {"am", "ص",    "오전",   "午前",    "上午",
                                                        "πμ", "vorm", "पूर्वाह्न", "ಪೂರ್ವಾಹ್ನ", "முற்பகல்",
                                                        "मपू", "ਪੂਦੁ",   "fm"};
  constexpr std::array<std::string_view, 13> afternoon = {
      "pm",     "م",      "오후",   "午後", "下午", "μμ", "nachm",
      "अपराह्न", "ಅಪರಾಹ್ನ", "பிற்பகல்", "मउ",   "ਬਾਦੁ",  "em"};
  constexpr std::array<std::string_view, 8> nothing = {"",  "klo", "kl",  "um",
                                                       "à", "at",  "uhr", "h"};
  const auto is_one = [&](const auto& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  if (is_one(nothing)) return Half::none;
  if (is_one(morning)) return Half::morning;
  return is_one(afternoon) ? Half::afternoon : Half::unknown;
}

bool take_date(Cursor& cursor, ChatLine& line) {
  line.first_digits = cursor.take_number(4, line.date[0]);
  if (line.first_digits == 0 || line.first_digits == 3) return false;
  cursor.skip_spaces();
  if (!cursor.take_one({".", "/", "-", "年", "년"})) return false;
  cursor.skip_spaces();
  const int digits = cursor.take_number(2, line.date[1]);
  cursor.skip_spaces();
  if (digits == 0 || !cursor.take_one({".", "/", "-", "月", "월"})) return false;
  cursor.skip_spaces();
  line.last_digits = cursor.take_number(4, line.date[2]);
  if (line.last_digits == 0 || line.last_digits == 3) return false;
  cursor.take_one({".", "日", "일"});
  return true;
}

bool take_time(Cursor& cursor, ChatLine& line, std::string_view end) {
  cursor.take_one({",", "،", "、"});
  const Half before = half_of(cursor.take_until_digit(40));
  int hour = 0, minute = 0, second = 0;
  if (cursor.take_number(2, hour) == 0 || !cursor.take_one({":", ".", "h"})) return false;
  if (cursor.take_number(2, minute) != 2) return false;
  if (cursor.take_one({":", "."})) line.with_seconds = cursor.take_number(2, second) == 2;
  const auto behind = cursor.take_until(end, 48);
  if (!behind) return false;
  const Half after = half_of(*behind);
  if (before == Half::unknown || after == Half::unknown) return false;
  const Half half = before == Half::none ? after : before;
  if (half != Half::none && (hour < 1 || hour > 12)) {
    // Phones write 0:15 PM and 22:15 PM as well.
    if (hour > 23) return false;
  } else if (half != Half::none) {
    hour = hour % 12 + (half == Half::afternoon ? 12 : 0);
  }
  if (hour > 23 || minute > 59 || second > 59) return false;
  line.second = hour * 3600 + minute * 60 + second;
  return true;
}

}  // namespace

std::string plain_chat_text(std::string_view line) {
  std::string plain;
  plain.reserve(line.size());
  for (std::size_t at = 0; at < line.size();) {
    const std::string_view three = line.substr(at, 3);
    const auto last = three.size() == 3 ? static_cast<unsigned char>(three[2]) : 0;
    const bool mark = (three.starts_with("\xE2\x80") &&
                       (last == 0x8E || last == 0x8F || (last >= 0xAA && last <= 0xAE))) ||
                      (three.starts_with("\xE2\x81") && last >= 0xA6 && last <= 0xA9) ||
                      three == "\uFEFF";
    if (mark) {
      at += 3;
    } else if (three == "\u202F" || three == "\u2007") {
      plain += ' ';
      at += 3;
    } else if (line.substr(at, 2) == "\u00A0") {
      plain += ' ';
      at += 2;
    } else {
      plain += line[at++];
    }
  }
  return plain;
}

std::optional<ChatLine> read_chat_line(std::string_view raw) {
  // Most lines that go on are told by their first letter.
  const std::string plain = plain_chat_text(raw);
  Cursor cursor(plain);
  ChatLine line;
  const bool bracketed = cursor.take("[");
  if (!take_date(cursor, line)) return std::nullopt;
  if (!take_time(cursor, line, bracketed ? "]" : " - ")) return std::nullopt;
  cursor.skip_spaces();
  const std::string_view rest = cursor.rest();
  const auto colon = rest.substr(0, longest_name).find(": ");
  const bool ends_so = colon == rest.npos && rest.size() < longest_name && rest.ends_with(':');
  const std::string_view name = ends_so ? rest.substr(0, rest.size() - 1) : rest.substr(0, colon);
  // What quotes something is a sentence: Anna changed the subject to "Fair: stand 7".
  const bool is_name = (colon != rest.npos || ends_so) && !trimmed(name).empty() &&
                       name.find('"') == name.npos && name.find("“") == name.npos;
  if (!is_name) {
    line.text = trimmed(rest);
    return line;
  }
  line.sender = trimmed(name);
  // Somebody who is not in the phone's contacts goes by the name they gave themselves.
  if (line.sender.starts_with('~')) line.sender = trimmed(std::string_view(line.sender).substr(1));
  if (!ends_so) line.text = trimmed(rest.substr(colon + 2));
  const auto mark = raw.rfind(left_to_right);
  if (mark != raw.npos) {
    const auto after = raw.find(": ");
    line.marked = after != raw.npos && raw.substr(after + 2).starts_with(left_to_right);
  }
  return line;
}

std::optional<Day> day_of(const ChatLine& line, ChatDays order) {
  int year = line.date[2], month = line.date[1], day = line.date[0], digits = line.last_digits;
  if (order == ChatDays::month_first) std::swap(month, day);
  if (order == ChatDays::year_first) {
    std::swap(year, day);
    digits = line.first_digits;
    if (line.last_digits > 2) return std::nullopt;
  } else if (line.first_digits > 2) {
    return std::nullopt;
  }
  if (digits == 1) return std::nullopt;  // no phone writes a year so
  if (digits == 2) year += 2000;
  return Day::of(year, unsigned(month), unsigned(day));
}

ChatOrder order_of(const std::vector<ChatLine>& lines, Day latest, DateOrder country) {
  struct Case {
    ChatDays order;
    int days = 0, steps_back = 0;
  };

  const ChatDays usual =
      country == DateOrder::month_first ? ChatDays::month_first : ChatDays::day_first;
  const ChatDays other = usual == ChatDays::day_first ? ChatDays::month_first : ChatDays::day_first;
  std::array<Case, 3> cases = {Case{usual}, Case{other}, Case{ChatDays::year_first}};
  for (Case& each : cases) {
    std::optional<Day> last;
    for (const ChatLine& line : lines) {
      const auto day = day_of(line, each.order);
      if (!day || *day > latest) continue;
      ++each.days;
      if (last && *day < *last) ++each.steps_back;
      last = day;
    }
  }
  const auto better = [](const Case& a, const Case& b) {
    if (a.days != b.days) return a.days > b.days;
    return a.steps_back < b.steps_back;
  };
  const Case best = *std::min_element(cases.begin(), cases.end(), better);
  ChatOrder found{best.order, false};
  if (best.order == ChatDays::year_first) return found;
  // As good the other way round: only the country can tell, if any line differs at all.
  const bool equal = !better(cases[0], cases[1]) && !better(cases[1], cases[0]);
  const bool differs = std::any_of(lines.begin(), lines.end(), [](const ChatLine& line) {
    return line.date[0] != line.date[1];
  });
  found.guessed = equal && differs && country == DateOrder::unsure;
  return found;
}

}  // namespace crm

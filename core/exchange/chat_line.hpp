// The beginning of a message in a chat's text file: when it was written, and by whom.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/country.hpp"
#include "core/domain/day.hpp"

namespace crm {

struct ChatLine {
  /// The three numbers of its date as they stand, and how many digits the first and last have.
  std::array<int, 3> date{};
  int first_digits = 0, last_digits = 0;
  /// Seconds after midnight.
  int second = 0;
  bool with_seconds = false;
  /// Empty for a line of the program itself.
  std::string sender;
  std::string text;
  /// Its text begins with the mark by which an iPhone sets off what nobody typed.
  bool marked = false;
};

/// Nothing where a line goes on with the message before it.
std::optional<ChatLine> read_chat_line(std::string_view raw);

/// A line without marks of direction, and with plain spaces.
std::string plain_chat_text(std::string_view line);

enum class ChatDays { day_first, month_first, year_first };

/// Nothing where there is no such day.
std::optional<Day> day_of(const ChatLine& line, ChatDays order);

struct ChatOrder {
  ChatDays order = ChatDays::day_first;
  /// Neither the lines nor the country told.
  bool guessed = false;
};

/// In which order the dates of these lines stand: the one in which most are days that have been by
/// `latest`, and in which they go back least often.
ChatOrder order_of(const std::vector<ChatLine>& lines, Day latest, DateOrder country);

}  // namespace crm

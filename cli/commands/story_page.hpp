// What the pages about a deal and about a case have in common: a headline, what is to be done, what
// was said.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/desk.hpp"
#include "cli/output/table.hpp"

namespace crm {

/// Prints parts of a page about something of a customer; both must outlive it.
class StoryPage {
 public:
  StoryPage(const Customer& customer, const Desk& desk)
      : customer_(customer), desk_(desk), world_(desk.world()) {}

  /// `500 arms  Globex                    d2k8m4`, on several lines where it is too long for one.
  void headline(const std::string& words, const std::string& id);
  /// Folded to the terminal's width; nothing of an empty text.
  void lines(std::string_view text, int indent);
  /// A table under a heading; nothing of an empty one.
  void section(const char* title, const Table& table);

  /// The reminders that are open and belong to it.
  void reminders(const std::function<bool(const Reminder&)>& belongs);
  /// The conversations that belong to it, the last first, with what `mark` says of each.
  void conversations(const std::function<bool(const Interaction&)>& belongs,
                     const std::function<std::string(const Interaction&)>& mark = nullptr);

  /// `Hank Scorpio, Bob Ray`.
  std::string names_of(const std::vector<std::string>& people) const;
  /// `26 Aug`, with the year where it is not this one.
  std::string day_of(Day day) const;

 private:
  const Customer& customer_;
  const Desk& desk_;
  World& world_;
};

/// `9 days`.
std::string days_words(std::int32_t days);
/// The parts that say something.
std::string joined_parts(const std::vector<std::string>& parts, const char* between);

}  // namespace crm

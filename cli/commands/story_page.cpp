#include "cli/commands/story_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "core/domain/text.hpp"
#include "core/domain/width.hpp"

namespace crm {
namespace {

/// Cells of what was said that the page shows; `crm log WHO` has all of it.
constexpr int most_of_a_talk = 400;

}  // namespace

std::string days_words(std::int32_t days) {
  return fmt::format("{} day{}", days, days == 1 ? "" : "s");
}

std::string joined_parts(const std::vector<std::string>& parts, const char* between) {
  std::string all;
  for (const std::string& part : parts)
    if (!part.empty()) all += (all.empty() ? "" : between) + part;
  return all;
}

void StoryPage::headline(const std::string& words, const std::string& id) {
  const bool colour = world_.terminal.colour;
  const std::string title = printable_line(words);
  const std::string whose = customer_.name.empty() ? "" : "  " + printable_line(customer_.name);
  const int room = world_.terminal.width;
  const int needed = width(title) + width(whose) + 2 + width(id);
  if (needed <= room) {
    world_.out << styled(title, Style::bold, colour) << whose
               << std::string(static_cast<std::size_t>(room - needed + 2), ' ')
               << styled(id, Style::dim, colour) << "\n";
    return;
  }
  for (const std::string& line : wrapped(title, room))
    world_.out << styled(line, Style::bold, colour) << "\n";
  if (!whose.empty()) lines(trimmed(whose), 2);
  world_.out << "  " << styled(id, Style::dim, colour) << "\n";
}

std::string StoryPage::names_of(const std::vector<std::string>& people) const {
  std::vector<std::string> names;
  for (const std::string& id : people) {
    const Person* const person = find_item(customer_.people, id);
    names.push_back(person == nullptr ? id : person->name);
  }
  return joined_parts(names, ", ");
}

void StoryPage::reminders(const std::function<bool(const Reminder&)>& belongs) {
  Table table({{.key = "due"},
               {.key = "text", .gives_way = true, .wraps = true},
               {.key = "for", .dispensable = 2},
               {.key = "id", .dispensable = 1}});
  for (const Reminder& one : customer_.reminders) {
    const auto due = next_due(one);
    if (!belongs(one) || !due) continue;
    const auto late = days_between(due->day, desk_.today());
    table.row({{day_words(*due, desk_.today()) +
                    (late > 0 ? fmt::format(" ({} late)", days_words(late)) : ""),
                late > 0 ? Style::red : Style::plain},
               one.text + (one.promise ? " (promised)" : ""),
               {one.for_whom, Style::dim},
               {one.id, Style::dim}});
  }
  section("Reminders", table);
}

void StoryPage::conversations(const std::function<bool(const Interaction&)>& belongs,
                              const std::function<std::string(const Interaction&)>& mark) {
  std::vector<const Interaction*> all;
  for (const Interaction& one : customer_.interactions)
    if (belongs(one)) all.push_back(&one);
  std::stable_sort(all.begin(), all.end(), [](const Interaction* a, const Interaction* b) {
    return in_time(a->at, b->at) > 0;
  });
  Table table({{.key = "at"},
               {.key = "kind"},
               {.key = "by", .dispensable = 2},
               {.key = "text", .gives_way = true, .wraps = true},
               {.key = "id", .dispensable = 1}});
  for (const Interaction* const one : all) {
    const bool planned = is_planned(*one, desk_.now());
    table.row({day_of(one->at.day) + (planned && one->at.timed() ? " " + one->at.clock() : ""),
               one->kind,
               {one->by, Style::dim},
               shortened(joined_parts(
                             {mark ? mark(*one) : "", planned ? "planned" : "",
                              one->outcome == "held" ? "" : one->outcome, one->subject, one->text},
                             ": "),
                         most_of_a_talk),
               {one->id, Style::dim}});
  }
  section("Conversations", table);
}

void StoryPage::section(const char* title, const Table& table) {
  if (table.empty()) return;
  world_.out << "\n" << styled(title, Style::bold, world_.terminal.colour) << "\n";
  table.print_for_people(world_, 2);
}

void StoryPage::lines(std::string_view text, int indent) {
  if (trimmed(text).empty()) return;
  for (const std::string& line :
       wrapped(printable_text(text), std::max(20, world_.terminal.width - indent)))
    world_.out << std::string(static_cast<std::size_t>(indent), ' ') << line << "\n";
}

std::string StoryPage::day_of(Day day) const {
  std::string text = fmt::format("{} {}", day.day(), month_name(day.month()));
  if (day.year() != desk_.today().year()) text += fmt::format(" {}", day.year());
  return text;
}

}  // namespace crm

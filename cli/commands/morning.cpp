#include "cli/commands/morning.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/commands/cadences.hpp"
#include "cli/commands/serving.hpp"
#include "cli/commands/story_page.hpp"
#include "cli/output/json.hpp"
#include "cli/output/table.hpp"
#include "core/team/handover.hpp"

namespace crm {
namespace {

std::string heading(Errand::Group group) {
  switch (group) {
    case Errand::Group::overdue: return "Overdue";
    case Errand::Group::today: return "Today";
    case Errand::Group::soon: return "Soon";
    case Errand::Group::keep_in_touch: return "Keep in touch";
    case Errand::Group::deals: return "Deals";
    case Errand::Group::cases: return "Cases";
    case Errand::Group::dues: return "Dues";
  }
  return "";
}

/// For a pipe, where an amount and a case's limit have no column of their own.
std::string piped_words(const Errand& one) {
  if (one.kind == Errand::Kind::case_) return one.text + ", " + std::string(one.limit);
  return one.kind == Errand::Kind::due ? one.amount->text() + " " + one.text : one.text;
}

std::string json_of(const Errand& one) {
  std::vector<std::pair<std::string, std::string>> members{{"group", json_text(name_of(one.group))},
                                                           {"kind", json_text(name_of(one.kind))},
                                                           {"due", json_text(one.due.text())},
                                                           {"days", std::to_string(one.days)},
                                                           {"customer", json_text(one.customer)},
                                                           {"name", json_text(one.name)},
                                                           {"text", json_text(one.text)}};
  if (!one.item.empty()) members.emplace_back("id", json_text(one.item));
  if (!one.whose.empty()) members.emplace_back("for", json_text(one.whose));
  if (one.promise) members.emplace_back("promise", "true");
  if (one.kind == Errand::Kind::case_) {
    members.emplace_back("limit", json_text(one.limit));
    members.emplace_back("late", one.late ? "true" : "false");
  }
  if (one.amount) members.emplace_back("amount", json_text(one.amount->text()));
  return json_object(members);
}

/// What of a customer `errands` looks at.
FieldSet agenda_fields() {
  return FieldSet::of({"id", "name", "status", "owner", "deleted", "merged_into", "added",
                       "birthday", "dates", "keep_in_touch", "people", "deals", "reminders",
                       "cases", "purchases", "payments", "interactions"});
}

/// One customer's part of the page. What a meeting is about is told by the file, not by its card.
struct Share {
  std::string path;
  std::vector<Errand> errands;

  bool has_meetings() const {
    return std::any_of(errands.begin(), errands.end(), [](const Errand& one) {
      return one.kind == Errand::Kind::meeting || one.kind == Errand::Kind::unanswered;
    });
  }
};

bool is_wanted(const Errand& one, const MorningWish& wish, const Desk& desk) {
  if (wish.time) {
    const Zone& zone = desk.book().zone();
    const auto left = zone.instant(one.due) - zone.instant(desk.now());
    if (!one.due.timed() || left < std::chrono::minutes(0) || left > *wish.time) return false;
  }
  const bool meeting = wish.only == "meeting" && one.kind == Errand::Kind::unanswered;
  return wish.only.empty() || meeting || name_of(one.kind) == wish.only ||
         name_of(one.group) == wish.only;
}

/// Who sees to it: with whoever stands in for them.
std::string shown_whose(const Errand& one, const Desk& desk) {
  const std::string other = stand_in_for(one.whose, desk.settings(), desk.today());
  return other.empty() ? one.whose : one.whose + " → " + other;
}

}  // namespace

std::string lead_words(const Errand& one, Day today) {
  using Kind = Errand::Kind;
  if (one.kind == Kind::unanswered && one.days == 0) return "past";
  if (one.kind == Kind::deal) return "slipped";
  if (one.kind == Kind::case_) return one.late ? "late" : near_day_words(one.due, today);
  if (one.kind == Kind::due) return days_words(one.days);
  if (one.kind == Kind::birthday || one.kind == Kind::date) {
    const std::string what = one.kind == Kind::birthday ? "birthday" : "date";
    return one.days == 0 ? what : day_words(one.due, today);
  }
  if (one.group == Errand::Group::overdue || one.group == Errand::Group::keep_in_touch)
    return days_words(one.days);
  if (one.group == Errand::Group::today) return one.due.clock();
  return day_words(one.due, today);
}

std::string text_words(const Errand& one, const Desk& desk) {
  using Kind = Errand::Kind;
  std::string text = one.text;
  if (one.kind == Kind::unanswered)
    text = "how did it go? " + day_words(one.due, desk.today()) + ", " + text;
  if (one.kind == Kind::birthday && one.days != 0)
    text = "birthday" + (text.empty() ? "" : ": " + text);
  if (one.kind == Kind::case_) {
    const bool answer = one.limit == name_of(Deadline::What::answer);
    // Until when stands in front.
    text += one.late ? "  " + deadline_words(one.limit, one.due, one.late, desk)
                     : std::string("  ") + (answer ? "wants its first answer" : "is to be settled");
  }
  if (one.amount) {
    const std::string amount =
        one.amount->grouped(desk.settings().grouping()) + " " + one.amount->currency;
    text = one.kind == Kind::due ? amount + " " + text : text + ", " + amount;
  }
  if (one.promise) text += " (promised)";
  return text;
}

bool is_late(const Errand& one) {
  return one.group == Errand::Group::overdue || one.late || one.kind == Errand::Kind::due;
}

std::string morning_heading(Day today) {
  return fmt::format("{} {} {} {}", weekday_full_name(today), today.day(),
                     month_full_name(today.month()), today.year());
}

std::string count_words(const std::vector<Errand>& errands) {
  std::size_t due = 0, late = 0, ahead = 0;
  for (const Errand& one : errands) ++(is_late(one) ? late : one.days < 0 ? ahead : due);
  std::string words;
  for (const auto& [count, what] : {std::pair(due, "due"), {late, "late"}, {ahead, "to come"}})
    if (count > 0) words += fmt::format("{}{} {}", words.empty() ? "" : ", ", count, what);
  return words.empty() ? "nothing" : words;
}

Morning morning(const MorningWish& asked, const Desk& desk) {
  auto [rules, needs, problems] = Cadences::of(desk);
  needs.add({Depth::brief, agenda_fields()});
  const AgendaWish wish{desk.now(), asked.days, desk.book().zone(), std::move(rules), asked.seen};
  const auto look = [&](const Customer& customer, const std::string& path) -> std::optional<Share> {
    auto some = errands(customer, desk.settings(), wish);
    if (some.empty()) return std::nullopt;
    return Share{path, std::move(some)};
  };
  // The index knows from when on a record asks for something, and not what it asked for before.
  if (!asked.seen) needs.asking_by = desk.today().plus_days(asked.days);
  auto scan = desk.scan<Share>(look, needs);
  Morning all;
  for (Share& share : scan.found) {
    if (share.has_meetings())
      if (const auto stored = desk.book().read(share.path))
        share.errands = errands(stored->customer, desk.settings(), wish);
    for (Errand& one : share.errands)
      if (is_wanted(one, asked, desk)) all.errands.push_back(std::move(one));
  }
  sort_errands(all.errands);
  all.problems = std::move(problems);
  all.problems.insert(all.problems.end(), scan.problems.begin(), scan.problems.end());
  return all;
}

std::vector<Errand> errands_of(const std::set<std::string>& people, std::vector<Errand> all) {
  if (!people.empty())
    std::erase_if(all, [&](const Errand& one) { return !people.contains(one.whose); });
  return all;
}

void print_errands(const std::vector<Errand>& errands, bool of_one, const Desk& desk) {
  World& world = desk.world();
  Table table({{.key = "group", .on_terminal = false},
               {.key = "due", .on_terminal = false},
               {.key = "kind", .on_terminal = false},
               {.key = "when", .in_pipe = false},
               {.key = "customer", .on_terminal = false},
               {.key = "name", .gives_way = true},
               {.key = "text", .gives_way = true, .wraps = true},
               {.key = "for", .dispensable = 2, .on_terminal = !of_one},
               {.key = "id", .dispensable = 1}});
  std::optional<Errand::Group> group;
  for (const Errand& one : errands) {
    if (group != one.group) table.section(heading(one.group));
    group = one.group;
    table.row({std::string(name_of(one.group)),
               one.due.text(),
               std::string(name_of(one.kind)),
               {lead_words(one, desk.today()), is_late(one) ? Style::red : Style::plain},
               one.customer,
               {one.name, Style::bold},
               {piped_words(one), text_words(one, desk)},
               {one.whose, shown_whose(one, desk), Style::dim},
               {one.item, Style::dim}},
              world.manners.wants_json() ? std::optional(json_of(one)) : std::nullopt);
  }
  if (!errands.empty() || world.manners.wants_json()) table.print(world);
}

/// What --only may be: the name of a kind or a group.
std::vector<std::string> only_names() {
  using Kind = Errand::Kind;
  using Group = Errand::Group;
  std::vector<std::string> names;
  for (const Kind kind : {Kind::reminder, Kind::meeting, Kind::birthday, Kind::date,
                          Kind::keep_in_touch, Kind::deal, Kind::case_, Kind::due})
    names.emplace_back(name_of(kind));
  for (const Group group : {Group::overdue, Group::today, Group::soon})
    names.emplace_back(name_of(group));
  return names;
}

}  // namespace crm

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <ostream>
#include <set>

#include "cli/commands/all.hpp"
#include "cli/commands/cadences.hpp"
#include "cli/commands/new_entries.hpp"
#include "cli/commands/serving.hpp"
#include "cli/desk.hpp"
#include "cli/output/deed.hpp"
#include "cli/output/json.hpp"
#include "cli/output/remark.hpp"
#include "cli/output/table.hpp"
#include "cli/sharing.hpp"
#include "core/domain/folding.hpp"
#include "core/domain/likeness.hpp"
#include "core/domain/text.hpp"
#include "core/record/writer.hpp"
#include "core/team/handover.hpp"

namespace crm {
namespace {

struct RemindOptions {
  std::string who, when, within, whose, every, only;
  std::vector<std::string> text;
  bool after_done = false, promise = false, exit_code = false;
};

// --- The morning page ---

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

std::string days_words(std::int32_t days) {
  return fmt::format("{} day{}", days, days == 1 ? "" : "s");
}

/// The first column: how late, when, or what it is.
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

/// The name that --only means; it may be said in the plural and with spaces.
std::string known_only(const std::string& asked) {
  if (asked.empty()) return {};
  const std::vector<std::string> names = only_names();
  std::string word = folded(asked);
  std::replace(word.begin(), word.end(), ' ', '-');
  std::string known;
  for (const std::string& name : names) {
    if (word == name || word == name + "s") return name;
    known += (known.empty() ? "" : ", ") + name;
  }
  const auto near = did_you_mean(word, names);
  throw Failure(Error::asked_wrongly(
      "--only knows no \"" + printable_line(asked) + "\"",
      (near.empty() ? "" : "did you mean " + near.front() + "? ") + "known are " + known));
}

/// What --within says: days ahead, or only what comes up in the next hours or minutes.
struct Ahead {
  std::int32_t days = 0;
  std::optional<std::chrono::minutes> time;
};

Ahead ahead(const std::string& within, Day today) {
  if (within.empty()) return {};
  std::int32_t count = 0;
  const auto [end, failure] = std::from_chars(within.data(), within.data() + within.size(), count);
  const std::string_view unit(end);
  if (failure == std::errc() && count > 0 && count <= 24 * 60 && (unit == "m" || unit == "min"))
    return {1, std::chrono::minutes(count)};
  if (failure == std::errc() && count > 0 && count <= 24 && unit == "h")
    return {1, std::chrono::hours(count)};
  const auto period = Period::typed(within);
  if (!period || period->unit == Period::Unit::months)
    throw Failure(Error::asked_wrongly(
        "--within wants days (7d, 2w) or, for what comes up at an hour, 30m or 2h, not \"" +
        printable_line(within) + "\""));
  return {days_between(today, plus(today, *period)), {}};
}

struct Wanted {
  std::string only;
  /// Empty: everybody's.
  std::set<std::string> whose;
  std::optional<std::chrono::minutes> time;
};

bool is_wanted(const Errand& one, const Wanted& wanted, const Desk& desk) {
  if (!wanted.whose.empty() && !wanted.whose.contains(one.whose)) return false;
  if (wanted.time) {
    const Zone& zone = desk.book().zone();
    const auto left = zone.instant(one.due) - zone.instant(desk.now());
    if (!one.due.timed() || left < std::chrono::minutes(0) || left > *wanted.time) return false;
  }
  const bool meeting = wanted.only == "meeting" && one.kind == Errand::Kind::unanswered;
  return wanted.only.empty() || meeting || name_of(one.kind) == wanted.only ||
         name_of(one.group) == wanted.only;
}

/// Who sees to it: with whoever stands in for them.
std::string shown_whose(const Errand& one, const Desk& desk) {
  const std::string other = stand_in_for(one.whose, desk.settings(), desk.today());
  return other.empty() ? one.whose : one.whose + " → " + other;
}

void show_morning_page(const RemindOptions& asked, const Desk& desk) {
  World& world = desk.world();
  const Ahead span = ahead(asked.within, desk.today());
  auto [rules, needs, problems] = Cadences::of(desk);
  needs.add({Depth::brief, agenda_fields()});
  const AgendaWish wish{desk.now(), span.days, desk.book().zone(), std::move(rules)};
  std::set<std::string> whose;
  if (!asked.whose.empty() && asked.whose != "all")
    whose = looked_after_by(desk.colleague_named(asked.whose), desk.settings(), desk.today());
  const Wanted wanted{known_only(asked.only), whose, span.time};
  const auto look = [&](const Customer& customer, const std::string& path) -> std::optional<Share> {
    auto some = errands(customer, desk.settings(), wish);
    if (some.empty()) return std::nullopt;
    return Share{path, std::move(some)};
  };
  needs.asking_by = desk.today().plus_days(span.days);
  auto scan = desk.scan<Share>(look, needs);
  std::vector<Errand> all;
  for (Share& share : scan.found) {
    if (share.has_meetings())
      if (const auto stored = desk.book().read(share.path))
        share.errands = errands(stored->customer, desk.settings(), wish);
    for (Errand& one : share.errands)
      if (is_wanted(one, wanted, desk)) all.push_back(std::move(one));
  }
  sort_errands(all);

  Table table({{.key = "group", .on_terminal = false},
               {.key = "due", .on_terminal = false},
               {.key = "kind", .on_terminal = false},
               {.key = "when", .in_pipe = false},
               {.key = "customer", .on_terminal = false},
               {.key = "name", .gives_way = true},
               {.key = "text", .gives_way = true, .wraps = true},
               {.key = "for", .dispensable = 2, .on_terminal = whose.size() != 1},
               {.key = "id", .dispensable = 1}});
  std::optional<Errand::Group> group;
  for (const Errand& one : all) {
    if (group != one.group) table.section(heading(one.group));
    group = one.group;
    const bool late =
        one.group == Errand::Group::overdue || one.late || one.kind == Errand::Kind::due;
    table.row({std::string(name_of(one.group)),
               one.due.text(),
               std::string(name_of(one.kind)),
               {lead_words(one, desk.today()), late ? Style::red : Style::plain},
               one.customer,
               {one.name, Style::bold},
               {piped_words(one), text_words(one, desk)},
               {one.whose, shown_whose(one, desk), Style::dim},
               {one.item, Style::dim}},
              world.manners.wants_json() ? std::optional(json_of(one)) : std::nullopt);
  }
  if (for_people(world)) {
    world.out << styled(
                     fmt::format("{} {} {} {}", weekday_full_name(desk.today()), desk.today().day(),
                                 month_full_name(desk.today().month()), desk.today().year()),
                     Style::bold, world.terminal.colour)
              << "\n\n";
    if (all.empty()) world.out << "Nothing is due.\n";
  }
  if (!all.empty() || world.manners.wants_json()) table.print(world);
  problems.insert(problems.end(), scan.problems.begin(), scan.problems.end());
  print_problems(problems, world);
  if (asked.exit_code && all.empty()) throw ExitCode{static_cast<int>(Error::Kind::nothing_found)};
}

// --- One customer ---

void show_reminders(const RemindOptions& asked, const Desk& desk) {
  const Match match = desk.find(asked.who);
  const Customer customer = desk.book().read(match.path).value().customer;
  Table table({{.key = "due"},
               {.key = "text", .gives_way = true, .wraps = true},
               {.key = "every", .dispensable = 2},
               {.key = "for", .dispensable = 3},
               {.key = "id", .dispensable = 1}});
  std::vector<std::pair<Moment, const Reminder*>> open;
  for (const Reminder& reminder : customer.reminders)
    if (const auto due = next_due(reminder)) open.emplace_back(*due, &reminder);
  std::stable_sort(open.begin(), open.end(),
                   [](const auto& a, const auto& b) { return in_time(a.first, b.first) < 0; });
  for (const auto& [due, reminder] : open) {
    const bool late = due.day < desk.today();
    std::string shown = day_words(due, desk.today());
    if (late) shown += fmt::format(", {} late", days_words(days_between(due.day, desk.today())));
    const std::string text = reminder->text + (reminder->promise ? " (promised)" : "");
    table.row({{due.text(), shown, late ? Style::red : Style::plain},
               {reminder->text, text},
               {reminder->every ? reminder->every->words() : "", Style::dim},
               {reminder->for_whom, Style::dim},
               {reminder->id, Style::dim}},
              json_with("customer", customer.id,
                        json_of(to_data(*reminder), *customer_type().find("reminders")->item)));
  }
  if (table.empty()) remark(desk.world(), "no reminder is open for " + customer.name);
  if (!table.empty() || desk.world().manners.wants_json()) table.print(desk.world());
}

void set_reminder(const RemindOptions& asked, const Desk& desk) {
  std::string text;
  for (const std::string& word : asked.text) text += (text.empty() ? "" : " ") + word;
  if (text.empty())
    throw Failure(Error::asked_wrongly(
        "what shall you be reminded of?",
        "crm remind " + as_typed(asked.who) + " " + as_typed(asked.when) + " \"send the offer\""));
  const Match match = desk.find(asked.who);
  (void)moment_to_come(asked.when, desk);
  std::vector<Deed> deeds;
  const auto next = [&](Customer after) {
    deeds = {NewEntries(desk, after).add_reminder(asked.when, text, asked.promise)};
    Reminder& fresh = after.reminders.back();
    if (!asked.whose.empty()) fresh.for_whom = desk.colleague_named(asked.whose);
    if (!asked.every.empty()) {
      const auto every = Recurrence::typed(asked.every);
      if (!every)
        throw Failure(
            Error::asked_wrongly(every.error().message(), every.error().problems.front().hint));
      fresh.every = *every;
      fresh.after_done = asked.after_done;
    }
    if (asked.after_done && (!fresh.every || !fresh.every->period()))
      throw Failure(Error::asked_wrongly("--after-done needs an --every like 3m or monthly"));
    if (match.kind == ItemKind::deal) fresh.deal = match.item;
    if (match.kind == ItemKind::case_) fresh.case_id = match.item;
    std::string& sentence = deeds.front().sentence;
    sentence = reminder_words(fresh, desk) + " (" + after.name +
               (fresh.every ? ", " + fresh.every->words() : "") + ")";
    return after;
  };
  if (desk.change(match, next, [&] { return deeds.front().sentence; }))
    print_deeds(deeds, desk.world());
}

void remind(const RemindOptions& asked, World& world) {
  const Desk desk = Desk::open(world);
  if (asked.who.empty()) {
    tell_of_unshared(desk);
    return show_morning_page(asked, desk);
  }
  if (asked.when.empty()) return show_reminders(asked, desk);
  set_reminder(asked, desk);
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<RemindOptions>();
  words.optional_argument(asked->who, placeholder::who,
                          "the customer; without it, the morning page");
  words.optional_argument(asked->when, placeholder::when,
                          "fri, tomorrow, \"in 2w\", 2026-12-01, \"mon 9:30\"");
  words.arguments(asked->text, placeholder::text, "what is to be done");
  words.option(asked->within, "--within", placeholder::period,
               "the days to come as well: 7d, 30d; 30m or 2h: only what comes up then");
  words.option(asked->whose, "--for", placeholder::colleague,
               "me, all, or somebody of the team (with those for whom they stand in)");
  const std::vector<std::string> names = only_names();
  static const std::string only = fmt::format("{}", fmt::join(names, " "));
  words.option(asked->only, "--only", Placeholder{"WHAT", only},
               fmt::format("these alone: {}", fmt::join(names, ", ")));
  words.flag(asked->exit_code, "--exit-code", "leave with 3 when nothing is due");
  words.option(asked->every, "--every", placeholder::every,
               "again: 3m, \"2 weeks\", monthly, weekdays, or an RRULE");
  words.flag(asked->after_done, "--after-done", "count the next time from the day it was done");
  words.flag(asked->promise, "--promise", "we gave our word on it");
  return [asked](World& world) { remind(*asked, world); };
}

}  // namespace

Command remind_command() {
  return {"remind",
          "Every day",
          "show what is due, or set a reminder",
          {{"crm remind", "the morning page: what is due today"},
           {"crm remind --within 7d --for me", "my week"},
           {"crm remind --only dues", "who should have paid by now"},
           {"crm remind --within 30m", "what comes up at an hour in the next 30 minutes; for cron"},
           {"crm remind acme fri \"send the offer\"", "set a reminder"},
           {"crm remind acme 2027-01-01 \"renew the contract\" --every 1y", "one that comes again"},
           {"crm remind acme", "what is open for Acme"}},
          declare};
}

}  // namespace crm

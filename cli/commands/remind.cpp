#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <ostream>
#include <set>

#include "cli/commands/all.hpp"
#include "cli/commands/delivery.hpp"
#include "cli/commands/new_entries.hpp"
#include "cli/commands/story_page.hpp"
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
  std::string ics;
  std::optional<std::string> mail;
  bool after_done = false, promise = false, exit_code = false, each = false, notify = false;

  bool delivers() const { return mail || notify || !ics.empty(); }
};

// --- The morning page ---

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

/// Whose reminders are meant; empty: everybody's.
std::set<std::string> people_meant(const RemindOptions& asked, const Desk& desk) {
  if (asked.whose.empty() || asked.whose == "all") return {};
  return looked_after_by(desk.colleague_named(asked.whose), desk.settings(), desk.today());
}

MorningWish wish_of(const RemindOptions& asked, const Desk& desk) {
  const Ahead span = ahead(asked.within, desk.today());
  return {.only = known_only(asked.only), .days = span.days, .time = span.time};
}

void show_morning_page(const RemindOptions& asked, const Desk& desk) {
  World& world = desk.world();
  const auto people = people_meant(asked, desk);
  Morning page = morning(wish_of(asked, desk), desk);
  page.errands = errands_of(people, std::move(page.errands));
  if (for_people(world)) {
    world.out << styled(morning_heading(desk.today()), Style::bold, world.terminal.colour)
              << "\n\n";
    if (page.errands.empty()) world.out << "Nothing is due.\n";
  }
  print_errands(page.errands, people.size() == 1, desk);
  print_problems(page.problems, world);
  if (asked.exit_code && page.errands.empty())
    throw ExitCode{static_cast<int>(Error::Kind::nothing_found)};
}

// --- Where people are ---

void refuse_what_does_not_fit(const RemindOptions& asked, const World& world) {
  const int ways = (asked.mail ? 1 : 0) + (asked.notify ? 1 : 0) + (asked.ics.empty() ? 0 : 1);
  if (ways > 1)
    throw Failure(Error::asked_wrongly("reminders go one way at a time: --mail, --notify or --ics",
                                       "leave out the others"));
  if (!asked.who.empty())
    throw Failure(Error::asked_wrongly(
        "the whole page is delivered, not \"" + printable_line(asked.who) + "\" alone",
        asked.mail ? "crm remind --mail, or with whose it is: --for me"
                   : "--for says whose it is: --for me"));
  if (asked.each && !asked.mail)
    throw Failure(Error::asked_wrongly("--each goes with --mail", "crm remind --mail --each"));
  if (asked.each && (!asked.mail->empty() || !asked.whose.empty()))
    throw Failure(Error::asked_wrongly("--each of the team has a mail of their own",
                                       "crm remind --mail --each"));
  const Manners& manners = world.manners;
  if (manners.wants_json() || manners.csv || manners.tsv || manners.ids || manners.nul)
    throw Failure(Error::asked_wrongly("what is delivered is for people, or a calendar",
                                       "crm remind --json prints the page for programs"));
}

bool write_calendar(const RemindOptions& asked, const std::string& whose, const Desk& desk) {
  const Ahead span = ahead(asked.within, desk.today());
  const std::string only = known_only(asked.only);
  if (span.time) throw Failure(Error::asked_wrongly("a calendar has whole days: --within 7d"));
  if (!only.empty() && only != "reminder" && only != "meeting" && only != "birthday" &&
      only != "date")
    throw Failure(Error::asked_wrongly("a calendar has no " + only,
                                       "it has reminders, meetings, birthdays and dates"));
  CalendarFile file{asked.ics, only, whose};
  if (!asked.within.empty()) file.days = span.days;
  return write_calendar(file, desk);
}

void deliver(const RemindOptions& asked, const Desk& desk) {
  refuse_what_does_not_fit(asked, desk.world());
  const std::string whose =
      asked.whose.empty() || asked.whose == "all" ? "" : desk.colleague_named(asked.whose);
  bool is_any_due = false;
  if (!asked.ics.empty()) {
    is_any_due = write_calendar(asked, whose, desk);
  } else {
    const DeliveryWish wish{wish_of(asked, desk), whose, asked.mail.value_or(""), asked.each};
    is_any_due = asked.mail ? mail_morning(wish, desk) : show_notices(wish, desk);
  }
  if (asked.exit_code && !is_any_due) throw ExitCode{static_cast<int>(Error::Kind::nothing_found)};
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
  if (asked.delivers() || asked.each) {
    tell_of_unshared(desk);
    return deliver(asked, desk);
  }
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
  words.option(asked->mail, "--mail", placeholder::mail_to,
               "mail the page, where anything is due: to an address, a colleague, or you");
  words.flag(asked->each, "--each", "with --mail: to each of the team what is theirs");
  words.flag(asked->notify, "--notify",
             "show it on the desktop; with --within 30m each meeting once");
  words.option(asked->ics, "--ics", placeholder::file,
               "write what is due and to come as a calendar; - prints it");
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
           {"crm remind --mail --for me", "my page by mail, where anything is due"},
           {"crm remind --mail --each", "to each of the team what is theirs; for cron"},
           {"crm remind --notify --within 30m --for me", "my meetings on the desktop, each once"},
           {"crm remind --ics crm.ics", "reminders, meetings and birthdays for a calendar"},
           {"crm remind acme fri \"send the offer\"", "set a reminder"},
           {"crm remind acme 2027-01-01 \"renew the contract\" --every 1y", "one that comes again"},
           {"crm remind acme", "what is open for Acme"}},
          declare};
}

}  // namespace crm

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "cli/commands/delivery.hpp"
#include "cli/commands/exporting.hpp"
#include "cli/output/outlet.hpp"
#include "cli/output/remark.hpp"
#include "core/domain/text.hpp"
#include "core/exchange/calendar_stamps.hpp"
#include "core/exchange/calendar_writer.hpp"
#include "core/team/handover.hpp"

namespace crm {
namespace {

constexpr std::string_view ending = ".ics";

void refuse_calendar_at(const std::string& path, const Desk& desk) {
  if (path == "-") return;
  const World& world = desk.world();
  const std::string name = printable_line(path);
  refuse_part_of_book(path, "a calendar", "name a file elsewhere", desk);
  if (path.ends_with('/') || path.starts_with("/dev/") || path.starts_with("/proc/"))
    throw Failure(Error::asked_wrongly("--ics wants a file, not " + name, "- prints it"));
  refuse_without_folder(path, world);
  if (!world.disk.exists(path)) return;
  // What is no file at all is refused here, also with --anyway.
  (void)world.disk.read(path).value();
  if (!lowered(path).ends_with(ending) && !world.manners.anyway)
    throw Failure(Error::conflict(name + " is there already, and its name does not end with .ics",
                                  "name another file, or give it up with --anyway"));
}

/// What of each customer goes into the calendar.
class Choice {
 public:
  Choice(const CalendarFile& wish, const Desk& desk) : wish_(wish), desk_(desk) {
    if (!wish.whose.empty()) people_ = looked_after_by(wish.whose, desk.settings(), desk.today());
    if (wish.days) last_ = desk.today().plus_days(*wish.days);
  }

  std::string text_of(const Customer& customer) const {
    const CalendarWish wish{desk_.now(), desk_.book().zone(), desk_.settings().leap_day_rule()};
    std::string text;
    if (takes("reminder"))
      for (const Reminder& one : customer.reminders)
        if (const auto due = next_due(one);
            due && in_time(due->day) && is_theirs(one.for_whom, customer))
          text += task_of(customer, one, wish);
    if (takes("meeting"))
      for (const Interaction& one : customer.interactions)
        if (in_time(one.at.day) && is_theirs(one.by, customer))
          text += event_of(customer, one, wish);
    if (!is_theirs("", customer)) return text;
    if (takes("birthday") && takes("date")) return text + yearly_events_of(customer, wish);
    if (!takes("birthday") && !takes("date")) return text;
    Customer some = customer;
    leave(some);
    for (Person& person : some.people) leave(person);
    return text + yearly_events_of(some, wish);
  }

 private:
  bool takes(std::string_view kind) const { return wish_.only.empty() || wish_.only == kind; }

  bool in_time(Day day) const { return !last_ || day <= *last_; }

  bool is_theirs(const std::string& whose, const Customer& customer) const {
    return people_.empty() || people_.contains(whose.empty() ? customer.owner : whose);
  }

  void leave(Contact& contact) const {
    if (!takes("birthday")) contact.birthday.reset();
    if (!takes("date")) contact.dates.clear();
  }

  const CalendarFile& wish_;
  const Desk& desk_;
  std::set<std::string> people_;
  std::optional<Day> last_;
};

std::size_t count_of(std::string_view text, std::string_view what) {
  std::size_t count = 0;
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++count;
  return count;
}

}  // namespace

bool write_calendar(const CalendarFile& wish, const Desk& desk) {
  World& world = desk.world();
  refuse_calendar_at(wish.path, desk);
  const Choice choice(wish, desk);
  std::string text = calendar_begin(desk.settings().name);
  const auto text_of = [&](const Customer& customer, const Data&) -> std::optional<std::string> {
    std::string its = choice.text_of(customer);
    if (its.empty()) return std::nullopt;
    return its;
  };
  const auto use = [&](std::string&& its) {
    text += its;
    return true;
  };
  const LeftOut left_out = export_customers(desk, false, text_of, use);
  text += calendar_end();
  const std::size_t entries = count_of(text, "\nBEGIN:VEVENT") + count_of(text, "\nBEGIN:VTODO");
  if (wish.path == "-") {
    world.out << (world.terminal.out ? printable_text(text) : text);
  } else {
    const auto before = world.disk.read(wish.path);
    if (before) text = with_kept_stamps(text, *before);
    const bool changes = !before || *before != text;
    if (changes && !world.manners.dry_run)
      insist(world.disk.replace({{.path = wish.path, .text = std::move(text), .durable = false}}));
    if (world.terminal.err)
      remark(world, fmt::format("{} {} ({} entr{})",
                                !changes                ? "nothing has changed in"
                                : world.manners.dry_run ? "would write"
                                                        : "wrote",
                                printable_line(wish.path), entries, entries == 1 ? "y" : "ies"));
  }
  print_problems(left_out.problems, world);
  return entries > 0;
}

}  // namespace crm

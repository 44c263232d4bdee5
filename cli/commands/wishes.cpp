#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "cli/commands/all.hpp"
#include "cli/commands/carrier.hpp"
#include "cli/commands/letter_preview.hpp"
#include "cli/commands/listing.hpp"
#include "cli/commands/posting.hpp"
#include "cli/commands/sender.hpp"
#include "cli/commands/wishing.hpp"
#include "cli/output/deed.hpp"
#include "cli/output/outlet.hpp"
#include "cli/output/table.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

using Group = DueWish::Group;

struct WishesOptions {
  std::string on, within, command, limit;
  bool send = false, again = false, arrived = false;
};

/// So many letters are not sent without somebody saying how many.
constexpr std::size_t many = 1000;

void refuse_what_does_not_fit(const WishesOptions& asked) {
  const bool looks_ahead = !asked.on.empty() || !asked.within.empty();
  if (asked.send && looks_ahead)
    throw Failure(Error::asked_wrongly("--send is for what is due today",
                                       "--on and --within look at other days"));
  if (!asked.on.empty() && !asked.within.empty())
    throw Failure(Error::asked_wrongly("--on is one day, --within the next ones"));
  if (asked.arrived && (asked.send || asked.again || looks_ahead))
    throw Failure(Error::asked_wrongly("--arrived sends nothing", "crm wishes --arrived"));
  if (!asked.send && (asked.again || !asked.command.empty()))
    throw Failure(Error::asked_wrongly(
        asked.again ? "--again goes with --send" : "--command goes with --send",
        asked.again ? "crm wishes --again --send" : ""));
}

WishingOptions options_of(const WishesOptions& asked, const Desk& desk) {
  WishingOptions options{desk.today(), desk.today(), asked.again, !asked.command.empty()};
  if (!asked.on.empty()) options.from = options.to = desk.what_day(asked.on);
  if (asked.within.empty()) return options;
  const auto period = Period::typed(asked.within);
  if (!period)
    throw Failure(Error::asked_wrongly("--within wants days (7d, 2w), not \"" +
                                       printable_line(asked.within) + "\""));
  options.to = plus(desk.today(), *period);
  return options;
}

// --- What would be done ---

std::string heading(Group group) {
  switch (group) {
    case Group::missed: return "Missed, and caught up";
    case Group::today: return "Today";
    case Group::soon: return "Soon";
    case Group::skipped: return "Skipped";
    case Group::done: return "Done";
  }
  return "";
}

/// For people: why it is skipped, else what is done, `birthday-wish: Many happy returns!`.
std::string words_of(const DueWish& one, const Wishing& wishing) {
  if (!one.reason.empty()) return one.reason;
  const WishRule& rule = wishing.rule(one);
  if (one.reminds)
    return "remind" + (rule.for_whom.empty() ? "" : " " + rule.for_whom) + ": " + one.text;
  const Mailing& mailing = *wishing.mailing(one.rule);
  const std::string way = mailing.medium() == Medium::email ? "" : " by " + mailing.rules().channel;
  return rule.letter + way + (one.text.empty() ? "" : ": " + one.text);
}

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

struct Counts {
  std::size_t letters = 0, reminders = 0, skipped = 0;

  std::string words() const {
    if (reminders == 0) return counted(letters, "letter");
    if (letters == 0) return counted(reminders, "reminder");
    return counted(letters, "letter") + " and " + counted(reminders, "reminder");
  }
};

Counts counts_of(const std::vector<DueWish>& all) {
  Counts counts;
  for (const DueWish& one : all) {
    if (one.group == Group::skipped) ++counts.skipped;
    if (one.is_to_do()) ++(one.reminds ? counts.reminders : counts.letters);
  }
  return counts;
}

void print_wishes(const std::vector<DueWish>& all, const Wishing& wishing, const Desk& desk) {
  World& world = desk.world();
  Table table({{.key = "group", .on_terminal = false},
               {.key = "day"},
               {.key = "customer", .on_terminal = false},
               {.key = "person", .on_terminal = false},
               {.key = "name", .gives_way = true},
               {.key = "occasion", .dispensable = 1},
               {.key = "letter", .on_terminal = false},
               {.key = "channel", .on_terminal = false},
               {.key = "text", .gives_way = true, .wraps = true},
               {.key = "skipped", .on_terminal = false},
               {.key = "sent_key", .on_terminal = false}});
  std::optional<Group> group;
  std::vector<std::string> reasons;
  for (const DueWish& one : all) {
    reasons.push_back(one.reason);
    if (group != one.group) table.section(heading(one.group));
    group = one.group;
    const WishRule& rule = wishing.rule(one);
    const Mailing* const mailing = wishing.mailing(one.rule);
    const std::string day = day_words({one.wish.day, {}, {}, false}, desk.today());
    table.row({std::string(name_of(one.group)),
               {one.wish.day.text(), day, one.group == Group::missed ? Style::red : Style::plain},
               one.recipient.customer,
               one.recipient.person,
               {one.recipient.whom(), Style::bold},
               {rule.occasion.text(), Style::dim},
               rule.letter,
               mailing == nullptr ? std::string() : mailing->rules().channel,
               {one.text, words_of(one, wishing), one.is_to_do() ? Style::plain : Style::dim},
               one.reason,
               one.wish.sent_key});
  }
  if (!table.empty() || world.manners.wants_json()) table.print(world, "customer");
  if (!for_people(world)) return;
  const Counts counts = counts_of(all);
  if (counts.letters + counts.reminders == 0) {
    world.out << (table.empty() ? "" : "\n") << "Nobody is to be wished anything.\n";
    if (wishing.count() == 0)
      hint(world, "write a rule into crm.yaml, wishes: {birthday: LETTER} (crm help letters)");
    tell_who_is_missing(reasons, desk);
    return;
  }
  const std::string skipped =
      counts.skipped == 0 ? "" : fmt::format(", {} skipped", counts.skipped);
  world.out << "\n" << counts.words() << skipped << "\n";
  tell_who_is_missing(reasons, desk);
}

// --- Doing it ---

/// All of them as one operation; what each record has already stays as it is.
std::size_t set_reminders(const std::vector<DueWish>& all, const Wishing& wishing, Outbox& outbox,
                          const Desk& desk) {
  std::map<std::string, std::vector<const DueWish*>> by_file;
  for (const DueWish& one : all)
    if (one.is_to_do() && one.reminds) by_file[one.recipient.path].push_back(&one);
  if (by_file.empty()) return 0;
  std::vector<Deed> deeds;
  const auto work = [&](Writing& writing) {
    for (const auto& file : by_file) {
      const auto next = [&](Customer customer) {
        for (const DueWish* const one : file.second) {
          Reminder reminder = wishing.reminder(*one);
          if (has_item(customer, reminder.id)) continue;
          deeds.push_back({fmt::format("will remind{} of {}: {}",
                                       reminder.for_whom.empty() ? "" : " " + reminder.for_whom,
                                       customer.name, reminder.text),
                           reminder.id});
          customer.reminders.push_back(std::move(reminder));
        }
        return customer;
      };
      insist(writing.change(file.first, next));
    }
  };
  desk.write(work, [&] { return "wishes: set " + counted(deeds.size(), "reminder"); });
  for (const auto& file : by_file)
    for (const DueWish* const one : file.second) {
      Posted posted;
      posted.sent_key = one->wish.sent_key;
      posted.customer = one->recipient.customer;
      posted.person = one->recipient.person;
      posted.at = desk.stamp();
      posted.by = desk.me();
      insist(outbox.remember(posted));
    }
  insist(outbox.flush());
  print_deeds(deeds, desk.world());
  return deeds.size();
}

/// The letters of one rule; false where the next ones would not be taken either.
bool post_letters(const std::vector<DueWish>& all, std::size_t rule, const WishesOptions& asked,
                  const Wishing& wishing, Outbox& outbox, bool& went_wrong) {
  const Mailing& mailing = *wishing.mailing(rule);
  World& world = mailing.desk().world();
  std::vector<Addressee> waiting;
  for (const DueWish& one : all)
    if (one.rule == rule && one.is_to_do() && !one.reminds)
      waiting.push_back({one.recipient.whom(), [&mailing, &one](std::string& why) {
                           return mailing.ready(one.recipient, one.wish, why);
                         }});
  if (waiting.empty()) return true;
  HandOver way;
  try {
    way = mailing.medium() == Medium::email ? by_mail(mailing) : by_command(asked.command, mailing);
  } catch (const Failure& failure) {
    // Of this letter alone: nobody knows from whom it is.
    print_error(failure.error(), world);
    went_wrong = true;
    return true;
  }
  const PostingTally tally = post(world, waiting, outbox, way);
  for (const std::string& whom : tally.taken_by)
    world.out << fmt::format("sent {} to {}\n", mailing.wish().letter, printable_line(whom));
  world.out.flush();
  went_wrong = tell_failures(tally, "crm wishes", world) || went_wrong;
  return tally.stopped.empty();
}

/// Notes as sent the wishes of which nobody knew.
void settle_arrived(const Desk& desk, Outbox& outbox) {
  std::size_t settled = 0;
  for (const OnItsWay& one : outbox.in(OnItsWay::State::sending)) {
    if (!is_wish(one.letter)) continue;
    if (!desk.world().manners.dry_run) insist(outbox.mark(one.letter, OnItsWay::State::sent));
    ++settled;
  }
  if (!desk.world().manners.dry_run) log_sent(desk, outbox);
  if (settled == 0)
    throw Failure(Error::nothing_found("of no wish it is unknown whether it was sent"));
  desk.world().out << fmt::format("noted {} as sent\n", counted(settled, "letter"));
}

void refuse_unasked_many(const Counts& counts, const WishesOptions& asked, const Desk& desk) {
  World& world = desk.world();
  const auto limit = limit_of(asked.limit, "crm wishes --send --limit 2000");
  if (counts.letters >= many && (!limit || *limit < counts.letters))
    throw Failure(Error::asked_wrongly(fmt::format("these would be {} letters", counts.letters),
                                       fmt::format("say so with --limit {}", counts.letters)));
  if (counts.letters > 0 && world.may_ask() && !world.manners.yes &&
      !confirmed(world, "send " + counts.words() + "?"))
    throw ExitCode{1};
}

void send(const WishesOptions& asked, const Desk& desk, Outbox& outbox) {
  World& world = desk.world();
  Wishing wishing(desk, outbox, options_of(asked, desk));
  const std::vector<DueWish> all = wishing.look();
  const Counts counts = counts_of(all);
  refuse_unasked_many(counts, asked, desk);
  set_reminders(all, wishing, outbox, desk);
  bool went_wrong = false;
  for (std::size_t rule = 0; rule < wishing.count(); ++rule)
    if (wishing.mailing(rule) != nullptr &&
        !post_letters(all, rule, asked, wishing, outbox, went_wrong))
      break;
  log_sent(desk, outbox);
  if (counts.skipped > 0)
    hint(world, fmt::format("{} skipped: crm wishes says why", counts.skipped));
  tell_unclear(desk, outbox, is_wish);
  print_problems(wishing.problems(), world);
  if (went_wrong) throw ExitCode{1};
}

void wishes(const WishesOptions& asked, World& world) {
  refuse_what_does_not_fit(asked);
  Desk desk = Desk::open(world);
  const bool writes = !world.manners.dry_run && (asked.send || asked.arrived);
  if (writes && asked.send && !may_send(desk) && !world.manners.anyway) {
    // The same line of cron may stand on everybody's machine.
    hint(world, desk.settings().sender + " sends the wishes of this book (crm.yaml's sender)");
    return;
  }
  const Layout& layout = desk.book().layout();
  const Outbox known = Outbox::read(world.disk, layout).value();
  Wishing wishing(desk, known, options_of(asked, desk));
  const std::vector<DueWish> all = asked.arrived ? std::vector<DueWish>() : wishing.look();
  if (!writes) {
    print_wishes(all, wishing, desk);
    tell_unclear(desk, known, is_wish);
    print_problems(wishing.problems(), world);
    return;
  }
  const Counts counts = counts_of(all);
  const bool has_work = asked.arrived || counts.letters + counts.reminders > 0 ||
                        !known.in(OnItsWay::State::sent).empty();
  if (!has_work) {
    tell_unclear(desk, known, is_wish);
    print_problems(wishing.problems(), world);
    return;
  }
  Outbox outbox = Outbox::open(world.disk, layout, desk.today()).value();
  // What an interrupted run has sent is entered before anything else looks at the records.
  if (const std::size_t caught_up = log_sent(desk, outbox); caught_up > 0)
    remark(world, fmt::format("crm: entered {} that an interrupted run had sent",
                              counted(caught_up, "letter")));
  if (asked.arrived) return settle_arrived(desk, outbox);
  send(asked, desk, outbox);
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<WishesOptions>();
  words.flag(asked->send, "--send",
             "send the letters that are due by e-mail, and set the reminders");
  words.option(asked->on, "--on", placeholder::day, "what is due on that day alone");
  words.option(asked->within, "--within", placeholder::period,
               "also what is due in the days to come: 7d, 2w");
  words.option(asked->command, "--command", placeholder::command,
               "hand letters that go by no mail to a program on stdin, as crm letter does; else a "
               "person is reminded of them");
  words.option(asked->limit, "--limit", Placeholder{"N"},
               "how many letters it may be, where they are a thousand or more");
  words.flag(asked->again, "--again", "also those of whom it is not known whether they have it");
  words.flag(asked->arrived, "--arrived", "they have it: note as sent what is not known of");
  return [asked](World& world) { wishes(*asked, world); };
}

}  // namespace

Command wishes_command() {
  return {
      "wishes",
      "Reach",
      "birthdays and other occasions, by the rules of crm.yaml",
      {{"crm wishes", "what would go out today, and who is skipped"},
       {"crm wishes --within 30d", "the same of the month to come"},
       {"crm wishes --send", "send it, once; for cron"}},
      declare,
      {"The rules stand in crm.yaml under wishes: an occasion, and the name of a letter or a map "
       "with letter or remind, filter, channel, for and catch_up. crm help letters has all of "
       "them. Each wish is done once, whoever runs it wherever, once the others have synced. "
       "What was missed is caught up for three days, or as catch_up says."}};
}

}  // namespace crm

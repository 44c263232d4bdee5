#include "cli/commands/letter_preview.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <set>

#include "cli/commands/wishing.hpp"
#include "cli/output/json.hpp"
#include "cli/output/table.hpp"
#include "core/domain/text.hpp"
#include "core/domain/width.hpp"

namespace crm {
namespace {

constexpr std::size_t shown_letters = 2, shown_skipped = 10;

struct LastSent {
  Day day;
  std::size_t customers = 0;
};

/// When each letter went out last, and to how many in all.
std::map<std::string, LastSent> last_sent(const Desk& desk) {
  using Days = std::map<std::string, Day>;
  const auto look = [](const Customer& customer, const std::string&) -> std::optional<Days> {
    Days days;
    for (const Interaction& one : customer.interactions) {
      if (one.letter.empty() || one.direction == "in") continue;
      Day& day = days.try_emplace(one.letter, one.at.day).first->second;
      day = std::max(day, one.at.day);
    }
    if (days.empty()) return std::nullopt;
    return days;
  };
  std::map<std::string, LastSent> all;
  for (const Days& days : desk.scan<Days>(look, Depth::without_texts).found)
    for (const auto& [letter, day] : days) {
      LastSent& last = all[letter];
      last.day = last.customers == 0 ? day : std::max(last.day, day);
      ++last.customers;
    }
  return all;
}

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

/// As it would stand on paper or in a mail program, indented.
void print_letter(const ReadyLetter& ready, const Mailing& mailing) {
  World& world = mailing.desk().world();
  const bool colour = world.terminal.colour;
  const auto line = [&](const std::string& text) {
    world.out << (text.empty() ? "" : "  " + text) << "\n";
  };
  std::string address = ready.recipient.address;
  std::replace(address.begin(), address.end(), '\n', ',');
  const int room = world.terminal.width - 2;
  for (const std::string& row :
       wrapped("to " + printable_line(ready.recipient.whom() + "  " + address), room))
    line(styled(row, Style::dim, colour));
  for (const std::string& row : wrapped(printable_line(ready.letter.subject), room))
    line(styled(row, Style::bold, colour));
  line("");
  const std::string& text = ready.letter.text.empty() ? ready.letter.html : ready.letter.text;
  std::string_view rest = text;
  while (!rest.empty() && rest.back() == '\n') rest.remove_suffix(1);
  for (const std::string_view one : split(rest, '\n')) {
    const std::string said = printable_line(one);
    const std::string whole = said.substr(0, said.find_last_not_of(' ') + 1);
    for (const std::string& row : wrapped(whole, world.terminal.width - 2)) line(row);
  }
  line("");
}

}  // namespace

std::string counts_words(const std::vector<Considered>& all) {
  const auto skipped = static_cast<std::size_t>(std::count_if(
      all.begin(), all.end(), [](const Considered& one) { return one.is_skipped(); }));
  std::string words = counted(all.size() - skipped, "customer");
  if (skipped == 0) return words;
  words += fmt::format(", {} skipped (", skipped);
  bool first = true;
  for (const auto& [reason, count] : skipped_by_reason(all)) {
    words += fmt::format("{}{} {}", first ? "" : ", ", count, reason);
    first = false;
  }
  return words + ")";
}

void tell_who_is_missing(const std::vector<std::string>& reasons, const Desk& desk) {
  const auto wants_me = [](const std::string& reason) { return reason.starts_with("no me."); };
  if (std::any_of(reasons.begin(), reasons.end(), wants_me) && desk.me().empty())
    hint(desk.world(), "say who you are with --as NAME, or set CRM_ME: letters name their sender");
}

void print_letters(const Desk& desk, const Outbox& outbox) {
  World& world = desk.world();
  const Book& book = desk.book();
  const LetterField fields = letter_fields(desk.settings());
  const auto last = last_sent(desk);
  Table table({{.key = "letter"},
               {.key = "channel"},
               {.key = "languages", .dispensable = 2},
               {.key = "subject", .gives_way = true},
               {.key = "last"},
               {.key = "sent", .side = Column::Side::right, .dispensable = 1}});
  std::vector<Problem> problems;
  const auto names = letter_names(book.disk(), book.layout()).value();
  for (const std::string& name : names) {
    const auto letter = read_stationery(book.disk(), book.layout(), name, fields);
    if (!letter) {
      problems.insert(problems.end(), letter.error().problems.begin(),
                      letter.error().problems.end());
      continue;
    }
    std::string languages;
    for (const LetterForm& form : letter->forms) {
      const std::string code = form.head().language.empty() ? "en" : form.head().language;
      languages += (languages.empty() ? "" : " ") + code;
    }
    const auto sent = last.find(name);
    const bool was_sent = sent != last.end();
    table.row({{name, Style::bold},
               letter->channel(),
               {languages, Style::dim},
               letter->head().subject,
               was_sent ? Cell(sent->second.day.text(),
                               day_words({sent->second.day, {}, {}, false}, desk.today()))
                        : Cell("", "never", Style::dim),
               was_sent ? Cell(std::to_string(sent->second.customers),
                               fmt::format("to {}", sent->second.customers), Style::dim)
                        : Cell("")});
  }
  if (names.empty())
    hint(world,
         "the book has no letters yet: write one into templates/welcome.txt (crm help letters)");
  table.print(world, "letter");
  tell_unclear(desk, outbox);
  print_problems(with_advice(std::move(problems)), world);
}

void print_mailing(const Mailing& mailing, const std::vector<Considered>& all) {
  const Desk& desk = mailing.desk();
  World& world = desk.world();
  if (!for_people(world)) {
    Table table({{.key = "customer"},
                 {.key = "person"},
                 {.key = "name"},
                 {.key = "address"},
                 {.key = "subject"},
                 {.key = "skipped"}});
    for (const Considered& one : all) {
      std::string why, subject;
      if (!one.is_skipped())
        if (const auto ready = mailing.ready(one.recipient, why)) subject = ready->letter.subject;
      table.row({one.recipient.customer, one.recipient.person, one.recipient.whom(),
                 one.recipient.address, subject, one.reason});
    }
    table.print(world, "customer");
    return;
  }
  std::size_t shown = 0;
  for (const Considered& one : all) {
    if (one.is_skipped() || shown == shown_letters) continue;
    std::string why;
    if (const auto ready = mailing.ready(one.recipient, why)) {
      print_letter(*ready, mailing);
      ++shown;
    }
  }
  Table skipped({{.key = "name", .gives_way = true}, {.key = "skipped", .wraps = true}});
  std::size_t more = 0;
  for (const Considered& one : all) {
    if (!one.is_skipped()) continue;
    if (skipped.size() == shown_skipped)
      ++more;
    else
      skipped.row({one.recipient.whom(), {one.reason, Style::dim}});
  }
  if (!skipped.empty()) {
    world.out << styled("skipped", Style::bold, world.terminal.colour) << "\n";
    skipped.print_for_people(world, 2);
    if (more > 0)
      world.out << fmt::format("  … {} more: crm letter {} | less\n", more, mailing.wish().letter);
    world.out << "\n";
  }
  const std::string sum = mailing.wish().letter + " would go by " + mailing.rules().channel +
                          " to " + counts_words(all);
  for (const std::string& row : wrapped(sum, world.terminal.width)) world.out << row << "\n";
  std::vector<std::string> reasons;
  for (const Considered& one : all) reasons.push_back(one.reason);
  tell_who_is_missing(reasons, desk);
}

void tell_unclear(const Desk& desk, const Outbox& outbox,
                  const std::function<bool(const Posted&)>& meant) {
  World& world = desk.world();
  auto unclear = outbox.in(OnItsWay::State::sending);
  std::erase_if(unclear, [&](const OnItsWay& one) { return meant && !meant(one.letter); });
  if (unclear.empty()) return;
  remark(world,
         fmt::format("crm: of {} nobody knows whether {} sent:", counted(unclear.size(), "letter"),
                     unclear.size() == 1 ? "it was" : "they were"));
  // All of them: each is to be asked.
  for (const OnItsWay& sending : unclear) {
    const Posted& one = sending.letter;
    remark(world, fmt::format("  {} to {}{}, {}", one.letter, one.customer,
                              one.person.empty() ? "" : "/" + one.person,
                              day_words(one.at, desk.today())));
  }
  const Posted& first = unclear.front().letter;
  const std::string command = is_wish(first) ? "crm wishes" : "crm letter " + first.letter;
  hint(world, "if they have it: " + command + " --arrived; if not: " + command + " --again --send");
}

bool tell_failures(const PostingTally& tally, const std::string& command, World& world) {
  const auto name = [&](const std::vector<PostingTally::Failed>& all, std::string_view what) {
    for (const auto& one : all)
      remark(world, fmt::format("crm: {} to {}: {}", what, one.whom, one.why));
  };
  name(tally.refused, "not sent");
  name(tally.unclear, "not known whether sent");
  name(tally.skipped, "not sent any more");
  if (!tally.stopped.empty()) {
    remark(world, "crm: " + tally.stopped);
    if (!tally.advice.empty()) hint(world, tally.advice);
    hint(world, "the same command goes on where this one stopped");
  }
  if (!tally.unclear.empty())
    hint(world, "ask them, then: " + command + " --arrived, or --again --send");
  return !tally.stopped.empty() || !tally.refused.empty() || !tally.unclear.empty();
}

void tell(const PostingTally& tally, const Mailing& mailing) {
  World& world = mailing.desk().world();
  world.out << fmt::format("sent {} to {}\n", mailing.wish().letter,
                           counted(tally.sent, "customer"));
  world.out.flush();
  if (tell_failures(tally, "crm letter " + mailing.wish().letter, world)) throw ExitCode{1};
}

}  // namespace crm

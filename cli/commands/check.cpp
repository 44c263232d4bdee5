#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ostream>

#include "cli/commands/all.hpp"
#include "cli/commands/mailing.hpp"
#include "cli/desk.hpp"
#include "cli/output/remark.hpp"
#include "cli/output/table.hpp"
#include "core/book/check.hpp"
#include "core/exchange/mapping.hpp"
#include "core/letters/stationery.hpp"
#include "core/letters/wish_rules.hpp"
#include "core/merge/stubs.hpp"
#include "core/query/kept_filters.hpp"
#include "core/record/tree.hpp"
#include "core/report/targets.hpp"
#include "core/team/handover.hpp"

namespace crm {
namespace {

struct CheckOptions {
  bool fix = false;
};

std::size_t mend(const Desk& desk) {
  std::size_t count = 0;
  const auto work = [&](Writing& writing) {
    const auto changes = mended(desk.book()).value();
    for (const Change& change : changes) insist(writing.put(change));
    insist(settle_stubs(desk.book(), writing));
    count = writing.changes().size();
  };
  desk.write(work, [&] {
    return fmt::format("check --fix mended {} file{}", count, count == 1 ? "" : "s");
  });
  return count;
}

/// What those who have left the team still look after, at their names in crm.yaml.
std::vector<Problem> left_behind(const Desk& desk) {
  const Settings& settings = desk.settings();
  std::map<std::string, Duties> left;
  for (const auto& [word, person] : settings.team)
    if (person.left && *person.left <= desk.today()) left.emplace(word, Duties{});
  if (left.empty()) return {};
  const auto look = [&](const Customer& customer,
                        const std::string&) -> std::optional<std::map<std::string, Duties>> {
    std::map<std::string, Duties> some;
    for (const auto& one : left) {
      const Duties duties = duties_of(customer, one.first, settings, desk.now());
      if (!duties.empty()) some.emplace(one.first, duties);
    }
    if (some.empty()) return std::nullopt;
    return some;
  };
  for (const auto& some : desk.scan<std::map<std::string, Duties>>(look).found)
    for (const auto& [word, duties] : some) left.at(word).add(duties);
  const auto tree = Tree::parse(desk.book().settings_text(), "crm.yaml");
  const Node* const team = tree ? find(tree->root(), "team") : nullptr;
  std::vector<Problem> problems;
  for (const auto& [word, duties] : left) {
    if (duties.empty()) continue;
    const Node* const person = team == nullptr ? nullptr : find(*team, word);
    problems.push_back({word + " has left and still has " + duties.words(),
                        person == nullptr ? Place{"crm.yaml", 0, 0} : tree->place(*person),
                        "crm handover " + as_typed(word) + " COLLEAGUE", "left-behind", true});
  }
  return problems;
}

/// What is wrong with crm.yaml's targets, at their key.
std::vector<Problem> wrong_targets(const Desk& desk) {
  const auto targets = targets_of(desk.settings());
  if (targets) return {};
  const auto tree = Tree::parse(desk.book().settings_text(), "crm.yaml");
  const Node* const node = tree ? find(tree->root(), "targets") : nullptr;
  std::vector<Problem> problems = targets.error().problems;
  for (Problem& problem : problems) {
    problem.place = node == nullptr ? Place{"crm.yaml", 0, 0} : tree->place(*node);
    problem.code = "value";
    problem.warning = true;
  }
  return problems;
}

/// With a mapping that can't be read no table is imported.
void look_at_mappings(const Desk& desk, Checkup& checkup) {
  const Layout& layout = desk.book().layout();
  const auto files = desk.world().disk.files_below(layout.root + "/mappings", ".yaml");
  if (!files) return;
  checkup.files += files->size();
  for (const std::string& path : *files) {
    const auto text = desk.world().disk.read(path);
    const auto mapping = text ? parse_mapping(*text, layout.relative(path)) : error(text.error());
    if (!mapping) checkup.add(mapping.error().problems);
  }
}

/// The mistakes of every letter in templates/.
std::vector<Problem> wrong_letters(const Desk& desk) {
  const Book& book = desk.book();
  const LetterField fields = letter_fields(desk.settings());
  const auto names = letter_names(book.disk(), book.layout());
  std::vector<Problem> problems = names ? std::vector<Problem>() : names.error().problems;
  for (const std::string& name : names.value_or(std::vector<std::string>())) {
    const auto letter = read_stationery(book.disk(), book.layout(), name, fields);
    const auto channel =
        letter ? channel_of(*letter, "", desk.settings()) : Result<std::string>(name);
    const auto& wrong = !letter    ? letter.error().problems
                        : !channel ? channel.error().problems
                                   : std::vector<Problem>();
    problems.insert(problems.end(), wrong.begin(), wrong.end());
  }
  for (Problem& problem : problems) problem.code = "bad-letter";
  return problems;
}

/// The rules of crm.yaml's wishes that can't be read, or whose letter is not there. What is wrong
/// within a letter or a filter is said there.
std::vector<Problem> wrong_wishes(const Desk& desk) {
  const Book& book = desk.book();
  const auto tree = Tree::parse(book.settings_text(), "crm.yaml");
  if (!tree) return {};
  auto [rules, problems] = WishRules::read(*tree, desk.settings());
  const LetterField fields = letter_fields(desk.settings());
  for (const WishRule& rule : rules) {
    if (rule.reminds()) continue;
    const auto letter = read_stationery(book.disk(), book.layout(), rule.letter, fields);
    if (letter || letter.error().kind != Error::Kind::nothing_found) continue;
    const Problem& wrong = letter.error().problems.front();
    problems.push_back({wrong.message, rule.place, wrong.hint, "bad-wish"});
  }
  return problems;
}

void check_book(const CheckOptions& asked, World& world) {
  const Desk desk = Desk::open(world);
  if (asked.fix) {
    const std::size_t count = mend(desk);
    if (world.manners.dry_run) return;
    if (count > 0) world.out << fmt::format("mended {} file{}\n", count, count == 1 ? "" : "s");
  }
  Checkup checkup = check(desk.book()).value();
  // Whoever asks: a filter may say owner:me.
  const Asker anybody{desk.settings(), desk.now(), [] { return std::string("me"); }};
  std::vector<Problem> filters = unreadable_filters(desk.book(), anybody);
  // The mark is the column here.
  for (Problem& problem : filters)
    problem.message.erase(std::min(problem.message.find('\n'), problem.message.size()));
  checkup.add(std::move(filters));
  checkup.add(left_behind(desk));
  checkup.add(wrong_targets(desk));
  look_at_mappings(desk, checkup);
  checkup.add(wrong_letters(desk));
  checkup.add(wrong_wishes(desk));
  Table table({{.key = "place"},
               {.key = "level", .on_terminal = false},
               {.key = "code", .dispensable = 1},
               {.key = "message", .gives_way = true, .wraps = true},
               {.key = "hint", .on_terminal = false}});
  bool broken = false;
  for (const Problem& problem : checkup.problems) {
    broken = broken || !problem.warning;
    const std::string place = problem.place ? to_text(*problem.place) : "";
    table.row({{place, problem.warning ? Style::plain : Style::red},
               std::string(problem.warning ? "warning" : "error"),
               {problem.code, Style::dim},
               problem.message,
               problem.hint});
  }
  if (!table.empty() || world.manners.wants_json()) table.print(world, "place");
  if (for_people(world)) {
    world.out << (table.empty() ? "" : "\n")
              << fmt::format("{} files: {}\n", checkup.files,
                             table.empty() ? "all is well"
                                           : fmt::format("{} problem{}", table.size(),
                                                         table.size() == 1 ? "" : "s"));
    for (const Problem& problem : checkup.problems)
      if (problem.code == "no-id") {
        hint(world, "crm check --fix gives ids to entries written by hand");
        break;
      }
  }
  if (broken) throw ExitCode{static_cast<int>(Error::Kind::invalid)};
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<CheckOptions>();
  words.flag(asked->fix, "--fix",
             "mend what needs no decision: ids for entries written by hand, names in references, "
             "what was added to a record after it was merged into another");
  return [asked](World& world) { check_book(*asked, world); };
}

}  // namespace

Command check_command() {
  return {"check",
          "Share",
          "look through the whole book for mistakes",
          {{"crm check", "every problem of every file, with its line and a stable code"},
           {"crm check --fix --dry-run", "what it would mend"}},
          declare};
}

}  // namespace crm

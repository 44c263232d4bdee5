#include "core/team/history.hpp"
#include "cli/commands/all.hpp"
#include "cli/commands/listing.hpp"
#include "cli/committing.hpp"
#include "cli/desk.hpp"
#include "cli/output/remark.hpp"
#include "cli/output/table.hpp"

namespace crm {
namespace {

struct HistoryOptions {
  std::string who, limit;
};

constexpr std::size_t enough_for_a_screen = 20;

/// On a terminal a screenful, in a pipe everything, unless somebody says how much.
std::size_t most_rows(const HistoryOptions& asked, const World& world) {
  if (const auto limit = limit_of(asked.limit, "crm history --limit 100")) return *limit;
  return for_people(world) ? enough_for_a_screen : SIZE_MAX;
}

void history(const HistoryOptions& asked, World& world) {
  const Desk desk = Desk::open(world);
  const std::size_t most = most_rows(asked, world);
  std::optional<Git> git;
  if (may_be_in_repository(world.disk, absolute_path(desk.book().layout().root, world)))
    if (auto opened = Git::open(world.ask_program, desk.book().layout().root))
      git = *std::move(opened);
  History::About about;
  about.with_files = !for_people(world);
  if (!asked.who.empty()) {
    const Match match = desk.find(asked.who);
    about.record = match.id;
    about.path = match.path;
  }
  History history(desk.book(), git ? &*git : nullptr, about);
  Table table({{.key = "at"},
               {.key = "by", .gives_way = true, .dispensable = 2, .least = 8},
               {.key = "title", .gives_way = true, .wraps = true},
               {.key = "files", .side = Column::Side::right, .on_terminal = false},
               {.key = "id"}});
  bool more = false;
  while (!more) {
    const auto some = history.more().value();
    if (some.empty()) break;
    for (const Happening& one : some) {
      if ((more = table.size() == most)) break;
      const auto at = Moment::parse(one.at);
      const std::string when = at               ? near_day_words(*at, desk.today())
                               : one.at.empty() ? "not committed yet"
                                                : one.at;
      table.row({{one.at, when},
                 {one.by, Style::dim},
                 one.words,
                 std::to_string(one.files),
                 {one.id, Style::dim}});
    }
  }
  if (table.empty()) remark(world, "nothing was changed here yet");
  if (!table.empty() || world.manners.wants_json()) table.print(world);
  if (more && for_people(world))
    remark(world, "… there is more: crm history --limit " + std::to_string(most * 5) +
                      ", or crm history | less");
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<HistoryOptions>();
  words.optional_argument(asked->who, placeholder::who,
                          "what was done to one customer; without it, everything");
  words.option(asked->limit, "--limit", Placeholder{"N"},
               "show the newest N alone; without it, on a terminal a screenful");
  return [asked](World& world) { history(*asked, world); };
}

}  // namespace

Command history_command() {
  return {"history",
          "Change",
          "show who changed what and when, newest first",
          {{"crm history", "the last operations, with the ids that undo takes"},
           {"crm history acme", "what was done to Acme, also by others and by hand"}},
          declare,
          {"Where the book is in git, it is read from git's log: what crm did is told in its own "
           "words, with the id that crm undo takes; what was changed by hand is told by what it "
           "did to the records. Without git, and for what is not committed yet, the journal of "
           "this machine tells, which knows the last 1,000 operations.",
           "With a customer, what was done to their record, also under its earlier file names. "
           "Dates are those of the book. In a pipe each line has the moment, who did it, what, how "
           "many files, and the id."}};
}

}  // namespace crm

#include "cli/commands/all.hpp"
#include "cli/desk.hpp"
#include "cli/output/remark.hpp"
#include "cli/output/table.hpp"

namespace crm {
namespace {

struct HistoryOptions {
  std::string who;
};

constexpr std::size_t enough_for_a_screen = 20;

void history(const HistoryOptions& asked, World& world) {
  const Desk desk = Desk::open(world);
  const Journal journal(desk.book().disk(), desk.book().layout().journal());
  const auto heads =
      asked.who.empty() ? journal.heads() : journal.heads_of(desk.find(asked.who).path);
  Table table({{.key = "at"},
               {.key = "by", .dispensable = 2},
               {.key = "title", .gives_way = true},
               {.key = "files", .side = Column::Side::right, .on_terminal = false},
               {.key = "id"}});
  std::size_t left_out = 0;
  for (const Operation& head : heads) {
    if (for_people(world) && table.size() == enough_for_a_screen) {
      ++left_out;
      continue;
    }
    const auto at = Moment::parse(head.at);
    table.row({{head.at, at ? near_day_words(*at, desk.today()) : head.at},
               {head.by, Style::dim},
               head.title,
               std::to_string(head.files),
               {head.id, Style::dim}});
  }
  if (table.empty()) remark(world, "nothing was changed here yet");
  if (!table.empty() || world.manners.wants_json()) table.print(world);
  if (left_out > 0) remark(world, "… " + std::to_string(left_out) + " more: crm history | less");
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<HistoryOptions>();
  words.optional_argument(asked->who, placeholder::who,
                          "what was done to one customer; without it, everything");
  return [asked](World& world) { history(*asked, world); };
}

}  // namespace

Command history_command() {
  return {"history",
          "Change",
          "show what was changed on this machine, newest first",
          {{"crm history", "the last operations, with the ids that undo takes"},
           {"crm history acme", "those that changed Acme"}},
          declare};
}

}  // namespace crm

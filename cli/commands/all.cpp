#include "cli/commands/all.hpp"

#include "cli/directory.hpp"

namespace crm {
namespace {

struct Entry {
  std::string_view name;
  Command (*make)();
};

constexpr Entry entries[] = {
    {"init", init_command},     {"add", add_command},         {"log", log_command},
    {"remind", remind_command}, {"done", done_command},       {"snooze", snooze_command},
    {"show", show_command},     {"list", list_command},       {"find", find_command},
    {"person", person_command}, {"set", set_command},         {"edit", edit_command},
    {"rm", rm_command},         {"restore", restore_command}, {"undo", undo_command},
    {"redo", redo_command},     {"history", history_command}, {"deal", deal_command},
    {"move", move_command},     {"win", win_command},         {"lose", lose_command},
    {"buy", buy_command},       {"pay", pay_command},         {"pipeline", pipeline_command},
    {"report", report_command}, {"sql", sql_command},         {"check", check_command},
};

}  // namespace

std::optional<Command> command_named(std::string_view name) {
  for (const Entry& entry : entries)
    if (entry.name == name) return entry.make();
  return std::nullopt;
}

const std::vector<Command>& commands() {
  static const std::vector<Command> all{
      init_command(),   add_command(),     log_command(),    remind_command(),   done_command(),
      snooze_command(), show_command(),    list_command(),   find_command(),     person_command(),
      set_command(),    edit_command(),    rm_command(),     restore_command(),  undo_command(),
      redo_command(),   history_command(), deal_command(),   move_command(),     win_command(),
      lose_command(),   buy_command(),     pay_command(),    pipeline_command(), report_command(),
      sql_command(),    import_command(),  export_command(), dupes_command(),    merge_command(),
      check_command(),
  };
  static const std::vector<Command> all = [] {
    std::vector<Command> made;
    for (const Entry& entry : entries) made.push_back(entry.make());
    return made;
  }();
  return all;
}

}  // namespace crm

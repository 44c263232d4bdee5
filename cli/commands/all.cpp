#include "cli/commands/all.hpp"

#include "cli/directory.hpp"

namespace crm {
namespace {

struct Entry {
  std::string_view name;
  Command (*make)();
};

constexpr Entry entries[] = {
    {"init", init_command},
    {"add", add_command},
    {"log", log_command},
    {"remind", remind_command},
    {"done", done_command},
    {"snooze", snooze_command},
    {"show", show_command},
    {"list", list_command},
    {"find", find_command},
    {"person", person_command},
    {"set", set_command},
    {"edit", edit_command},
    {"rm", rm_command},
    {"restore", restore_command},
    {"undo", undo_command},
    {"redo", redo_command},
    {"history", history_command},
    {"deal", deal_command},
    {"move", move_command},
    {"win", win_command},
    {"lose", lose_command},
    {"buy", buy_command},
    {"pay", pay_command},
    {"pipeline", pipeline_command},
    {"case", case_command},
    {"close", close_command},
    {"report", report_command},
    {"sql", sql_command},
    {"campaign", campaign_command},
    {"letter", letter_command},
    {"wishes", wishes_command},
    {"import", import_command},
    {"export", export_command},
    {"dupes", dupes_command},
    {"merge", merge_command},
    {"handover", handover_command},
    {"erase", erase_command},
    {"sync", sync_command},
    {"resolve", resolve_command},
    {"hooks", hooks_command},
    {"merge-driver", merge_driver_command},
    {"check", check_command},
};

}  // namespace

std::optional<Command> command_named(std::string_view name) {
  for (const Entry& entry : entries)
    if (entry.name == name) return entry.make();
  return std::nullopt;
}

const std::vector<Command>& commands() {
  static const std::vector<Command> all = [] {
    std::vector<Command> made;
    for (const Entry& entry : entries) made.push_back(entry.make());
    return made;
  }();
  return all;
}

}  // namespace crm

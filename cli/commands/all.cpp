#include "cli/commands/all.hpp"

namespace crm {

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
  return all;
}

}  // namespace crm

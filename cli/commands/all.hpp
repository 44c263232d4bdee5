// The commands; each is defined in the file of its name.
#pragma once

#include "cli/command.hpp"

namespace crm {

Command add_command();
Command buy_command();
Command campaign_command();
Command case_command();
Command check_command();
Command close_command();
Command sync_command();
Command dupes_command();
Command merge_command();
Command hooks_command();
Command merge_driver_command();
Command deal_command();
Command done_command();
Command edit_command();
Command erase_command();
Command export_command();
Command find_command();
Command handover_command();
Command history_command();
Command import_command();
Command init_command();
Command letter_command();
Command wishes_command();
Command list_command();
Command log_command();
Command lose_command();
Command move_command();
Command pay_command();
Command person_command();
Command pipeline_command();
Command redo_command();
Command remind_command();
Command report_command();
Command resolve_command();
Command restore_command();
Command rm_command();
Command set_command();
Command show_command();
Command snooze_command();
Command sql_command();
Command undo_command();
Command win_command();

}  // namespace crm

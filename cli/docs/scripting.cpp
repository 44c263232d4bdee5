#include "cli/docs/topic.hpp"

namespace crm {

Topic scripting_topic() {
  return {
      "scripting",
      "what programs and scripts can rely on",
      {{"Examples",
        {{.examples = {{"crm list status:lead --ids", "ids alone, a line each"},
                       {"crm list --json=id,name,owner", "as JSON, of these fields"},
                       {"crm list deals stage:offer --csv", "with a header, for a spreadsheet"},
                       {"crm list +vip --count", "a number"},
                       {"crm set +vip owner=meera --dry-run",
                        "what would change, and nothing does"},
                       {"crm help --json", "all commands, options, pages and codes as data"}}}}},
       {"What comes out",
        {{.text =
              "Answers go to stdout, remarks and errors to stderr. Into a pipe or a file goes a "
              "line for each thing, its cells separated by tabs, without header or colours, "
              "nothing cut off, numbers not grouped; on a terminal there are tables for people, "
              "and hints. Never parse those. --json is an array of objects, whose keys are the "
              "record's. -0 ends lines with a NUL for xargs -0, --ids prints ids alone. Columns "
              "stay as they are; new ones come behind."}}},
       {"What goes in",
        {{.text = "Give ids: names may be ambiguous one day. After -- every word is meant as it "
                  "stands, so a name that begins with a dash is safe. An empty word is refused, "
                  "since in a script it is a variable with nothing in it. A text may be - to come "
                  "from stdin. No command asks anything where stdin or stderr is no terminal; "
                  "--no-input keeps it so on one, and --yes answers."},
         {.shown = "$ crm list +vip --ids -0 | xargs -0 -n 1 crm show --json=name\n"
                   "$ crm list --json=id,name | jq -r '.[].name'\n"}}},
       {"Exit codes",
        {{.terms = {{"0", "Done."},
                    {"1", "It could not be done."},
                    {"2", "Asked wrongly: an unknown command, option, field or day."},
                    {"3", "Nothing was found."},
                    {"4", "Ambiguous, there already, or in conflict."},
                    {"5", "Some records can't be read; the others were answered."},
                    {"6", "Somebody else is writing just now; try again."}}}}},
       {"Together with others",
        {{.text =
              "Commands may run side by side. One that writes waits for another for some "
              "seconds, then leaves with 6. Readers never wait. A command is one operation: all "
              "of it stands, or nothing, also after a power cut, and crm undo takes it back. "
              "What changes a file behind crm's back is never overwritten."},
         {.text = "CRM_BOOK names the book and CRM_ME the person, so that a script needs no "
                  "options. CRM_NOW fixes the clock, which makes a report of last month the same "
                  "every time."}}}},
      {"list", "set", "sql", "export"}};
}

}  // namespace crm

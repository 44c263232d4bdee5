#include "cli/docs/topic.hpp"

namespace crm {

Topic cron_topic() {
  return {
      "cron",
      "be told each morning what is due, and let machines do what is done often",
      {{"Examples",
        {{.examples =
              {{"crm remind", "prints nothing where nothing is due"},
               {"crm remind --for me --within 7d", "my week"},
               {"crm remind --exit-code --only overdue", "leaves with 3 when there is nothing"},
               {"crm remind --within 30m", "only what comes up at an hour in that time"}}}}},
       {"Cron",
        {{.text =
              "Cron mails what a command prints, so a line in crontab -e is all. Whatever is due "
              "is worked out from the book and the day: a morning that was missed loses nothing, "
              "and looking changes nothing.",
          .shown = "MAILTO=anna@example.com\n"
                   "CRM_BOOK=/home/anna/clients\n"
                   "CRM_ME=anna\n"
                   "0 8 * * 1-5       crm remind --for me\n"
                   "*/15 8-18 * * 1-5 crm remind --for me --within 15m\n"
                   "0 7 1 * *         crm report month\n"
                   "30 22 * * *       crm sync --background\n"},
         {.text = "Cron knows little of your environment: name programs by their whole path where "
                  "they are not in /usr/bin, and say CRM_BOOK and CRM_ME there."}}},
       {"Systemd",
        {{.text = "A timer runs what was missed while the machine slept. In "
                  "~/.config/systemd/user/crm-remind.service:",
          .shown = "[Unit]\n"
                   "Description=What is due with customers today\n"
                   "\n"
                   "[Service]\n"
                   "Type=oneshot\n"
                   "Environment=CRM_BOOK=%h/clients\n"
                   "ExecStart=/bin/sh -c 'due=$(crm remind --for me); \\\n"
                   "  [ -z \"$due\" ] || notify-send crm \"$due\"'\n"},
         {.text = "and in crm-remind.timer beside it:",
          .shown = "[Unit]\n"
                   "Description=Each morning\n"
                   "\n"
                   "[Timer]\n"
                   "OnCalendar=Mon..Fri 08:00\n"
                   "Persistent=true\n"
                   "\n"
                   "[Install]\n"
                   "WantedBy=timers.target\n"},
         {.text = "Then: systemctl --user enable --now crm-remind.timer"}}},
       {"One machine for a team",
        {{.text =
              "What sends something to customers must run once, not on everybody's machine. "
              "What was sent is an entry of the record, so every copy of the book knows it after "
              "the next crm sync; crm.yaml's sender names who may send."}}}},
      {"remind", "sync", "report"}};
}

}  // namespace crm

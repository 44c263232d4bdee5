#include "cli/docs/topic.hpp"

namespace crm {

Topic cron_topic() {
  return {
      "cron",
      "be told each morning what is due, and let machines do what is done often",
      {{"Examples",
        {{.examples = {{"crm remind", "prints nothing where nothing is due"},
                       {"crm remind --for me --within 7d", "my week"},
                       {"crm remind --mail --for me", "mine by mail, where anything is due"},
                       {"crm remind --notify", "on the desktop"},
                       {"crm remind --notify --within 30m",
                        "only what comes up at an hour in that time, each once"},
                       {"crm remind --exit-code --only overdue",
                        "leaves with 3 when there is nothing"}}}}},
       {"Cron",
        {{.text =
              "A line in crontab -e is all. Whatever is due is worked out from the book and the "
              "day: a morning that was missed loses nothing, and looking changes nothing.",
          .shown = "MAILTO=anna@example.com\n"
                   "CRM_BOOK=/home/anna/clients\n"
                   "CRM_ME=anna\n"
                   "0 8 * * 1-5    crm remind --mail --for me\n"
                   "*/5 8-18 * * * crm remind --notify --within 30m --for me\n"
                   "0 7 1 * *      crm report month --period \"last month\" --mail\n"
                   "*/15 * * * *   crm remind --ics /home/anna/crm.ics --for me\n"
                   "0 8 * * *      crm sync --background; crm wishes --send\n"
                   "30 22 * * *    crm sync --background\n"},
         {.text = "Cron knows little of your environment: name programs by their whole path where "
                  "they are not in /usr/bin, and say CRM_BOOK and CRM_ME there. For notifications "
                  "it must know your desktop; the number is that of id -u:",
          .shown = "DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/1000/bus\n"}}},
       {"By mail",
        {{.text =
              "crm remind --mail and crm report NAME --mail hand one mail to the mailer "
              "(~/.config/crm/config.yaml: mailer: msmtp -a work; else sendmail or msmtp). It goes "
              "to whoever asks, by crm.yaml's team or git's user.email, with --for to that "
              "colleague, or to the address that is named. Nothing is sent where nothing is due. "
              "With -n it is printed."},
         {.text =
              "A mail that does not go out ends with exit code 1, and is noted on this machine: "
              "the next mail to them begins with it. What was due then and is not done is still "
              "due, and birthdays that passed in between, up to a month back, stand among what is "
              "overdue. So nothing is sent twice to make up for it, and nothing is forgotten."}}},
       {"On the desktop",
        {{.text =
              "crm remind --notify calls notify-send (libnotify-bin), or the program that "
              "~/.config/crm/config.yaml or CRM_NOTIFY names, with a title and a text as two "
              "words more. Up to three things are shown one by one, more as one summary. With "
              "--within 30m only what has an hour is shown, and each once on this machine, however "
              "often it runs; what is put off is shown again.",
          .shown = "notify: [/home/anna/bin/to-phone, --quiet]\n"}}},
       {"Systemd",
        {{.text = "A timer runs what was missed while the machine slept. In "
                  "~/.config/systemd/user/crm-remind.service:",
          .shown = "[Unit]\n"
                   "Description=What is due with customers today\n"
                   "\n"
                   "[Service]\n"
                   "Type=oneshot\n"
                   "Environment=CRM_BOOK=%h/clients\n"
                   "ExecStart=/usr/bin/env crm remind --notify --for me\n"},
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
              "With --each the line of one machine mails to everybody of the team what is theirs, "
              "to their first address in crm.yaml's team. Who is away gets none: whoever stands in "
              "has it. What nobody looks after, or somebody without an address, is in the mails of "
              "all.",
          .shown = "0 8 * * 1-5 crm remind --mail --each\n"},
         {.text =
              "What sends something to customers must run once, not on everybody's machine. "
              "What was sent is an entry of the record, so every copy of the book knows it after "
              "the next crm sync; crm.yaml's sender names who may send, a colleague or a machine. "
              "So the line for crm wishes --send may stand on everybody's machine: it prints "
              "nothing where there is nothing to send, or somebody else sends it. What the mailer "
              "did not take goes out with the next run, and the exit code is 1."},
         {.text = "As a timer, in ~/.config/systemd/user/crm-wishes.service, with a "
                  "crm-wishes.timer like the one above:",
          .shown = "[Service]\n"
                   "Type=oneshot\n"
                   "Environment=CRM_BOOK=%h/clients\n"
                   "ExecStart=crm wishes --send\n"}}}},
      {"remind", "wishes", "sync", "report"}};
}

}  // namespace crm

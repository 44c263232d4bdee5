#include "cli/docs/topic.hpp"

namespace crm {

Topic cookbook_topic() {
  return {
      "cookbook",
      "crm together with other programs",
      {{"Each morning",
        {{.text = "A line in crontab -e, or a timer of systemd: crm help cron has both.",
          .shown = "0 8 * * 1-5 crm --book ~/clients remind --mail --for me\n"
                   "5 8 * * *   crm --book ~/clients wishes --send\n"}}},
       {"Notifications on a phone",
        {{.text = "Any program that takes a title and a text shows them, here one that hands them "
                  "on to a service of yours. In ~/.config/crm/config.yaml, then on the desk:",
          .shown = "notify: [/home/anna/bin/to-phone]\n"},
         {.shown = "$ crm remind --notify --dry-run\n"}}},
       {"jq",
        {{.text = "Whatever crm lists it prints as JSON.",
          .shown = "$ crm list --json | jq -r '.[] | select(.emails) | .name'\n"
                   "$ crm list deals --json | jq '[.[] | select(.stage == \"offer\")]'\n"
                   "$ crm help --json | jq -r '.commands[].name'\n"}}},
       {"fzf",
        {{.text = "Pick a customer and see them while you look. As a function of your shell:",
          .shown = "who() {\n"
                   "  crm list | fzf --delimiter='\\t' --with-nth=2 \\\n"
                   "    --preview 'crm show {1}' | cut -f1\n"
                   "}\n"
                   "log() { crm log \"$(who)\" \"$@\"; }\n"}}},
       {"mutt, aerc, notmuch",
        {{.text = "Addresses are completed from the book. In .muttrc:",
          .shown = "set query_command = \"crm export mutt %s\"\n"
                   "macro index L \"<pipe-message>crm import -<enter>\" \"into the book\"\n"},
         {.text = "In aerc.conf:", .shown = "address-book-cmd = crm export aerc %s\n"},
         {.text = "Asked by hand:", .shown = "$ crm export mutt anita\n"}}},
       {"msmtp",
        {{.text = "A mail that you write becomes a conversation: hand it to crm as well. Anything "
                  "that speaks like sendmail will do in its place.",
          .shown = "tee >(crm import - >/dev/null) < mail.eml | msmtp -t\n"}}},
       {"khal and other calendars",
        {{.text = "What is to come, as a calendar that khal, vdirsyncer and phones read.",
          .shown = "$ crm export ics --out crm.ics\n"
                   "$ khal printics crm.ics\n"},
         {.text = "What is yours alone, kept by cron: the file changes only where something has.",
          .shown = "$ crm remind --ics mine.ics --for me\n"},
         {.text = "Meetings that were made elsewhere come in by crm import calendar.ics."}}},
       {"hledger",
        {{.text = "Sales and payments as a journal; what customers owe is a balance.",
          .shown = "$ crm export ledger > sales.journal\n"
                   "$ hledger -f sales.journal check\n"
                   "$ hledger -f sales.journal balance receivable\n"}}},
       {"grep, sed, an editor",
        {{.text =
              "A customer is a file. What you write there by hand is as good as what crm writes.",
          .shown = "$ grep -rl Bengaluru customers\n"
                   "$ crm check\n"}}},
       {"A shared remote",
        {{.text = "Any machine that all reach by ssh. Once, there and then here:",
          .shown = "ssh office git init --bare clients.git\n"
                   "git remote add origin office:clients.git\n"
                   "crm sync\n"},
         {.text =
              "Each of the others: git clone office:clients.git, then crm sync now and then."}}},
       {"Disk encryption",
        {{.text =
              "A book is plain text, and its history knows whatever it ever said. Keep it on an "
              "encrypted disk. Debian's installer offers LUKS for the whole one; for a folder "
              "alone gocryptfs does it:",
          .shown = "gocryptfs -init ~/clients.locked\n"
                   "gocryptfs ~/clients.locked ~/clients\n"},
         {.text = "A remote that others run sees all that you push: let it be one of your own."}}}},
      {"import", "export"}};
}

}  // namespace crm

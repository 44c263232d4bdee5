#include "cli/docs/topic.hpp"
#include "core/letters/letter_fields.hpp"

namespace crm {

Topic letters_topic() {
  std::vector<Explained> fields;
  for (const auto& [name, meaning] : added_letter_fields())
    fields.push_back({"{{" + std::string(name) + "}}", std::string(meaning) + "."});
  return {
      "letters",
      "how letters are written, and how they go out",
      {{"Examples",
        {{.examples = {{"crm letter", "the letters there are"},
                       {"crm letter diwali-offer +retail",
                        "what it would say, to whom, who is skipped"},
                       {"crm letter diwali-offer --campaign diwali-letter-2026 anita",
                        "as one of a campaign's"},
                       {"crm letter birthday-wish anita --print", "the text, for paper"},
                       {"crm wishes --within 30d", "birthdays and other occasions to come"}}}}},
       {"A letter",
        {{.text = "A letter is a text file templates/NAME.txt, or HTML in templates/NAME.html, or "
                  "both, which go out as one mail. In another language it is NAME.hi.txt: a "
                  "customer whose language is hi gets that one, all others NAME.txt. It begins "
                  "with a head between two lines of three dashes:"},
         {.terms = {{"subject: Welcome, {{name}}", "What a mail needs; it may have fields."},
                    {"channel: message",
                     "A word of crm.yaml's kinds: by what it goes, and what "
                     "the customer's consent is asked for; absent means "
                     "email. By letter or post it needs a postal address, by "
                     "anything but these a phone number."},
                    {"language: de",
                     "In which language NAME.txt itself is, for days and amounts; "
                     "absent means English."},
                    {"from: Kaveri <office@kaveri.example>",
                     "Who it is from; absent means whoever sends it, with the first address that "
                     "crm.yaml's team has of them. reply_to: says where answers go."},
                    {"again: 1y",
                     "After how long somebody may get it once more; yes: with each "
                     "mailing. Absent means that nobody gets it twice."}}},
         {.text = "Pictures that lie beside the HTML (<img src=\"logo.png\">) go along within the "
                  "mail."}}},
       {"Fields",
        {{.text = "{{name}} stands for a field of the customer's record, by the name that filters "
                  "have for it, your own (gstin or fields.gstin) among them. A field that says "
                  "nothing stops that letter and names the customer; what may be missing stands "
                  "in a section: {{#salutation}}{{salutation}},{{/salutation}} is kept only where "
                  "there is one, {{^salutation}}Dear {{name}},{{/salutation}} only where there is "
                  "none. The section of a list comes once for each of its entries: "
                  "{{#purchases}}{{item}}: {{amount}}{{/purchases}}; {{.}} is an entry that is a "
                  "text. Days, weekdays, months and amounts are written in the letter's language "
                  "(English, German, Hindi, Kannada; in any other one in digits). In HTML what a "
                  "field says is escaped; {{{name}}} is not. Besides the record's there are "
                  "these:"},
         {.terms = std::move(fields)}}},
       {"Who gets it",
        {{.text = "Who fits the filter and has an address for the channel, a company without one "
                  "through the first of its people who has; with --people each of them. Skipped, "
                  "with the reason, are those who do not want it (consent of the person, else of "
                  "the customer, else crm.yaml's consent, where silence means ask), the removed, "
                  "whoever has an address that somebody else gets it at, and whoever had it. "
                  "--rest-as-reminders has a person told of those who can't get it."}}},
       {"How it goes out",
        {{.terms = {{"--send",
                     "As mail, by the program of CRM_SENDMAIL, or of mailer: in "
                     "~/.config/crm/config.yaml (mailer: msmtp -a work), else sendmail or "
                     "msmtp. It speaks as sendmail does: -i -f FROM -- TO, and the mail on "
                     "stdin. No book can name it. After a minute it is ended, or after "
                     "mailer_seconds: of that file."},
                    {"--command",
                     "Any other channel: the text on the program's stdin, {phone}, "
                     "{email}, {name}, {id}, {subject} in its words. No shell reads it."},
                    {"--drafts",
                     "Mails in a folder, or in a file whose name ends with .mbox, for a "
                     "mail program."},
                    {"--print, --links",
                     "Text for paper; links mailto:, sms: or wa.me to press by "
                     "hand. --log notes what was drafted, printed or linked as "
                     "sent."}}},
         {.text = "Where crm.yaml names a sender, a colleague or a machine, nobody else sends. A "
                  "thousand letters and more "
                  "want their number typed, or --limit."}}},
       {"Wishes",
        {{.text = "Rules in crm.yaml say what goes out on which occasion, or of what a person is "
                  "reminded:",
          .shown = "wishes:\n"
                   "  birthday: birthday-wish\n"
                   "  since + 1y: {letter: thank-you}\n"
                   "  purchase + 14d: {letter: how-was-it, filter: +vip}\n"
                   "  case closed + 3d: {remind: \"call {{name}}: is {{occasion}} well?\"}\n"
                   "  no contact 90d: {remind: \"say hello to {{name}}\", for: anna}\n"
                   "  fields.warranty_until - 30d: {letter: warranty, catch_up: 2w}\n"},
         {.text =
              "Further occasions are since (each year), deal won, and the what of a yearly date "
              "(wedding). Of a list of rules the first that fits holds. crm wishes shows what "
              "would go out today, --within 30d what comes; crm wishes --send does it, once, "
              "also from cron (crm help cron). Days that were missed are caught up for three "
              "days, or as catch_up says. A letter by anything but mail becomes a reminder, "
              "or is handed to --command."}}},
       {"What it promises",
        {{.text = "Each letter is written down in .crm/outbox before it is handed over and marked "
                  "afterwards. A run that is interrupted, by Ctrl-C or by a power cut, goes on "
                  "with the same command: nobody is written to twice and nobody is left out. "
                  "Where it died in the midst of one letter, or the mailer did, nobody knows "
                  "whether it went out: it is named each time and never sent again unasked. "
                  "Ask, then: crm letter NAME WHO --arrived, or --again --send."},
         {.text = "What was sent stands in the record, with its sent_key, so every copy of the "
                  "book knows it after a sync. One run is one operation; undo takes the entries "
                  "back, not the letters, and nobody gets them again for that."}}}}};
}

}  // namespace crm

#include "cli/docs/topic.hpp"

namespace crm {

Topic formats_topic() {
  return {
      "formats",
      "what import understands and export writes",
      {{"Examples",
        {{.examples = {{"crm import contacts.csv --dry-run", "what would come of it"},
                       {"crm import phone.vcf +phone status=contact", "a phone's cards"},
                       {"crm import hubspot-contacts.csv --update", "fill up those who are known"},
                       {"crm import till.csv --as purchases --key external",
                        "sales by the number of a card"},
                       {"crm export vcard +vip > vip.vcf", "for a phone"},
                       {"crm export csv status:customer --columns name,emails,phones",
                        "a table"}}}}},
       {"How a file is known",
        {{.text = "The content decides, not the name, and crm says what it took the file for; "
                  "--format insists. A folder is a Maildir, or all cards, mails and calendars in "
                  "it; - is stdin. Text is UTF-8, UTF-16 or Windows-1252, whichever it is; "
                  "--encoding names another. A spreadsheet, an archive or a PDF is refused with "
                  "what to do."},
         {.terms =
              {{"Tables (CSV, TSV)",
                "Of Google, Outlook, Thunderbird, LinkedIn, HubSpot, Salesforce and Pipedrive, "
                "known by their headers; any other by the words of its headers in eight "
                "languages. --map \"Their Column=field\" says better, --map \"Column=-\" leaves "
                "one out, --map \"Stage:Angebot=proposal\" translates what stands in it. What "
                "--map says is kept in mappings/ of the book. Columns without a place go to "
                "fields. --as says what rows are: customers, deals, interactions, purchases, "
                "payments, reminders."},
               {"vCards",
                "2.1, 3.0 and 4.0, many in a file. What no record has a place for is kept and "
                "exported again. --photos FOLDER keeps the pictures."},
               {"Mail",
                "A mailbox (mbox), a Maildir, or one mail (.eml). Mails from and to customers "
                "become conversations, without quotations and signatures; newsletters and "
                "mailing lists are passed over. An answer belongs to the deal, case or campaign "
                "of what it answers. Our own addresses are those of crm.yaml's team and git's."},
               {"Calendars (iCalendar)",
                "Meetings become conversations, held or planned, tasks and series reminders; "
                "birthdays are taken over. Customers are found by the addresses of those invited, "
                "then by a name in the title."},
               {"WhatsApp",
                "An exported chat (.txt), one conversation a day, both systems' ways of writing "
                "dates."},
               {"JSON",
                "Our own export, which makes the same records again, and that of crm.cli."}}}}},
       {"What import promises",
        {{.text = "Each thing is taken in once: customers are known again by their number in the "
                  "program they come from (kept in external), then e-mail, then phone where a "
                  "word of the name agrees; --key says by what instead. What crm has exported as "
                  "a table or JSON is known by its ids alone. Entries are known by "
                  "their own numbers (a message's id, a deal's). Who has none of these is known "
                  "by the name, where the file says nothing new. What more than forty share (the "
                  "number of a switchboard) tells nobody. The same file again changes nothing."},
         {.text = "Who is known already stays as they are. --update fills what is empty and adds "
                  "to lists; where both say something the book's word stays, and "
                  "--update=replace takes the file's. Nothing is ever taken away. Meetings and "
                  "tasks go by their calendar: what was moved there moves here."},
         {.text =
              "Created, updated, unchanged, skipped and rejected add up to what was read. What "
              "can't be taken costs only its row: the reason is told with its place, and the "
              "row, card or mail waits in a file of its own (contacts-rejected.csv), with its "
              "line and the reason, to be mended and imported again. Of several files, one that "
              "is nothing of the kind does not stop the others. The exit code is 5 then."},
         {.text = "One import is one operation: crm undo takes all of it back, also of thousands. "
                  "It is all or nothing, whatever happens meanwhile, and --dry-run shows it "
                  "first."},
         {.text = "Who is new from an address book (vCards, Google, Outlook, Thunderbird, "
                  "LinkedIn) has the status contact: outside of figures and of the rules for "
                  "keeping in touch. On a terminal you are asked whether to go through them, a "
                  "key for each; crm list status:contact --triage goes on later."}}},
       {"What export writes",
        {{.terms = {{"csv, tsv",
                     "A table of customers or of any other kind of list, with our fields "
                     "as headers, so it can be changed in a spreadsheet and imported again with "
                     "--update=replace, but for cases and people: "
                     "those come back with json. --excel-safe disarms cells "
                     "that a spreadsheet would take for formulas."},
                    {"json, jsonl",
                     "Whole records. Imported into an empty book they are the same "
                     "records. json book has all there is, campaigns and removed customers too; "
                     "settings (crm.yaml, rates.yaml, templates) are files to be copied."},
                    {"vcard, vdir",
                     "vCard 3.0, or 4.0 with --vcard-version: in one file, or a file "
                     "each in a folder, as khard and vdirsyncer like it."},
                    {"ics",
                     "Reminders as tasks, meetings to come, birthdays and other yearly days."},
                    {"ledger", "Sales, refunds and payments, for ledger and hledger."},
                    {"mutt",
                     "Addresses that fit a word, for mutt, aerc and notmuch: set "
                     "query_command = \"crm export mutt %s\"."}}}}}},
      {"import", "export"}};
}

}  // namespace crm

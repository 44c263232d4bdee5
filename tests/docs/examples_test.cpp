// Every example of every command is run, each in its own copy of a book that has what the examples
// speak of: Acme, with a deal d7k2m9, a reminder r4q9x1, a meeting m5t6y7 …
#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

#include "cli/docs/reference.hpp"
#include "tests/transcripts/shell.hpp"

namespace crm {
namespace {

constexpr const char* settings = R"(cat > base/crm.yaml <<END
format: 1
currency: EUR
country: DE
year_starts: 4
timezone: Asia/Kolkata
team:
  anna: {name: Anna Berg, emails: [anna@example.com]}
  ben: {name: Ben Okafor, emails: [ben@example.com]}
  arjun: {name: Arjun Nair, emails: [arjun@example.com]}
statuses: [lead, customer, contact]
kinds: [call, email, meeting]
outcomes: [held, agreed, refused]
pipelines:
  sales:
    - {stage: lead, probability: 10}
    - {stage: offer, probability: 40, needs: has:expected}
    - {stage: proposal, probability: 50}
    - {stage: won, probability: 100, ends: won}
    - {stage: lost, probability: 0, ends: lost}
lost_reasons: [price, no answer]
fields:
  industry: {type: text}
points: {per: 1.00 EUR, worth: 0.10 EUR, expire: 2y}
currencies: [USD]
END)";

constexpr const char* acme = R"(cat > base/customers/acme.yaml <<END
id: acme
name: Acme Robotics
status: customer
owner: anna
tags: [fair, berlin, vip]
people:
  - {id: p4n8x2, name: Bobby Stone, role: CTO}
deals:
  - id: d7k2m9
    title: 400 arms
    amount: 12000.00 EUR
    history:
      - {id: hv1, at: 2026-11-01, stage: lead}
reminders:
  - {id: r4q9x1, due: 2026-11-20, text: send the offer}
purchases:
  - {id: b5w6y7, on: 2026-11-02, item: Arm A1, quantity: 2, amount: 480.00 EUR}
interactions:
  - {id: k3v9q2, at: 2026-11-10T10:00+05:30, by: anna, kind: call, text: wants silk finish}
  - {id: m5t6y7, at: 2026-11-24T10:00+05:30, by: anna, kind: meeting, planned: true}
END)";

constexpr const char* others[] = {
    R"(cat > base/customers/acme-gmbh.yaml <<END
id: acme-gmbh
name: Roboter GmbH
END)",
    R"(cat > base/customers/anita.yaml <<END
id: anita
name: Anita Jürgens
status: lead
owner: arjun
tags: [fair, vip]
emails: [anita@example.com]
phones: ["9845012399", "9845012345"]
external: ["card:4500123"]
purchases:
  - {id: q2w3e4, on: 2026-10-02, item: tea, amount: 200.00 EUR, points: 200}
interactions:
  - {id: z9y8x7, at: 2026-11-12T10:00+05:30, by: arjun, kind: call, text: a sample of silk}
END)",
    "printf 'Name,Email\\nZoe Lind,zoe@example.com\\n' > base/contacts.csv",
    "printf 'BEGIN:VCARD\\nVERSION:3.0\\nFN:Zoe Lind\\nEND:VCARD\\n' > base/phone.vcf",
    "printf 'Record ID,Email,Lifecycle Stage\\n7,anita@example.com,lead\\n' > base/hubspot.csv",
    "printf 'Card,Date,Item,Amount\\n4500123,2026-11-20,Tea,12.50\\n' > base/till.csv",
    "printf 'From: anita@example.com\\nTo: anna@example.com\\nDate: Fri, 20 Nov 2026 10:00:00 "
    "+0530\\nMessage-ID: <a@b>\\nSubject: silk\\n\\nHow much?\\n' > base/mail.mbox",
    "printf 'He signs on Monday.\\n' > base/mail.txt",
    "printf 'SELECT name FROM customers\\n' > base/months.sql",
};

/// What must have happened before an example makes sense.
const std::map<std::string, std::vector<std::string>>& before() {
  static const std::map<std::string, std::vector<std::string>> all{
      {"crm restore acme", {"crm rm acme"}},
      {"crm add \"Acme Robotics\" office@acme.example", {"rm customers/acme.yaml"}},
      {"crm add \"Ana Lind\" 9845012345 status=lead source=fair +retail",
       {"rm customers/anita.yaml"}},
      {"crm done m5t6y7 agreed -m \"signs on Monday\"", {"today 2026-11-25"}},
      {"crm restore k3v9q2", {"crm rm k3v9q2"}},
      {"crm undo", {"crm set acme +x"}},
      {"crm redo", {"crm set acme +x", "crm undo"}},
      {"crm move d7k2m9 lead --reopen", {"crm lose d7k2m9 --reason price"}},
      {"crm pay acme 1200 --for d7k2m9", {"crm win d7k2m9"}},
  };
  return all;
}

/// Why an example can't be run in a book that stands alone.
bool needs_more_than_a_book(const std::string& line) {
  for (const char* const start :
       {"crm sync", "crm init", "crm undo x7k2m9", "crm resolve --since", "crm edit",
        "crm erase anita --yes", "crm report --html", "crm export vdir"})
    if (line.starts_with(start)) return true;
  return false;
}

}  // namespace

TEST_CASE("every example of a command does in a book what it says") {
  transcripts::Shell shell;
  shell.run("crm init base --country DE");
  for (const char* const line : {settings, acme}) shell.run(line);
  for (const char* const line : others) shell.run(line);
  for (const char* const line :
       {"export CRM_ME=anna", "export CRM_SENDMAIL=tray", "export CRM_NOTIFY=tray"})
    shell.run(line);
  int count = 0;
  for (const CommandReference& command : reference().commands)
    for (const Example& example : command.examples) {
      const std::string line(example.line);
      if (needs_more_than_a_book(line)) continue;
      INFO(line);
      shell.run("rm -r try");
      shell.run("cp base try");
      shell.run("cd try");
      shell.run("today 2026-11-21T10:15");
      if (const auto first = before().find(line); first != before().end())
        for (const std::string& one : first->second) shell.run(one);
      // Whoever erases must type the name.
      if (line.starts_with("crm erase"))
        shell.run(line.find("p4n8x2") == line.npos ? "answer n \"Anita Jürgens\""
                                                   : "answer n \"Bobby Stone\"");
      const std::vector<std::string> said = shell.run(line);
      shell.run("cd ..");
      std::string all;
      for (const std::string& one : said) all += one + "\n";
      INFO(all);
      const bool found = said.empty() || !said.back().starts_with("[") || said.back() == "[3]" ||
                         (line.starts_with("crm check") && said.back() == "[1]");
      CHECK(found);
      ++count;
    }
  CHECK(count > 80);
}

}  // namespace crm

// What a command answers from the index is what it answers from the files. The book has as many
// records as make an index worth asking, and its clock stands long after they were written.
#include <doctest/doctest.h>

#include <string>

#include "cli/commands/report_kinds.hpp"
#include "tests/transcripts/shell.hpp"

namespace crm::transcripts {
namespace {

/// The example's customers, fifteen times: more than 200.
void many_customers(Shell& shell) {
  shell.run("crm init demo --example && cd demo");
  for (const std::string& file : shell.run("ls customers"))
    for (int copy = 0; copy < 14; ++copy) {
      if (!file.ends_with(".yaml")) continue;
      const std::string id = file.substr(0, file.size() - 5);
      const std::string other = id + "-" + std::to_string(copy);
      shell.run("cp customers/" + file + " customers/" + other + ".yaml");
      shell.run("sed -i 's/id: " + id + "/id: " + other + "/' customers/" + other + ".yaml");
    }
  shell.run("today 2027-06-01");
}

TEST_CASE("a command answers with the index as it does without it") {
  Shell shell;
  many_customers(shell);
  std::vector<std::string> commands{"crm list",
                                    "crm list --csv",
                                    "crm list --ids",
                                    "crm list --limit 7",
                                    "crm list --count",
                                    "crm list interactions --count",
                                    "crm list interactions --by kind",
                                    "crm list deals --by stage",
                                    "crm list purchases --by item",
                                    "crm list +DEBT --columns name,last",
                                    "crm list +STALE --columns name,stage",
                                    "crm list score:10.. --columns name,score --sort -score",
                                    "crm list bought~banner --columns name,since",
                                    "crm list interaction.kind:visit --count",
                                    "crm dupes status:lead --threshold 40 --no-input",
                                    "crm pipeline",
                                    "crm pipeline --board owner:meera",
                                    "crm remind --within 7d",
                                    "crm report sales --as-of 2026-06-30",
                                    "crm report forecast --accuracy",
                                    "crm report customers --by cohort",
                                    "crm report sales --by category owner:meera"};
  for (const ReportKind& kind : report_kinds())
    commands.push_back("crm report " + std::string(kind.name));
  for (const std::string& command : commands) {
    CAPTURE(command);
    shell.run("rm .crm/index");
    const auto from_files = shell.run(command);
    CHECK(from_files.size() >= 1);
    CHECK(shell.run(command) == from_files);
  }
  // Nor does counting leave out what listing shows.
  for (const char* const list : {"customers", "deals", "interactions", "purchases", "reminders"}) {
    CAPTURE(list);
    const auto lines = shell.run("crm list " + std::string(list) + " | cat");
    CHECK(lines.size() > 50);
    CHECK(shell.run("crm list " + std::string(list) + " --count").front() ==
          std::to_string(lines.size()));
  }
}

}  // namespace
}  // namespace crm::transcripts

// The dashboard is told from one look at all records: each report on it must be the one that is
// told by itself.
#include <doctest/doctest.h>

#include <string>

#include "cli/commands/report_kinds.hpp"
#include "core/domain/text.hpp"
#include "tests/transcripts/shell.hpp"

namespace crm::transcripts {
namespace {

std::string page(Shell& shell, const std::string& command) {
  shell.run(command + " --html page.html");
  std::string all;
  for (const std::string& line : shell.run("cat page.html")) all += line + "\n";
  return all;
}

/// The figures alone: what they mean is said once on a page.
std::string section(const std::string& html, const std::string& id) {
  const auto begin = html.find("<section id=\"" + id + "\"");
  if (begin == html.npos) return "there is no section " + id;
  const auto end = html.find("</section>", begin);
  const auto details = html.find("<details>", begin);
  return html.substr(begin, std::min(details, end) - begin);
}

TEST_CASE("each report of the dashboard is the one that is told by itself") {
  Shell shell;
  shell.run("crm init demo --example && cd demo");
  for (const std::string words :
       {"", " owner:meera", " owner:meera or owner:arjun", " --last 3y", " --period FY2026-27"}) {
    CAPTURE(words);
    const std::string dashboard = page(shell, "crm report" + words);
    for (const ReportKind& kind : report_kinds())
      for (const std::string_view by : split(kind.pictured_by, ' ')) {
        const std::string name(kind.name);
        const bool ahead = kind.days == ReportKind::Days::from_now && words == " --last 3y";
        const std::string command = "crm report " + name + (ahead ? "" : words) +
                                    (by.empty() ? "" : " --by " + std::string(by));
        const std::string id = name + (by.empty() ? "" : "-by-" + std::string(by));
        CAPTURE(command);
        if (words.empty()) CHECK(dashboard.find("<section id=\"" + id + "\"") != dashboard.npos);
        CHECK(section(dashboard, id) == section(page(shell, command), id));
      }
  }
}

}  // namespace
}  // namespace crm::transcripts

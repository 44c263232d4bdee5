#include "cli/commands/report_kinds.hpp"
#include "cli/docs/topic.hpp"

namespace crm {
namespace {

std::string days_words(ReportKind::Days days) {
  switch (days) {
    case ReportKind::Days::last_year: return "The last 12 months, where nobody says other days.";
    case ReportKind::Days::this_month: return "This month, where nobody says other days.";
    case ReportKind::Days::from_now: return "From today on, where nobody says other days.";
    case ReportKind::Days::none: break;
  }
  return "It is about how things are now.";
}

TopicSection section_of(const ReportKind& kind) {
  std::vector<Passage> passages{{.text = std::string(kind.meaning)},
                                {.text = days_words(kind.days)}};
  if (!kind.by.empty())
    passages.push_back(
        {.text = "Besides by fields it can be told by these: --by " + std::string(kind.by)});
  return {kind.name, std::move(passages)};
}

}  // namespace

Topic reports_topic() {
  std::vector<Explained> what;
  for (const ReportKind& kind : report_kinds())
    what.push_back({std::string(kind.name), std::string(kind.summary)});
  Topic topic{
      "reports",
      "what the figures of each report mean",
      {{"Examples",
        {{.examples =
              {{"crm report sales", "won, lost and sold in the last 12 months"},
               {"crm report sales --by source --period FY2026-27", "in groups, of a business year"},
               {"crm report sales owner:me --last 90d", "mine, of the last 90 days"},
               {"crm report sales --json", "for a program; --csv and --markdown as well"}}}}},
       {"Which reports there are", {{.terms = std::move(what)}}},
       {"What they have in common",
        {{.text = "A filter says what counts (crm help filters): deals, sales, conversations and "
                  "cases that fit it, by their own fields or their customer's. Removed customers "
                  "and those with the status contact are left out."},
         {.text =
              "Days are those of the book's time zone, quarters and years those of its "
              "business year. A span is a name (--period 2026-11, 2026-Q4, 2026, FY2026-27, "
              "month, \"last quarter\"), a length (--last 12m, --next 90d), or two days (--from, "
              "--to), both of which count."},
         {.text = "Amounts of different currencies stand side by side. Where rates.yaml has a rate "
                  "for each of them, one more line has all of it in the book's currency, each "
                  "amount by the rate of its own day."},
         {.text = "A rate says what it divides: 62 % (5 of 8). Where there is too little to tell "
                  "from, it says so: insufficient history (2 of 3)."},
         {.text = "Into a pipe go lines with the table's name first, where a report has several; "
                  "--only deals prints that table alone."}}}}};
  for (const ReportKind& kind : report_kinds()) topic.sections.push_back(section_of(kind));
  topic.commands = {"report", "pipeline"};
  return topic;
}

}  // namespace crm

#include "cli/commands/report_kinds.hpp"

#include "core/report/accuracy.hpp"
#include "core/report/forecast.hpp"
#include "core/report/funnel.hpp"
#include "core/report/sales.hpp"

namespace crm {

const std::vector<ReportKind>& report_kinds() {
  using Days = ReportKind::Days;
  static const std::vector<ReportKind> all{
      {"sales",
       "what was won, lost and sold",
       "Deals count on the day they were won or lost. The win rate is won of won and lost. The "
       "mean "
       "deal is over won deals that have an amount. \"Won after\" is the middle of the days from a "
       "deal's first move to its win; it takes three wins. Sold are purchases and won deals that "
       "no "
       "purchase names, less what was given back, each on its own day. The cost is what was "
       "written, else what crm.yaml's margin leaves of the revenue.",
       "deals",
       {Depth::brief,
        FieldSet::of({"owner", "source", "referred_by", "status", "deals", "purchases"})},
       Days::last_year,
       "reason item category referrer cohort week month quarter year",
       sales_report},
      {"forecast",
       "what the open deals may bring, month by month",
       "Open deals with an amount, by the month of their expected close; the first month counts "
       "from its first day. Those whose day is past are slipped, those without one have no day: "
       "both stand in rows of their own, whatever days are asked about, and in the sum. Won are "
       "the deals won in that month already. The best case is all that is open and what is won. "
       "Weighted is each amount times its weight: the deal's own probability; else, of the deals "
       "of the pipeline that were ever in its stage and are closed, the share that was won, from "
       "10 on; else the stage's probability in crm.yaml. A deal without any of them adds nothing, "
       "and a remark says so. The second table says the weights and where they are from. They are "
       "the whole book's, whatever the filter, as are the targets of crm.yaml in the third table: "
       "sold is the revenue of report sales in all days of the target until today, weighted what "
       "is open and expected from today until its end, missing what is left of the target after "
       "both. A colleague's are the sales and deals that they own. With --accuracy, of the last 6 "
       "full months: what was foretold 90, 60 and 30 days before each month's end, by what the "
       "book knew then (deals open and expected in that month by the weights of then, and what was "
       "won in it by then), against the amounts of the deals won in it. The error is the mean of "
       "the differences, and their sum as a share of what came; it takes three months that had "
       "any. A filter chooses deals by what they are now.",
       "deals",
       {Depth::brief, FieldSet::of({"owner", "source", "added", "deals"})},
       Days::from_now,
       "cohort referrer",
       forecast_report,
       forecast_accuracy,
       FieldSet::of({"deals", "purchases"})},
      {"funnel",
       "how far deals come, how long they stay, where they are lost",
       "Deals of one pipeline (--pipeline, else the first of crm.yaml that has any) that began in "
       "these days: on the day of their first move. A deal has reached every stage up to the "
       "furthest it has ever been in, also one that it skipped; the first stage in any case; and "
       "all of them when it is won. A move back takes nothing away, and a deal that was opened "
       "again counts as it stands now. Went on are, of those that reached a stage, those that "
       "reached the next one. Won from here are, of those that reached it and are closed, the "
       "won ones. Open here and lost here are those that came no further. Days here are the middle "
       "of the stays that a move to another stage ended, a stay for each time it was there; it "
       "takes five. Mostly for is the reason that most of those lost here were lost for. Moves "
       "count in the order of their days, however they are written. Stages that crm.yaml no longer "
       "has come last, as gone: of them it is only known who was in them. The second table says "
       "the amounts, by currency.",
       "deals",
       {Depth::brief, FieldSet::of({"owner", "source", "deals"})},
       Days::last_year,
       "cohort referrer",
       funnel_report,
       nullptr,
       std::nullopt,
       true},
  };
  return all;
}

const ReportKind* report_kind_named(std::string_view name) {
  for (const ReportKind& kind : report_kinds())
    if (kind.name == name) return &kind;
  return nullptr;
}

}  // namespace crm

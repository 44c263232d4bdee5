#include "cli/commands/report_kinds.hpp"

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
       sales_report,
       "month owner"},
  };
  return all;
}

const ReportKind* report_kind_named(std::string_view name) {
  for (const ReportKind& kind : report_kinds())
    if (kind.name == name) return &kind;
  return nullptr;
}

}  // namespace crm

#include "cli/commands/report_kinds.hpp"

#include "core/report/activity.hpp"
#include "core/report/audit.hpp"
#include "core/report/month.hpp"
#include "core/report/sales.hpp"
#include "core/report/service.hpp"

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
      {"activity",
       "who spoke with whom, how and when",
       "Conversations count on the day they were held: what is planned, cancelled or missed "
       "does not count, and a talk with several customers counts once. Weeks are the last 13. "
       "Who is the colleague who had it; hours and weekdays are those of the clock it was "
       "written by. How they ended also says which were cancelled or missed. \"Contacts before "
       "a win\" is the middle of the numbers of conversations with the customer from the first "
       "move of a won deal to its win, and of those before that name the deal; it takes three "
       "wins. Meetings to come are those planned for the next 30 days.",
       "interactions",
       {Depth::without_texts, FieldSet::of({"id", "name", "deleted", "merged_into", "owner",
                                            "status", "deals", "interactions"})},
       Days::last_year,
       "kind owner outcome customer week month quarter year",
       activity_report},
      {"service",
       "how cases were answered and settled",
       "Cases count as opened on the day of their first move and as closed on the day they "
       "were closed; a case that waits is open. The first answer is the first conversation "
       "that went out and names the case. \"Answered\" is the middle of the times from the "
       "opening to the first answer, of cases that were opened in these days; \"settled\" "
       "that to the close, of cases that were closed. Both go by the calendar. In time is "
       "what kept crm.yaml's limits of its priority, or its own due day, out of those that "
       "have one; what is unanswered counts once its limit is past. For the limits the clock "
       "runs day and night, and stands still on crm.yaml's days off: a day is 24 hours of "
       "other days. Where no hour is written, whole days are counted. Late now are open cases "
       "past their due day, or past a limit. The rating is the mean of the marks of cases "
       "that were closed. Open and late are as of today.",
       "cases",
       {Depth::without_texts, FieldSet::of({"id", "name", "deleted", "merged_into", "owner",
                                            "status", "cases", "interactions"})},
       Days::last_year,
       "customer week month quarter year",
       service_report,
       "interactions"},
      {"audit",
       "what has drifted and wants to be put right",
       "Open deals without a next step have no reminder of their own or of their customer, "
       "and no meeting to come. Amount and expected day are asked of deals in pipelines whose "
       "stages have a probability. A promise is overdue after its day. An owner is asked for "
       "where crm.yaml has a team; one who has left is none. A win without purchase or "
       "payment is named by no purchase and no payment, and what was paid on account is not "
       "enough for it. Currencies are those that crm.yaml lists. Moves that were forced past "
       "what a stage needs are those of the last 12 months, or of the days that are asked "
       "for. crm report audit --only no_next_step prints one of the tables.",
       "",
       {Depth::without_texts,
        FieldSet::of({"id", "name", "deleted", "merged_into", "owner", "status", "added", "emails",
                      "phones", "addresses", "people", "deals", "reminders", "purchases",
                      "payments", "interactions"})},
       Days::none,
       "",
       audit_report},
      {"month",
       "a page for whoever leads: sales, cases, dues and what is to come",
       "The figures are those of the reports sales, activity and service, of this month or of "
       "the days that are asked for, beside those before and a year before. Expected are open "
       "deals by the month of their expected day, each weighted by its probability, else its "
       "stage's; slipped are those whose day is past. Who owes shows the five greatest dues "
       "of each currency and the sum of all: purchases and wins without a purchase, less what "
       "was paid. Meetings are those of the next 7 days. What is open, expected, owed and to "
       "come is as of today.",
       "",
       {Depth::without_texts,
        FieldSet::of({"id", "name", "deleted", "merged_into", "owner", "source", "status", "deals",
                      "purchases", "payments", "interactions", "cases"})},
       Days::this_month,
       "",
       month_report},
  };
  return all;
}

const ReportKind* report_kind_named(std::string_view name) {
  for (const ReportKind& kind : report_kinds())
    if (kind.name == name) return &kind;
  return nullptr;
}

}  // namespace crm

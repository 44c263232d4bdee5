#include "cli/commands/report_kinds.hpp"

#include "core/report/accuracy.hpp"
#include "core/report/activity.hpp"
#include "core/report/audit.hpp"
#include "core/report/customers.hpp"
#include "core/report/forecast.hpp"
#include "core/report/funnel.hpp"
#include "core/report/month.hpp"
#include "core/report/sales.hpp"
#include "core/report/service.hpp"
#include "core/report/sources.hpp"
#include "core/report/stale.hpp"

namespace crm {

const std::vector<ReportKind>& report_kinds() {
  using Days = ReportKind::Days;
  static const std::vector<ReportKind> all{
      {.name = "month",
       .summary = "a page for whoever leads: sales, cases, dues and what is to come",
       .meaning = "The figures are those of the reports sales, activity and service, of this month "
                  "or of the days that are asked for, beside those before and a year before. "
                  "Expected are open deals by the month of their expected day, each weighted as in "
                  "the report forecast; slipped are those whose day is past. Targets are those of "
                  "crm.yaml whose days these are part of, as in the report forecast. Who owes "
                  "shows the five greatest dues of each currency and the sum of all: purchases and "
                  "wins without a purchase, less what was paid. Meetings are those of the next 7 "
                  "days. What is open, expected, owed and to come is as of today.",
       .needs = {Depth::without_texts,
                 FieldSet::of({"id", "name", "deleted", "merged_into", "owner", "source", "status",
                               "deals", "purchases", "payments", "interactions", "cases"})},
       .days = Days::this_month,
       .by = ReportKind::by_nothing,
       .tell = month_report,
       .of_whole = FieldSet::of({"owner", "deals", "purchases"})},
      {.name = "sales",
       .summary = "what was won, lost and sold",
       .meaning =
           "Deals count on the day they were won or lost. The win rate is won of won and lost. The "
           "mean deal is over won deals that have an amount. \"Won after\" is the middle of the "
           "days from a deal's first move to its win; it takes three wins. Sold are purchases and "
           "won deals that no purchase names, less what was given back, each on its own day. The "
           "cost is what was written, else what crm.yaml's margin leaves of the revenue.",
       .list = "deals",
       .needs = {Depth::brief, FieldSet::of({"deleted", "merged_into", "owner", "source",
                                             "referred_by", "status", "deals", "purchases"})},
       .days = Days::last_year,
       .by = "reason item category referrer cohort week month quarter year",
       .tell = sales_report,
       .pictured_by = "month owner"},
      {.name = "forecast",
       .summary = "what the open deals may bring, month by month",
       .meaning =
           "Open deals with an amount, by the month of their expected close; the first month "
           "counts from its first day. Those whose day is past are slipped, those without one have "
           "no day: both stand in rows of their own, whatever days are asked about, and in the "
           "sum. Won are the deals won in that month already. The best case is all that is open "
           "and what is won. Weighted is each amount times its weight: the deal's own probability; "
           "else, of the deals of the pipeline that were ever in its stage and are closed, the "
           "share that was won, from 10 on; else the stage's probability in crm.yaml. A deal "
           "without any of them adds nothing, and a remark says so. The second table says the "
           "weights and where they are from. They are the whole book's, whatever the filter, as "
           "are the targets of crm.yaml in the third table: sold is the revenue of report sales in "
           "all days of the target until today, weighted what is open and expected from today "
           "until its end, missing what is left of the target after both. A colleague's are the "
           "sales and deals that they own; others are those without a target. With --accuracy, of "
           "the last 6 full months: what was "
           "foretold 90, 60 and 30 days before each month's end, by what the book knew then (deals "
           "open and expected in that month by the weights of then, and what was won in it by "
           "then), against the amounts of the deals won in it. The error is the mean of the "
           "differences, and their sum as a share of what came; it takes three months that had "
           "any. A filter chooses deals by what they are now.",
       .list = "deals",
       .needs = {Depth::brief, FieldSet::of({"deleted", "merged_into", "owner", "source", "status",
                                             "added", "deals"})},
       .days = Days::from_now,
       .by = "cohort referrer",
       .tell = forecast_report,
       .tell_accuracy = forecast_accuracy,
       .of_whole = FieldSet::of({"deals", "purchases"})},
      {.name = "funnel",
       .summary = "how far deals come, how long they stay, where they are lost",
       .meaning =
           "Deals of one pipeline (--pipeline, else the first of crm.yaml that has any) that began "
           "in these days: on the day of their first move. A deal has reached every stage up to "
           "the furthest it has ever been in, also one that it skipped; the first stage in any "
           "case; and all of them when it is won. A move back takes nothing away, and a deal that "
           "was opened again counts as it stands now. Went on are, of those that reached a stage, "
           "those that reached the next one. Won from here are, of those that reached it and are "
           "closed, the won ones. Open here and lost here are those that came no further. Days "
           "here are the middle of the stays that a move to another stage ended, a stay for each "
           "time it was there; it takes five. Mostly for is the reason that most of those lost "
           "here were lost for. Moves count in the order of their days, however they are written. "
           "Stages that crm.yaml no longer has come last, as gone: of them it is only known who "
           "was in them. The second table says the amounts, by currency.",
       .list = "deals",
       .needs = {Depth::brief,
                 FieldSet::of({"deleted", "merged_into", "owner", "source", "status", "deals"})},
       .days = Days::last_year,
       .by = "cohort referrer",
       .tell = funnel_report,
       .of_pipeline = true},
      {.name = "activity",
       .summary = "who spoke with whom, how and when",
       .meaning =
           "Conversations count on the day they were held: what is planned, cancelled or missed "
           "does not count, and a talk with several customers counts once. Weeks are the last 13. "
           "Who is the colleague who had it; hours and weekdays are those of the clock it was "
           "written by. How they ended also says which were cancelled or missed. \"Contacts before "
           "a win\" is the middle of the numbers of conversations with the customer from the first "
           "move of a won deal to its win, and of those before that name the deal; it takes three "
           "wins. Meetings to come are those planned for the next 30 days.",
       .list = "interactions",
       .needs = {Depth::without_texts, FieldSet::of({"id", "name", "deleted", "merged_into",
                                                     "owner", "status", "deals", "interactions"})},
       .days = Days::last_year,
       .by = "kind owner outcome customer week month quarter year",
       .tell = activity_report},
      {.name = "sources",
       .summary = "what each source and campaign brought, and what it cost",
       .meaning =
           "A source is what customers name as theirs; one that is a campaign's id has that "
           "campaign's costs. Customers are those who came in the days asked about: the earlier of "
           "the day they were added and the day of their first business; bought are those of them "
           "who had bought by the last of these days. Revenue is what customers of that source "
           "bought in these days, whenever they came: purchases and won deals that no purchase "
           "names, less what was given back; over all sources it is the revenue of the report "
           "sales. Goods is the cost of what was sold: as written, else by the campaign's own "
           "margin, else by crm.yaml's. Cost is the campaign's dated costs of these days. Profit "
           "is revenue less goods and cost, and before cost of goods where nobody knows it. ROI is "
           "profit by cost; without cost there is none. \"A customer\" is the cost by the "
           "customers who came. Campaigns are told by what is tied to them: members are customers "
           "who list it, ever; reached are those to whom somebody spoke or wrote for it, replied "
           "those who did so themselves; redeemed are purchases that name the campaign, its coupon "
           "or a deal of it, won its deals that were won. A campaign that nobody answered stands "
           "there with its cost. A filter chooses customers; what a campaign cost stays whole.",
       .needs = {Depth::without_texts,
                 FieldSet::of({"id", "deleted", "merged_into", "status", "source", "added", "since",
                               "campaigns", "deals", "purchases", "interactions"})},
       .days = Days::last_year,
       .by = ReportKind::by_nothing,
       .tell = sources_report},
      {.name = "customers",
       .summary = "who is worth how much, and in which segment",
       .meaning =
           "Of customers who have bought something. Revenue, its share and the profit are of the "
           "days asked about: purchases and won deals that no purchase names, less what was given "
           "back. The share divides by the revenue of all customers asked about, in the same "
           "currency. Profit is of what says its cost. The rest is to date: the day they last "
           "bought, the days on which they bought, the mean time between these (it takes three), "
           "and the lifetime value, which is revenue less the cost that is known and foretells "
           "nothing. Concentration is which part of the revenue the top 10, 20 and 50 percent of "
           "the customers with revenue bring; it takes ten. Segments go by three scores from 1 to "
           "5, in fifths of all customers of the book who bought, whoever is asked about: how "
           "recently (the day they last bought), how often (days on which they bought) and how "
           "much (revenue in the book's currency; without a rate they go by the other two). Worth "
           "is the mean of how often and how much. champion: recency 4 or 5, worth from 4. loyal: "
           "recency 3 and worth from 3, or recency 4 or 5 and worth from 3 to 4. promising: "
           "recency 4 or 5, worth below 3. new: recency 4 or 5, bought on one day only. "
           "needs-attention: recency 3, worth below 3 or bought on one day only. at-risk: recency "
           "1 or 2, worth from 3. lost: recency 1 or 2, worth below 3. Segments take 20 customers "
           "who bought. By cohort: of those who first bought in a quarter, how many bought again "
           "in each quarter after it; and all their revenue since. By referrer: how many a "
           "customer brought, how many of them bought in the days asked about, and for how much.",
       .needs = {Depth::brief, FieldSet::of({"id", "name", "deleted", "merged_into", "status",
                                             "since", "referred_by", "deals", "purchases"})},
       .days = Days::last_year,
       .by = "cohort referrer segment",
       .tell = customers_report,
       .of_everyone = true,
       .is_ranking = true,
       .pictured_by = " cohort segment"},
      {.name = "service",
       .summary = "how cases were answered and settled",
       .meaning =
           "Cases count as opened on the day of their first move and as closed on the day they "
           "were closed; a case that waits is open. The first answer is the first conversation "
           "that went out and names the case. \"Answered\" is the middle of the times from the "
           "opening to the first answer, of cases that were opened in these days; \"settled\" that "
           "to the close, of cases that were closed. Both go by the calendar. In time is what kept "
           "crm.yaml's limits of its priority, or its own due day, out of those that have one; "
           "what is unanswered counts once its limit is past. For the limits the clock runs day "
           "and night, and stands still on crm.yaml's days off: a day is 24 hours of other days. "
           "Where no hour is written, whole days are counted. Late now are open cases past their "
           "due day, or past a limit. The rating is the mean of the marks of cases that were "
           "closed. Open and late are as of today.",
       .list = "cases",
       .needs = {Depth::without_texts, FieldSet::of({"id", "name", "deleted", "merged_into",
                                                     "owner", "status", "cases", "interactions"})},
       .days = Days::last_year,
       .by = "customer week month quarter year",
       .tell = service_report,
       .only_read = "interactions"},
      {.name = "stale",
       .summary = "with whom we are losing touch, and what is at stake",
       .meaning = "As of today. Not spoken to in time: the last conversation that was held lies "
                  "further back than the customer's keep_in_touch, else crm.yaml's cadence, "
                  "allows; who has no such rule is not among them. Never spoken to: no "
                  "conversation was held with them. Deals: open, and for 30 days nobody spoke to "
                  "the customer, nor was the deal opened. Who has a meeting or call to come is in "
                  "none of the three, and former customers are not, unless a filter asks for them. "
                  "At stake are the amounts of open deals and the revenue of the last 12 months; "
                  "the greatest comes first, exchanged by today's rate where there is one.",
       .needs = {Depth::brief,
                 FieldSet::of({"id", "name", "deleted", "merged_into", "status", "owner", "added",
                               "keep_in_touch", "deals", "purchases", "interactions"})},
       .days = Days::none,
       .by = ReportKind::by_nothing,
       .tell = stale_report,
       .usual_filter = "not status~former"},
      {.name = "audit",
       .summary = "what has drifted and wants to be put right",
       .meaning =
           "Open deals without a next step have no reminder of their own or of their customer, and "
           "no meeting to come. Amount and expected day are asked of deals in pipelines whose "
           "stages have a probability. A promise is overdue after its day. An owner is asked for "
           "where crm.yaml has a team; one who has left is none. A win without purchase or payment "
           "is named by no purchase and no payment, and what was paid on account is not enough for "
           "it. Currencies are those that crm.yaml lists. Moves that were forced past what a stage "
           "needs are those of the last 12 months, or of the days that are asked for. crm report "
           "audit --only no_next_step prints one of the tables.",
       .needs = {Depth::brief,
                 FieldSet::of({"id", "name", "deleted", "merged_into", "owner", "status", "added",
                               "emails", "phones", "addresses", "people", "deals", "reminders",
                               "purchases", "payments", "interactions"})},
       .days = Days::none,
       .by = ReportKind::by_nothing,
       .tell = audit_report},
  };
  return all;
}

const ReportKind* report_kind_named(std::string_view name) {
  for (const ReportKind& kind : report_kinds())
    if (kind.name == name) return &kind;
  return nullptr;
}

}  // namespace crm

#include "cli/docs/topic.hpp"

namespace crm {

Topic dates_topic() {
  return {
      "dates",
      "how days, times, spans and repetitions are said",
      {{"Examples",
        {{.examples = {{"crm remind anita fri \"send the picture\"", "the next Friday"},
                       {"crm remind anita \"1 dec 10:30\" \"call back\"", "at an hour"},
                       {"crm log ramesh call \"Asked for silk\" --on yesterday", "what has been"},
                       {"crm remind anita 2027-04-01 \"new prices\" --every 1y", "again each year"},
                       {"crm list last:..-90d", "nobody spoke to them for 90 days"},
                       {"crm report sales --period FY2026-27", "of a business year"}}}}},
       {"Days",
        {{.text =
              "What was understood is always said again: will remind on Fri 27 Nov. Days with a "
              "space in them go in quotes.",
          .terms =
              {{"today, tomorrow, yesterday", "As they say."},
               {"fri, friday", "The next one; today's weekday is a week from now."},
               {"last mon", "The one before today."},
               {"3d, 2w, 3m, 1y, 5bd",
                "So many days, weeks, months, years or business days from now; \"in 2w\" is "
                "the same. Business days leave out Saturdays, Sundays and crm.yaml's days_off."},
               {"-3d, 3 days ago", "Before today."},
               {"next week, next month", "A week, a month from now."},
               {"eow, eom, eoq, eoy", "The end of this week, month, quarter, year."},
               {"2026-12-01", "The same day everywhere."},
               {"1 dec, 1.12.2026, 1/12/2026",
                "As people write it; with the month first only in a book whose country does "
                "so."}}}}},
       {"Times",
        {{.text =
              "A time stands behind its day, or alone for today: \"fri 10:30\", \"tomorrow 9am\", "
              "\"mon noon\", 14:00. Times are those of the book's timezone in crm.yaml, "
              "wherever you sit."}}},
       {"Spans",
        {{.text = "Reports and filters ask for several days at a time.",
          .terms = {{"--last 12m, --next 90d", "Up to today, from today on."},
                    {"--from fri --to eom", "Both days count."},
                    {"--period",
                     "month, \"last quarter\", 2026-11, 2026-Q4, 2026, or FY2026-27: a business "
                     "year, which begins in the month that crm.yaml's year_starts says."},
                    {"last:2026-01..2026-03", "In a filter: both ends count, either may be open."},
                    {"last:..-90d, expected:..eom", "Ends are days like all others."}}}}},
       {"Repetitions",
        {{.text = "--every takes a length (1w, 3m, \"2 weeks\"), a word (daily, weekly, monthly, "
                  "yearly, weekdays, \"every Monday\"), or a rule of iCalendar "
                  "(FREQ=MONTHLY;BYDAY=1MO). Of a day that a month does not have its last one is "
                  "taken. With --after-done the next time is counted from the day it was done."}}},
       {"Half-known days",
        {{.text = "A birthday may be a year (1980), a month (1980-02), a day without its year "
                  "(02-29) or a whole day. In a common year 29 February is kept on the day that "
                  "crm.yaml's leap_day says.",
          .examples = {{"crm set anita birthday=02-29", "without the year"}}}}}},
      {"remind", "snooze", "log", "report"}};
}

}  // namespace crm

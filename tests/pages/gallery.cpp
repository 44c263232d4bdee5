#include "tests/pages/gallery.hpp"

namespace crm {
namespace {

Day day(int year, unsigned month, unsigned of_month) {
  return *Day::of(year, month, of_month);
}

Money inr(std::int64_t rupees) {
  return {rupees * 100, "INR"};
}

Money eur(std::int64_t cents) {
  return {cents, "EUR"};
}

ReportTable worth() {
  ReportTable table{.key = "worth", .title = "Worth most"};
  table.columns = {{"name", "name"},     {"segment", "segment"}, {"revenue", "revenue"},
                   {"share", "share"},   {"every", "every"},     {"last", "last bought"},
                   {"profit", "profit"}, {"owner", "owner"}};
  table.rows = {
      {{"Spice Route Foods", "champion", inr(412000), Share{412, 1000}, Length{425},
        day(2026, 9, 12), inr(98000), "arjun"}},
      {{"ರಮೇಶ್ ಗೌಡ", "loyal", inr(180500), Share{180, 1000}, Length{900}, day(2026, 10, 2),
        inr(54000), "meera"}},
      {{"مكتبة النور", "new", inr(96000), Share{96, 1000}, TooFew{1, 3}, day(2026, 11, 9),
        inr(12000), "arjun"}},
      {{"陳美玲", "new", inr(22000), Share{22, 1000}, TooFew{1, 3}, day(2026, 8, 1), inr(-4000),
        "salma"}},
      {{"A very long name of a company that nobody wants to write on an envelope Ltd.", "at risk",
        inr(8000), Share{8, 1000}, Length{3605}, day(2025, 1, 3), Figure(), "meera"},
       false,
       true},
      {{"Hotel Malabar Grand", "lost", inr(-6930), Share{0, 0}, Figure(), Figure(), inr(-2425),
        "meera"}},
      {{"Nordlicht Handel GmbH", "loyal", eur(1240000), Share{5, 8}, Length{305}, day(2026, 7, 1),
        eur(525000), "arjun"}},
      {{"Café Belém", "loyal", eur(72050), Share{3, 8}, Length{305}, day(2026, 7, 1), eur(31000),
        "arjun"}},
      {{"all", "", inr(711570), Figure(), Figure(), Figure(), inr(157575), ""}, true},
      {{"all", "", eur(1312050), Figure(), Figure(), Figure(), eur(556000), ""}, true}};
  table.picture = Picture::bars;
  table.drawn = 2;
  table.remarks = {"before cost of goods, where a sale does not say its cost"};
  return table;
}

ReportTable months() {
  ReportTable table{.key = "months", .title = "Months"};
  table.columns = {{"month", "month"}, {"revenue", "revenue"}};
  table.rows = {{{"2025-12", inr(48000)}}, {{"2026-01", inr(72000)}},   {{"2026-02", inr(419250)}},
                {{"2026-05", inr(92000)}}, {{"2026-09", inr(133700)}},  {{"2026-10", inr(-66930)}},
                {{"2026-11", inr(48000)}}, {{"all", inr(746020)}, true}};
  table.picture = Picture::course;
  table.drawn = 1;
  return table;
}

ReportTable weeks() {
  ReportTable table{.key = "weeks", .title = "Win rate by week"};
  table.columns = {{"week", "week"}, {"rate", "win rate"}};
  for (int week = 5; week < 47; ++week)
    if (week % 11 != 0)
      table.rows.push_back({{"2026-W" + std::string(week < 10 ? "0" : "") + std::to_string(week),
                             Share{(week * 7) % 13, 13}}});
  table.picture = Picture::course;
  table.drawn = 1;
  return table;
}

ReportTable stages() {
  ReportTable table{.key = "stages", .title = "From the first word to the win"};
  table.columns = {{"stage", "stage"}, {"deals", "deals"}, {"days", "days in it"}};
  table.rows = {{{"lead", std::int64_t{46}, Length{92}}},
                {{"sample", std::int64_t{31}, Length{210}}},
                {{"offer", std::int64_t{19}, Length{335}}, false, true},
                {{"negotiation", std::int64_t{11}, Length{125}}},
                {{"won", std::int64_t{8}, Figure()}}};
  table.picture = Picture::funnel;
  table.drawn = 1;
  return table;
}

ReportTable cohorts() {
  ReportTable table{.key = "cohorts", .title = "Who came back"};
  table.columns = {{"cohort", "first bought"}, {"customers", "customers"}};
  for (int quarter = 0; quarter < 6; ++quarter)
    table.columns.push_back({"q" + std::to_string(quarter), "+" + std::to_string(quarter) + " q"});
  for (int cohort = 0; cohort < 6; ++cohort) {
    ReportTable::Row row{
        {(cohort < 4 ? "FY2025-26-Q" : "FY2026-27-Q") + std::to_string(cohort % 4 + 1),
         std::string("12 of them")}};
    for (int quarter = 0; quarter < 6; ++quarter)
      row.figures.push_back(quarter > 5 - cohort ? Figure()
                                                 : Figure(Share{12 / (quarter + 1), 12}));
    table.rows.push_back(row);
  }
  table.picture = Picture::grid;
  return table;
}

ReportTable activity() {
  ReportTable table{.key = "activity", .title = "When we talk"};
  table.columns = {{"kind", "kind"}};
  for (int week = 0; week < 26; ++week)
    table.columns.push_back({"w" + std::to_string(week), "2026-W" + std::to_string(20 + week)});
  table.columns.push_back({"all", "all"});
  for (const char* const kind : {"call", "message", "email", "meeting", "visit"}) {
    ReportTable::Row row{{std::string(kind)}};
    std::int64_t all = 0;
    for (std::int64_t week = 0; week < 26; ++week) {
      const std::int64_t count = (week * week * 7 + kind[0] * (week + 3)) % 19;
      all += count;
      row.figures.emplace_back(count);
    }
    row.figures.emplace_back(all);
    table.rows.push_back(row);
  }
  table.picture = Picture::grid;
  table.drawn = table.columns.size() - 1;
  return table;
}

ReportTable long_list() {
  ReportTable table{.key = "list", .title = "All of them"};
  table.columns = {{"name", "name"}, {"bought", "bought"}};
  for (std::int64_t i = 0; i < 10'000; ++i)
    table.rows.push_back({{"customer " + std::to_string(i), inr(100'000 - i)}});
  table.rows.push_back({{"all", inr(950'005'000)}, true});
  table.picture = Picture::bars;
  table.drawn = 1;
  return table;
}

}  // namespace

Page gallery() {
  const Day today = day(2026, 11, 21);
  const Span year{day(2025, 11, 22), today};
  Page page{.title = "Kaveri Prints", .day = today, .grouping = Grouping::indian};
  page.year_starts = 4;
  page.filter = "owner:me +vip";
  page.remarks = {"service is left out: there is no field \"segment\""};
  const std::string meaning =
      "Revenue is purchases and won deals that no purchase names, less what was given back. The "
      "share is of all revenue in that currency.";
  page.reports = {
      {{"customers", "Customers", year, today, {worth()}, {}}, "", meaning, "crm report customers"},
      {{"sales", "Sales", year, today, {months(), weeks()}, {}},
       "month",
       meaning,
       "crm report sales --by month"},
      {{"funnel", "Funnel", {}, today, {stages(), cohorts()}, {}},
       "",
       meaning,
       "crm report funnel"},
      {{"activity", "Activity", year, day(2026, 11, 1), {activity()}, {"meetings to come: 3"}},
       "",
       meaning,
       "crm report activity"},
      {{"list", "Everybody", {}, today, {long_list()}, {}}, "", "", "crm report list"},
      {{"service",
        "Service",
        {},
        today,
        {{.key = "none", .title = "Cases", .when_empty = "no case was opened"}},
        {}},
       "",
       meaning,
       "crm report service"}};
  return page;
}

Page hostile_page() {
  const std::vector<std::string> texts{"</style></script><script>alert(1)</script>",
                                       "\"><img src=x onerror=alert(1)>",
                                       "' onload='alert(1)",
                                       "<!-- --> ]]> <![CDATA[ &amp; &#x3c; &lt",
                                       "</title></svg><svg onload=alert(1)>",
                                       std::string("nul \0 in the middle", 19),
                                       "bell \x07 escape \x1b[31m delete \x7f",
                                       "right to left \u202E override \u2066 isolate \u2069 \u200F",
                                       "not utf-8 \xff\xc3\x28 \xed\xa0\x80",
                                       "no characters \xEF\xBF\xBE \xEF\xBF\xBF",
                                       "line\nbreak\r\nand\ttab \u2028 \u2029 \u0085",
                                       std::string(10'000, 'W'),
                                       std::string(3'000, '<'),
                                       [] {
                                         std::string marks = "a";
                                         for (int i = 0; i < 5'000; ++i) marks += "\u0301";
                                         return marks;
                                       }(),
                                       "",
                                       "  ",
                                       "क्षत्रिय ज्ञानेश्वर مكتبة النور 12 שלום "
                                       "👨‍👩‍👧‍👦 "
                                       "🇮🇳 "
                                       "陳美玲"};
  constexpr std::int64_t huge = 9'223'372'036'854'775'807;
  Page page{.title = texts[0], .day = day(9999, 12, 31), .filter = texts[1]};
  page.remarks = texts;
  for (const Picture picture : {Picture::bars, Picture::course, Picture::funnel, Picture::grid}) {
    const std::string name = "p" + std::to_string(static_cast<int>(picture));
    ReportTable table{.key = name + texts[1], .title = texts[4]};
    table.columns = {{"a", texts[2]}, {"b", texts[11]}, {"c", texts[3]}, {"d", ""}};
    std::int64_t number = -3;
    for (const std::string& text : texts) {
      const Money money{number % 4 == 0   ? huge
                        : number % 4 == 1 ? -huge
                                          : number * 100,
                        number % 2 == 0 ? "INR" : "KWD"};
      table.rows.push_back({{text, money, money, text}, false, number % 3 == 0});
      ++number;
    }
    table.picture = picture;
    table.drawn = picture == Picture::grid ? std::nullopt : std::optional<std::size_t>(1);
    table.remarks = texts;
    page.reports.push_back(
        {{name, texts[1], {}, day(1, 1, 1), {table}, texts}, texts[0], texts[3], texts[2]});
  }
  return page;
}

}  // namespace crm

#include <algorithm>
#include <ostream>

#include "cli/commands/all.hpp"
#include "cli/commands/report_kinds.hpp"
#include "cli/commands/telling.hpp"
#include "cli/output/page.hpp"
#include "cli/output/page_file.hpp"
#include "cli/output/remark.hpp"
#include "cli/output/report_page.hpp"
#include "cli/output/table.hpp"
#include "core/domain/likeness.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

struct ReportOptions {
  std::vector<std::string> words;
  std::string from, to, last, next, period, by, only, as_of, html;
  bool markdown = false;
};

void list_reports(World& world) {
  Table table({{.key = "report", .title = "report"},
               {.key = "answers", .title = "answers", .gives_way = true, .wraps = true}});
  for (const ReportKind& kind : report_kinds())
    table.row({{std::string(kind.name), Style::bold}, std::string(kind.summary)});
  table.print(world);
}

const ReportKind& kind_named(const std::string& name) {
  if (const ReportKind* const kind = report_kind_named(name)) return *kind;
  std::vector<std::string> names;
  std::string all;
  for (const ReportKind& kind : report_kinds()) {
    names.emplace_back(kind.name);
    all += (all.empty() ? "" : ", ") + names.back();
  }
  const auto near = did_you_mean(name, names);
  throw Failure(Error::asked_wrongly(
      "there is no report \"" + printable_line(name) + "\"",
      near.empty() ? "there are " + all : "did you mean " + near.front() + "?"));
}

Period period_of(const std::string& text, const char* option) {
  const auto period = Period::typed(text);
  if (!period)
    throw Failure(Error::asked_wrongly(
        std::string(option) + " wants a length of time, not \"" + printable_line(text) + "\"",
        "90d, 12w, 12m or 2y"));
  return *period;
}

Period backwards(Period period) {
  period.count = -period.count;
  return period;
}

/// `month`, `last quarter`, `FY2026-27`.
Span span_said(const std::string& text, const Desk& desk) {
  const auto year_starts = static_cast<unsigned>(desk.settings().year_starts.value_or(1));
  std::string_view word = trimmed(text);
  int back = 0;
  for (const auto& [said, units] : {std::pair("this ", 0), {"last ", 1}, {"next ", -1}})
    if (word.starts_with(said)) {
      word.remove_prefix(5);
      back = units;
      break;
    }
  const auto unit = calendar_unit(word);
  if (!unit) return span_named(text, year_starts).value();
  Span span = span_around(desk.today(), *unit, year_starts);
  if (back > 0) span = span_around(span.from->plus_days(-1), *unit, year_starts);
  if (back < 0) span = span_around(span.to->plus_days(1), *unit, year_starts);
  return span;
}

Span usual_span(ReportKind::Days days, Day today) {
  switch (days) {
    case ReportKind::Days::last_year: return {today.plus_months(-12).plus_days(1), today};
    case ReportKind::Days::this_month: return span_around(today, CalendarUnit::month, 1);
    case ReportKind::Days::from_now: return {today, std::nullopt};
    case ReportKind::Days::none: break;
  }
  return {};
}

Span span_of(const ReportOptions& asked, const ReportKind& kind, const Desk& desk, Day today) {
  const int ways = static_cast<int>(!asked.last.empty()) + static_cast<int>(!asked.next.empty()) +
                   static_cast<int>(!asked.period.empty()) +
                   static_cast<int>(!asked.from.empty() || !asked.to.empty());
  if (ways > 1)
    throw Failure(
        Error::asked_wrongly("which days? --from and --to, --last, --next and --period "
                             "each say it",
                             "say one of them"));
  if (!asked.last.empty())
    return {plus(today, backwards(period_of(asked.last, "--last"))).plus_days(1), today};
  if (!asked.next.empty())
    return {today, plus(today, period_of(asked.next, "--next")).plus_days(-1)};
  if (!asked.period.empty()) return span_said(asked.period, desk);
  if (ways == 0) return usual_span(kind.days, today);
  Span span;
  if (!asked.from.empty()) span.from = desk.what_day(asked.from);
  if (!asked.to.empty()) span.to = desk.what_day(asked.to);
  if (span.from && span.to && *span.from > *span.to)
    throw Failure(Error::asked_wrongly(
        "--from " + span.from->text() + " lies after --to " + span.to->text(), "turn them round"));
  return span;
}

// --- As a page ---

/// Whether a first word names a report; the others are of a filter.
bool is_name(const std::string& word) {
  return word.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == word.npos &&
         !word.starts_with('-');
}

/// All reports, or the one that is named. Where a length of time is asked for that lies back, those
/// that look ahead keep their own days, and the other way round.
std::vector<Telling> wishes_for_page(const ReportOptions& asked, const Desk& desk, Day today) {
  std::vector<Telling> wishes;
  for (const ReportKind& kind : report_kinds()) {
    ReportOptions its = asked;
    const bool ahead = kind.days == ReportKind::Days::from_now;
    if (ahead) its.last.clear();
    if (!ahead) its.next.clear();
    const Span span = span_of(its, kind, desk, today);
    for (const std::string_view by :
         asked.by.empty() ? split(kind.pictured_by, ' ') : std::vector<std::string_view>{asked.by})
      wishes.push_back({&kind, std::string(by), span});
  }
  return wishes;
}

std::string command_of(const Telling& telling, const std::vector<std::string>& filter) {
  std::string line = "crm report " + std::string(telling.kind->name);
  for (const std::string& word : filter) line += " " + as_typed(word);
  return line + (telling.by.empty() ? "" : " --by " + as_typed(telling.by));
}

Page page_of(const Told& told, const ReportOptions& asked, const std::vector<std::string>& filter,
             const Desk& desk) {
  const Settings& settings = desk.settings();
  Page page{.title = settings.name,
            .day = desk.today(),
            .grouping = settings.grouping(),
            .year_starts = static_cast<unsigned>(settings.year_starts.value_or(1)),
            .remarks = told.remarks};
  for (const std::string& word : filter) page.filter += (page.filter.empty() ? "" : " ") + word;
  const ReportKind* before = nullptr;
  for (const Telling& one : told.tellings) {
    // Told twice, it means the same.
    const std::string_view meaning = one.kind == before ? "" : one.kind->meaning;
    page.reports.push_back({with_tables(one.report, asked.only), one.by, std::string(meaning),
                            command_of(one, filter)});
    before = one.kind;
  }
  if (!told.problems.empty())
    page.remarks.push_back(std::to_string(told.problems.size()) +
                           (told.problems.size() == 1 ? " thing" : " things") +
                           " could not be read and is not counted: crm check");
  return page;
}

void refuse_other_forms(const ReportOptions& asked, const World& world) {
  const Manners& manners = world.manners;
  const char* const other = manners.wants_json() ? "--json"
                            : manners.csv        ? "--csv"
                            : manners.tsv        ? "--tsv"
                            : manners.ids        ? "--ids"
                            : manners.nul        ? "-0"
                            : asked.markdown     ? "--markdown"
                                                 : nullptr;
  if (other != nullptr)
    throw Failure(Error::asked_wrongly("a report is a page or " + std::string(other) + ", not both",
                                       "leave out one of them"));
}

/// `report` alone asks for all of them on one page.
void report_as_page(const ReportOptions& asked, World& world) {
  refuse_other_forms(asked, world);
  const bool named = !asked.words.empty() && is_name(asked.words.front());
  const ReportKind* const kind = named ? &kind_named(asked.words.front()) : nullptr;
  if (kind == nullptr && !asked.only.empty())
    throw Failure(Error::asked_wrongly("--only wants one report", "crm report lists them"));
  const Desk desk = Desk::open(world);
  refuse_page_at(asked.html, desk);
  const std::vector<std::string> filter(asked.words.begin() + (named ? 1 : 0), asked.words.end());
  std::vector<Telling> wishes;
  if (kind == nullptr)
    wishes = wishes_for_page(asked, desk, desk.today());
  else
    wishes = {{kind, asked.by, span_of(asked, *kind, desk, desk.today())}};
  const Told told = tell(std::move(wishes), filter, desk.now(), desk);
  write_page(html_page(page_of(told, asked, filter, desk)), asked.html, desk);
  for (const std::string& text : told.remarks) remark(world, text);
  print_problems(told.problems, world);
}

void report(const ReportOptions& asked, World& world) {
  if (!asked.html.empty()) return report_as_page(asked, world);
  if (asked.words.empty()) return list_reports(world);
  const ReportKind& kind = kind_named(asked.words.front());
  const Desk desk = Desk::open(world);
  const Moment now = desk.now();
  const Told told = tell({{&kind, asked.by, span_of(asked, kind, desk, now.day)}},
                         {asked.words.begin() + 1, asked.words.end()}, now, desk);
  if (asked.markdown)
    print_markdown(told.tellings.front().report, asked.only, desk);
  else
    print_report(told.tellings.front().report, asked.only, desk);
  for (const std::string& text : told.remarks) remark(world, text);
  print_problems(told.problems, world);
}

std::string all_names() {
  std::string names;
  for (const ReportKind& kind : report_kinds())
    names += (names.empty() ? "" : " ") + std::string(kind.name);
  return names;
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<ReportOptions>();
  static const std::string names = all_names();
  words.arguments(asked->words, Placeholder{"[NAME] [FILTER]", names},
                  "which report, and of whom or what; without a name they are listed");
  words.option(asked->from, "--from", placeholder::when, "the first day that counts");
  words.option(asked->to, "--to", placeholder::when, "the last day that counts");
  words.option(asked->last, "--last", placeholder::period, "the last 90d, 12m or 2y, to today");
  words.option(asked->next, "--next", placeholder::period, "from today on: 90d, 6m");
  words.option(asked->period, "--period", Placeholder{"SPAN"},
               "month, \"last quarter\", 2026-11, 2026-Q4, 2026 or FY2026-27");
  words.option(asked->by, "--by", Placeholder{"FIELD"},
               "in groups: owner, source, month, or any field; crm help report has more");
  words.option(asked->only, "--only", Placeholder{"TABLE"},
               "this table alone, or several: deals,revenue");
  words.flag(asked->markdown, "--markdown", "print it as Markdown");
  words.option(asked->html, "--html", placeholder::file,
               "make a page with pictures of it, or without a name of all reports; - prints it");
  return [asked](World& world) { report(*asked, world); };
}

}  // namespace

Command report_command() {
  return {"report",
          "Know",
          "ask the book for figures",
          {{"crm report", "which reports there are"},
           {"crm report sales", "what was won, lost and sold in the last 12 months"},
           {"crm report sales owner:me --period FY2026-27 --by month", "mine, month by month"},
           {"crm report --html report.html", "all of them on a page, with pictures"}},
          declare};
}

}  // namespace crm

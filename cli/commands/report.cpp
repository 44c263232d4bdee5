#include <algorithm>
#include <ostream>

#include "cli/commands/all.hpp"
#include "cli/commands/listing.hpp"
#include "cli/commands/report_kinds.hpp"
#include "cli/commands/report_selection.hpp"
#include "cli/output/remark.hpp"
#include "cli/output/report_page.hpp"
#include "cli/output/table.hpp"
#include "core/domain/likeness.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

struct ReportOptions {
  std::vector<std::string> words;
  std::string from, to, last, next, period, by, only, as_of, limit;
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
  const auto year_starts = desk.settings().first_month();
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

/// Without rates.yaml, or with one that can't be read, nothing is exchanged.
Rates rates_of(const Desk& desk, std::vector<Problem>& problems) {
  auto rates = desk.book().rates();
  if (rates) return *std::move(rates);
  problems.insert(problems.end(), rates.error().problems.begin(), rates.error().problems.end());
  return {};
}

void report(const ReportOptions& asked, World& world) {
  if (asked.words.empty()) return list_reports(world);
  const ReportKind& kind = kind_named(asked.words.front());
  const auto limit = limit_of(asked.limit, "crm report customers --limit 20");
  if (limit && (!kind.is_ranking || !asked.by.empty()))
    throw Failure(Error::asked_wrongly("--limit is for a ranking: crm report customers"));
  const Desk desk = Desk::open(world);
  Moment now = desk.now();
  const Selected selected =
      select({asked.words.begin() + 1, asked.words.end()}, asked.by, kind, desk);
  const Facts facts(desk.settings(), now, selected.selection);
  const auto look = [&](const Customer& customer, const std::string&) {
    return facts.of(customer);
  };
  auto scan = desk.scan<CustomerFacts>(look, selected.needs);
  std::vector<Problem> problems = selected.problems;
  problems.insert(problems.end(), scan.problems.begin(), scan.problems.end());
  const Rates rates = rates_of(desk, problems);
  auto campaigns = desk.book().campaigns().value();
  for (Problem& problem : campaigns.problems)
    if (!problem.warning) problems.push_back(std::move(problem));
  const Question question{
      desk.settings(), rates, campaigns.found, now, span_of(asked, kind, desk, now.day),
      asked.by,        limit};
  const Report told = kind.tell(scan.found, question);
  if (asked.markdown)
    print_markdown(told, asked.only, desk);
  else
    print_report(told, asked.only, desk);
  for (const std::string& text : selected.remarks) remark(world, text);
  print_problems(problems, world);
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
               "in groups: owner, source, month, or any field; crm help reports has more");
  words.option(asked->only, "--only", Placeholder{"TABLE"},
               "this table alone, or several: deals,revenue");
  words.option(asked->limit, "--limit", Placeholder{"N"}, "of a ranking the first N alone");
  words.flag(asked->markdown, "--markdown", "print it as Markdown");
  return [asked](World& world) { report(*asked, world); };
}

}  // namespace

Command report_command() {
  return {"report",
          "Know",
          "ask the book for figures",
          {{"crm report", "which reports there are"},
           {"crm report sales", "what was won, lost and sold in the last 12 months"},
           {"crm report customers --limit 20", "who is worth most, and in which segment"},
           {"crm report sources --last 2y", "what marketing brought, against its cost"},
           {"crm report sales owner:me --period FY2026-27 --by month", "mine, month by month"}},
          declare};
}

}  // namespace crm

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
#include "core/record/schema.hpp"
#include "core/report/past.hpp"

namespace crm {
namespace {

struct ReportOptions {
  std::vector<std::string> words;
  std::string from, to, last, next, period, by, only, as_of, limit, pipeline;
  bool markdown = false, accuracy = false;
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
Span span_said(const std::string& text, const Desk& desk, Day today) {
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
  Span span = span_around(today, *unit, year_starts);
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

/// The last six full months.
Span span_looked_back_on(Day today) {
  return {today.first_of_month().plus_months(-6), today.first_of_month().plus_days(-1)};
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
  if (!asked.period.empty()) return span_said(asked.period, desk, today);
  if (ways == 0) return asked.accuracy ? span_looked_back_on(today) : usual_span(kind.days, today);
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

/// The end of the day of --as-of; now where nobody says another.
Moment now_of(const ReportOptions& asked, const Desk& desk) {
  if (asked.as_of.empty()) return desk.now();
  const Day day = desk.what_day(asked.as_of);
  if (day > desk.today())
    throw Failure(Error::asked_wrongly("--as-of " + day.text() + " lies ahead: nobody knows it yet",
                                       "say a day that is past"));
  if (day == desk.today()) return desk.now();
  constexpr std::int32_t last_second = 24 * 60 * 60 - 1;
  return desk.kept(Moment{day, last_second, {}, true});
}

void refuse_what_it_has_not(const ReportOptions& asked, const ReportKind& kind, const Desk& desk) {
  const std::string name = "the report " + std::string(kind.name);
  if (asked.accuracy && kind.tell_accuracy == nullptr)
    throw Failure(Error::asked_wrongly(name + " foretells nothing, so it has no --accuracy",
                                       "crm report forecast --accuracy"));
  if (asked.accuracy && !asked.by.empty())
    throw Failure(
        Error::asked_wrongly("--accuracy is not told --by anything", "a filter chooses: owner:me"));
  if (asked.pipeline.empty()) return;
  if (!kind.of_pipeline)
    throw Failure(Error::asked_wrongly(name + " is not told by --pipeline",
                                       "a filter chooses: pipeline:" + asked.pipeline));
  if (find_named(desk.settings().pipelines, asked.pipeline) != nullptr) return;
  std::string all;
  for (const auto& [pipeline, stages] : desk.settings().pipelines)
    all += (all.empty() ? "" : ", ") + pipeline;
  throw Failure(Error::asked_wrongly(
      "there is no pipeline \"" + printable_line(asked.pipeline) + "\"", "crm.yaml has " + all));
}

/// What is looked at in any case, and what it takes to tell a past day.
Needs needs_of(const ReportKind& kind, Needs needs, bool of_past) {
  needs.add({Depth::brief, FieldSet::of({"id", "name", "status", "deleted", "merged_into"})});
  if (kind.of_whole) needs.add({Depth::brief, *kind.of_whole});
  if (!of_past) return needs;
  needs.add({Depth::brief, FieldSet::of({"added", "since"})});
  // The last contact of now may have been later; the one before it stands on the longer card.
  if (needs.fields.has(customer_type().rank("interactions"))) needs.add({Depth::without_texts});
  return needs;
}

/// The facts of what is asked about and, where the report wants them, of all.
struct Asked {
  std::optional<CustomerFacts> chosen, whole;
};

void report(const ReportOptions& asked, World& world) {
  if (asked.words.empty()) return list_reports(world);
  const ReportKind& kind = kind_named(asked.words.front());
  const auto limit = limit_of(asked.limit, "crm report customers --limit 20");
  if (limit && (!kind.is_ranking || !asked.by.empty()))
    throw Failure(Error::asked_wrongly("--limit is for a ranking: crm report customers"));
  const Desk desk = Desk::open(world);
  refuse_what_it_has_not(asked, kind, desk);
  const Moment now = now_of(asked, desk);
  const bool of_past = !asked.as_of.empty();
  const Selected selected =
      select({asked.words.begin() + 1, asked.words.end()}, asked.by, kind, desk, now);
  const Facts facts(desk.settings(), now, selected.selection);
  const Facts all_facts(desk.settings(), now);
  const bool with_whole = kind.of_whole && selected.selection.fits;
  const auto facts_of = [&](const Customer& customer) -> std::optional<Asked> {
    Asked one{facts.of(customer), {}};
    if (with_whole) one.whole = all_facts.of(customer);
    return one.chosen || one.whole ? std::optional(std::move(one)) : std::nullopt;
  };
  const auto look = [&](const Customer& customer, const std::string&) -> std::optional<Asked> {
    if (!of_past) return facts_of(customer);
    const auto then = as_of(customer, now.day, desk.settings().currency);
    return then ? facts_of(*then) : std::nullopt;
  };
  auto scan = desk.scan<Asked>(look, needs_of(kind, selected.needs, of_past));
  AllFacts chosen, whole;
  for (Asked& one : scan.found) {
    if (one.chosen) chosen.push_back(*std::move(one.chosen));
    if (one.whole) whole.push_back(*std::move(one.whole));
  }
  std::vector<Problem> problems = selected.problems;
  problems.insert(problems.end(), scan.problems.begin(), scan.problems.end());
  const Rates rates = rates_of(desk, problems);
  auto campaigns = desk.book().campaigns().value();
  for (Problem& problem : campaigns.problems)
    if (!problem.warning) problems.push_back(std::move(problem));
  const Question question{desk.settings(),
                          rates,
                          campaigns.found,
                          now,
                          span_of(asked, kind, desk, now.day),
                          asked.by, limit, with_whole ? &whole : nullptr,
                          asked.pipeline};
  const Report told = (asked.accuracy ? kind.tell_accuracy : kind.tell)(chosen, question);
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
  words.option(asked->as_of, "--as-of", placeholder::when,
               "as the book stood at the end of that day");
  words.option(asked->pipeline, "--pipeline", Placeholder{"PIPELINE"},
               "funnel: of this pipeline of crm.yaml");
  words.flag(asked->accuracy, "--accuracy",
             "forecast: what was foretold of past months against what came");
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
           {"crm report forecast --as-of 2026-10-31",
            "what the open deals seemed to bring at the end of that day"},
           {"crm report sales owner:me --period FY2026-27 --by month", "mine, month by month"}},
          declare};
}

}  // namespace crm

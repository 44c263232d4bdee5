#include <algorithm>
#include <ostream>

#include "cli/commands/all.hpp"
#include "cli/commands/listing.hpp"
#include "cli/commands/report_kinds.hpp"
#include "cli/commands/telling.hpp"
#include "cli/courier.hpp"
#include "cli/output/caught.hpp"
#include "cli/output/figure.hpp"
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
  std::string from, to, last, next, period, by, only, as_of, limit, pipeline, html;
  std::optional<std::string> mail;
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
  if (!asked.limit.empty() && (!kind.is_ranking || !asked.by.empty()))
    throw Failure(Error::asked_wrongly("--limit is for a ranking: crm report customers"));
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

void refuse_without_name(const ReportOptions& asked) {
  for (const auto& [option, said] : {std::pair("--from", !asked.from.empty()),
                                     {"--to", !asked.to.empty()},
                                     {"--last", !asked.last.empty()},
                                     {"--next", !asked.next.empty()},
                                     {"--period", !asked.period.empty()},
                                     {"--by", !asked.by.empty()},
                                     {"--only", !asked.only.empty()},
                                     {"--limit", !asked.limit.empty()},
                                     {"--as-of", !asked.as_of.empty()},
                                     {"--pipeline", !asked.pipeline.empty()},
                                     {"--accuracy", asked.accuracy},
                                     {"--markdown", asked.markdown}})
    if (said)
      throw Failure(
          Error::asked_wrongly(std::string(option) + " of which report?", "crm report lists them"));
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
      wishes.push_back({.kind = &kind, .by = std::string(by), .span = span});
  }
  return wishes;
}

std::string command_of(const Telling& telling, const std::vector<std::string>& filter) {
  std::string line = "crm report " + std::string(telling.kind->name);
  for (const std::string& word : filter) line += " " + as_typed(word);
  return line + (telling.by.empty() ? "" : " --by " + as_typed(telling.by));
}

std::string not_counted_words(std::size_t problems) {
  return std::to_string(problems) + (problems == 1 ? " thing" : " things") +
         " could not be read and is not counted: crm check";
}

Page page_of(const Told& told, const ReportOptions& asked, const Occasion& occasion,
             const Desk& desk) {
  const Settings& settings = desk.settings();
  Page page{.title = settings.name,
            .day = occasion.now.day,
            .grouping = settings.grouping(),
            .year_starts = settings.first_month(),
            .remarks = told.remarks};
  for (const std::string& word : occasion.filter)
    page.filter += (page.filter.empty() ? "" : " ") + word;
  const ReportKind* before = nullptr;
  for (const Telling& one : told.tellings) {
    // Told twice, it means the same.
    const std::string_view meaning = one.kind == before ? "" : one.kind->meaning;
    page.reports.push_back({with_tables(one.report, asked.only), one.by, std::string(meaning),
                            command_of(one, occasion.filter)});
    before = one.kind;
  }
  if (!told.problems.empty()) page.remarks.push_back(not_counted_words(told.problems.size()));
  return page;
}

void refuse_other_forms(const ReportOptions& asked, std::string_view form, const World& world) {
  const Manners& manners = world.manners;
  const char* const other = manners.wants_json()                ? "--json"
                            : manners.csv                       ? "--csv"
                            : manners.tsv                       ? "--tsv"
                            : manners.ids                       ? "--ids"
                            : manners.nul                       ? "-0"
                            : asked.markdown                    ? "--markdown"
                            : asked.mail && !asked.html.empty() ? "--html"
                                                                : nullptr;
  if (other != nullptr)
    throw Failure(Error::asked_wrongly(
        "a report is " + std::string(form) + " or " + std::string(other) + ", not both",
        "leave out one of them"));
}

Telling wish_of(const ReportOptions& asked, const ReportKind& kind, const Desk& desk, Day today) {
  refuse_what_it_has_not(asked, kind, desk);
  return {.kind = &kind,
          .by = asked.by,
          .span = span_of(asked, kind, desk, today),
          .limit = limit_of(asked.limit, "crm report customers --limit 20"),
          .pipeline = asked.pipeline,
          .accuracy = asked.accuracy};
}

Occasion occasion_of(const ReportOptions& asked, std::size_t words_of_filter, const Desk& desk) {
  return {.filter = {asked.words.end() - static_cast<std::ptrdiff_t>(words_of_filter),
                     asked.words.end()},
          .now = now_of(asked, desk),
          .of_past = !asked.as_of.empty()};
}

/// `report` alone asks for all of them on one page.
void report_as_page(const ReportOptions& asked, World& world) {
  refuse_other_forms(asked, "a page", world);
  const bool named = !asked.words.empty() && is_name(asked.words.front());
  const ReportKind* const kind = named ? &kind_named(asked.words.front()) : nullptr;
  for (const auto& [option, said] : {std::pair("--only", !asked.only.empty()),
                                     {"--limit", !asked.limit.empty()},
                                     {"--pipeline", !asked.pipeline.empty()},
                                     {"--accuracy", asked.accuracy}})
    if (kind == nullptr && said)
      throw Failure(
          Error::asked_wrongly(std::string(option) + " wants one report", "crm report lists them"));
  const Desk desk = Desk::open(world);
  refuse_page_at(asked.html, desk);
  const Occasion occasion = occasion_of(asked, asked.words.size() - (named ? 1 : 0), desk);
  std::vector<Telling> wishes;
  if (kind == nullptr)
    wishes = wishes_for_page(asked, desk, occasion.now.day);
  else
    wishes = {wish_of(asked, *kind, desk, occasion.now.day)};
  const Told told = tell(std::move(wishes), occasion, desk);
  write_page(html_page(page_of(told, asked, occasion, desk)), asked.html, desk);
  for (const std::string& text : told.remarks) remark(world, text);
  print_problems(told.problems, world);
}

// --- As a mail ---

/// As it stands on a terminal; what could not be read is said in it as well.
void mail_report(const ReportOptions& asked, World& world) {
  refuse_other_forms(asked, "mailed", world);
  if (asked.words.empty())
    throw Failure(Error::asked_wrongly("which report is to be mailed?",
                                       "its name stands before --mail: crm report month --mail"));
  const ReportKind& kind = kind_named(asked.words.front());
  const Desk desk = Desk::open(world);
  const Mailbox to = mailbox_of(*asked.mail, desk);
  const Occasion occasion = occasion_of(asked, asked.words.size() - 1, desk);
  const Told told = tell({wish_of(asked, kind, desk, occasion.now.day)}, occasion, desk);
  const Report& report = told.tellings.front().report;
  const std::string days = span_words(report.span);
  TeamMail mail{"report " + std::string(kind.name), to,
                report.title + (days.empty() ? "" : ", " + days), ""};
  mail.text = caught_for_mail(world, [&] { print_report(report, asked.only, desk); });
  std::string remarks;
  for (const std::string& text : told.remarks) remarks += text + "\n";
  if (!told.problems.empty()) remarks += not_counted_words(told.problems.size()) + "\n";
  if (!remarks.empty()) mail.text += "\n" + remarks;
  Courier courier(desk);
  courier.carry(mail);
  if (courier.has_failed() && !told.problems.empty())
    print_error(Error{Error::Kind::invalid, told.problems}, world);
  courier.finish();
  print_problems(told.problems, world);
}

void report(const ReportOptions& asked, World& world) {
  if (asked.mail) return mail_report(asked, world);
  if (!asked.html.empty()) return report_as_page(asked, world);
  if (asked.words.empty()) {
    refuse_without_name(asked);
    return list_reports(world);
  }
  const ReportKind& kind = kind_named(asked.words.front());
  const Desk desk = Desk::open(world);
  const Occasion occasion = occasion_of(asked, asked.words.size() - 1, desk);
  const Told told = tell({wish_of(asked, kind, desk, occasion.now.day)}, occasion, desk);
  const Report& report = told.tellings.front().report;
  if (asked.markdown)
    print_markdown(report, asked.only, desk);
  else
    print_report(report, asked.only, desk);
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
  words.option(asked->html, "--html", placeholder::file,
               "make a page with pictures of it, or without a name of all reports; - prints it");
  words.option(asked->mail, "--mail", placeholder::mail_to,
               "mail it: to an address, a colleague, or you");
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
           {"crm report sales owner:me --period FY2026-27 --by month", "mine, month by month"},
           {"crm report month --period \"last month\" --mail", "by mail, to you; for cron"},
           {"crm report --html report.html", "all of them on a page, with pictures"}},
          declare};
}

}  // namespace crm

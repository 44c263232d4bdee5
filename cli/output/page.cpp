#include "cli/output/page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/output/chart.hpp"
#include "cli/output/figure.hpp"
#include "cli/output/markup.hpp"
#include "cli/output/page_style.hpp"
#include "core/domain/text.hpp"
#include "core/domain/width.hpp"

namespace crm {
namespace {

constexpr std::size_t most_rows = 200, widest_on_paper = 12;
/// Cells of a text in a table; who wants more of it asks for the report.
constexpr int longest_text = 300;

/// Nothing may be fetched, run or sent from the page, whatever it says.
constexpr std::string_view policy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'";

std::string day_words(Day day) {
  return fmt::format("{} {} {} {}", weekday_full_name(day), day.day(), month_full_name(day.month()),
                     day.year());
}

/// `Sales by month`.
std::string heading(const PageReport& one) {
  return one.report.title + (one.by.empty() ? "" : " by " + one.by);
}

std::string id_of(const PageReport& one) {
  return identifier(one.report.name + (one.by.empty() ? "" : "-by-" + one.by));
}

std::string remarks(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += "<p class=\"remark\">" + escaped(text) + "</p>\n";
  return all;
}

/// Which columns stand at the right: those of numbers, also where one of them is not known.
std::vector<bool> numbers(const ReportTable& table) {
  std::vector<bool> all;
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    all.push_back(std::any_of(table.rows.begin(), table.rows.end(), [&](const auto& row) {
      return is_number(row.figures[i]) || std::holds_alternative<TooFew>(row.figures[i]);
    }));
  return all;
}

/// Totals are always there.
std::vector<const ReportTable::Row*> rows_shown(const ReportTable& table) {
  std::vector<const ReportTable::Row*> rows;
  std::size_t plain = 0;
  for (const ReportTable::Row& row : table.rows)
    if (row.total || plain++ < most_rows) rows.push_back(&row);
  return rows;
}

std::string cell(const Figure& figure, bool number, bool first, bool alarming, Grouping grouping) {
  const std::string text =
      (first && alarming ? "<span class=\"unseen\">needs a look: </span>" : "") +
      escaped(shown_figure(figure, grouping), longest_text);
  const char* const side = number                                ? " class=\"n\""
                           : std::holds_alternative<Day>(figure) ? " class=\"d\""
                                                                 : "";
  const char* const direction = std::holds_alternative<std::string>(figure) ? " dir=\"auto\"" : "";
  if (first) return fmt::format("<th scope=\"row\"{}{}>{}</th>", side, direction, text);
  return fmt::format("<td{}{}>{}</td>", side, direction, text);
}

/// `drawn`: every figure also stands in a picture, which is enough on paper.
std::string table_of(const ReportTable& table, const PageReport& one, bool drawn,
                     Grouping grouping) {
  const auto is_numbers = numbers(table);
  std::string html = fmt::format(
      "<div class=\"scroll{}\" role=\"region\" tabindex=\"0\" aria-label=\"{}\">\n<table>\n"
      "<caption class=\"unseen\">{}</caption>\n<thead><tr>",
      drawn ? " drawn" : "", escaped(table.title + ", figures"),
      escaped(heading(one) + ": " + table.title));
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const std::string& title = table.columns[i].title;
    if (title.empty())
      html += "<td></td>";
    else
      html += fmt::format("<th scope=\"col\"{}>{}</th>", is_numbers[i] ? " class=\"n\"" : "",
                          escaped(title, longest_text));
  }
  html += "</tr></thead>\n<tbody>\n";
  bool in_totals = false;
  const auto rows = rows_shown(table);
  for (const ReportTable::Row* const row : rows) {
    std::string kind = row->total ? (in_totals ? "total" : "total first-total") : "";
    if (row->alarming) kind += kind.empty() ? "alarming" : " alarming";
    in_totals = in_totals || row->total;
    html += kind.empty() ? "<tr>" : "<tr class=\"" + kind + "\">";
    for (std::size_t i = 0; i < table.columns.size(); ++i)
      html += cell(row->figures[i], is_numbers[i], i == 0, row->alarming, grouping);
    html += "</tr>\n";
  }
  html += "</tbody>\n</table>\n</div>\n";
  if (rows.size() < table.rows.size())
    html += fmt::format("<p class=\"remark\">… {} more rows: <code>{}</code></p>\n",
                        table.rows.size() - rows.size(), escaped(one.command));
  return html;
}

std::string figure_of(const Chart& chart, const std::string& name) {
  const std::string caption =
      chart.caption.empty() ? "" : "<figcaption>" + escaped(chart.caption) + "</figcaption>\n";
  if (chart.least_width == 0) return "<figure>\n" + caption + chart.svg + "\n</figure>\n";
  return fmt::format(
      "<figure class=\"wide\">\n{}<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
      "aria-label=\"{}\"><div style=\"min-width:{}px\">{}</div></div>\n</figure>\n",
      caption, escaped(name + ", chart"), chart.least_width, chart.svg);
}

/// Whether half of a wide page is not enough for it.
bool is_broad(const ReportTable& table, Grouping grouping) {
  constexpr int half = 66, gap = 3, longest = 30;
  int all = 0;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    int widest = width(table.columns[i].title);
    for (const ReportTable::Row* const row : rows_shown(table))
      widest = std::max(
          widest,
          std::min(longest, width(printable_line(shown_figure(row->figures[i], grouping)))));
    all += widest + gap;
  }
  return all > half;
}

std::string part(const ReportTable& table, const PageReport& one, const Page& page) {
  const auto charts = charts_of(table, {id_of(one) + "-" + identifier(table.key), page.grouping,
                                        page.year_starts, one.report.span});
  const bool wide = is_broad(table, page.grouping) || charts.size() > 1 ||
                    std::any_of(charts.begin(), charts.end(),
                                [](const Chart& chart) { return chart.least_width > 0; });
  std::string html = wide ? "<div class=\"part wide\">\n" : "<div class=\"part\">\n";
  if (one.report.tables.size() > 1) html += "<h3>" + escaped(table.title) + "</h3>\n";
  if (table.rows.empty()) {
    html += "<p class=\"empty\">" +
            escaped(table.when_empty.empty() ? "nothing" : table.when_empty) + "</p>\n";
  } else {
    if (!charts.empty()) {
      html += "<div class=\"charts\">\n";
      for (const Chart& chart : charts) html += figure_of(chart, table.title);
      html += "</div>\n";
    }
    const bool drawn =
        table.picture == Picture::grid && !charts.empty() && table.columns.size() > widest_on_paper;
    html += table_of(table, one, drawn, page.grouping);
  }
  return html + remarks(table.remarks) + "</div>\n";
}

std::string section(const PageReport& one, const Page& page) {
  const std::string id = id_of(one);
  std::string days = span_words(one.report.span);
  if (one.report.day != page.day)
    days += (days.empty() ? "as of " : ", as of ") + one.report.day.text();
  std::string html = fmt::format(
      "<section id=\"{}\" aria-labelledby=\"{}-title\">\n<div class=\"head\"><h2 "
      "id=\"{}-title\">{}</h2>{}</div>\n<div class=\"parts\">\n",
      id, id, id, escaped(heading(one)), days.empty() ? "" : "<p>" + escaped(days) + "</p>");
  for (const ReportTable& table : one.report.tables) html += part(table, one, page);
  html += "</div>\n" + remarks(one.report.remarks);
  if (!one.meaning.empty())
    html += "<details><summary>What these figures mean</summary><p>" + escaped(one.meaning) +
            "</p></details>\n";
  return html + "</section>\n";
}

std::string contents(const Page& page) {
  if (page.reports.size() < 2) return {};
  std::string html = "<nav aria-label=\"Contents\"><ol>\n";
  for (const PageReport& one : page.reports)
    html += fmt::format("<li><a href=\"#{}\">{}</a></li>\n", id_of(one), escaped(heading(one)));
  return html + "</ol></nav>\n";
}

}  // namespace

std::string html_page(const Page& page) {
  const std::string title = page.title.empty() ? "Report" : page.title;
  const std::string filter = page.filter.empty() ? ""
                                                 : "<p class=\"filter\">Only <code>" +
                                                       escaped(page.filter) + "</code></p>\n";
  std::string html = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\"/>\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
      "<meta name=\"referrer\" content=\"no-referrer\"/>\n"
      "<title>{}, {}</title>\n<style>{}</style>\n</head>\n<body>\n"
      "<header>\n<h1 dir=\"auto\">{}</h1>\n<p class=\"day\">{}</p>\n{}{}{}</header>\n<main>\n",
      policy, escaped(title), page.day.text(), page_style, escaped(title, longest_text),
      day_words(page.day), filter, remarks(page.remarks), contents(page));
  for (const PageReport& one : page.reports) html += section(one, page);
  return html + "</main>\n<footer><p>Printed by crm from the records as they stood on " +
         page.day.text() + ".</p></footer>\n</body>\n</html>\n";
}

}  // namespace crm

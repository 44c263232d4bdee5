#include "cli/output/report_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <ostream>
#include <span>

#include "cli/output/figure.hpp"
#include "cli/output/json.hpp"
#include "cli/output/remark.hpp"
#include "cli/output/table.hpp"
#include "core/book/beside.hpp"
#include "core/domain/likeness.hpp"
#include "core/domain/text.hpp"
#include "core/domain/width.hpp"

namespace crm {
namespace {

constexpr int longest_bar = 16, shortest_bar = 4;

/// Those of that name; for no names those that say something, for * all.
std::vector<const ReportTable*> tables_named(const Report& report, const std::string& names) {
  std::vector<const ReportTable*> tables;
  std::vector<std::string> known;
  for (const ReportTable& table : report.tables) {
    known.push_back(table.key);
    const bool silent = table.only_with_rows && table.rows.empty() && names.empty();
    if ((names.empty() || names == "*") && !silent) tables.push_back(&table);
  }
  if (names.empty() || names == "*") return tables;
  for (const std::string_view name : split(names, ',')) {
    const auto found = std::find_if(report.tables.begin(), report.tables.end(),
                                    [&](const auto& one) { return one.key == trimmed(name); });
    if (found == report.tables.end()) {
      std::string all;
      for (const std::string& one : known) all += (all.empty() ? "" : ", ") + one;
      throw Failure(Error::asked_wrongly(
          "the report " + report.name + " has no table \"" + printable_line(trimmed(name)) + "\"",
          "it has " + all));
    }
    tables.push_back(&*found);
  }
  return tables;
}

/// What bars of one currency are measured by.
struct Scale {
  std::int64_t most = 0;
  int rows = 0;
};

std::string currency_of(const Figure& figure) {
  const auto* const money = std::get_if<Money>(&figure);
  return money == nullptr ? "" : money->currency;
}

std::map<std::string, Scale> scales_of(const ReportTable& table) {
  std::map<std::string, Scale> scales;
  for (const ReportTable::Row& row : table.rows) {
    if (row.total || !table.drawn) continue;
    const auto length = length_of(row.figures[*table.drawn]);
    if (!length) continue;
    Scale& scale = scales[currency_of(row.figures[*table.drawn])];
    scale.most = std::max(scale.most, *length);
    ++scale.rows;
  }
  return scales;
}

/// The cells that the figures leave to a bar; 0 where they are too few.
int room_for_bars(const ReportTable& table, const Desk& desk) {
  if (!table.drawn || table.rows.size() < 2) return 0;
  constexpr int gap = 2;
  int room = desk.world().terminal.width;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[i].for_programs) continue;
    int widest = width(table.columns[i].title);
    for (const ReportTable::Row& row : table.rows)
      widest = std::max(
          widest, width(printable_line(shown_figure(row.figures[i], desk.settings().grouping()))));
    room -= widest + gap;
  }
  return room < shortest_bar ? 0 : std::min(room, longest_bar);
}

/// Nothing for a row that has no other to be compared with.
std::string bar_of(const ReportTable& table, const ReportTable::Row& row,
                   const std::map<std::string, Scale>& scales, int cells) {
  if (cells == 0 || row.total) return {};
  const Figure& figure = row.figures[*table.drawn];
  const auto scale = scales.find(currency_of(figure));
  if (scale == scales.end() || scale->second.rows < 2) return {};
  return bar(length_of(figure).value_or(0), scale->second.most, cells);
}

std::vector<Column> columns_of(const ReportTable& table) {
  std::vector<Column> columns;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const ReportTable::Column& one = table.columns[i];
    const bool number = std::any_of(table.rows.begin(), table.rows.end(),
                                    [&](const auto& row) { return is_number(row.figures[i]); });
    // How much history is missing is not cut.
    const bool says_why = std::any_of(table.rows.begin(), table.rows.end(), [&](const auto& row) {
      return std::holds_alternative<TooFew>(row.figures[i]);
    });
    columns.push_back({.key = one.key,
                       .title = one.title,
                       .side = number ? Column::Side::right : Column::Side::left,
                       .gives_way = !number,
                       .wraps = says_why && one.dispensable == 0,
                       .dispensable = one.dispensable,
                       .on_terminal = !one.for_programs});
  }
  columns.push_back({.key = "bar", .dispensable = 9, .in_pipe = false});
  return columns;
}

Table table_of(const ReportTable& report, const Desk& desk) {
  Table table(columns_of(report));
  const auto scales = scales_of(report);
  const int cells_of_bar = room_for_bars(report, desk);
  const Grouping grouping = desk.settings().grouping();
  for (const ReportTable::Row& row : report.rows) {
    const Style style = row.alarming ? Style::red : row.total ? Style::bold : Style::plain;
    std::vector<Cell> cells;
    for (const Figure& figure : row.figures)
      cells.emplace_back(plain_figure(figure), shown_figure(figure, grouping), style);
    cells.emplace_back(bar_of(report, row, scales, cells_of_bar), Style::green);
    table.row(std::move(cells));
  }
  return table;
}

void print_remarks(const std::vector<std::string>& remarks, World& world) {
  for (const std::string& text : remarks)
    for (const std::string& line : wrapped(printable_line(text), world.terminal.width))
      world.out << styled(line, Style::dim, world.terminal.colour) << "\n";
}

void print_page(const Report& report, const std::vector<const ReportTable*>& tables,
                const Desk& desk) {
  World& world = desk.world();
  const bool colour = world.terminal.colour;
  const std::string days = span_words(report.span);
  std::string title = report.title + (days.empty() ? "" : ", " + days);
  if (report.day != desk.today()) title += ", as of " + report.day.text();
  for (const std::string& line : wrapped(printable_line(title), world.terminal.width))
    world.out << styled(line, Style::bold, colour) << "\n";
  for (const ReportTable* const table : tables) {
    world.out << "\n";
    if (tables.size() > 1 || report.tables.size() > 1)
      world.out << styled(printable_line(table->title), Style::bold, colour) << "\n";
    if (table->rows.empty())
      world.out << printable_line(table->when_empty.empty() ? "nothing" : table->when_empty)
                << "\n";
    else
      table_of(*table, desk).print_for_people(world, 0);
    print_remarks(table->remarks, world);
  }
  if (!report.remarks.empty()) world.out << "\n";
  print_remarks(report.remarks, world);
}

std::string json_list(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : ",") + json_text(text);
  return "[" + all + "]";
}

std::string json_of(const ReportTable& table) {
  std::string rows;
  for (const ReportTable::Row& row : table.rows) {
    std::vector<std::pair<std::string, std::string>> members;
    for (std::size_t i = 0; i < table.columns.size(); ++i)
      members.emplace_back(table.columns[i].key, json_figure(row.figures[i]));
    if (row.total) members.emplace_back("total", "true");
    rows += (rows.empty() ? "" : ",") + json_object(members);
  }
  return json_object({{"rows", "[" + rows + "]"}, {"remarks", json_list(table.remarks)}});
}

void print_json(const Report& report, const std::vector<const ReportTable*>& tables, World& world) {
  const auto day = [](const std::optional<Day>& one) {
    return one ? json_text(one->text()) : std::string("null");
  };
  std::vector<std::pair<std::string, std::string>> members;
  for (const ReportTable* const table : tables) members.emplace_back(table->key, json_of(*table));
  world.out << shown_json(json_object({{"report", json_text(report.name)},
                                       {"day", json_text(report.day.text())},
                                       {"from", day(report.span.from)},
                                       {"to", day(report.span.to)},
                                       {"tables", json_object(members)},
                                       {"remarks", json_list(report.remarks)}}),
                          world)
            << "\n";
}

/// The rows as lines; `key` stands before each where it is not empty.
std::string lines_of(std::span<const ReportTable::Row> rows, const std::string& key,
                     const Form& form) {
  std::string lines;
  // Written again for each row, with the room they had.
  std::vector<Cell> cells;
  for (const ReportTable::Row& row : rows) {
    cells.resize(row.figures.size() + (key.empty() ? 0 : 1));
    auto cell = cells.begin();
    if (!key.empty()) (cell++)->text = key;
    for (const Figure& figure : row.figures) {
      if (const auto* const text = std::get_if<std::string>(&figure))
        (cell++)->text = *text;
      else
        (cell++)->text = plain_figure(figure);
    }
    form.put(lines, cells, std::nullopt);
  }
  return lines;
}

/// Of several tables each line begins with the table's key.
void print_lines(const ReportTable& table, bool named, const Desk& desk) {
  World& world = desk.world();
  std::vector<Column> columns = columns_of(table);
  if (named) columns.insert(columns.begin(), Column{.key = "table"});
  const auto form = Form::find(columns, world);
  world.out << form->heading();
  const std::string key = named ? table.key : "";
  const std::span<const ReportTable::Row> rows = table.rows;
  // A ranking of the whole book takes two processors.
  constexpr std::size_t many = 1000;
  const std::size_t half = rows.size() < many ? rows.size() : rows.size() / 2;
  std::string rest;
  std::optional<Beside> second;
  if (half < rows.size()) second.emplace([&] { rest = lines_of(rows.subspan(half), key, *form); });
  world.out << lines_of(rows.first(half), key, *form);
  if (second) second->wait();
  world.out << rest;
}

std::string markdown_text(const std::string& text) {
  std::string escaped;
  for (const char c : printable_line(text)) {
    if (std::string_view("\\|*_`<>[]#").find(c) != std::string_view::npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

}  // namespace

void print_report(const Report& report, const std::string& only, const Desk& desk) {
  World& world = desk.world();
  if (world.manners.ids || world.manners.nul)
    throw Failure(Error::asked_wrongly("a report has no ids", "crm list prints ids with --ids"));
  if (world.manners.wants_json())
    return print_json(report, tables_named(report, only.empty() ? world.manners.json : only),
                      world);
  const auto tables = tables_named(report, only);
  if (for_people(world)) return print_page(report, tables, desk);
  for (const ReportTable* const table : tables) {
    print_lines(*table, tables.size() > 1, desk);
    for (const std::string& text : table->remarks) remark(world, text);
  }
  for (const std::string& text : report.remarks) remark(world, text);
}

namespace {

/// Without the columns that only programs want.
ReportTable without_ids(ReportTable table) {
  for (std::size_t i = table.columns.size(); i-- > 0;) {
    if (!table.columns[i].for_programs) continue;
    const auto at = static_cast<std::ptrdiff_t>(i);
    table.columns.erase(table.columns.begin() + at);
    for (ReportTable::Row& row : table.rows) row.figures.erase(row.figures.begin() + at);
    if (table.drawn && *table.drawn > i) --*table.drawn;
  }
  return table;
}

}  // namespace

Report with_tables(const Report& report, const std::string& only) {
  Report some = report;
  some.tables.clear();
  for (const ReportTable* const table : tables_named(report, only))
    some.tables.push_back(without_ids(*table));
  return some;
}

void print_markdown(const Report& report, const std::string& only, const Desk& desk) {
  World& world = desk.world();
  const std::string days = span_words(report.span);
  world.out << "# " << markdown_text(report.title + (days.empty() ? "" : ", " + days)) << "\n";
  for (const ReportTable* const table : tables_named(report, only)) {
    world.out << "\n## " << markdown_text(table->title) << "\n\n";
    if (table->rows.empty()) {
      world.out << markdown_text(table->when_empty.empty() ? "nothing" : table->when_empty) << "\n";
      continue;
    }
    const std::vector<Column> columns = columns_of(*table);
    std::string titles = "|", rule = "|";
    for (std::size_t i = 0; i < table->columns.size(); ++i) {
      if (table->columns[i].for_programs) continue;
      titles += " " + markdown_text(columns[i].title) + " |";
      rule += columns[i].side == Column::Side::right ? " ---: |" : " --- |";
    }
    world.out << titles << "\n" << rule << "\n";
    for (const ReportTable::Row& row : table->rows) {
      world.out << "|";
      for (std::size_t i = 0; i < row.figures.size(); ++i) {
        if (table->columns[i].for_programs) continue;
        const std::string text =
            markdown_text(shown_figure(row.figures[i], desk.settings().grouping()));
        world.out << " " << (row.total && !text.empty() ? "**" + text + "**" : text) << " |";
      }
      world.out << "\n";
    }
    for (const std::string& text : table->remarks) world.out << "\n" << markdown_text(text) << "\n";
  }
  for (const std::string& text : report.remarks) world.out << "\n" << markdown_text(text) << "\n";
}

}  // namespace crm

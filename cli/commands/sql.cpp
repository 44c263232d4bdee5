#include "core/query/sql.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <set>

#include "cli/commands/all.hpp"
#include "cli/commands/editor.hpp"
#include "cli/desk.hpp"
#include "cli/meanings.hpp"
#include "cli/output/json.hpp"
#include "cli/output/table.hpp"
#include "core/domain/likeness.hpp"
#include "core/domain/text.hpp"
#include "core/domain/width.hpp"

namespace crm {
namespace {

/// Rows that are held before they are printed into a pipe.
constexpr std::size_t at_once = 500;
/// Bytes that a terminal's columns may be measured by.
constexpr std::size_t most_for_terminal = 64 << 20;
/// A column of text on a terminal is not made narrower than this; sooner each row has its own
/// lines.
constexpr int least_width = 8;

constexpr std::string_view in_all_tables =
    "An amount is a decimal number, whole cents or paise to make sums of (amount_minor), and a "
    "currency; money(minor, currency) puts them together. Days are texts like 2026-11-21, today() "
    "is the book's. Yes is 1, no is 0, what is absent is NULL. folded(text) leaves accents and "
    "case aside.";

struct SqlOptions {
  std::string statement;
  bool with_removed = false;
};

// --- The tables there are ---

std::string_view meaning_of(std::string_view noun, std::string_view key) {
  for (const FieldMeaning& meaning : meanings())
    if (meaning.noun == noun && meaning.key == key) return meaning.text;
  return "";
}

std::string_view meaning_of(const TableColumn& column) {
  return column.meaning.empty() ? meaning_of(column.noun, column.key) : column.meaning;
}

std::string_view name_of(TableColumn::Kind kind) {
  switch (kind) {
    case TableColumn::Kind::text: return "text";
    case TableColumn::Kind::number: return "whole number";
    case TableColumn::Kind::decimal: return "decimal";
  }
  return "";
}

/// What each column means: of one table, or of all in a pipe.
void print_columns(const std::vector<const BookTable*>& tables, World& world) {
  Table all({{.key = "table", .on_terminal = false},
             {.key = "column"},
             {.key = "type"},
             {.key = "meaning", .gives_way = true, .wraps = true}});
  for (const BookTable* const table : tables)
    for (const TableColumn& column : table->columns)
      all.row({table->name,
               {column.name, Style::bold},
               {std::string(name_of(column.kind)), Style::dim},
               std::string(meaning_of(column))});
  all.print(world, "column");
}

void print_table(const BookTable& table, World& world) {
  if (for_people(world))
    for (const std::string& line : wrapped(meaning_of(table.noun, table.key), world.terminal.width))
      world.out << line << "\n";
  print_columns({&table}, world);
}

void print_tables(World& world) {
  if (!for_people(world)) {
    std::vector<const BookTable*> tables;
    for (const BookTable& table : book_tables()) tables.push_back(&table);
    return print_columns(tables, world);
  }
  Table all({{.key = "table", .title = "table"},
             {.key = "columns", .title = "columns", .gives_way = true, .wraps = true}});
  for (const BookTable& table : book_tables()) {
    std::string columns;
    for (const TableColumn& column : table.columns)
      columns += (columns.empty() ? "" : " ") + column.name;
    all.row({{table.name, Style::bold}, columns});
  }
  all.print(world, "table");
  world.out << "\n";
  for (const std::string& line : wrapped(in_all_tables, world.terminal.width))
    world.out << line << "\n";
  hint(world, "crm sql deals says what its columns mean");
}

/// `crm sql deals`; nullptr for what is no table.
const BookTable* table_asked(std::string_view words) {
  const std::string_view word = trimmed(words);
  if (const BookTable* const table = book_table_named(word)) return table;
  if (word.find_first_of(" \t\r\n;") != word.npos) return nullptr;
  std::vector<std::string> names;
  for (const BookTable& table : book_tables()) names.push_back(table.name);
  const auto near = did_you_mean(lowered(word), names);
  if (near.empty()) return nullptr;
  throw Failure(Error::asked_wrongly("there is no table \"" + printable_line(word) + "\"",
                                     "did you mean crm sql " + near.front() + "?"));
}

// --- An answer ---

/// How much of the records it looks at.
Depth depth_of(const Sql& sql) {
  if (sql.asks_texts()) return Depth::whole;
  return sql.asks_past() ? Depth::without_texts : Depth::brief;
}

/// Gives the question what it reads; what could not be read is told.
std::vector<Problem> fill(Sql& sql, const Desk& desk, const SqlOptions& asked) {
  std::vector<Problem> problems;
  if (sql.asks_customers()) {
    const auto look = [&](const Customer& customer,
                          const std::string&) -> std::optional<std::string> {
      if (customer.is_deleted() && !asked.with_removed) return std::nullopt;
      std::string rows = sql.rows(customer);
      if (rows.empty()) return std::nullopt;
      return rows;
    };
    auto scan = desk.scan<std::string>(look, depth_of(sql));
    for (std::string& rows : scan.found) {
      insist(sql.put(rows));
      // They are in their tables now.
      rows = std::string();
    }
    problems = std::move(scan.problems);
  }
  if (sql.asks_campaigns()) {
    auto scan = desk.book().campaigns().value();
    for (const Campaign& campaign : scan.found) insist(sql.put(sql.rows(campaign)));
    std::move(scan.problems.begin(), scan.problems.end(), std::back_inserter(problems));
  }
  std::erase_if(problems, [](const Problem& problem) { return problem.warning; });
  return problems;
}

/// The columns' names; one that comes again is told from the first in JSON.
std::vector<std::string> json_names(const std::vector<Sql::AnswerColumn>& columns) {
  std::set<std::string> taken;
  std::vector<std::string> names;
  for (const Sql::AnswerColumn& column : columns) {
    std::string name = column.name;
    for (int i = 2; !taken.insert(name).second; ++i) name = fmt::format("{}_{}", column.name, i);
    names.push_back(name);
  }
  return names;
}

void check_fields(const std::vector<std::string>& names, const World& world) {
  const Manners& manners = world.manners;
  if ((manners.ids || manners.nul) && std::find(names.begin(), names.end(), "id") == names.end())
    throw Failure(Error::asked_wrongly("the answer has no column id to print alone",
                                       "name one: SELECT customer AS id FROM deals"));
  if (manners.json.empty() || manners.json == "*") return;
  for (const std::string_view part : split(manners.json, ',')) {
    const std::string field(trimmed(part));
    if (std::find(names.begin(), names.end(), field) != names.end()) continue;
    const auto near = did_you_mean(field, names);
    throw Failure(Error::asked_wrongly("the answer has no column \"" + printable_line(field) + "\"",
                                       near.empty() ? "" : "did you mean " + near.front() + "?"));
  }
}

std::string json_of(const std::vector<std::string>& names, const std::vector<Sql::Cell>& cells) {
  std::vector<std::pair<std::string, std::string>> members;
  for (std::size_t i = 0; i < names.size(); ++i) {
    std::string value = "null";
    // An endless number has no name in JSON.
    const bool endless = cells[i].text.find_first_of("In") != cells[i].text.npos;
    if (cells[i].kind == Sql::Cell::Kind::number && !endless) value = cells[i].text;
    if (cells[i].kind == Sql::Cell::Kind::text) value = json_text(cells[i].text);
    members.emplace_back(names[i], value);
  }
  return json_object(members);
}

/// Into a pipe rows go as they come. True when there were any.
bool print_piped(Sql& sql, World& world) {
  const std::vector<std::string> names = json_names(sql.columns());
  check_fields(names, world);
  std::vector<Column> columns;
  for (const Sql::AnswerColumn& column : sql.columns()) columns.push_back({.key = column.name});
  Table table(std::move(columns));
  bool any = false;
  while (auto row = sql.next().value()) {
    any = true;
    std::optional<std::string> json;
    if (world.manners.wants_json()) json = json_of(names, *row);
    std::vector<Cell> cells;
    for (Sql::Cell& cell : *row) cells.emplace_back(std::move(cell.text));
    table.row(std::move(cells), std::move(json));
    if (table.size() == at_once) table.print_so_far(world);
  }
  if (any || world.manners.wants_json() || world.manners.csv) table.print(world);
  return any;
}

/// `480.00`, `12000.00 EUR`, `12000 JPY`.
bool is_amount(const std::string& text) {
  const auto space = text.find(' ');
  const bool has_code = space != text.npos && text.size() == space + 4;
  if (space != text.npos && !has_code) return false;
  if (has_code) return Money::parse(text, "").has_value();
  return text.find('.') != text.npos && Decimal::parse(text).has_value();
}

/// An answer on a terminal: what each column says and how wide it is.
class Sheet {
 public:
  Sheet(Sql& sql, const Desk& desk) : columns_(sql.columns()), desk_(desk) {
    words_.resize(columns_.size(), false);
    numbers_.resize(columns_.size(), false);
    for (const Sql::AnswerColumn& column : columns_)
      natural_.push_back(width(printable_line(column.name)));
    std::size_t bytes = 0;
    while (auto row = sql.next().value()) {
      take(*row, bytes);
      if (bytes > most_for_terminal)
        throw Failure(Error::failed("the answer is too long for a terminal",
                                    "add LIMIT 100, or send it to a file or a pager"));
    }
  }

  bool empty() const { return rows_.empty(); }

  void print() const {
    int least = -2;
    for (std::size_t i = 0; i < columns_.size(); ++i)
      least += 2 + (is_right(i) ? natural_[i] : std::min(natural_[i], least_width));
    if (least > desk_.world().terminal.width) return print_one_by_one();
    std::vector<Column> columns;
    for (std::size_t i = 0; i < columns_.size(); ++i)
      columns.push_back({.key = columns_[i].name,
                         .title = printable_line(columns_[i].name),
                         .side = is_right(i) ? Column::Side::right : Column::Side::left,
                         .gives_way = !is_right(i)});
    Table table(std::move(columns));
    for (const std::vector<Cell>& row : rows_) table.row(row);
    table.print(desk_.world());
  }

 private:
  /// Numbers and amounts alone.
  bool is_right(std::size_t column) const { return numbers_[column] && !words_[column]; }

  void take(std::vector<Sql::Cell>& row, std::size_t& bytes) {
    std::vector<Cell> cells;
    for (std::size_t i = 0; i < row.size(); ++i) {
      bytes += row[i].text.size() + sizeof(Cell);
      const bool number =
          row[i].kind == Sql::Cell::Kind::number || columns_[i].decimal || is_amount(row[i].text);
      if (row[i].kind != Sql::Cell::Kind::absent) (number ? numbers_ : words_)[i] = true;
      cells.push_back(cell_of(row[i]));
      natural_[i] = std::max(natural_[i],
                             width(printable_line(cells.back().shown.value_or(cells.back().text))));
    }
    rows_.push_back(std::move(cells));
  }

  Cell cell_of(Sql::Cell& cell) const {
    if (cell.kind == Sql::Cell::Kind::absent) return {"", "–", Style::dim};
    if (cell.text.find(' ') != cell.text.npos && is_amount(cell.text)) {
      const Money money = Money::parse(cell.text, "").value();
      return {cell.text, money.grouped(desk_.settings().grouping()) + " " + money.currency};
    }
    return std::move(cell.text);
  }

  /// Where a line has no room for a row, each of its cells has one.
  void print_one_by_one() const {
    Table table({{.key = "column"}, {.key = "value", .gives_way = true, .wraps = true}});
    for (std::size_t r = 0; r < rows_.size(); ++r) {
      table.section(fmt::format("row {}", r + 1));
      for (std::size_t i = 0; i < columns_.size(); ++i)
        if (!rows_[r][i].text.empty()) table.row({{columns_[i].name, Style::dim}, rows_[r][i]});
    }
    table.print(desk_.world());
  }

  std::vector<Sql::AnswerColumn> columns_;
  const Desk& desk_;
  std::vector<std::vector<Cell>> rows_;
  /// What there is in each column: numbers and amounts, other texts.
  std::vector<bool> numbers_, words_;
  std::vector<int> natural_;
};

void ask(const std::string& statement, const SqlOptions& asked, World& world) {
  const Desk desk = Desk::open(world);
  Sql sql = Sql::read(statement, desk.settings(), desk.now()).value();
  const std::vector<Problem> problems = fill(sql, desk, asked);
  bool any = false;
  if (for_people(world)) {
    const Sheet sheet(sql, desk);
    any = !sheet.empty();
    if (any) sheet.print();
  } else {
    any = print_piped(sql, world);
  }
  print_problems(problems, world);
  if (any) return;
  if (world.terminal.err) remark(world, "no rows");
  throw ExitCode{static_cast<int>(Error::Kind::nothing_found)};
}

void sql(const SqlOptions& asked, World& world) {
  if (asked.statement.empty()) return print_tables(world);
  if (asked.statement == "-") return ask(text_from_stdin(world), asked, world);
  if (const BookTable* const table = table_asked(asked.statement))
    return print_table(*table, world);
  ask(asked.statement, asked, world);
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<SqlOptions>();
  static const std::string choices = [] {
    std::string all;
    for (const BookTable& table : book_tables()) all += (all.empty() ? "" : " ") + table.name;
    return all;
  }();
  words.optional_argument(asked->statement, Placeholder{"STATEMENT", choices},
                          "a SELECT in single quotes, or - to read it from stdin; the name of a "
                          "table shows its columns, nothing at all the tables");
  words.flag(asked->with_removed, "--with-removed", "removed customers too, and what is theirs");
  return [asked](World& world) { sql(*asked, world); };
}

}  // namespace

Command sql_command() {
  return {"sql",
          "Know",
          "ask in SQL, which only reads",
          {{"crm sql", "the tables and their columns"},
           {"crm sql deals", "what the columns of deals mean"},
           {"crm sql 'SELECT name, last FROM customers ORDER BY last LIMIT 10'",
            "whom nobody spoke to for the longest time"},
           {"crm sql 'SELECT stage, count(*), money(sum(amount_minor), amount_currency) FROM deals "
            "GROUP BY stage, amount_currency'",
            "how many deals in each stage, and how much, by currency"},
           {"crm sql \"SELECT customer, text FROM interactions WHERE folded(text) LIKE "
            "'%muller%'\"",
            "accents and case left aside"},
           {"crm sql - --csv < months.sql > months.csv", "a longer statement from a file"}},
          declare};
}

}  // namespace crm

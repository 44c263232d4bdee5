#include "core/query/sql_mistake.hpp"

#include <algorithm>
#include <memory>
#include <set>
#include <string_view>
#include <vector>

#include "core/domain/likeness.hpp"
#include "core/domain/text.hpp"
#include "core/query/expression.hpp"
#include "core/query/tables.hpp"

namespace crm {
namespace {

/// Bytes of a long line that are shown on either side of the place.
constexpr std::size_t shown_about = 30;

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<signed char>(c) < 0;
}

/// Where the name ends that begins there; a name in double quotes with both of them.
std::size_t end_of_name(const std::string& statement, std::size_t at) {
  if (at < statement.size() && statement[at] == '"')
    if (const auto close = statement.find('"', at + 1); close != statement.npos) return close + 1;
  while (at < statement.size() && is_name(statement[at])) ++at;
  return at;
}

/// Where the name stands as a word of its own.
std::size_t place_of(const std::string& name, const std::string& statement) {
  const auto is_within = [&](std::size_t at) {
    const std::size_t end = at + name.size();
    return (at > 0 && is_name(statement[at - 1])) ||
           (end < statement.size() && is_name(statement[end]));
  };
  std::size_t at = statement.find(name);
  while (at != statement.npos && is_within(at)) at = statement.find(name, at + 1);
  return at;
}

/// The tables of ours that the statement names.
std::vector<const BookTable*> tables_in(const std::string& statement) {
  std::vector<const BookTable*> tables;
  for (std::size_t at = 0; at < statement.size();) {
    std::size_t end = at;
    while (end < statement.size() && is_name(statement[end])) ++end;
    if (const BookTable* const table = book_table_named(statement.substr(at, end - at)))
      tables.push_back(table);
    at = std::max(end, at + 1);
  }
  return tables;
}

/// The line of the statement with a mark below the place; of a long line what stands about it.
Error marked(const std::string& statement, std::size_t at, std::size_t length, std::string message,
             std::string hint) {
  at = std::min(at, statement.size());
  std::size_t begin = at == 0 ? 0 : statement.rfind('\n', at - 1) + 1;
  std::size_t end = std::min(statement.find('\n', at), statement.size());
  const auto is_within_character = [&](std::size_t i) {
    return i < statement.size() && (static_cast<unsigned char>(statement[i]) & 0xC0) == 0x80;
  };
  constexpr std::string_view left_out = "…";
  std::string_view before, after;
  if (at - begin > shown_about) {
    begin = at - shown_about;
    before = left_out;
  }
  while (is_within_character(begin)) ++begin;
  if (end - at > shown_about + length) {
    end = at + shown_about + length;
    after = left_out;
  }
  while (is_within_character(end)) --end;
  const auto line = std::make_shared<std::string>(before);
  *line += statement.substr(begin, end - begin);
  *line += after;
  return error_at({line, before.size() + at - begin, std::min(length, end - at), ""},
                  std::move(message), std::move(hint));
}

/// `on` is a word of SQL, and the record's key for a day: what the column is called instead.
std::string other_name(const std::string& word, const std::string& statement) {
  for (const BookTable* const table : tables_in(statement))
    for (const TableColumn& column : table->columns)
      if (column.key == lowered(word) && column.name != column.key &&
          !column.name.starts_with(std::string(column.key) + "_"))
        return "the column of " + table->name + " is called " + column.name;
  return "";
}

std::string hint_for_table(const std::string& name) {
  std::vector<std::string> choices;
  for (const BookTable& table : book_tables()) choices.push_back(table.name);
  const auto near = did_you_mean(name, choices);
  return near.empty() ? "crm sql lists the tables and their columns"
                      : "did you mean " + near.front() + "?";
}

std::string hint_for_column(const std::string& name, const std::string& statement) {
  const auto tables = tables_in(statement);
  std::set<std::string> columns;
  for (const BookTable* const table : tables)
    for (const TableColumn& column : table->columns) columns.insert(column.name);
  const std::vector<std::string> choices(columns.begin(), columns.end());
  if (const auto near = did_you_mean(name, choices); !near.empty())
    return "did you mean " + near.front() + "?";
  if (std::string other = other_name(name, statement); !other.empty()) return other;
  return "crm sql " + (tables.empty() ? "TABLE" : tables.back()->name) +
         " shows its columns; texts stand in single quotes";
}

Error unknown(std::string_view what, const std::string& name, const std::string& statement,
              std::optional<std::size_t> offset) {
  const std::string bare = name.substr(name.rfind('.') + 1);
  std::string hint = "crm's own are folded(), money() and today()";
  if (what == "table") hint = hint_for_table(bare);
  if (what == "column") hint = hint_for_column(bare, statement);
  std::string message = "there is no " + std::string(what) + " \"" + printable_line(name) + "\"";
  const std::size_t at = offset ? *offset : place_of(name, statement);
  if (at == statement.npos) return Error::asked_wrongly(std::move(message), std::move(hint));
  return marked(statement, at, end_of_name(statement, at) - at, std::move(message),
                std::move(hint));
}

}  // namespace

Error sql_mistake(const std::string& said, const std::string& statement,
                  std::optional<std::size_t> offset) {
  for (const std::string_view what : {"table", "column", "function"})
    if (const std::string begin = "no such " + std::string(what) + ": "; said.starts_with(begin))
      return unknown(what, said.substr(begin.size()), statement, offset);
  if (said == "incomplete input")
    return marked(statement, statement.size(), 1, "the statement ends too early",
                  "a bracket or quote may be open");
  constexpr std::string_view near = "near \"", syntax_error = "\": syntax error";
  if (offset && said.starts_with(near) && said.ends_with(syntax_error)) {
    const std::string word =
        said.substr(near.size(), said.size() - near.size() - syntax_error.size());
    return marked(statement, *offset, word.size(),
                  "SQL can't make sense of \"" + printable_line(word) + "\"",
                  other_name(word, statement));
  }
  if (!offset) return Error::asked_wrongly("SQL: " + said);
  constexpr std::string_view ambiguous = "ambiguous column name: ";
  std::string message = "SQL: " + said, hint;
  if (said.starts_with(ambiguous)) {
    const std::string name = said.substr(ambiguous.size());
    message = "several tables have a column \"" + printable_line(name) + "\"";
    if (const auto tables = tables_in(statement); !tables.empty())
      hint = "say whose it is: " + tables.front()->name + "." + printable_line(name);
  }
  return marked(statement, *offset, end_of_name(statement, *offset) - *offset, message, hint);
}

}  // namespace crm

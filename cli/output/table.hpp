// Rows and columns for a person, a pipe or a program: the one place that decides how a list looks.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/output/remark.hpp"
#include "cli/world.hpp"
#include "core/domain/data.hpp"

namespace crm {

struct Column {
  /// Its name in JSON and CSV.
  std::string key = {};
  /// Its heading on a terminal; a table whose columns have none is printed without headings.
  std::string title = {};
  enum class Side { left, right } side = Side::left;
  /// May be shortened when the terminal is narrow, down to `least` cells.
  bool gives_way = false;
  /// Goes on in further lines of its column instead of being shortened.
  bool wraps = false;
  /// Left out on a terminal that is too narrow for all, the greatest first; 0: never.
  int dispensable = 0;
  bool on_terminal = true;
  bool in_pipe = true;
  int least = 12;
};

struct Cell {
  Cell() = default;

  Cell(std::string plain) : text(std::move(plain)) {}  // NOLINT: a text is a cell

  Cell(std::string plain, Style how) : text(std::move(plain)), style(how) {}

  Cell(std::string plain, std::string on_terminal, Style how = Style::plain)
      : text(std::move(plain)), shown(std::move(on_terminal)), style(how) {}

  /// For pipes and programs, whole.
  std::string text;
  /// For a terminal, where it differs.
  std::optional<std::string> shown;
  Style style = Style::plain;

  /// Bytes of what is shown that are bold on a terminal; a text that is too long is cut around the
  /// first of them. Such a text is one line, safe to print.
  struct Mark {
    std::size_t begin = 0, end = 0;
  };

  std::vector<Mark> marks = {};
};

/// How rows look to a pipe or a program: each is a text of its own, so rows can be put into their
/// form while the next ones are looked for.
class Form {
 public:
  /// Nothing where they are for people: there a row's look hangs on all the others. `id_column` is
  /// what `--ids` prints. The columns and the world must outlive it.
  static std::optional<Form> find(const std::vector<Column>& columns, const World& world,
                                  std::string_view id_column = "id");

  /// Appends a row to a text; nothing for one that is not printed. May be asked from several
  /// threads.
  void put(std::string& text, const std::vector<Cell>& cells,
           const std::optional<std::string>& json) const;

  /// The same of plain words, one for each column that is for pipes; not as JSON.
  void put(std::string& text, std::span<const std::string_view> words) const;

  /// What stands before all rows, before each, and after all.
  std::string heading() const;
  std::string_view before(bool first) const;
  std::string_view end(bool empty) const;

 private:
  enum class Kind { ids, json, csv, tsv };

  Form(Kind kind, const std::vector<Column>& columns, const World& world);

  void put_separated(std::string& text, std::span<const std::string_view> words) const;
  void put_id(std::string& text, std::string_view id) const;
  std::string object(const std::vector<Cell>& cells) const;

  Kind kind_;
  const std::vector<Column>* columns_;
  const World* world_;
  /// Of those columns that are for pipes.
  std::vector<std::size_t> piped_;
  std::size_t id_column_ = 0;
};

class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  const std::vector<Column>& columns() const { return columns_; }

  /// Rows after it stand under this heading on a terminal.
  void section(std::string heading) { sections_.push_back({rows_.size(), std::move(heading)}); }

  /// A cell a column. `record` is what `--json` prints for it; without one, the cells by their
  /// columns' keys.
  void row(std::vector<Cell> cells, std::optional<std::string> json = std::nullopt);

  /// A row in its form already; its text must outlive the table. A table has only such rows, or
  /// none of them.
  void line(std::string_view text) { lines_.push_back(text); }

  bool empty() const { return size() == 0; }

  std::size_t size() const { return rows_.size() + lines_.size(); }

  /// Which piece of a list is printed that is too long for one table.
  struct Piece {
    bool first = true, last = true;
  };

  /// As the manners and the terminal want it. `id_column` is what `--ids` prints.
  void print(World& world, std::string_view id_column = "id") const {
    print(world, id_column, Piece());
  }

  void print(World& world, std::string_view id_column, Piece piece) const;

  /// Prints the rows there are and forgets them, for an answer that is too long to be held; `print`
  /// ends it. For people nothing is printed yet: columns are as wide as all rows want.
  void print_so_far(World& world);

  /// As on a terminal, whatever the manners: for a table that is part of a page.
  void print_for_people(World& world, int indent) const;

 private:
  struct Section {
    std::size_t first_row;
    std::string heading;
  };

  void print_rows(World& world, const Form& form, bool& first) const;
  void print_lines(World& world, int indent, bool with_titles) const;

  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
  std::vector<std::optional<std::string>> json_;
  std::vector<std::string_view> lines_;
  std::vector<Section> sections_;
  /// Whether nothing was printed yet.
  bool first_ = true;
};

/// Whether the output is meant for a person at a terminal.
bool for_people(const World& world);

}  // namespace crm

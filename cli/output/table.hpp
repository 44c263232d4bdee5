// Rows and columns for a person, a pipe or a program: the one place that decides how a list looks.
#pragma once

#include <optional>
#include <string>
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

class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  /// Rows after it stand under this heading on a terminal.
  void section(std::string heading) { sections_.push_back({rows_.size(), std::move(heading)}); }

  /// A cell a column. `record` is what `--json` prints for it; without one, the cells by their
  /// columns' keys.
  void row(std::vector<Cell> cells, std::optional<std::string> json = std::nullopt);

  bool empty() const { return rows_.empty(); }

  std::size_t size() const { return rows_.size(); }

  /// Which piece of a list is printed that is too long for one table.
  struct Piece {
    bool first = true, last = true;
  };

  /// As the manners and the terminal want it. `id_column` is what `--ids` prints.
  void print(World& world, std::string_view id_column = "id") const {
    print(world, id_column, Piece());
  }

  void print(World& world, std::string_view id_column, Piece piece) const;

  /// As on a terminal, whatever the manners: for a table that is part of a page.
  void print_for_people(World& world, int indent) const;

 private:
  struct Section {
    std::size_t first_row;
    std::string heading;
  };

  void print_separated(World& world, char separator, bool header) const;
  void print_json(World& world, Piece piece) const;
  void print_lines(World& world, int indent, bool with_titles) const;

  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
  std::vector<std::optional<std::string>> json_;
  std::vector<Section> sections_;
};

/// Whether the output is meant for a person at a terminal.
bool for_people(const World& world);

}  // namespace crm

// The rows of a table that is kept as text: CSV, TSV and their dialects, one row after the other.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/bytes.hpp"
#include "core/exchange/lines.hpp"

namespace crm {

/// A cell of more bytes than this costs its row.
constexpr std::size_t largest_cell = 1 << 20;

struct CsvRow {
  /// Without quotes and the white space around them. Line breaks within are LF.
  std::vector<std::string> cells;
  /// Where it began, from 1.
  int line = 0;
  /// As it stood, without the line break at its end; at most a little more than `largest_cell`.
  std::string text;
  /// Why it is no row: a quote that is never closed, a cell that is too long. Empty for a good one.
  std::string broken;
  /// Of what broke it, in characters from 1; 0 where that is the whole row.
  int broken_column = 0;
};

class CsvRows {
 public:
  /// Of UTF-8. Without a delimiter, the first line `sep=;` or else the first rows tell which of
  /// , ; TAB | it is.
  static Result<std::unique_ptr<CsvRows>> of(std::unique_ptr<Bytes> text, char delimiter = 0);

  ~CsvRows();

  /// The next row; nothing at the end. Empty lines are no rows. Where a quote is never closed, or
  /// closes in another row (the row has another width then, its second line has not), only its
  /// first line is broken, and reading goes on with the second.
  Result<std::optional<CsvRow>> next();

  char delimiter() const { return delimiter_; }

  /// How many cells a row should have, once it is known: then a quote that was left open is found.
  void expect(std::size_t width) { width_ = width; }

 private:
  class Parser;

  CsvRows(std::unique_ptr<Bytes> text, char delimiter, bool after_first_line);

  struct Line {
    std::string text;
    int number;
    bool cut;
  };

  Result<std::optional<Line>> next_line();
  CsvRow torn(std::vector<Line>& lines, const std::string& reason);
  CsvRow oversized(Line& first);
  bool fits_alone(const std::string& line) const;
  /// How far a row is followed over its lines, in bytes: none after much was read twice.
  std::size_t reach() const;

  LinesOf lines_;
  char delimiter_;
  bool skip_first_;
  std::size_t width_ = 0;
  std::unique_ptr<Parser> parser_;
  std::deque<Line> again_;
  std::size_t read_ = 0, read_again_ = 0;
};

/// The cells of a text that is one row.
std::vector<std::string> cells_of(std::string_view row, char delimiter);

/// In which line (from 1) and column (in characters, from 1) of a row's text that cell begins.
Place place_of_cell(const CsvRow& row, std::size_t cell, char delimiter);

/// A row as RFC 4180 has it, without a line break at its end.
std::string csv_line(const std::vector<std::string>& cells, char delimiter);

/// `comma`, `semicolon`, `tab`, `bar`.
std::string_view name_of_delimiter(char delimiter);

}  // namespace crm

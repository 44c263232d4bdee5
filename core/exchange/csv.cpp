#include "core/exchange/csv.hpp"

#include <csv.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "core/domain/text.hpp"

namespace crm {
namespace {

constexpr std::array<char, 4> delimiters{',', ';', '\t', '|'};
/// How much of the beginning is looked at.
constexpr std::size_t looked_at = 1 << 16;
constexpr std::size_t rows_looked_at = 21;
/// A line that is longer is read no further; a cell can't be as long as that anyhow.
constexpr std::size_t longest_line = largest_cell + (1 << 16);

bool is_blank(std::string_view line, char delimiter) {
  return line.find_first_not_of(delimiter == '\t' ? " " : " \t") == line.npos;
}

std::string_view unquoted(std::string_view line) {
  return line.size() >= 2 && line.front() == '"' && line.back() == '"'
             ? line.substr(1, line.size() - 2)
             : line;
}

/// What Excel takes a first line `sep=;` for; 0 for any other line.
char told_delimiter(std::string_view beginning) {
  const std::string_view line = unquoted(beginning.substr(0, beginning.find_first_of("\r\n")));
  return line.size() == 5 && lowered(line.substr(0, 4)) == "sep=" ? line[4] : '\0';
}

}  // namespace

/// libcsv, fed line by line.
class CsvRows::Parser {
 public:
  explicit Parser(char delimiter) : delimiter_(delimiter) { begin(); }

  ~Parser() { csv_free(&parser_); }

  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  /// Whether the row ended with the line. `line`: without its line break.
  bool feed(std::string_view line) {
    ended_ = false;
    csv_parse(&parser_, line.data(), line.size(), cell, row, this);
    csv_parse(&parser_, "\n", 1, cell, row, this);
    return ended_;
  }

  std::size_t open_cell() const { return parser_.entry_pos; }

  /// The text of a cell that goes on in the next line; at a line's beginning nothing else is kept.
  void forget_open_cell() { parser_.entry_pos = 0; }

  std::size_t longest_cell() const {
    std::size_t longest = parser_.entry_pos;
    for (const std::string& one : cells_) longest = std::max(longest, one.size());
    return longest;
  }

  std::size_t cells_so_far() const { return cells_.size(); }

  std::vector<std::string> take() { return std::exchange(cells_, {}); }

  /// Forgets a row that has begun.
  void drop() {
    csv_free(&parser_);
    cells_.clear();
    begin();
  }

 private:
  void begin() {
    csv_init(&parser_, 0);
    csv_set_delim(&parser_, static_cast<unsigned char>(delimiter_));
    csv_set_blk_size(&parser_, 4096);
  }

  static void cell(void* text, std::size_t size, void* self) {
    static_cast<Parser*>(self)->cells_.emplace_back(static_cast<const char*>(text), size);
  }

  static void row(int, void* self) { static_cast<Parser*>(self)->ended_ = true; }

  char delimiter_;
  csv_parser parser_{};
  std::vector<std::string> cells_;
  bool ended_ = false;
};

namespace {

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = text.find_first_of("\r\n");
    lines.push_back(text.substr(0, end));
    if (end == text.npos) break;
    text.remove_prefix(text.substr(end).starts_with("\r\n") ? end + 2 : end + 1);
  }
  return lines;
}

/// The widths of the first rows by that delimiter; every line by itself where quotes are of no
/// help.
std::vector<std::size_t> widths(const std::vector<std::string_view>& lines, char delimiter) {
  std::vector<std::size_t> found;
  std::string row;
  bool open = false;
  for (const std::string_view line : lines) {
    if (found.size() == rows_looked_at) break;
    if (row.empty() && is_blank(line, delimiter)) continue;
    row += line;
    open = open != (std::ranges::count(line, '"') % 2 != 0);
    if (open) {
      row += '\n';
      continue;
    }
    found.push_back(cells_of(row, delimiter).size());
    row.clear();
  }
  if (found.empty())
    for (const std::string_view line : lines)
      if (found.size() < rows_looked_at && !is_blank(line, delimiter))
        found.push_back(cells_of(line, delimiter).size());
  return found;
}

/// How many rows are of the most common width above one, and that width.
std::pair<std::size_t, std::size_t> agreement(const std::vector<std::size_t>& found) {
  std::map<std::size_t, std::size_t> rows;
  for (const std::size_t width : found)
    if (width > 1) ++rows[width];
  std::pair<std::size_t, std::size_t> best{0, 0};
  for (const auto& [width, count] : rows) best = std::max(best, {count, width});
  return best;
}

char sniffed(std::string_view beginning, bool is_whole) {
  auto lines = lines_of(beginning);
  // The last line may be torn.
  if (!is_whole && lines.size() > 1) lines.pop_back();
  char best = ',';
  std::pair<std::size_t, std::size_t> agreed{0, 0};
  for (const char delimiter : delimiters)
    if (const auto found = agreement(widths(lines, delimiter)); found > agreed) {
      agreed = found;
      best = delimiter;
    }
  return best;
}

}  // namespace

Result<std::unique_ptr<CsvRows>> CsvRows::of(std::unique_ptr<Bytes> text, char delimiter) {
  auto again = BytesAgain::of(std::move(text), looked_at);
  if (!again) return error(again.error());
  const std::string_view beginning = (*again)->beginning();
  const char told = told_delimiter(beginning);
  if (delimiter == 0) delimiter = told;
  if (delimiter == 0) delimiter = sniffed(beginning, (*again)->is_whole());
  return std::unique_ptr<CsvRows>(new CsvRows(*std::move(again), delimiter, told != 0));
}

CsvRows::CsvRows(std::unique_ptr<Bytes> text, char delimiter, bool after_first_line)
    : lines_(std::move(text), longest_line),
      delimiter_(delimiter),
      skip_first_(after_first_line),
      parser_(std::make_unique<Parser>(delimiter)) {}

CsvRows::~CsvRows() = default;

Result<std::optional<CsvRows::Line>> CsvRows::next_line() {
  if (!again_.empty()) {
    Line line = std::move(again_.front());
    again_.pop_front();
    read_again_ += line.text.size() + 1;
    return line;
  }
  auto text = lines_.next();
  if (text && *text && std::exchange(skip_first_, false)) text = lines_.next();
  if (!text) return error(text.error());
  if (!*text) return std::nullopt;
  read_ += (*text)->size() + 1;
  return Line{**std::move(text), lines_.number(), lines_.was_cut()};
}

std::size_t CsvRows::reach() const {
  return read_again_ <= 2 * read_ + (4u << 20) ? largest_cell : 0;
}

bool CsvRows::fits_alone(const std::string& line) const {
  Parser alone(delimiter_);
  return alone.feed(line) && alone.cells_so_far() == width_;
}

CsvRow CsvRows::torn(std::vector<Line>& lines, const std::string& reason) {
  CsvRow row;
  row.line = lines.front().number;
  row.text = lines.front().text;
  row.broken = reason;
  row.cells = cells_of(row.text, delimiter_);
  row.broken_column =
      place_of_cell(row, row.cells.empty() ? 0 : row.cells.size() - 1, delimiter_).column;
  for (std::size_t i = lines.size(); i-- > 1;) again_.push_front(std::move(lines[i]));
  parser_->drop();
  return row;
}

CsvRow CsvRows::oversized(Line& first) {
  CsvRow row;
  row.line = first.number;
  row.broken = "a cell is longer than 1 MiB";
  row.text = std::move(first.text);
  row.text.resize(std::min<std::size_t>(row.text.size(), 1 << 12));
  while (!is_utf8(row.text)) row.text.pop_back();
  parser_->drop();
  return row;
}

Result<std::optional<CsvRow>> CsvRows::next() {
  const std::string never_closed = "a quote is opened here and not closed";
  std::vector<Line> lines;
  std::size_t size = 0;
  for (;;) {
    auto line = next_line();
    if (!line) return error(line.error());
    if (!*line) {
      if (lines.empty()) return std::nullopt;
      return torn(lines, never_closed);
    }
    if (lines.empty() && is_blank((*line)->text, delimiter_)) continue;
    lines.push_back(**std::move(line));
    size += lines.back().text.size() + 1;
    const bool ended = parser_->feed(lines.back().text);
    if (lines.back().cut || (ended && parser_->longest_cell() > largest_cell))
      return oversized(lines.front());
    if (ended) break;
    if (parser_->open_cell() <= reach() && size <= 4 * largest_cell) continue;
    if (reach() < largest_cell || fits_alone(lines[1].text)) return torn(lines, never_closed);
    // No quote was forgotten: it is a long text indeed, and passed over up to its end.
    for (bool closed = false; !closed;) {
      parser_->forget_open_cell();
      line = next_line();
      if (!line) return error(line.error());
      if (!*line) break;
      closed = parser_->feed((*line)->text);
    }
    return oversized(lines.front());
  }
  CsvRow row;
  row.cells = parser_->take();
  if (lines.size() > 1 && width_ != 0 && row.cells.size() != width_ && fits_alone(lines[1].text))
    return torn(lines, never_closed);
  row.line = lines.front().number;
  row.text = std::move(lines.front().text);
  for (std::size_t i = 1; i < lines.size(); ++i) row.text += "\n" + lines[i].text;
  return row;
}

std::vector<std::string> cells_of(std::string_view row, char delimiter) {
  std::vector<std::string> cells;
  csv_parser parser{};
  csv_init(&parser, 0);
  csv_set_delim(&parser, static_cast<unsigned char>(delimiter));
  const auto keep = [](void* text, std::size_t size, void* all) {
    static_cast<std::vector<std::string>*>(all)->emplace_back(static_cast<const char*>(text), size);
  };
  const auto pass = [](int, void*) {};
  csv_parse(&parser, row.data(), row.size(), keep, pass, &cells);
  csv_fini(&parser, keep, pass, &cells);
  csv_free(&parser);
  return cells;
}

Place place_of_cell(const CsvRow& row, std::size_t cell, char delimiter) {
  Place place{{}, row.line, 1};
  // Whether the cell has begun, was opened by a quote, and is between its quotes.
  bool begun = false, quoted = false, inside = false;
  for (std::size_t i = 0, met = 0; i < row.text.size() && met < cell; ++i) {
    const char c = row.text[i];
    if (c == '"' && !begun) {
      begun = quoted = inside = true;
    } else if (c == '"' && quoted) {
      inside = !inside;
    } else if (c == delimiter && !inside) {
      ++met;
      begun = quoted = false;
    } else if (c != ' ' && c != '\t') {
      begun = true;
      inside = quoted;
    }
    if (c == '\n') {
      ++place.line;
      place.column = 1;
    } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {
      ++place.column;
    }
  }
  return place;
}

std::string csv_line(const std::vector<std::string>& cells, char delimiter) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += delimiter;
    const std::string& cell = cells[i];
    const bool bare = cell.find_first_of(std::string("\"\r\n") + delimiter) == cell.npos &&
                      trimmed(cell) == cell && !(cells.size() == 1 && cell.empty());
    if (bare) {
      line += cell;
      continue;
    }
    line += '"';
    for (const char c : cell) line += c == '"' ? "\"\"" : std::string(1, c);
    line += '"';
  }
  return line;
}

std::string_view name_of_delimiter(char delimiter) {
  return delimiter == ','    ? "comma"
         : delimiter == ';'  ? "semicolon"
         : delimiter == '\t' ? "tab"
         : delimiter == '|'  ? "bar"
                             : "another sign";
}

}  // namespace crm

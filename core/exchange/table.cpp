#include "core/exchange/table.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <set>
#include <utility>

#include "core/domain/folding.hpp"
#include "core/domain/text.hpp"
#include "core/exchange/cells.hpp"
#include "core/exchange/charset.hpp"
#include "core/exchange/csv.hpp"
#include "core/exchange/row.hpp"

namespace crm {
namespace {

/// Among so many rows the headers are looked for.
constexpr std::size_t longest_preamble = 40;
/// From so many rows, or bytes, it is told how days and amounts are written.
constexpr std::size_t rows_looked_at = 200;
constexpr std::size_t bytes_looked_at = 1 << 20;
constexpr std::size_t longest_reject = 64 << 10;

/// A text that a table is read from is owned by its rows; the encoding is asked for later.
class Lent : public Bytes {
 public:
  explicit Lent(std::shared_ptr<Text> text) : text_(std::move(text)) {}

  Result<std::string_view> next() override { return text_->next(); }

 private:
  std::shared_ptr<Text> text_;
};

bool is_empty(const std::vector<std::string>& cells) {
  return std::ranges::all_of(cells, [](const std::string& cell) { return trimmed(cell).empty(); });
}

std::string counted(std::size_t count, const std::string& one) {
  return std::to_string(count) + " " + one + (count == 1 ? "" : "s");
}

/// Of those whose numbers were ever kept.
constexpr std::array<std::string_view, 4> address_books = {"Google", "Outlook", "Thunderbird",
                                                           "LinkedIn"};

/// What stands before the sums that people write below a table.
bool is_sum_word(std::string_view word) {
  static const std::set<std::string, std::less<>> words = [] {
    std::set<std::string, std::less<>> all;
    for (const std::string_view one :
         {"total", "totals", "grand total", "subtotal", "sum", "summe", "gesamt", "gesamtsumme",
          "somme", "totale", "totaal", "suma", "कुल", "योग", "ಒಟ್ಟು", "合計", "总计"})
      all.insert(folded(one));
    return all;
  }();
  return words.contains(word);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

class CsvTable : public CsvSource {
 public:
  CsvTable(std::string file, std::shared_ptr<Text> text, std::unique_ptr<CsvRows> rows,
           std::vector<std::string> header, std::size_t preamble, TableColumns columns,
           std::deque<CsvRow> first)
      : file_(std::move(file)),
        text_(std::move(text)),
        rows_(std::move(rows)),
        header_(std::move(header)),
        preamble_(preamble),
        columns_(std::move(columns)),
        first_(std::move(first)),
        filled_(columns_.plan.columns.size()) {}

  Result<std::optional<Item>> next() override {
    for (;;) {
      auto row = next_row();
      if (!row) return error(row.error());
      if (!*row) return std::nullopt;
      if ((*row)->broken.empty() && is_empty((*row)->cells)) continue;
      if (columns_.plan.product == nullptr && (*row)->broken.empty()) {
        const auto sum = is_sum(**row);
        if (!sum) return error(sum.error());
        if (*sum) return Skip{place(**row, std::nullopt), "a sum below the table"};
      }
      return read(**row);
    }
  }

  std::string kind() const override {
    const Plan& plan = columns_.plan;
    std::string what = plan.product != nullptr ? std::string(plan.product->name)
                       : plan.kind == RowKind::customers
                           ? "a table"
                           : "a table of " + std::string(name_of(plan.kind));
    return what + ", " + text_->encoding() + ", " +
           std::string(name_of_delimiter(rows_->delimiter()));
  }

  std::vector<std::string> remarks() const override;

  std::string head_of_rejects() const override {
    std::vector<std::string> cells = header_;
    if (columns_.plan.has_rejects) cells.resize(cells.size() - 2);
    cells.emplace_back("line");
    cells.emplace_back("reason");
    return csv_line(cells, rows_->delimiter());
  }

  std::string with_reason(const std::string& raw, const Place& where,
                          const std::string& reason) const override {
    const std::size_t end = raw.find_last_not_of("\r\n") + 1;
    return raw.substr(0, end) + rows_->delimiter() +
           csv_line({std::to_string(where.line), reason}, rows_->delimiter());
  }

  Nature nature() const override {
    const Product* const product = columns_.plan.product;
    const auto is_of = [&](std::string_view name) { return product->name.starts_with(name); };
    return product != nullptr && std::ranges::any_of(address_books, is_of) ? Nature::address_book
                                                                           : Nature::business;
  }

  Mapping mapping() const override { return mapping_of(columns_.plan); }

  const std::string& saved_mapping() const override { return columns_.plan.saved; }

 private:
  Result<std::optional<CsvRow>> next_row() {
    if (first_.empty()) return rows_->next();
    CsvRow row = std::move(first_.front());
    first_.pop_front();
    return row;
  }

  Place place(const CsvRow& row, std::optional<std::size_t> column) const {
    Place place{file_, row.line, 1};
    if (!column || *column >= row.cells.size()) return place;
    place = place_of_cell(row, *column, rows_->delimiter());
    place.file = file_;
    return place;
  }

  Reject reject(const CsvRow& row, const std::string& reason,
                std::optional<std::size_t> column) const {
    Reject reject{place(row, column), reason, {}};
    if (column && *column < columns_.plan.columns.size())
      reject.reason = columns_.plan.columns[*column].header + ": " + reason;
    reject.raw = with_reason(raw_of(row), reject.place, reject.reason);
    return reject;
  }

  /// The row as it stood, as wide as the headers.
  std::string raw_of(const CsvRow& row) const {
    std::vector<std::string> cells = row.cells.empty() ? std::vector{row.text} : row.cells;
    const std::size_t width = header_.size() - (columns_.plan.has_rejects ? 2 : 0);
    if (cells.size() == header_.size() || cells.size() < width) cells.resize(width);
    // What is too long to be mended in a table is cut.
    std::size_t size = 0;
    for (std::string& cell : cells) {
      if (size + cell.size() > longest_reject) {
        cell.resize(longest_reject > size ? longest_reject - size : 0);
        while (!is_utf8(cell)) cell.pop_back();
      }
      size += cell.size();
    }
    return csv_line(cells, rows_->delimiter());
  }

  /// A line below the table: a program's name, a copyright.
  bool is_footer(const CsvRow& row) const {
    const auto filled = std::ranges::count_if(
        row.cells, [](const std::string& cell) { return !trimmed(cell).empty(); });
    return columns_.plan.product != nullptr && columns_.plan.product->has_footer &&
           header_.size() > 2 && filled == 1 && !trimmed(row.cells.front()).empty() &&
           row.cells.size() < header_.size();
  }

  /// A column of what somebody may be reached or found by, in which no sum stands.
  bool says_who(std::size_t column) const {
    static constexpr std::array<std::string_view, 8> words{
        "email", "phone", "who", "external", "id", "street", "postcode", "address"};
    return column < columns_.plan.columns.size() &&
           std::ranges::find(words, columns_.plan.columns[column].word.word) != words.end();
  }

  /// `Total;3` below a table that a person has summed up: its last row, in which nothing else is
  /// said than numbers.
  Result<bool> is_sum(const CsvRow& row) {
    bool named = false, numbered = false;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const std::string text = folded(clean_line(row.cells[i]));
      if (text.empty()) continue;
      if (!std::exchange(named, true)) {
        const auto end = text.find_last_not_of(": ") + 1;
        if (!is_sum_word(std::string_view(text).substr(0, end))) return false;
      } else if (std::ranges::none_of(text, is_digit) || says_who(i)) {
        return false;
      } else {
        numbered = true;
      }
    }
    if (!numbered) return false;
    for (std::size_t i = 0;; ++i) {
      if (i == first_.size()) {
        auto next = rows_->next();
        if (!next) return error(next.error());
        if (!*next) return true;
        first_.push_back(**std::move(next));
      }
      if (!first_[i].broken.empty() || !is_empty(first_[i].cells)) return false;
    }
  }

  Item read(const CsvRow& csv) {
    if (!csv.broken.empty()) {
      Reject broken = reject(csv, csv.broken, std::nullopt);
      broken.place.column = csv.broken_column;
      return broken;
    }
    if (is_footer(csv)) return Skip{place(csv, std::nullopt), "a line below the table"};
    std::vector<std::string> cells = csv.cells;
    while (cells.size() > header_.size() && trimmed(cells.back()).empty()) cells.pop_back();
    if (cells.size() > header_.size() || (cells.size() == 1 && header_.size() > 2))
      return reject(csv,
                    "it has " + counted(csv.cells.size(), "cell") + ", the headers are " +
                        std::to_string(header_.size()),
                    cells.size() > header_.size() ? std::optional(header_.size()) : std::nullopt);
    TableRow row(columns_, cells);
    if (row.yes("deleted") == true)
      return Skip{place(csv, std::nullopt), "deleted where it comes from"};
    Arrival arrival = columns_.plan.kind == RowKind::customers ? customer_in(row, gathered_)
                                                               : entry_in(row, counted_, gathered_);
    if (row.refusal()) return reject(csv, row.refusal()->reason, row.refusal()->column);
    for (std::size_t i = 0; i < filled_.size(); ++i)
      filled_[i] = filled_[i] || (!trimmed(row.text(i)).empty() && !is_filler(row.text(i)));
    arrival.place = place(csv, std::nullopt);
    arrival.raw = raw_of(csv);
    if (cells.size() < header_.size())
      arrival.remarks.push_back("it has " + counted(cells.size(), "cell") + ", the headers are " +
                                std::to_string(header_.size()) + "; the last are taken as empty");
    return arrival;
  }

  std::string file_;
  std::shared_ptr<Text> text_;
  std::unique_ptr<CsvRows> rows_;
  std::vector<std::string> header_;
  std::size_t preamble_;
  TableColumns columns_;
  std::deque<CsvRow> first_;
  /// Which columns said anything.
  std::vector<bool> filled_;
  Counted counted_;
  Gathered gathered_;
};

std::vector<std::string> CsvTable::remarks() const {
  std::vector<std::string> all;
  const Plan& plan = columns_.plan;
  if (!plan.saved.empty())
    all.push_back("the columns are read as mappings/" + plan.saved + ".yaml says");
  if (preamble_ > 0)
    all.push_back(counted(preamble_, "row") + " above the headers " +
                  (preamble_ == 1 ? "is" : "are") + " passed over");
  std::vector<std::string> kept, left_out;
  for (std::size_t i = 0; i < plan.columns.size(); ++i) {
    const PlannedColumn& column = plan.columns[i];
    if (const auto said = columns_.dates[i].remark(columns_.ground); !said.empty())
      all.push_back("dates in \"" + column.header + "\" are read " + said);
    if (const auto said = columns_.amounts[i].remark(); !said.empty())
      all.push_back("numbers in \"" + column.header + "\" are read " + said);
    if (!filled_[i] || !column.by_itself) continue;
    if (column.word.word == "fields" &&
        (plan.product != nullptr || column.header != column.word.text()))
      kept.push_back(column.word.text());
    if (column.word.word == "-" && !(plan.has_rejects && i + 2 >= plan.columns.size()))
      left_out.push_back(column.header);
  }
  const auto joined = [](const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
  };
  if (!kept.empty())
    all.push_back(counted(kept.size(), "column") + (kept.size() == 1 ? " goes" : " go") +
                  " to fields: " + joined(kept));
  if (!left_out.empty()) all.push_back("columns left out: " + joined(left_out));
  if (!gathered_.unknown_kinds.empty())
    all.push_back("kinds that crm.yaml does not list: " + joined(gathered_.unknown_kinds));
  if (!gathered_.unknown_statuses.empty())
    all.push_back("statuses that crm.yaml does not have are kept in fields: " +
                  joined(gathered_.unknown_statuses));
  if (gathered_.dated_today > 0)
    all.push_back(counted(gathered_.dated_today, "deal") +
                  " of which no column tells since when the stage holds " +
                  (gathered_.dated_today == 1 ? "is" : "are") + " dated today where it is new");
  return all;
}

/// The problem of a whole file, with its name before it.
Error in_file(Error why, const std::string& file) {
  for (Problem& problem : why.problems)
    if (!problem.place) problem.place = Place{file, 0, 0};
  return why;
}

}  // namespace

Result<std::unique_ptr<CsvSource>> open_table(std::unique_ptr<Bytes> bytes, std::string file,
                                              const CsvWish& wish, const Ground& ground) {
  auto read = Text::of(std::move(bytes), wish.encoding);
  if (!read) return error(in_file(read.error(), file));
  const std::shared_ptr<Text> text = *std::move(read);
  auto opened = CsvRows::of(std::make_unique<Lent>(text));
  if (!opened) return error(in_file(opened.error(), file));
  std::unique_ptr<CsvRows> rows = *std::move(opened);
  std::deque<CsvRow> first;
  const auto read_more = [&](std::size_t most) -> Result<void> {
    std::size_t size = 0;
    for (const CsvRow& row : first) size += row.text.size();
    while (first.size() < most && size < bytes_looked_at) {
      auto row = rows->next();
      if (!row) return error(row.error());
      if (!*row) break;
      size += (*row)->text.size();
      first.push_back(**std::move(row));
    }
    return {};
  };
  if (auto done = read_more(longest_preamble); !done) return error(in_file(done.error(), file));
  if (first.empty()) return error(in_file(Error::invalid("it is empty"), file));
  std::vector<std::vector<std::string>> beginnings;
  for (const CsvRow& row : first)
    beginnings.push_back(row.broken.empty() ? row.cells : std::vector<std::string>{});
  const auto header_at = header_row(beginnings, wish);
  if (!header_at) return error(in_file(header_at.error(), file));
  std::vector<std::string> header = beginnings[*header_at];
  // A comma at the end of every line makes no column.
  while (header.size() > 1 && trimmed(header.back()).empty() &&
         std::ranges::all_of(first, [&](const CsvRow& row) {
           return row.cells.size() < header.size() || trimmed(row.cells[header.size() - 1]).empty();
         }))
    header.pop_back();
  auto plan = plan_for(header, wish);
  if (!plan) return error(in_file(plan.error(), file));
  first.erase(first.begin(), first.begin() + static_cast<std::ptrdiff_t>(*header_at) + 1);
  rows->expect(header.size());
  if (auto done = read_more(rows_looked_at); !done) return error(in_file(done.error(), file));
  TableColumns columns(*std::move(plan), ground);
  for (const CsvRow& row : first)
    if (row.broken.empty() && row.cells.size() <= header.size()) columns.look(row.cells);
  columns.settle(rows->delimiter());
  return std::make_unique<CsvTable>(std::move(file), text, std::move(rows), std::move(header),
                                    *header_at, std::move(columns), std::move(first));
}

}  // namespace crm

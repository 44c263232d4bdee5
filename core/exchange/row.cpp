#include "core/exchange/row.hpp"

#include <algorithm>

#include "core/domain/folding.hpp"
#include "core/domain/text.hpp"
#include "core/exchange/cells.hpp"
#include "core/exchange/csv_writer.hpp"

namespace crm {

TableColumns::TableColumns(Plan its_plan, const Ground& its_ground)
    : plan(std::move(its_plan)), ground(its_ground) {
  for (const PlannedColumn& column : plan.columns) {
    const std::string& rest = column.word.rest;
    const bool typed = column.word.word == "fields";
    dates.emplace_back(typed           ? DateOrder::unsure
                       : rest == "dmy" ? DateOrder::day_first
                       : rest == "mdy" ? DateOrder::month_first
                                       : DateOrder::unsure);
    amounts.emplace_back(typed             ? AmountColumn::Decimals::unknown
                         : rest == "point" ? AmountColumn::Decimals::point
                         : rest == "comma" ? AmountColumn::Decimals::comma
                                           : AmountColumn::Decimals::unknown);
  }
}

namespace {

/// A field of crm.yaml of that type.
bool is_typed(const ColumnWord& word, const Settings& settings, std::string_view type) {
  if (word.word != "fields") return false;
  const CustomField* const field = find_named(settings.fields, word.rest);
  return field != nullptr && field->type == type;
}

}  // namespace

void TableColumns::look(const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < std::min(cells.size(), plan.columns.size()); ++i) {
    const ColumnWord& word = plan.columns[i].word;
    if (is_date(word) || is_typed(word, ground.settings, "day")) dates[i].look(cells[i]);
    if (is_number(word) || is_typed(word, ground.settings, "money") ||
        is_typed(word, ground.settings, "number"))
      amounts[i].look(without_guard(cells[i]));
  }
}

void TableColumns::settle(char delimiter) {
  using Decimals = AmountColumn::Decimals;
  Decimals shown = Decimals::unknown;
  bool agree = true;
  for (const AmountColumn& amount : amounts)
    if (const Decimals known = amount.known(); known != Decimals::unknown) {
      agree = agree && (shown == Decimals::unknown || shown == known);
      shown = known;
    }
  if (!agree) shown = Decimals::unknown;
  if (agree && shown == Decimals::unknown && delimiter == ';') shown = Decimals::comma;
  for (AmountColumn& amount : amounts) amount.assume(shown);
}

TableRow::TableRow(const TableColumns& columns, const std::vector<std::string>& cells)
    : columns_(columns) {
  cells_.resize(size());
  for (std::size_t i = 0; i < std::min(size(), cells.size()); ++i) {
    if (says_nothing(cells[i])) continue;
    cells_[i] = without_guard(cells[i]);
    if (column(i).words.empty()) continue;
    const std::string theirs = folded(clean_line(cells_[i]));
    for (const auto& [from, to] : column(i).words)
      if (folded(from) == theirs) {
        cells_[i] = to == "-" ? "" : to;
        break;
      }
  }
}

std::optional<std::size_t> TableRow::find(std::string_view word) const {
  for (std::size_t i = 0; i < size(); ++i)
    if (column(i).word.word == word && !trimmed(cells_[i]).empty()) return i;
  return std::nullopt;
}

std::string TableRow::line(std::string_view word) const {
  const auto i = find(word);
  return i ? clean_line(cells_[*i]) : std::string();
}

std::string TableRow::paragraphs(std::string_view word) const {
  std::vector<std::pair<std::size_t, std::string>> found;
  for (std::size_t i = 0; i < size(); ++i)
    if (column(i).word.word == word)
      if (std::string text =
              column(i).word.rest == "html" ? without_tags(cells_[i]) : clean_text(cells_[i]);
          !text.empty())
        found.emplace_back(i, std::move(text));
  std::string all;
  for (const auto& [i, text] : found) all += (all.empty() ? "" : "\n") + text;
  return all;
}

std::optional<bool> TableRow::yes(std::string_view word) const {
  const auto i = find(word);
  return i ? says_yes(cells_[*i]) : std::nullopt;
}

Result<std::optional<Moment>> TableRow::moment_in(std::size_t i) const {
  return columns_.dates[i].read(cells_[i], ground());
}

Result<std::optional<PartialDay>> TableRow::partial_in(std::size_t i) const {
  return columns_.dates[i].read_partial(cells_[i], ground());
}

Result<std::optional<std::string>> TableRow::number_in(std::size_t i) const {
  return columns_.amounts[i].number(cells_[i]);
}

Result<std::optional<Money>> TableRow::money_in(std::size_t i) const {
  return columns_.amounts[i].read(cells_[i], line("currency"), ground().settings);
}

std::optional<Moment> TableRow::moment(std::string_view word) {
  const auto i = find(word);
  if (!i) return std::nullopt;
  auto read = moment_in(*i);
  if (read) return *read;
  refuse(i, read.error());
  return std::nullopt;
}

std::optional<Day> TableRow::day(std::string_view word) {
  const auto found = moment(word);
  return found ? std::optional(found->day) : std::nullopt;
}

std::optional<Money> TableRow::money(std::string_view word) {
  const auto i = find(word);
  if (!i) return std::nullopt;
  auto read = money_in(*i);
  if (read) return *read;
  refuse(i, read.error());
  return std::nullopt;
}

std::optional<std::string> TableRow::number(std::string_view word) {
  const auto i = find(word);
  if (!i) return std::nullopt;
  auto read = number_in(*i);
  if (read) return *read;
  refuse(i, read.error());
  return std::nullopt;
}

void TableRow::refuse(std::optional<std::size_t> column, const Error& why) {
  const std::string& hint = why.problems.front().hint;
  std::string reason = why.message();
  // A mapping's own words are of no use to somebody who mends the row.
  if (!hint.empty()) {
    std::string said = hint;
    if (column)
      for (const auto& [from, to] :
           {std::pair<std::string, std::string>{"COLUMN", this->column(*column).header},
            {"FIELD", this->column(*column).word.word},
            {"FIELD", this->column(*column).word.word}})
        if (const auto at = said.find(from); at != said.npos) said.replace(at, from.size(), to);
    reason += " (" + said + ")";
  }
  refuse(column, std::move(reason));
}

void TableRow::refuse(std::optional<std::size_t> column, std::string reason) {
  if (!refusal_) refusal_ = RowRefusal{std::move(reason), column};
}

unsigned Counted::again(std::string_view text) {
  std::uint64_t hash = 14695981039346656037u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return met_[hash]++;
}

}  // namespace crm

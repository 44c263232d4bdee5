#include "cli/output/table.hpp"

#include <algorithm>
#include <numeric>
#include <ostream>

#include "cli/output/json.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

constexpr int gap = 2;
/// A column that gives way is not made narrower than this; below, its text goes to a line of its own.
constexpr int narrowest = 12;

std::string on_screen(const Cell& cell) { return printable_line(cell.shown.value_or(cell.text)); }

std::string csv_quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == text.npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

/// How the columns share a terminal's width.
class Sharing {
 public:
  Sharing(const std::vector<Column>& columns, std::vector<int> natural, int width)
      : columns_(columns), widths_(std::move(natural)), shown_(columns.size()) {
    for (std::size_t i = 0; i < columns.size(); ++i) shown_[i] = columns[i].on_terminal && widths_[i] > 0;
    while (total() > width && shrink(total() - width)) {
    }
    while (total() > width && drop()) {
    }
    if (total() > width) below_ = last_that_gives_way();
    if (below_) {
      const int indent = 2 * gap;
      shown_[*below_] = false;
      below_width_ = std::max(narrowest, width - indent);
      restore(width);
    }
  }

  bool shown(std::size_t column) const { return shown_[column]; }
  int width(std::size_t column) const { return widths_[column]; }
  /// The column whose text is printed on lines of its own, below the row.
  std::optional<std::size_t> below() const { return below_; }
  int below_width() const { return below_width_; }

 private:
  int total() const {
    int sum = 0;
    for (std::size_t i = 0; i < widths_.size(); ++i)
      if (shown_[i]) sum += widths_[i] + (sum > 0 ? gap : 0);
    return sum;
  }

  /// Takes cells from the widest column that can give; false when none can.
  bool shrink(int too_many) {
    int widest = -1;
    for (std::size_t i = 0; i < widths_.size(); ++i)
      if (shown_[i] && columns_[i].gives_way && widths_[i] > narrowest &&
          (widest < 0 || widths_[i] > widths_[static_cast<std::size_t>(widest)]))
        widest = static_cast<int>(i);
    if (widest < 0) return false;
    int& width = widths_[static_cast<std::size_t>(widest)];
    int next_widest = narrowest;
    for (std::size_t i = 0; i < widths_.size(); ++i)
      if (static_cast<int>(i) != widest && shown_[i] && columns_[i].gives_way) next_widest = std::max(next_widest, widths_[i]);
    const int down_to = next_widest < width ? next_widest : width - 1;
    width = std::max({narrowest, down_to, width - too_many});
    return true;
  }

  bool drop() {
    int first = -1;
    for (std::size_t i = 0; i < widths_.size(); ++i)
      if (shown_[i] && columns_[i].dispensable > 0 &&
          (first < 0 || columns_[i].dispensable > columns_[static_cast<std::size_t>(first)].dispensable))
        first = static_cast<int>(i);
    if (first < 0) return false;
    shown_[static_cast<std::size_t>(first)] = false;
    return true;
  }

  std::optional<std::size_t> last_that_gives_way() const {
    for (std::size_t i = columns_.size(); i-- > 0;)
      if (shown_[i] && columns_[i].gives_way) return i;
    return std::nullopt;
  }

  /// With one column gone below, the last of the others may have what is left.
  void restore(int width) {
    for (std::size_t i = columns_.size(); i-- > 0;)
      if (shown_[i] && columns_[i].gives_way) {
        widths_[i] = std::max(narrowest, widths_[i] + std::min(0, width - total()));
        return;
      }
  }

  const std::vector<Column>& columns_;
  std::vector<int> widths_;
  std::vector<bool> shown_;
  std::optional<std::size_t> below_;
  int below_width_ = 0;
};

}  // namespace

bool for_people(const World& world) {
  const Manners& manners = world.manners;
  return world.terminal.out && !manners.csv && !manners.tsv && !manners.ids && !manners.nul && manners.json.empty();
}

void Table::row(std::vector<Cell> cells, std::optional<std::string> json) {
  cells.resize(columns_.size());
  rows_.push_back(std::move(cells));
  json_.push_back(std::move(json));
}

void Table::print(World& world, std::string_view id_column) const {
  const Manners& manners = world.manners;
  if (manners.ids || manners.nul) {
    const auto column = std::find_if(columns_.begin(), columns_.end(), [&](const Column& c) { return c.key == id_column; });
    const auto at = static_cast<std::size_t>(column - columns_.begin());
    for (const auto& cells : rows_)
      if (at < cells.size() && !cells[at].text.empty()) world.out << cells[at].text << (manners.nul ? '\0' : '\n');
    return;
  }
  if (!manners.json.empty()) return print_json(world);
  if (manners.csv) return print_separated(world, ',', true);
  if (crm::for_people(world)) return print_for_people(world, sections_.empty() ? 0 : gap);
  print_separated(world, '\t', false);
}

void Table::print_separated(World& world, char separator, bool header) const {
  const auto write = [&](auto text_of) {
    bool first = true;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (!columns_[i].in_pipe) continue;
      if (!first) world.out << separator;
      first = false;
      const std::string text = text_of(i);
      world.out << (separator == ',' ? csv_quoted(text) : printable_line(text));
    }
    world.out << (separator == ',' ? "\r\n" : "\n");
  };
  if (header) write([&](std::size_t i) { return columns_[i].key; });
  for (const auto& cells : rows_) write([&](std::size_t i) { return cells[i].text; });
}

void Table::print_json(World& world) const {
  world.out << "[";
  for (std::size_t r = 0; r < rows_.size(); ++r) {
    std::string object;
    if (json_[r]) {
      object = *json_[r];
    } else {
      std::vector<std::pair<std::string, std::string>> members;
      for (std::size_t i = 0; i < columns_.size(); ++i)
        if (columns_[i].in_pipe && !rows_[r][i].text.empty()) members.emplace_back(columns_[i].key, json_text(rows_[r][i].text));
      object = json_object(members);
    }
    world.out << (r == 0 ? "\n" : ",\n") << only_fields(object, world.manners.json);
  }
  world.out << (rows_.empty() ? "]\n" : "\n]\n");
}

void Table::print_for_people(World& world, int indent) const {
  const bool titled = std::any_of(columns_.begin(), columns_.end(), [](const Column& c) { return c.on_terminal && !c.title.empty(); });
  std::vector<int> natural(columns_.size(), 0);
  for (std::size_t i = 0; i < columns_.size(); ++i)
    for (const auto& cells : rows_) natural[i] = std::max(natural[i], width(on_screen(cells[i])));
  if (titled)
    for (std::size_t i = 0; i < columns_.size(); ++i)
      if (natural[i] > 0) natural[i] = std::max(natural[i], width(columns_[i].title));
  const Sharing sharing(columns_, natural, world.terminal.width - indent);
  const bool colour = world.terminal.colour;

  const auto print_cells = [&](auto text_of, auto style_of) {
    std::string line(static_cast<std::size_t>(indent), ' ');
    int pending = 0;  // spaces that are owed before the next text, so that no line ends in spaces
    bool first = true;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (!sharing.shown(i)) continue;
      if (!first) pending += gap;
      first = false;
      const std::string text = shortened(text_of(i), sharing.width(i));
      const int room = sharing.width(i) - width(text);
      const bool right = columns_[i].side == Column::Side::right;
      if (right) pending += room;
      if (!text.empty()) {
        line += std::string(static_cast<std::size_t>(pending), ' ') + styled(text, style_of(i), colour);
        pending = 0;
      } else if (right) {
        pending = std::max(pending, 0);
      }
      if (!right) pending += room;
    }
    world.out << line << "\n";
  };

  if (titled)
    print_cells([&](std::size_t i) { return columns_[i].title; }, [](std::size_t) { return Style::bold; });
  std::size_t section = 0;
  for (std::size_t r = 0; r < rows_.size(); ++r) {
    while (section < sections_.size() && sections_[section].first_row == r) {
      if (r > 0 && sections_[section].heading.empty()) world.out << "\n";
      world.out << styled(sections_[section].heading, Style::bold, colour) << "\n";
      ++section;
    }
    const auto& cells = rows_[r];
    print_cells([&](std::size_t i) { return on_screen(cells[i]); }, [&](std::size_t i) { return cells[i].style; });
    if (const auto below = sharing.below(); below && !on_screen(cells[*below]).empty())
      for (const std::string& line : wrapped(on_screen(cells[*below]), sharing.below_width()))
        world.out << std::string(static_cast<std::size_t>(indent + gap), ' ') << styled(line, cells[*below].style, colour) << "\n";
  }
}

}  // namespace crm

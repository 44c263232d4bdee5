#include "cli/output/table.hpp"

#include <algorithm>
#include <ostream>
#include <utility>

#include "cli/output/json.hpp"
#include "core/domain/text.hpp"
#include "core/domain/width.hpp"

namespace crm {
namespace {

constexpr int gap = 2;
/// A column that wraps is not made narrower than this; its text goes to lines of its own then.
constexpr int readable = 20;
/// Where nothing else helps, a text is cut to this.
constexpr int tiny = 6;

std::string on_screen(const Cell& cell) {
  return std::string(trimmed(printable_line(cell.shown.value_or(cell.text))));
}

std::string csv_quoted(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == text.npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

/// How the columns share a terminal's width.
class Sharing {
 public:
  Sharing(const std::vector<Column>& columns, std::vector<int> natural, int width)
      : columns_(columns), widths_(natural), natural_(std::move(natural)), shown_(columns.size()) {
    for (std::size_t i = 0; i < columns.size(); ++i)
      shown_[i] = columns[i].on_terminal && widths_[i] > 0;
    shrink(width);
    for (std::size_t i = 0; i < columns.size() && total() > width; ++i) {
      if (!shown_[i] || !columns[i].wraps) continue;
      // A text is not squeezed into a column of a few letters: it goes below, and the others have
      // their room back.
      below_ = i;
      shown_[i] = false;
      widths_ = natural_;
      shrink(width);
    }
    while (total() > width && drop()) {
      widths_ = natural_;
      shrink(width);
    }
    least_ = tiny;
    shrink(width);
  }

  bool shown(std::size_t column) const { return shown_[column]; }

  int width(std::size_t column) const { return widths_[column]; }

  /// The column whose text is printed on lines of its own, below the row.
  std::optional<std::size_t> below() const { return below_; }

 private:
  int total() const {
    int sum = 0;
    for (std::size_t i = 0; i < widths_.size(); ++i)
      if (shown_[i]) sum += widths_[i] + (sum > 0 ? gap : 0);
    return sum;
  }

  int narrowest_of(std::size_t column) const {
    const Column& one = columns_[column];
    const int least = one.wraps ? std::max(readable, one.least) : std::min(one.least, least_);
    return std::min(natural_[column], least_ == tiny ? std::min(least, tiny) : least);
  }

  /// Takes cells from the widest columns that can give, one by one, until all fit or none can.
  void shrink(int width) {
    while (total() > width) {
      std::optional<std::size_t> widest;
      for (std::size_t i = 0; i < widths_.size(); ++i)
        if (shown_[i] && columns_[i].gives_way && widths_[i] > narrowest_of(i) &&
            (!widest || widths_[i] > widths_[*widest]))
          widest = i;
      if (!widest) return;
      --widths_[*widest];
    }
  }

  /// Leaves out the column that can best be done without; false when none can.
  bool drop() {
    int first = -1;
    for (std::size_t i = 0; i < widths_.size(); ++i)
      if (shown_[i] && columns_[i].dispensable > 0 &&
          (first < 0 ||
           columns_[i].dispensable > columns_[static_cast<std::size_t>(first)].dispensable))
        first = static_cast<int>(i);
    if (first < 0) return false;
    shown_[static_cast<std::size_t>(first)] = false;
    return true;
  }

  const std::vector<Column>& columns_;
  std::vector<int> widths_;
  std::vector<int> natural_;
  std::vector<bool> shown_;
  std::optional<std::size_t> below_;
  int least_ = readable;
};

/// A line that is put together from texts at columns.
class Line {
 public:
  Line(const Terminal& terminal, int indent)
      : terminal_(terminal), line_(static_cast<std::size_t>(indent), ' '), column_(indent) {}

  void put(int column, const std::string& text, Style style,
           const std::vector<Cell::Mark>& marks = {}) {
    if (text.empty()) return;
    line_ += std::string(static_cast<std::size_t>(std::max(0, column - column_)), ' ');
    // Terminals disagree on how wide some marks are (Devanagari, Kannada); the cursor is told where
    // the column begins.
    if (doubtful_ && terminal_.places_cursor) line_ += "\x1b[" + std::to_string(column + 1) + "G";
    std::size_t done = 0;
    for (const Cell::Mark& mark : marks) {
      if (mark.end > text.size() || mark.begin < done) continue;
      if (mark.begin > done)
        line_ += styled(text.substr(done, mark.begin - done), style, terminal_.colour);
      line_ +=
          styled(text.substr(mark.begin, mark.end - mark.begin), Style::bold, terminal_.colour);
      done = mark.end;
    }
    if (done < text.size()) line_ += styled(text.substr(done), style, terminal_.colour);
    column_ = column + width(text);
    doubtful_ = doubtful_ || std::any_of(text.begin(), text.end(),
                                         [](char c) { return static_cast<signed char>(c) < 0; });
  }

  const std::string& text() const { return line_; }

 private:
  const Terminal& terminal_;
  std::string line_;
  int column_;
  bool doubtful_ = false;
};

/// A marked text in that many cells.
struct Marked {
  std::string text;
  std::vector<Cell::Mark> marks;
};

Marked marked(const Cell& cell, int cells) {
  const Excerpt excerpt = around(on_screen(cell), cell.marks.front().begin, cells);
  Marked marked{excerpt.text, {}};
  for (const auto& [begin, end] : cell.marks)
    if (begin >= excerpt.from && end <= excerpt.from + excerpt.size)
      marked.marks.push_back({begin - excerpt.from + excerpt.at, end - excerpt.from + excerpt.at});
  return marked;
}

}  // namespace

bool for_people(const World& world) {
  const Manners& manners = world.manners;
  return world.terminal.out && !manners.csv && !manners.tsv && !manners.ids && !manners.nul &&
         !manners.wants_json();
}

Form::Form(Kind kind, const std::vector<Column>& columns, const World& world)
    : kind_(kind), columns_(&columns), world_(&world) {
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (columns[i].in_pipe) piped_.push_back(i);
}

std::optional<Form> Form::find(const std::vector<Column>& columns, const World& world,
                               std::string_view id_column) {
  if (for_people(world)) return std::nullopt;
  const Manners& manners = world.manners;
  if (manners.ids || manners.nul) {
    Form form(Kind::ids, columns, world);
    while (form.id_column_ < columns.size() && columns[form.id_column_].key != id_column)
      ++form.id_column_;
    return form;
  }
  const Kind kind = manners.wants_json() ? Kind::json : manners.csv ? Kind::csv : Kind::tsv;
  return Form(kind, columns, world);
}

void Form::put(std::string& text, const std::vector<Cell>& cells,
               const std::optional<std::string>& json) const {
  const Manners& manners = world_->manners;
  if (kind_ == Kind::json) {
    text += shown_json(only_fields(json ? *json : object(cells), manners.json), *world_);
  } else if (kind_ == Kind::ids) {
    if (id_column_ < cells.size()) put_id(text, cells[id_column_].text);
  } else {
    std::vector<std::string_view> words;
    words.reserve(piped_.size());
    for (const std::size_t column : piped_)
      words.push_back(column < cells.size() ? std::string_view(cells[column].text) : "");
    put_separated(text, words);
  }
}

void Form::put(std::string& text, std::span<const std::string_view> words) const {
  if (kind_ != Kind::ids) return put_separated(text, words);
  const auto column = std::find(piped_.begin(), piped_.end(), id_column_);
  if (column != piped_.end())
    put_id(text, words[static_cast<std::size_t>(column - piped_.begin())]);
}

void Form::put_id(std::string& text, std::string_view id) const {
  if (id.empty()) return;
  if (world_->terminal.out)
    text += printable_line(id);
  else
    text += id;
  text += world_->manners.nul ? '\0' : '\n';
}

void Form::put_separated(std::string& text, std::span<const std::string_view> words) const {
  const auto put_all = [&](char separator, const auto& put) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (i > 0) text += separator;
      put(words[i]);
    }
  };
  if (kind_ == Kind::csv) {
    // In a pipe CSV keeps every byte; a terminal is not to be steered by what is in the book.
    const bool whole = !world_->terminal.out;
    put_all(',', [&](std::string_view word) {
      text += whole ? csv_quoted(word) : csv_quoted(printable_line(word));
    });
    text += "\r\n";
    return;
  }
  std::size_t size = text.size() + words.size() + 1;
  for (const std::string_view word : words) size += word.size();
  if (text.capacity() < size) text.reserve(std::max(size, 2 * text.size()));
  // Most rows can be printed as they are: that is seen of all their words at once, with spaces
  // between them, for which tabs are put then.
  const std::size_t begin = text.size();
  put_all(' ', [&](std::string_view word) { text += word; });
  if (is_printable_line(std::string_view(text).substr(begin))) {
    std::size_t end = begin;
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
      end += words[i].size();
      text[end++] = '\t';
    }
  } else {
    text.resize(begin);
    put_all('\t', [&](std::string_view word) { text += printable_line(word); });
  }
  text += '\n';
}

std::string Form::object(const std::vector<Cell>& cells) const {
  std::vector<std::pair<std::string, std::string>> members;
  for (std::size_t i = 0; i < cells.size(); ++i)
    if ((*columns_)[i].in_pipe && !cells[i].text.empty())
      members.emplace_back((*columns_)[i].key, json_text(cells[i].text));
  return json_object(members);
}

std::string Form::heading() const {
  if (kind_ != Kind::csv) return {};
  std::vector<std::string_view> names;
  for (const std::size_t column : piped_) names.push_back((*columns_)[column].key);
  std::string text;
  put_separated(text, names);
  return text;
}

std::string_view Form::before(bool first) const {
  if (kind_ != Kind::json) return "";
  return first ? "[\n" : ",\n";
}

std::string_view Form::end(bool empty) const {
  if (kind_ != Kind::json) return "";
  return empty ? "[]\n" : "\n]\n";
}

void Table::row(std::vector<Cell> cells, std::optional<std::string> json) {
  cells.resize(columns_.size());
  rows_.push_back(std::move(cells));
  json_.push_back(std::move(json));
}

void Table::print(World& world, std::string_view id_column, Piece piece) const {
  const auto form = Form::find(columns_, world, id_column);
  if (!form) return print_lines(world, sections_.empty() ? 0 : gap, piece.first);
  bool first = piece.first && first_;
  print_rows(world, *form, first);
  if (piece.last) world.out << form->end(first);
}

void Table::print_so_far(World& world) {
  const auto form = Form::find(columns_, world);
  if (!form || empty()) return;
  print_rows(world, *form, first_);
  rows_.clear();
  json_.clear();
  lines_.clear();
}

void Table::print_rows(World& world, const Form& form, bool& first) const {
  if (first) world.out << form.heading();
  const auto print_one = [&](std::string_view text) {
    if (text.empty()) return;
    if (const std::string_view before = form.before(first); !before.empty()) world.out << before;
    world.out << text;
    first = false;
  };
  std::string text;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    text.clear();
    form.put(text, rows_[i], json_[i]);
    print_one(text);
  }
  for (const std::string_view line : lines_) print_one(line);
}

void Table::print_for_people(World& world, int indent) const {
  print_lines(world, indent, true);
}

void Table::print_lines(World& world, int indent, bool with_titles) const {
  const bool titled =
      with_titles && std::any_of(columns_.begin(), columns_.end(),
                                 [](const Column& c) { return c.on_terminal && !c.title.empty(); });
  std::vector<int> natural(columns_.size(), 0);
  for (std::size_t i = 0; i < columns_.size(); ++i)
    for (const auto& cells : rows_) natural[i] = std::max(natural[i], width(on_screen(cells[i])));
  if (titled)
    for (std::size_t i = 0; i < columns_.size(); ++i)
      if (natural[i] > 0) natural[i] = std::max(natural[i], width(columns_[i].title));
  const Sharing sharing(columns_, natural, world.terminal.width - indent);
  const bool colour = world.terminal.colour;

  using Marks = std::vector<Cell::Mark>;
  const auto print_line = [&](auto text_of, auto style_of, const std::vector<Marks>& marks) {
    Line line(world.terminal, indent);
    int begin = indent;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (!sharing.shown(i)) continue;
      const std::string text = text_of(i);
      const bool right = columns_[i].side == Column::Side::right;
      line.put(begin + (right ? sharing.width(i) - width(text) : 0), text, style_of(i), marks[i]);
      begin += sharing.width(i) + gap;
    }
    world.out << line.text() << "\n";
  };
  const auto print_cells = [&](auto text_of, auto style_of, const std::vector<Cell>* cells) {
    std::vector<std::vector<std::string>> lines(columns_.size());
    std::vector<Marks> marks(columns_.size());
    std::size_t height = 1;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (!sharing.shown(i)) continue;
      if (cells != nullptr && !(*cells)[i].marks.empty()) {
        Marked fitting = marked((*cells)[i], sharing.width(i));
        lines[i] = {std::move(fitting.text)};
        marks[i] = std::move(fitting.marks);
        continue;
      }
      const std::string text = text_of(i);
      if (columns_[i].wraps)
        lines[i] = wrapped(text, sharing.width(i));
      else
        lines[i] = {shortened(text, sharing.width(i))};
      height = std::max(height, lines[i].size());
    }
    for (std::size_t n = 0; n < height; ++n)
      print_line([&](std::size_t i) { return n < lines[i].size() ? lines[i][n] : std::string(); },
                 style_of, marks);
  };

  if (titled)
    print_cells([&](std::size_t i) { return columns_[i].title; },
                [](std::size_t) { return Style::bold; }, nullptr);
  std::size_t section = 0;
  for (std::size_t r = 0; r < rows_.size(); ++r) {
    while (section < sections_.size() && sections_[section].first_row == r) {
      if (r > 0 && sections_[section].heading.empty()) world.out << "\n";
      world.out << styled(sections_[section].heading, Style::bold, colour) << "\n";
      ++section;
    }
    const auto& cells = rows_[r];
    print_cells([&](std::size_t i) { return on_screen(cells[i]); },
                [&](std::size_t i) { return cells[i].style; }, &cells);
    const auto below = sharing.below();
    if (!below || on_screen(cells[*below]).empty()) continue;
    const int room = std::max(readable, world.terminal.width - indent - gap);
    if (!cells[*below].marks.empty()) {
      const Marked fitting = marked(cells[*below], room);
      Line line(world.terminal, indent + gap);
      line.put(indent + gap, fitting.text, cells[*below].style, fitting.marks);
      world.out << line.text() << "\n";
      continue;
    }
    for (const std::string& line : wrapped(on_screen(cells[*below]), room))
      world.out << std::string(static_cast<std::size_t>(indent + gap), ' ')
                << styled(line, cells[*below].style, colour) << "\n";
  }
}

}  // namespace crm

#include "cli/output/chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "cli/output/axis.hpp"
#include "cli/output/figure.hpp"
#include "cli/output/markup.hpp"
#include "core/domain/text.hpp"
#include "core/domain/width.hpp"

namespace crm {
namespace {

/// All lengths are in the units of the drawing, which are pixels where the page has the room.
constexpr double paper = 420, small_letter = 6.4, small = 0.8;
constexpr int longest_label = 22, longest_title = 400;
constexpr std::size_t most_bars = 20, most_columns = 24, most_points = 600, most_titles = 120;
constexpr std::size_t grid_rows = 40, grid_columns = 60;

/// A row that is drawn.
struct Mark {
  std::string label;
  std::optional<std::int64_t> value;
  /// The figure in words.
  std::string text;
  bool alarming = false;
};

/// What may stand on one axis: figures of a kind, and of a currency.
struct Series {
  std::string currency;
  Unit unit;
  std::vector<Mark> marks;

  std::int64_t least() const { return end(true); }

  std::int64_t most() const { return end(false); }

 private:
  std::int64_t end(bool low) const {
    std::int64_t found = 0;
    for (const Mark& mark : marks) {
      const std::int64_t value = mark.value.value_or(0);
      found = low ? std::min(found, value) : std::max(found, value);
    }
    return found;
  }
};

std::string currency_of(const Figure& figure) {
  const auto* const money = std::get_if<Money>(&figure);
  return money == nullptr ? "" : money->currency;
}

Unit unit_of(const Figure& figure) {
  if (const auto* const money = std::get_if<Money>(&figure))
    return {currency_decimals(money->currency).value_or(2), ""};
  if (std::holds_alternative<Share>(figure)) return {1, " %"};
  if (std::holds_alternative<Length>(figure)) return {1, " d"};
  return {};
}

/// Without its currency, which stands above the chart; a rate by its percentage.
std::string value_text(const Figure& figure, Grouping grouping) {
  if (const auto* const money = std::get_if<Money>(&figure)) return money->grouped(grouping);
  const std::string text = shown_figure(figure, grouping);
  if (std::holds_alternative<Share>(figure)) return text.substr(0, text.find(" ("));
  return text;
}

/// A text of its own direction.
std::string isolated(const std::string& text, int cells) {
  return "\u2068" + escaped(text, cells) + "\u2069";
}

std::string title(const std::string& text) {
  return "<title>" + isolated(text, longest_title) + "</title>";
}

/// By the first column; where that is not enough to tell rows apart, with the texts beside it.
std::vector<std::string> labels_of(const ReportTable& table, Grouping grouping) {
  std::set<std::pair<std::string, std::string>> seen;
  bool twice = false;
  for (const ReportTable::Row& row : table.rows) {
    if (row.total) continue;
    const std::string currency = table.drawn ? currency_of(row.figures[*table.drawn]) : "";
    if (!seen.emplace(shown_figure(row.figures[0], grouping), currency).second) twice = true;
  }
  std::vector<std::string> labels;
  for (const ReportTable::Row& row : table.rows) {
    std::string label = shown_figure(row.figures[0], grouping);
    for (std::size_t i = 1; twice && i < row.figures.size(); ++i)
      if (std::holds_alternative<std::string>(row.figures[i]))
        label += ", " + std::get<std::string>(row.figures[i]);
    labels.push_back(std::move(label));
  }
  return labels;
}

/// In the order in which they come.
std::vector<Series> series_of(const ReportTable& table, std::size_t column, Grouping grouping) {
  std::vector<Series> all;
  std::map<std::pair<std::size_t, std::string>, std::size_t> places;
  const auto labels = labels_of(table, grouping);
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const Figure& figure = table.rows[i].figures[column];
    const auto value = length_of(figure);
    if (table.rows[i].total || !value) continue;
    const auto [place, is_new] =
        places.emplace(std::pair(figure.index(), currency_of(figure)), all.size());
    if (is_new) all.push_back({currency_of(figure), unit_of(figure), {}});
    all[place->second].marks.push_back(
        {labels[i], value, value_text(figure, grouping), table.rows[i].alarming});
  }
  std::erase_if(all, [](const Series& one) {
    return one.marks.size() < 2 || (one.least() == 0 && one.most() == 0);
  });
  // What most rows are about comes first.
  std::stable_sort(all.begin(), all.end(), [](const Series& a, const Series& b) {
    return a.marks.size() > b.marks.size();
  });
  // Amounts in whole units are told in whole units.
  for (Series& one : all) {
    if (one.currency.empty()) continue;
    const std::string zeros = "." + std::string(static_cast<std::size_t>(one.unit.decimals), '0');
    if (!std::all_of(one.marks.begin(), one.marks.end(),
                     [&](const Mark& mark) { return mark.text.ends_with(zeros); }))
      continue;
    for (Mark& mark : one.marks) mark.text.resize(mark.text.size() - zeros.size());
  }
  return all;
}

// --- SVG ---

std::string text_at(double x, double y, std::string_view anchor, const std::string& text,
                    std::string_view kind = "") {
  return fmt::format(R"(<text x="{:.1f}" y="{:.1f}"{}{}>{}</text>)", x, y,
                     anchor == "start" ? "" : fmt::format(R"( text-anchor="{}")", anchor),
                     kind.empty() ? "" : fmt::format(R"( class="{}")", kind), text);
}

std::string line(double x1, double y1, double x2, double y2, std::string_view kind) {
  return fmt::format(R"(<path d="M{:.1f} {:.1f}L{:.1f} {:.1f}" class="{}"/>)", x1, y1, x2, y2,
                     kind);
}

std::string box(double x, double y, double width, double height, std::string_view kind,
                const std::string& inside) {
  return fmt::format(
      R"(<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" class="{}">{}</rect>)", x, y,
      width, height, kind, inside);
}

/// What somebody hears who does not see it.
std::string described(const Series& series) {
  std::vector<const Mark*> known;
  for (const Mark& mark : series.marks)
    if (mark.value) known.push_back(&mark);
  const auto [least, most] =
      std::minmax_element(known.begin(), known.end(),
                          [](const Mark* a, const Mark* b) { return *a->value < *b->value; });
  const auto told = [](const Mark& mark) {
    return shortened(printable_line(mark.label), longest_label * 2) + ", " + mark.text;
  };
  return fmt::format("{} figures; the greatest: {}; the least: {}. The table has them all.",
                     known.size(), told(**most), told(**least));
}

std::string svg(const std::string& id, double width, double height, const std::string& name,
                const std::string& description, const std::string& inside) {
  return fmt::format(
      R"(<svg viewBox="0 0 {:.0f} {:.0f}" width="100%" role="img" aria-labelledby="{}-t {}-d">)"
      R"(<title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}</svg>)",
      width, height, id, id, id, escaped(name, longest_title), id,
      escaped(description, longest_title), inside);
}

/// The room that a text takes, rather too much of it: fonts differ.
double room(const std::string& text) {
  constexpr double narrow = 4.7, lower = 7.4, upper = 9, broad = 12.8;
  const std::string line = printable_line(text);
  double all = 0;
  int ascii = 0;
  const auto is_one_of = [](char c, std::string_view signs) {
    return signs.find(c) != std::string_view::npos;
  };
  for (const char c : line) {
    if (static_cast<unsigned char>(c) >= 0x80) continue;
    ++ascii;
    all += is_one_of(c, " .,-:;'()|ijlft")  ? narrow
           : is_one_of(c, "MWmw@%&<>=+~#_") ? broad
           : c >= 'a' && c <= 'z'           ? lower
                                            : upper;
  }
  // One of the others is the sign of what was cut.
  return all + (width(line) - ascii) * upper + (line.ends_with("…") ? broad - upper : 0);
}

/// The same of the widest of them, each cut to so many cells.
double room(const std::vector<Mark>& marks, std::string Mark::*text, int most) {
  double widest = 0;
  for (const Mark& mark : marks) widest = std::max(widest, room(shortened(mark.*text, most)));
  return widest;
}

/// Labels at the left and values at the right, and what is left between them.
struct Sides {
  double labels = 0, values = 0, gap = 8;
  /// Of a label.
  int cells = longest_label;

  double left() const { return labels + gap; }

  double between() const { return paper - left() - values; }
};

Sides sides_of(const Series& series) {
  constexpr double least_between = 90;
  constexpr int longest_value = 40;
  Sides sides;
  sides.values = room(series.marks, &Mark::text, longest_value) + sides.gap;
  sides.labels = room(series.marks, &Mark::label, sides.cells);
  while (sides.between() < least_between && sides.cells > 4)
    sides.labels = room(series.marks, &Mark::label, --sides.cells);
  return sides;
}

std::string label_at(const Sides& sides, double y, const Mark& mark) {
  return text_at(sides.labels, y, "end", isolated(mark.label, sides.cells) + title(mark.label));
}

std::string whole(const Mark& mark, const Series& series) {
  return mark.label + ": " + mark.text + (series.currency.empty() ? "" : " " + series.currency);
}

// --- Bars ---

/// Labels, a bar from zero, and the value where it ends; what is below zero goes to the left.
std::string bars(const Series& series, double& height) {
  constexpr double row = 23, thick = 13;
  const Sides sides = sides_of(series);
  const auto low = static_cast<double>(series.least()), high = static_cast<double>(series.most());
  const auto place = [&](double value) {
    return sides.left() + sides.between() * ((value - low) / (high - low));
  };
  const double zero = place(0);
  std::string drawn;
  double y = 2;
  for (const Mark& mark : series.marks) {
    const auto value = static_cast<double>(mark.value.value_or(0));
    const double from = std::min(zero, place(value)), to = std::max(zero, place(value));
    drawn += label_at(sides, y + 16, mark);
    drawn += box(from, y + (row - thick) / 2, value == 0 ? 0 : std::max(1.0, to - from), thick,
                 value < 0       ? "minus"
                 : mark.alarming ? "alarm"
                                 : "bar",
                 title(whole(mark, series)));
    drawn += text_at(std::max(zero, to) + 6, y + 16, "start", escaped(mark.text), "value");
    y += row;
  }
  height = y + 2;
  return drawn + line(zero, 2, zero, y, "zero");
}

// --- Along time ---

/// The name of a stretch of time as it stands at an axis, and the year that it is of.
struct Stretch {
  std::string text, year;
};

std::optional<CalendarUnit> unit_of_name(const std::string& name, unsigned year_starts) {
  const auto span = span_named(name, year_starts);
  if (!span) return std::nullopt;
  for (const CalendarUnit unit :
       {CalendarUnit::week, CalendarUnit::month, CalendarUnit::quarter, CalendarUnit::year})
    if (span_name(*span->from, unit, year_starts) == name) return unit;
  return std::nullopt;
}

/// With the stretches in which there was nothing, from the first to the last of the days; as it is,
/// where the labels are no names of time.
Series without_gaps(Series series, const std::set<std::string>& names, const ChartFrame& frame) {
  const unsigned year_starts = frame.year_starts;
  const auto unit = unit_of_name(series.marks.front().label, year_starts);
  if (!unit) return series;
  std::map<std::string, Mark> known;
  for (const Mark& mark : series.marks) {
    if (unit_of_name(mark.label, year_starts) != unit) return series;
    if (!known.emplace(mark.label, mark).second) return series;
  }
  // Names sort by time.
  std::string first = *names.begin(), last = *names.rbegin();
  if (unit_of_name(first, year_starts) != unit || unit_of_name(last, year_starts) != unit)
    return series;
  if (frame.span.from) first = std::min(first, span_name(*frame.span.from, *unit, year_starts));
  if (frame.span.to) last = std::max(last, span_name(*frame.span.to, *unit, year_starts));
  Day day = *span_named(first, year_starts)->from;
  std::vector<Mark> all;
  while (all.size() < most_points) {
    const std::string name = span_name(day, *unit, year_starts);
    const auto found = known.find(name);
    all.push_back(found == known.end() ? Mark{name, std::nullopt, "", false} : found->second);
    if (name == last) {
      series.marks = std::move(all);
      return series;
    }
    day = span_around(day, *unit, year_starts).to->plus_days(1);
  }
  return series;
}

/// `Nov` of `2026`, `Q3` of `FY2026-27`; a name of anything else as it is.
Stretch stretch(const std::string& name, unsigned year_starts) {
  const auto unit = unit_of_name(name, year_starts);
  if (!unit || unit == CalendarUnit::year) return {name, ""};
  const auto dash = name.rfind('-');
  if (unit == CalendarUnit::month)
    return {std::string(month_name(span_named(name, year_starts)->from->month())),
            name.substr(0, dash)};
  return {name.substr(dash + 1), name.substr(0, dash)};
}

/// A text in the middle of its place.
struct Label {
  double x = 0;
  std::string text;
};

/// Years stand where they begin; one that is over too soon gives way to the next.
std::string years_at(const std::vector<Label>& names, double y) {
  std::vector<Label> begun;
  for (const Label& one : names) {
    if (one.text.empty() || (!begun.empty() && begun.back().text == one.text)) continue;
    if (!begun.empty() && one.x - begun.back().x < (width(one.text) + 1) * small_letter)
      begun.pop_back();
    begun.push_back(one);
  }
  std::string drawn;
  for (const Label& one : begun) drawn += text_at(one.x, y, "middle", escaped(one.text), "small");
  return drawn;
}

struct Plot {
  double left = 0, top = 0, width = 0, height = 0;
  Axis axis;

  double y(double value) const { return top + height * (1 - axis.place(value)); }
};

/// The axis with its lines and numbers.
std::string ruled(const Plot& plot) {
  std::string drawn;
  for (const Axis::Tick& tick : plot.axis.ticks) {
    const double y = plot.y(tick.value);
    drawn += line(plot.left, y, plot.left + plot.width, y, tick.value == 0 ? "zero" : "rule");
    drawn += text_at(plot.left - 6, y + 4, "end", escaped(tick.text), "small");
  }
  return drawn;
}

/// As many names below as there is room for.
std::string named(const Plot& plot, const std::vector<Mark>& marks, unsigned year_starts) {
  constexpr int longest = 12;
  const double step = plot.width / static_cast<double>(marks.size());
  const double y = plot.top + plot.height;
  std::vector<Label> names, years;
  double widest = 1;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const Stretch name = stretch(marks[i].label, year_starts);
    const double x = plot.left + (static_cast<double>(i) + 0.5) * step;
    names.push_back({x, name.text});
    years.push_back({x, name.year});
    widest = std::max(widest, room(shortened(name.text, longest)) * small);
  }
  const auto every = static_cast<std::size_t>(std::max(1.0, std::ceil((widest + 6) / step)));
  std::string drawn;
  for (std::size_t i = 0; i < names.size(); i += every)
    drawn += text_at(names[i].x, y + 15, "middle", isolated(names[i].text, longest), "small");
  return drawn + years_at(years, y + 29);
}

std::string columns(const Plot& plot, const Series& series, Grouping grouping) {
  const double step = plot.width / static_cast<double>(series.marks.size());
  const double thick = std::min(step * 0.72, 42.0);
  std::string drawn;
  std::size_t i = 0;
  for (const Mark& mark : series.marks) {
    const double x = plot.left + (static_cast<double>(i++) + 0.5) * step;
    if (!mark.value || *mark.value == 0) continue;
    const auto value = static_cast<double>(*mark.value);
    const double top = plot.y(std::max(0.0, value)), bottom = plot.y(std::min(0.0, value));
    drawn += box(x - thick / 2, top, thick, std::max(1.0, bottom - top),
                 value < 0 ? "minus" : "bar", title(whole(mark, series)));
    for (const int digits : {3, 2}) {
      const std::string number = short_value(value, series.unit, grouping, digits);
      if (room(number) * small > step + 2) continue;
      drawn +=
          text_at(x, value < 0 ? bottom + 12 : top - 4, "middle", escaped(number), "small value");
      break;
    }
  }
  return drawn;
}

std::string curve(const Plot& plot, const Series& series) {
  const double step = plot.width / static_cast<double>(series.marks.size());
  // Where nothing was sold it is 0; a rate of nothing is none, and the line is broken.
  const bool broken = !series.unit.sign.empty();
  std::string path, points;
  bool open = false;
  std::size_t i = 0;
  for (const Mark& mark : series.marks) {
    const double x = plot.left + (static_cast<double>(i++) + 0.5) * step;
    if (!mark.value && broken) {
      open = false;
      continue;
    }
    const double y = plot.y(static_cast<double>(mark.value.value_or(0)));
    path += fmt::format("{}{:.1f} {:.1f}", open ? "L" : "M", x, y);
    open = true;
    if (mark.value && series.marks.size() <= most_titles)
      points += fmt::format(R"(<circle cx="{:.1f}" cy="{:.1f}" r="3" class="point">{}</circle>)", x,
                            y, title(whole(mark, series)));
  }
  return fmt::format(R"(<path d="{}" class="curve"/>)", path) + points;
}

std::string course(const Series& series, Grouping grouping, unsigned year_starts, double& height) {
  Plot plot;
  plot.axis = axis_over(series.least(), series.most(), series.unit, grouping);
  int widest = 1;
  for (const Axis::Tick& tick : plot.axis.ticks) widest = std::max(widest, width(tick.text));
  plot.left = widest * small_letter + 8;
  plot.top = 16;
  plot.width = paper - plot.left - 4;
  plot.height = 150;
  height = plot.top + plot.height + 36;
  const bool few = series.marks.size() <= most_columns;
  return ruled(plot) + (few ? columns(plot, series, grouping) : curve(plot, series)) +
         named(plot, series.marks, year_starts);
}

// --- Funnel ---

std::string funnel(const Series& series, double& height) {
  constexpr double row = 38, thick = 25;
  const Sides sides = sides_of(series);
  const double plot = sides.between(), centre = sides.left() + plot / 2;
  const auto most = static_cast<double>(std::max<std::int64_t>(1, series.most()));
  std::string bars, between;
  double y = 2, before = 0;
  for (const Mark& mark : series.marks) {
    const auto value = static_cast<double>(std::max<std::int64_t>(0, mark.value.value_or(0)));
    const double half = value == 0 ? 0 : std::max(0.5, plot / 2 * value / most);
    if (y > row)
      between += fmt::format(
          R"(<path d="M{:.1f} {:.1f}H{:.1f}L{:.1f} {:.1f}H{:.1f}Z" class="between"/>)",
          centre - before, y - row + thick, centre + before, centre + half, y, centre - half);
    bars += label_at(sides, y + 17, mark);
    bars += box(centre - half, y, 2 * half, thick, mark.alarming ? "alarm" : "bar",
                title(whole(mark, series)));
    bars += text_at(paper, y + 17, "end", escaped(mark.text), "value");
    before = half;
    y += row;
  }
  height = y - (row - thick) + 2;
  return between + bars;
}

// --- Grid ---

/// Those with figures of one kind, the kind of the first of them; without the column that is drawn
/// as bars elsewhere, a sum of the others.
std::vector<std::size_t> shaded_columns(const ReportTable& table) {
  std::vector<std::size_t> all;
  std::optional<std::size_t> kind;
  for (std::size_t i = 1; i < table.columns.size() && all.size() < grid_columns; ++i) {
    if (table.drawn == i) continue;
    bool any = false, same = true;
    for (const ReportTable::Row& row : table.rows) {
      if (row.total || !length_of(row.figures[i])) continue;
      any = true;
      if (!kind) kind = row.figures[i].index();
      same = same && kind == row.figures[i].index();
    }
    if (any && same) all.push_back(i);
  }
  return all;
}

std::vector<std::string> currencies_of(const ReportTable& table,
                                       const std::vector<std::size_t>& shaded) {
  std::vector<std::string> all;
  for (const ReportTable::Row& row : table.rows)
    for (const std::size_t i : shaded) {
      if (row.total || !length_of(row.figures[i])) continue;
      const std::string currency = currency_of(row.figures[i]);
      if (std::find(all.begin(), all.end(), currency) == all.end()) all.push_back(currency);
    }
  return all;
}

struct Cells {
  std::string title;
  std::vector<std::optional<std::int64_t>> values;
  std::vector<std::string> texts, whole;
};

Chart grid_of(const ReportTable& table, const std::vector<std::size_t>& shaded,
              const std::string& currency, const std::string& id, const ChartFrame& frame) {
  const Grouping grouping = frame.grouping;
  constexpr double row_height = 24, gap = 8;
  const auto labels = labels_of(table, grouping);
  std::vector<Cells> rows;
  double most = 0, label_room = 0, wide = 36;
  for (std::size_t r = 0; r < table.rows.size() && rows.size() < grid_rows; ++r) {
    const ReportTable::Row& row = table.rows[r];
    if (row.total) continue;
    Cells cells{labels[r], {}, {}, {}};
    bool any = false;
    for (const std::size_t i : shaded) {
      const Figure& figure = row.figures[i];
      const auto value = currency_of(figure) == currency ? length_of(figure) : std::nullopt;
      any = any || value;
      cells.values.push_back(value);
      cells.whole.push_back(labels[r] + ", " + table.columns[i].title + ": " +
                            (value ? shown_figure(figure, grouping) : "none"));
      const bool money = std::holds_alternative<Money>(figure);
      cells.texts.push_back(
          !value  ? ""
          : money ? short_value(static_cast<double>(*value), unit_of(figure), grouping)
                  : value_text(figure, grouping));
      most = std::max(most, std::abs(static_cast<double>(value.value_or(0))));
      wide = std::max(wide, room(cells.texts.back()) + 6);
    }
    if (!any) continue;
    label_room = std::max(label_room, room(shortened(cells.title, longest_label)));
    rows.push_back(std::move(cells));
  }
  if (rows.size() < 2 || most == 0) return {};
  std::vector<Stretch> heads;
  bool years = false;
  for (const std::size_t i : shaded) {
    heads.push_back(stretch(table.columns[i].title, frame.year_starts));
    years = years || !heads.back().year.empty();
    wide = std::max(wide, std::min(10, width(heads.back().text)) * small_letter + 6);
  }
  const double head = years ? 36 : 22;
  const double left = label_room + gap;
  wide = std::max(wide, (paper - left) / static_cast<double>(shaded.size()));
  const double all = left + wide * static_cast<double>(shaded.size());
  std::string drawn;
  std::vector<Label> begun;
  for (std::size_t i = 0; i < shaded.size(); ++i) {
    const double x = left + (static_cast<double>(i) + 0.5) * wide;
    drawn += text_at(x, head - 8, "middle",
                     isolated(heads[i].text, static_cast<int>((wide - 4) / small_letter)) +
                         title(table.columns[shaded[i]].title),
                     "small");
    begun.push_back({x, heads[i].year});
  }
  drawn += years_at(begun, 12);
  double y = head;
  for (const Cells& cells : rows) {
    drawn += text_at(label_room, y + 16, "end",
                     isolated(cells.title, longest_label) + title(cells.title));
    for (std::size_t i = 0; i < shaded.size(); ++i) {
      const double x = left + static_cast<double>(i) * wide;
      const auto value = static_cast<double>(cells.values[i].value_or(0));
      drawn += fmt::format(
          R"(<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" class="{}" fill-opacity="{:.2f}">{}</rect>)",
          x + 1, y + 1, wide - 2, row_height - 2, value < 0 ? "cell-minus" : "cell",
          value == 0 ? 0.0 : 0.08 + 0.42 * std::abs(value) / most, title(cells.whole[i]));
      if (!cells.texts[i].empty())
        drawn += text_at(x + wide / 2, y + 16, "middle", escaped(cells.texts[i]), "value");
    }
    y += row_height;
  }
  const std::string name = table.title + (currency.empty() ? "" : ", " + currency);
  constexpr double readable = 0.9;
  return {currency,
          svg(id, all, y + 2, name,
              fmt::format("{} rows by {} columns, the darker the more. The table has them all.",
                          rows.size(), shaded.size()),
              drawn),
          all > paper ? static_cast<int>(all * readable) : 0};
}

std::vector<Chart> grids_of(const ReportTable& table, const ChartFrame& frame) {
  std::vector<Chart> charts;
  const auto shaded = shaded_columns(table);
  if (shaded.size() < 2) return charts;
  for (const std::string& currency : currencies_of(table, shaded)) {
    Chart chart =
        grid_of(table, shaded, currency, frame.id + "-" + std::to_string(charts.size() + 1), frame);
    if (!chart.svg.empty()) charts.push_back(std::move(chart));
  }
  return charts;
}

}  // namespace

std::vector<Chart> charts_of(const ReportTable& table, const ChartFrame& frame) {
  const Grouping grouping = frame.grouping;
  std::vector<Chart> charts;
  if (table.picture == Picture::none || table.columns.empty()) return charts;
  if (table.picture == Picture::grid) return grids_of(table, frame);
  if (!table.drawn) return charts;
  auto all = series_of(table, *table.drawn, grouping);
  std::set<std::string> names;
  for (const Series& series : all)
    for (const Mark& mark : series.marks) names.insert(mark.label);
  for (Series& series : all) {
    std::string caption = table.columns[*table.drawn].title;
    if (!series.currency.empty()) caption += ", " + series.currency;
    if (table.picture == Picture::course) series = without_gaps(std::move(series), names, frame);
    const std::size_t most = table.picture == Picture::course ? most_points : most_bars;
    if (series.marks.size() > most) {
      caption += table.picture == Picture::course
                     ? fmt::format(", the last {} of {}", most, series.marks.size())
                     : fmt::format(", the first {} of {}", most, series.marks.size());
      if (table.picture == Picture::course)
        series.marks.erase(series.marks.begin(),
                           series.marks.end() - static_cast<std::ptrdiff_t>(most));
      else
        series.marks.resize(most);
      if (series.least() == 0 && series.most() == 0) continue;
    }
    const std::string its_id = frame.id + "-" + std::to_string(charts.size() + 1);
    double height = 0;
    const std::string drawn = table.picture == Picture::bars ? bars(series, height)
                              : table.picture == Picture::funnel
                                  ? funnel(series, height)
                                  : course(series, grouping, frame.year_starts, height);
    const std::string name = table.title + ": " + caption;
    charts.push_back({caption, svg(its_id, paper, height, name, described(series), drawn), 0});
  }
  return charts;
}

}  // namespace crm

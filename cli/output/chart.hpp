// A table of a report drawn: inline SVG that is read aloud as well as seen.
#pragma once

#include <string>
#include <vector>

#include "core/domain/country.hpp"
#include "core/report/report.hpp"

namespace crm {

struct Chart {
  /// What is drawn, and in what: `revenue, INR`.
  std::string caption;
  /// One `<svg>` element. Its colours are the page's variables `--accent`, `--soft`, `--minus` and
  /// `--rule`, and its text has the colour of what stands around it.
  std::string svg;
  /// Narrower than this many pixels it can't be read.
  int least_width = 0;
};

/// What a chart is not told by its table.
struct ChartFrame {
  /// Begins every id in the drawing.
  std::string id;
  Grouping grouping = Grouping::thousands;
  /// The first month of the business year.
  unsigned year_starts = 1;
  /// The days that the table is about: a course is drawn from their first to their last.
  Span span = {};
};

/// As the table's picture says; each currency and each kind of figure by itself, never on one axis.
/// None where fewer than two rows have something to draw, and none for totals.
std::vector<Chart> charts_of(const ReportTable& table, const ChartFrame& frame);

}  // namespace crm

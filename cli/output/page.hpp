// Reports as a page that can be mailed, printed and read for years: one HTML file that needs
// nothing from anywhere.
#pragma once

#include <string>
#include <vector>

#include "core/domain/country.hpp"
#include "core/report/report.hpp"

namespace crm {

/// A report with what a reader of the page is told besides.
struct PageReport {
  Report report;
  /// What it is told by; empty: not by anything.
  std::string by;
  /// What its figures mean.
  std::string meaning;
  /// How to ask for all of it: `crm report sales --by month`.
  std::string command;
};

struct Page {
  /// The book's name.
  std::string title;
  Day day;
  /// Which customers and entries count; empty: all.
  std::string filter = {};
  Grouping grouping = Grouping::thousands;
  /// The first month of the business year.
  unsigned year_starts = 1;
  std::vector<PageReport> reports = {};
  /// What must be known to read any of it.
  std::vector<std::string> remarks = {};
};

/// HTML5 that is well-formed XML too: light and dark, on narrow and wide screens and on paper;
/// without script. Of long tables the first 200 rows.
std::string html_page(const Page& page);

}  // namespace crm

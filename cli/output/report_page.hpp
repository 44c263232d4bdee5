// A report printed: tables with bars for people, lines for a pipe, CSV, JSON, Markdown.
#pragma once

#include "cli/desk.hpp"
#include "core/report/report.hpp"

namespace crm {

/// Only the tables whose keys are in `only` (joined by commas; empty: all). Error::asked_wrongly,
/// thrown, for a table that the report does not have.
void print_report(const Report& report, const std::string& only, const Desk& desk);

/// The report with these tables alone, as above, and without the columns that only programs want.
Report with_tables(const Report& report, const std::string& only);

/// For a document: headings, pipe tables, remarks.
void print_markdown(const Report& report, const std::string& only, const Desk& desk);

}  // namespace crm

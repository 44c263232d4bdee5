// Rows of a table as text: RFC 4180, or with tabs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace crm {

struct RowLook {
  /// A comma ends lines with CR LF, as the RFC has it; a tab with LF.
  char separator = ',';
  /// What a spreadsheet would take for a formula (= + - @, also in their full width) has an
  /// apostrophe before it, and what has one already another.
  bool no_formulas = false;
};

/// The cell without the apostrophe that keeps a spreadsheet from taking it for a formula.
std::string_view without_guard(std::string_view cell);

/// For spreadsheets that take a file for their own country's encoding.
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// With its line's end. What has the separator, a quote or a line break in it stands in quotes;
/// NULs are left out.
std::string row_text(const std::vector<std::string>& cells, const RowLook& look);

}  // namespace crm

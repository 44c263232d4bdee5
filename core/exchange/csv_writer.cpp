#include "core/exchange/csv_writer.hpp"

#include <algorithm>
#include <array>

namespace crm {
namespace {

bool begins_formula(std::string_view cell) {
  static constexpr std::array<std::string_view, 11> signs{"=",
                                                          "+",
                                                          "-",
                                                          "@",
                                                          "\t",
                                                          "\r",
                                                          "\n",
                                                          "\xEF\xBC\x9D",
                                                          "\xEF\xBC\x8B",
                                                          "\xEF\xBC\x8D",
                                                          "\xEF\xBC\xA0"};
  // Spreadsheets look past the spaces at the beginning.
  cell.remove_prefix(std::min(cell.find_first_not_of(' '), cell.size()));
  return std::any_of(signs.begin(), signs.end(),
                     [&](std::string_view sign) { return cell.starts_with(sign); });
}

/// Whether it is said to be no formula already.
bool is_guarded(std::string_view cell) {
  const auto sign = cell.find_first_not_of('\'');
  return sign != cell.npos && sign > 0 && begins_formula(cell.substr(sign));
}

}  // namespace

std::string_view without_guard(std::string_view cell) {
  return is_guarded(cell) ? cell.substr(1) : cell;
}

std::string row_text(const std::vector<std::string>& cells, const RowLook& look) {
  const std::string special = std::string("\"\r\n") + look.separator;
  std::string row;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) row += look.separator;
    std::string text = cells[i];
    std::erase(text, '\0');
    if (look.no_formulas && (begins_formula(text) || is_guarded(text))) text.insert(0, 1, '\'');
    if (text.find_first_of(special) == text.npos) {
      row += text;
      continue;
    }
    row += '"';
    for (const char c : text) row += c == '"' ? std::string("\"\"") : std::string(1, c);
    row += '"';
  }
  // A lone cell without anything in it would be no row at all.
  if (cells.size() == 1 && row.empty()) row = "\"\"";
  return row + (look.separator == '\t' ? "\n" : "\r\n");
}

}  // namespace crm

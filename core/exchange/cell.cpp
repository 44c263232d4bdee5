#include "core/exchange/cell.hpp"

#include "core/domain/text.hpp"

namespace crm {

std::string joined_cell(const std::vector<std::string>& values) {
  std::string cell;
  for (const std::string& value : values) {
    if (!cell.empty()) cell += "; ";
    for (const char c : value) cell += c == ';' ? std::string(";;") : std::string(1, c);
  }
  return cell;
}

std::vector<std::string> separated_cell(std::string_view cell) {
  std::vector<std::string> values;
  std::string value;
  const auto end = [&] {
    const std::string_view said = trimmed(value);
    if (!said.empty()) values.emplace_back(said);
    value.clear();
  };
  for (std::size_t i = 0; i < cell.size(); ++i) {
    if (cell[i] != ';') {
      value += cell[i];
    } else if (cell.substr(i + 1).starts_with(';')) {
      value += ';';
      ++i;
    } else {
      end();
    }
  }
  end();
  return values;
}

std::string labelled_cell(const Labelled& entry) {
  if (!entry.label.empty()) return entry.value + " (" + entry.label + ")";
  const bool seems_labelled = !labelled_of_cell(entry.value).label.empty();
  return seems_labelled ? entry.value + " ()" : entry.value;
}

Labelled labelled_of_cell(std::string_view cell) {
  cell = trimmed(cell);
  const auto open = cell.rfind(" (");
  if (!cell.ends_with(')') || open == cell.npos || open == 0) return {std::string(cell), {}};
  const std::string_view label = cell.substr(open + 2, cell.size() - open - 3);
  return {std::string(trimmed(cell.substr(0, open))), std::string(trimmed(label))};
}

}  // namespace crm

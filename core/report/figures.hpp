// The figures of a row, put down one after the other: a list in braces copies each of them once
// more, and rankings have thousands of rows.
#pragma once

#include <utility>
#include <vector>

#include "core/report/report.hpp"

namespace crm {

template <class... All>
std::vector<Figure> figures(All&&... all) {
  std::vector<Figure> row;
  row.reserve(sizeof...(all));
  (row.emplace_back(std::forward<All>(all)), ...);
  return row;
}

}  // namespace crm

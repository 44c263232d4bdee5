// The reports there are: what each is about, what it looks at, and what its figures mean.
#pragma once

#include <string_view>
#include <vector>

#include "cli/placeholder.hpp"
#include "core/index/index.hpp"
#include "core/report/report.hpp"

namespace crm {

struct ReportKind {
  std::string_view name;
  /// What it answers, in a line.
  std::string_view summary;
  /// What its figures mean and what they are made of, in sentences; for its manual.
  std::string_view meaning;
  /// What a filter is about: the list in a record (`deals`); empty: the customers themselves.
  std::string_view list;
  /// What of a record it looks at.
  Needs needs;
  /// Its days where nobody says others.
  enum class Days { last_year, this_month, from_now, none } days;
  /// The words of `--by` that are its own, besides fields; with spaces between.
  std::string_view by;
  Report (*tell)(const AllFacts&, const Question&);
  /// What the dashboard tells it by where nobody says otherwise; with spaces between, each in a
  /// section of its own.
  std::string_view pictured_by = {};
};

const std::vector<ReportKind>& report_kinds();
/// nullptr where there is none of that name.
const ReportKind* report_kind_named(std::string_view name);

}  // namespace crm

// The reports there are: what each is about, what it looks at, and what its figures mean.
#pragma once

#include <optional>
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
  std::string_view list = {};
  /// What of a record it looks at.
  Needs needs;
  /// Its days where nobody says others.
  enum class Days { last_year, this_month, from_now, none } days = Days::none;
  /// As `by`: not even by fields.
  static constexpr std::string_view by_nothing = "-";
  /// The words of `--by` that are its own, besides fields; with spaces between.
  std::string_view by = {};
  Report (*tell)(const AllFacts&, const Question&) = nullptr;
  /// Of whom it is where nobody gives a filter; empty: of all.
  std::string_view usual_filter = {};
  /// It is told of a filter's customers, but compares them with all others (Selection).
  bool of_everyone = false;
  /// It is a ranking, so --limit shows the first of it alone.
  bool is_ranking = false;
  /// A list that is looked at but not counted, so that no filter is asked of it.
  std::string_view only_read = {};
  /// What it tells instead with --accuracy; nullptr where it foretells nothing.
  Report (*tell_accuracy)(const AllFacts&, const Question&) = nullptr;
  /// What it looks at of the whole book, whatever a filter leaves out (Question::whole).
  std::optional<FieldSet> of_whole = {};
  /// It can be of one pipeline (--pipeline).
  bool of_pipeline = false;
  /// What the dashboard tells it by where nobody says otherwise; with spaces between, each in a
  /// section of its own.
  std::string_view pictured_by = {};
};

const std::vector<ReportKind>& report_kinds();
/// nullptr where there is none of that name.
const ReportKind* report_kind_named(std::string_view name);

}  // namespace crm

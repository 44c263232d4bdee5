// Reports told of the book: one or all of them, from one look at the records.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/commands/report_kinds.hpp"
#include "cli/desk.hpp"

namespace crm {

struct Telling {
  const ReportKind* kind = nullptr;
  /// What it is told by; empty: not by anything.
  std::string by;
  Span span;
  /// Of a ranking the first so many.
  std::optional<std::size_t> limit = {};
  std::string pipeline = {};
  /// What was foretold against what came, instead.
  bool accuracy = false;
  Report report = {};
};

/// Of whom it is asked, and when.
struct Occasion {
  std::vector<std::string> filter;
  /// Local: now, or the end of a day that is past.
  Moment now;
  /// The book as it stood then.
  bool of_past = false;
};

struct Told {
  std::vector<Telling> tellings;
  /// What is left out, and why.
  std::vector<std::string> remarks;
  /// What could not be read.
  std::vector<Problem> problems;
};

/// Where there are several wishes, those that don't know a field of the filter or of `by` are left
/// out; where that leaves none, or there is only one, it is Error::asked_wrongly, thrown.
Told tell(std::vector<Telling> wishes, const Occasion& occasion, const Desk& desk);

}  // namespace crm

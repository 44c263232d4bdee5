// Reports told of the book: one or all of them, from one look at the records.
#pragma once

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
  Report report = {};
};

struct Told {
  std::vector<Telling> tellings;
  /// What is left out, and why.
  std::vector<std::string> remarks;
  /// What could not be read.
  std::vector<Problem> problems;
};

/// As of `now`, which is local. Where there are several, those that don't know a field of the
/// filter or of `by` are left out; where that leaves none, or there is only one, it is
/// Error::asked_wrongly, thrown.
Told tell(std::vector<Telling> wishes, const std::vector<std::string>& filter, const Moment& now,
          const Desk& desk);

}  // namespace crm

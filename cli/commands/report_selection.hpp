// Which entries a report counts, and in which groups: a filter and `--by`, asked of each kind of
// entry by itself.
#pragma once

#include <string>
#include <vector>

#include "cli/commands/report_kinds.hpp"
#include "cli/desk.hpp"

namespace crm {

struct Selected {
  Selection selection;
  Needs needs;
  /// What of a customer the selection itself looks at.
  FieldSet asked = FieldSet::none();
  /// What is left out, and why.
  std::vector<std::string> remarks = {};
  /// Rules of crm.yaml that can't be read.
  std::vector<Problem> problems = {};
};

/// Where the report is of customers, a filter chooses them, with all their entries. Else it is
/// asked of deals, purchases and conversations one by one; those that don't know a field of it are
/// left out. Without a filter the report's own is asked, where it has one. Days are told from
/// `now`. Error::asked_wrongly, thrown, for a field that none of them knows. The desk must outlive
/// it.
Selected select(const std::vector<std::string>& asked, const std::string& by,
                const ReportKind& kind, const Desk& desk, const Moment& now);

}  // namespace crm

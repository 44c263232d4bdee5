// What is wrong or doubtful in a book: every problem of every file, at its place, with a stable
// code.
#pragma once

#include <string>
#include <vector>

#include "core/book/book.hpp"
#include "core/book/journal.hpp"

namespace crm {

struct Checkup {
  std::size_t files = 0;
  /// In the order of files and lines. Warnings leave a record readable; the others do not.
  std::vector<Problem> problems;

  /// Puts more of them among these.
  void add(std::vector<Problem> more);
};

/// Codes: what the reader finds (syntax, duplicate-key, value, missing, unknown-key, no-id,
/// id-twice, misplaced-id, bad-id …), and what only a book can know: same-id, shared-id, not-read,
/// unknown-word, unknown-stage, unknown-currency, after-end, no-end, stage-twice, dangling,
/// late-entries, erased, out-of-range. What a filter of crm.yaml says is not read here:
/// core/query/kept_filters.hpp.
Result<Checkup> check(const Book& book);

/// The files' texts after everything that can be mended without a decision: ids for entries written
/// by hand, the id line of a record without one, names in references turned into ids.
Result<std::vector<Change>> mended(const Book& book);

}  // namespace crm

// Operations entered into git's history as they are done, unless crm.yaml says
// `commit: off` or `commit: sync`.
#pragma once

#include <string>
#include <vector>

#include "cli/world.hpp"
#include "core/book/book.hpp"
#include "core/book/writing.hpp"
#include "core/domain/day.hpp"

namespace crm {

/// Around one operation, under the book's lock: made before it, asked to commit after it.
class Committing {
 public:
  /// Looks whether there is anything to commit to; from here on an operation whose command is
  /// killed is known to wait.
  Committing(const Book& book, const Writing& writing, const Moment& now, World& world);

  /// Commits the operation that was done, and those that wait since before. What git refuses is a
  /// remark and waits for the next one: the book was changed all the same.
  void commit(const std::string& operation_id);

 private:
  const Book& book_;
  const Moment& now_;
  World& world_;
  bool active_ = false;
  /// Each ended by a NUL.
  std::string paths_;
};

/// Commits the files of a new book alone, where git knows us.
void commit_new_book(const Layout& layout, const std::vector<std::string>& paths, World& world);

/// An absolute path for one that is as the person gave it.
std::string absolute_path(const std::string& path, const World& world);

/// As git takes a date: `1763703900 +0530`.
std::string git_date(const Moment& now, const World& world);

}  // namespace crm

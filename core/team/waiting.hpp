// Operations of this copy of the book that git does not have yet: the journal's from a mark on that
// says how far git has them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/book/journal.hpp"
#include "core/book/layout.hpp"

namespace crm {

class Waiting {
 public:
  Waiting(Disk& disk, const Layout& layout) : disk_(disk), layout_(layout) {}

  /// From when on operations are counted: set before the first one, so that one whose command is
  /// killed between its files and its commit is known to wait. Once set it stays.
  Result<void> begin(const std::string& next_number);
  /// Git has all operations up to this one, by its number.
  Result<void> settle(const std::string& number);
  /// Nobody counts any more.
  Result<void> forget();

  /// Those that wait, oldest first, as far as the journal goes back.
  std::vector<Operation> operations() const;
  /// Whether some wait that the journal has forgotten already.
  bool has_forgotten() const;
  /// The paths that these have changed.
  Result<std::vector<std::string>> paths(const std::vector<Operation>& operations) const;

 private:
  std::string mark() const { return layout_.local() + "/committed"; }

  Journal journal() const { return Journal(disk_, layout_.journal()); }

  /// Nothing where nobody counts.
  std::optional<std::uint64_t> settled() const;

  Disk& disk_;
  Layout layout_;
};

}  // namespace crm

// Since when this copy of a book has something that the others of its team do not have.
#pragma once

#include <optional>
#include <string>

#include "core/book/disk.hpp"
#include "core/book/layout.hpp"
#include "core/domain/day.hpp"

namespace crm {

/// Known only of a copy that was synced before: others have no team.
class Unshared {
 public:
  Unshared(Disk& disk, const Layout& layout) : disk_(disk), layout_(layout) {}

  /// The day of the first change that was not sent yet.
  std::optional<Day> since() const;
  /// Something was written on this day.
  void note(Day day);
  /// Everything was sent.
  void clear();

 private:
  std::string file() const { return layout_.local() + "/unshared"; }

  Disk& disk_;
  Layout layout_;
};

}  // namespace crm

// What this machine remembers of whom it told what (core/letters/deliveries.hpp), read and noted.
#pragma once

#include <functional>
#include <memory>

#include "cli/desk.hpp"
#include "core/letters/deliveries.hpp"

namespace crm {

class Recollection {
 public:
  explicit Recollection(const Desk& desk);

  const Deliveries& known() const { return known_; }

  /// Nobody else tells anybody anything from here on until this one goes; what was told meanwhile
  /// is known. Throws Failure where somebody else takes too long.
  void be_alone();

  /// Where it can't be noted that is remarked on: what was told is not taken back. With --dry-run
  /// nothing is noted.
  void note(const std::function<void(Deliveries&)>& change);

 private:
  const Desk& desk_;
  Deliveries known_;
  std::unique_ptr<Lock> lock_;
};

}  // namespace crm

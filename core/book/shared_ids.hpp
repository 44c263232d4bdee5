// Ids of entries that stand in more than one record: a command that is told one can't know which is
// meant.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/record/tree.hpp"

namespace crm {

/// All records are counted first; then those that share an id are looked at. In between an id is a
/// number of eight bytes: a large book has millions of them.
class SharedIds {
 public:
  void count(const Tree& record);
  /// The same records again, in the same order.
  void look_at(const Tree& record, const std::string& customer);
  /// A warning at each but the first, in which other file it stands. Two files of one customer are
  /// left out: all they have is there twice.
  std::vector<Problem> problems() const;

 private:
  struct Found {
    std::string customer;
    Place place;
  };

  /// Of ids, then of those that are shared; a number may stand for two, which does no harm.
  std::vector<std::uint64_t> numbers_;
  bool counted_ = false;
  std::map<std::string, std::vector<Found>> found_;
};

}  // namespace crm

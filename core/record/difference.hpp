// What changed between two values of a record, as the list of edits that lead from one to the
// other.
#pragma once

#include <string>
#include <vector>

#include "core/domain/data.hpp"
#include "core/record/schema.hpp"

namespace crm {

/// The way to a value: keys of maps, ids of entries, texts of sets: `deals`, `d7k2m9`, `title`.
using Path = std::vector<std::string>;

/// `deals/d7k2m9/title`.
std::string to_text(const Path& path);

struct Edit {
  enum class Kind { set, add, remove };
  Kind kind = Kind::set;
  /// Of set and remove: the value or entry itself. Of add: the list.
  Path path;
  /// What is there afterwards; none for remove.
  Data value;
  /// What was there before; none where nothing was.
  Data before;
  bool operator==(const Edit&) const = default;
};

/// Edits in the order of the type's fields. Lists of entries and sets are compared without regard
/// to order; of a list or map what is added comes before what goes, so that it is never empty in
/// between.
std::vector<Edit> difference(const Data& before, const Data& after, const Type& type);

/// The same between two customers; what is equal is not looked at twice.
std::vector<Edit> difference(const Customer& before, const Customer& after);

/// What an entry of a list is known by: its id, the text of a set's member.
std::string entry_name(const Data& entry);

}  // namespace crm

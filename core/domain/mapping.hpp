// How the columns of a foreign table become fields, as a book keeps it in mappings/.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/domain/data.hpp"
#include "core/domain/field.hpp"

namespace crm {

struct Mapping {
  static constexpr std::string_view noun = "mapping";
  /// What a row is: customers, deals, interactions, purchases, payments, reminders; empty:
  /// customers.
  std::string as;
  /// By what a row's customer is found, in this order: id, external, email, phone, name; empty: by
  /// whatever is there.
  std::vector<std::string> key;
  /// Every column of the table: its header → a word for a field, or `-` for one that is left out.
  Named<std::string> columns;
  /// Header → what stands in that column → what is read in its place.
  Data words;
  bool operator==(const Mapping&) const = default;

  template <class Visitor, class Self>
  static void describe(Visitor& field, Self& self) {
    field("as", self.as);
    field("key", self.key);
    field("columns", self.columns, required);
    field("words", self.words);
  }
};

}  // namespace crm

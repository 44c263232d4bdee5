// The programs whose tables are known by their headers, and what their columns become.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/exchange/column_word.hpp"

namespace crm {

class Product {
 public:
  struct Column {
    /// Folded, `#` for a number: `e mail # value`.
    std::string_view header;
    /// A column's word with the same `#`.
    std::string_view word;
  };

  /// `Google Contacts (new)`.
  std::string_view name;
  RowKind kind;
  /// All of these headers must be there; `a|b`: one of them.
  std::vector<std::string_view> tells;
  std::vector<Column> columns;
  /// Each row is a company.
  bool companies = false;
  /// Below the table stand lines of something else.
  bool has_footer = false;

  /// Whether each row is somebody with whom a business has to do.
  bool is_of_people() const;

  /// The word for a folded header; empty for one that it does not have by itself.
  std::string word_for(std::string_view folded) const;
};

/// The first product that these folded headers are of; nullptr when they are of none.
const Product* find_product(const std::vector<std::string>& folded);

}  // namespace crm

// What is to be read from each column of a table: from its headers, a mapping and what was typed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/domain/mapping.hpp"
#include "core/exchange/arrival.hpp"
#include "core/exchange/column_word.hpp"
#include "core/exchange/products.hpp"

namespace crm {

/// What is known of a table before it is opened.
struct CsvWish {
  /// As iconv knows it; empty: it is found out.
  std::string encoding = {};
  /// Words of --map.
  std::vector<std::string> map = {};
  /// customers, deals …; empty: what the headers tell.
  std::string as = {};
  /// id, external, email, phone, name, in that order; empty: whatever is there.
  std::vector<std::string> key = {};

  struct Saved {
    /// Of its file, without the ending.
    std::string name;
    Mapping mapping;
  };

  /// Those of the book; the one that is for exactly these headers is used.
  std::vector<Saved> saved = {};
};

struct PlannedColumn {
  /// As it stands there; `Email (2)` where it comes again, `column 5` where it is empty.
  std::string header;
  ColumnWord word;
  /// What stands there → what is read.
  Named<std::string> words = {};
  /// Nobody said so: it had no better place.
  bool by_itself = false;
};

struct Plan {
  RowKind kind = RowKind::customers;
  std::vector<Key::Kind> key;
  std::vector<PlannedColumn> columns;
  /// nullptr for a table of nobody known.
  const Product* product = nullptr;
  /// Of the mapping that was found by the headers.
  std::string saved;
  /// These rows were rejected before; their last two columns say where and why.
  bool has_rejects = false;
  /// A table that crm export has made: its ids are ours.
  bool is_ours = false;

  bool has(std::string_view word) const;
};

/// Headers that can be told apart.
std::vector<std::string> told_apart(const std::vector<std::string>& header);

/// Which of the first rows holds the headers: those before it are a preamble. Error::invalid where
/// none does.
Result<std::size_t> header_row(const std::vector<std::vector<std::string>>& rows,
                               const CsvWish& wish);

/// Error::asked_wrongly for a word that can't be, a field that two columns are to become, a table
/// that names nobody.
Result<Plan> plan_for(const std::vector<std::string>& header, const CsvWish& wish);

/// All of it, as it is kept.
Mapping mapping_of(const Plan& plan);

}  // namespace crm

// A table (CSV, TSV and their dialects) as a source: each row is a customer, or an entry of one.
#pragma once

#include <memory>
#include <string>

#include "core/exchange/plan.hpp"
#include "core/exchange/source.hpp"

namespace crm {

class CsvSource : public Source {
 public:
  /// What is read from each column, so that it can be kept in mappings/.
  virtual Mapping mapping() const = 0;

  /// The mapping of the book that was found by the headers; empty: none was.
  virtual const std::string& saved_mapping() const = 0;
};

/// Reads the first rows: what the columns are, in which order dates are written and what stands
/// before decimals is told from them. Error::invalid for a file without headers,
/// Error::asked_wrongly for a wish that can't be. The ground must outlive the table.
Result<std::unique_ptr<CsvSource>> open_table(std::unique_ptr<Bytes> bytes, std::string file,
                                              const CsvWish& wish, const Ground& ground);

}  // namespace crm

// What reports read of a record, straight from its card: no customer is built for it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/record/field_set.hpp"
#include "core/report/gist.hpp"

namespace crm {

/// Reads cards, one after the other, into the room of the last one.
class GistReader {
 public:
  /// Fields that are not wanted are left empty; `currency` is the book's.
  GistReader(FieldSet wanted, std::string currency)
      : wanted_(wanted), currency_(std::move(currency)) {}

  /// What stands on a card, until the next one is read; nullptr for bytes that are none. The words
  /// stand in the bytes, which are on the paper.
  const Gist* read(std::string_view bytes, const std::shared_ptr<Paper>& paper);

 private:
  FieldSet wanted_;
  std::string currency_;
  Gist gist_;
};

}  // namespace crm

// Text of a file → the value it means, with the place of everything that can't be read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/campaign.hpp"
#include "core/domain/customer.hpp"
#include "core/domain/mapping.hpp"
#include "core/domain/rates.hpp"
#include "core/domain/settings.hpp"
#include "core/record/tree.hpp"

namespace crm {

template <class T>
struct Reading {
  /// Nothing when some of the problems are errors.
  std::optional<T> value;
  /// Errors, and the warnings that `check` speaks of (unknown keys, entries without an id, ids
  /// twice).
  std::vector<Problem> problems;

  bool ok() const { return value.has_value(); }

  /// The errors alone, as one Error; call it when there is no value.
  Error error() const;
};

/// Reads a customer; bare amounts are in `currency`. Without an `id:` line the file's stem is the
/// id.
Reading<Customer> read_customer(const Tree& tree, std::string_view currency);
Reading<Campaign> read_campaign(const Tree& tree, std::string_view currency);
/// Refuses a newer `format:`.
Reading<Settings> read_settings(const Tree& tree);
Reading<Rates> read_rates(const Tree& tree);
Reading<Mapping> read_mapping(const Tree& tree);

/// `customers/berlin/acme-7h2k.yaml` → `acme-7h2k`.
std::string_view file_stem(std::string_view path);

}  // namespace crm

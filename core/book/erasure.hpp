// Somebody forgotten for ever: what goes of a record, what of those that name it, and which sales
// stay without a name.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "core/domain/customer.hpp"
#include "core/domain/settings.hpp"
#include "core/domain/traces.hpp"

namespace crm {

class Erasure {
 public:
  Erasure() = default;
  /// By the lines of erased.txt: `anita-sharma-4x8k`, or `acme-7h2k/p4n8x2` for a person of a
  /// customer.
  explicit Erasure(std::vector<std::string> lines);

  /// What a record, as it stood before, tells of those who are erased.
  void learn(const Customer& before);

  const std::vector<std::string>& lines() const { return lines_; }

  const Traces& traces() const { return traces_; }

  /// Whether the whole record goes.
  bool takes(std::string_view customer) const { return customers_.contains(customer); }

  /// Whether a text says anything of them.
  bool is_in(std::string_view text) const;

  /// Another record without those who are erased: no reference leads to them, none of its people is
  /// one of them, and its texts have `[erased]` in the place of their ids and addresses; with
  /// `names_too` also of their names.
  Customer cleaned(Customer customer, bool names_too) const;

 private:
  bool is_erased(const Customer& customer, const Person& person) const;

  std::vector<std::string> lines_;
  std::set<std::string, std::less<>> customers_;
  /// `acme-7h2k/p4n8x2`.
  std::set<std::string, std::less<>> people_;
  Traces traces_;
};

/// What figures hang on and nobody is known by: kind, status, owner, source and days of the
/// customer, purchases, payments and won deals, each under an id of its own. `with_id` has the new
/// record's id. Nothing is sold: no purchases, payments or deals.
Customer anonymised(const Customer& customer, const std::string& with_id, const Settings& settings,
                    const std::function<std::string()>& new_id);

}  // namespace crm

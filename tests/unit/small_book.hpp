// A book of a few customers whose figures can be worked out by hand, and reports told in a line a
// row.
#pragma once

#include <deque>
#include <string>

#include "core/report/report.hpp"

namespace crm::test {

class SmallBook {
 public:
  SmallBook();

  /// Adds entries to one customer; each text is what stands in the record.
  class Entries {
   public:
    explicit Entries(Customer& customer) : customer_(customer) {}

    /// `moves`: `2026-06-01 lead, 2026-07-01 lost price`; what comes after the stage is the reason.
    Entries& deal(const char* id, const char* title, const char* amount, const std::string& moves);
    /// `more`: `category: office, cost: 50 EUR`.
    Entries& purchase(const char* id, const char* on, const char* item, const char* amount,
                      const std::string& more);

    /// The customer itself, for what has no verb here.
    Customer& customer() { return customer_; }

   private:
    Customer& customer_;
  };

  /// `yaml`: lines of the record.
  Entries customer(const char* id, const std::string& yaml = "");

  /// As of `now`.
  AllFacts facts(const Selection& selection = {}) const;
  /// The book's own settings, rates and campaigns must outlive it.
  Question question(const char* from, const char* to) const;

  Settings settings;
  Rates rates;
  std::vector<Campaign> campaigns;
  std::deque<Customer> customers;
  /// 2026-11-21, a Saturday, 10:15.
  Moment now;
};

/// The rows of that table: figures between ` | `, plain, shares as `1/2`, too little as `1 of 3`,
/// lengths as `12.5 d`; ` | total` behind a total.
std::string told(const Report& report, std::string_view table);

}  // namespace crm::test

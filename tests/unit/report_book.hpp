// A small book in a test, and what a report tells of it, as lines to compare.
#pragma once

#include <string>
#include <vector>

#include "core/report/report.hpp"

namespace crm::test {

/// With what `settings` says besides currency EUR, of Germany; each customer is the text of a
/// record.
class ReportBook {
 public:
  ReportBook(const std::string& settings, const std::vector<std::string>& customers,
             const std::string& now);

  AllFacts facts(Selection selection = {}) const;
  /// From and to as days; empty: open.
  Question question(const std::string& from, const std::string& to,
                    const std::string& by = {}) const;

  const Settings& settings() const { return settings_; }

  const std::vector<Customer>& customers() const { return customers_; }

 private:
  Settings settings_;
  Rates rates_;
  std::vector<Campaign> campaigns_;
  std::vector<Customer> customers_;
  Moment now_;
};

/// A line a row, its figures as they are shown to people, with ` | ` between; a total after `= `.
std::string told(const Report& report, const std::string& table);

}  // namespace crm::test

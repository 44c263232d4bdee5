// A small book in a test, and what reports say of it, as lines of text.
#pragma once

#include <ostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "cli/output/figure.hpp"
#include "core/record/reader.hpp"
#include "core/record/tree.hpp"
#include "core/report/report.hpp"

namespace crm::test {

/// Texts that a failing test shows one below the other.
struct Lines : std::vector<std::string> {
  using std::vector<std::string>::vector;

  Lines(const std::vector<std::string>& texts) : vector(texts) {}  // NOLINT: they are the same

  friend std::ostream& operator<<(std::ostream& out, const Lines& lines) {
    for (const std::string& line : lines) out << "\n    " << line;
    return out;
  }
};

inline Span span(const std::string& from, const std::string& to) {
  return {Day::parse(from).value(), Day::parse(to).value()};
}

/// `Acme | 12.00 EUR | 50 |`: the figures of a row as a pipe gets them.
inline std::string line_of(const ReportTable::Row& row) {
  std::string line;
  for (std::size_t i = 0; i < row.figures.size(); ++i)
    line += (i == 0 ? "" : " | ") + plain_figure(row.figures[i]);
  return line;
}

struct AskedBook {
  AskedBook() {
    settings.currency = "EUR";
    settings = completed(settings);
  }

  /// A customer's record, with `id` and `name` before it.
  void add(const std::string& id, const std::string& rest) {
    const auto tree = Tree::parse("id: " + id + "\nname: " + id + "\n" + rest, "customers/a.yaml");
    customers.push_back(*read_customer(*tree, "EUR").value);
  }

  void add_campaign(const std::string& text) {
    const auto tree = Tree::parse(text, "campaigns/a.yaml");
    campaigns.push_back(*read_campaign(*tree, "EUR").value);
  }

  void add_rate(const std::string& from, const std::string& rate) {
    rates.rates.push_back(
        {"", Day::parse("2020-01-01").value(), from, "EUR", Decimal::parse(rate).value()});
  }

  Question question(const Span& days = {}, const std::string& by = {}) const {
    return {settings, rates, campaigns, now, days, by, {}};
  }

  AllFacts facts(const Selection& selection = {}) const {
    AllFacts all;
    const Facts facts(settings, now, selection);
    for (const Customer& customer : customers)
      if (auto one = facts.of(customer)) all.push_back(*std::move(one));
    return all;
  }

  Settings settings;
  Rates rates;
  std::vector<Campaign> campaigns;
  std::vector<Customer> customers;
  Moment now = Moment::parse("2026-11-21T12:00:00+01:00").value();
};

inline const ReportTable& table(const Report& report, const std::string& key) {
  for (const ReportTable& one : report.tables)
    if (one.key == key) return one;
  throw std::out_of_range("the report " + report.name + " has no table " + key);
}

/// A line a row, without what a rate is of: it says that itself.
inline Lines lines(const Report& report, const std::string& key) {
  Lines lines;
  const ReportTable& its = table(report, key);
  for (ReportTable::Row row : its.rows) {
    for (std::size_t i = its.columns.size(); i-- > 0;)
      if (its.columns[i].key.ends_with("_of"))
        row.figures.erase(row.figures.begin() + static_cast<std::ptrdiff_t>(i));
    lines.push_back(line_of(row));
  }
  return lines;
}

/// All that it says.
inline std::string told(const Report& report) {
  std::string all = report.name + " " + report.title + "\n";
  for (const ReportTable& table : report.tables) {
    all += table.key + "\n";
    for (const ReportTable::Row& row : table.rows)
      all += "  " + line_of(row) + (row.total ? " (sum)" : "") + "\n";
    for (const std::string& text : table.remarks) all += "  " + text + "\n";
  }
  for (const std::string& text : report.remarks) all += text + "\n";
  return all;
}

}  // namespace crm::test

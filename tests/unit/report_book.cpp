#include "tests/unit/report_book.hpp"

#include <algorithm>

#include "cli/output/figure.hpp"
#include "core/record/reader.hpp"
#include "core/record/tree.hpp"

namespace crm::test {

ReportBook::ReportBook(const std::string& settings, const std::vector<std::string>& customers,
                       const std::string& now)
    : now_(Moment::parse(now).value()) {
  const auto tree = Tree::parse(
      "format: 1\ncurrency: EUR\ncountry: DE\ntimezone: Europe/Berlin\n" + settings, "crm.yaml");
  settings_ = completed(*read_settings(*tree).value);
  for (const std::string& text : customers) {
    const auto record = Tree::parse(text, "customers/a.yaml");
    customers_.push_back(*read_customer(*record, "EUR").value);
  }
}

AllFacts ReportBook::facts(Selection selection) const {
  const Facts maker(settings_, now_, std::move(selection));
  AllFacts all;
  for (const Customer& customer : customers_)
    if (auto facts = maker.of(customer)) all.push_back(*std::move(facts));
  return all;
}

Question ReportBook::question(const std::string& from, const std::string& to,
                              const std::string& by) const {
  Question question{settings_, rates_, campaigns_, now_};
  if (!from.empty()) question.span.from = Day::parse(from).value();
  if (!to.empty()) question.span.to = Day::parse(to).value();
  question.by = by;
  return question;
}

std::string told(const Report& report, const std::string& table) {
  const auto found = std::find_if(report.tables.begin(), report.tables.end(),
                                  [&](const ReportTable& one) { return one.key == table; });
  if (found == report.tables.end()) return "there is no table " + table;
  std::string all;
  for (const ReportTable::Row& row : found->rows) {
    if (!all.empty()) all += "\n";
    if (row.total) all += "= ";
    for (std::size_t i = 0; i < row.figures.size(); ++i) {
      // A rate says it itself.
      if (found->columns[i].key.ends_with("_of")) continue;
      all += (i == 0 ? "" : " | ") + shown_figure(row.figures[i], Grouping::thousands);
    }
  }
  return all;
}

}  // namespace crm::test

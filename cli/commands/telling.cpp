#include "cli/commands/telling.hpp"

#include <algorithm>
#include <utility>

#include "cli/commands/report_selection.hpp"

namespace crm {
namespace {

/// Tellings that count the same entries in the same groups share their facts.
struct Shared {
  bool of_customers = false;
  std::string by;
  bool operator==(const Shared&) const = default;
};

struct Choice {
  Telling telling;
  Selected selected;
  Shared shared;
};

/// Those that can be told so.
std::vector<Choice> choices(std::vector<Telling>&& wishes, const std::vector<std::string>& filter,
                            const Desk& desk, std::vector<std::string>& remarks) {
  std::vector<Choice> all;
  std::optional<Failure> refused;
  const auto note = [&](const std::string& text) {
    if (std::find(remarks.begin(), remarks.end(), text) == remarks.end()) remarks.push_back(text);
  };
  for (Telling& wish : wishes) {
    try {
      Selected selected = select(filter, wish.by, *wish.kind, desk);
      const Shared shared{!filter.empty() && wish.kind->list.empty(),
                          selected.selection.group ? wish.by : ""};
      for (const std::string& text : selected.remarks) note(text);
      all.push_back({std::move(wish), std::move(selected), shared});
    } catch (const Failure& failure) {
      if (wishes.size() == 1) throw;
      const std::string& why = failure.error().message();
      note(std::string(wish.kind->name) + " is left out: " + why.substr(0, why.find('\n')));
      if (!refused) refused = failure;
    }
  }
  if (all.empty() && refused) throw Failure(*refused);
  return all;
}

/// Without rates.yaml, or with one that can't be read, nothing is exchanged.
Rates rates_of(const Desk& desk, std::vector<Problem>& problems) {
  auto rates = desk.book().rates();
  if (rates) return *std::move(rates);
  problems.insert(problems.end(), rates.error().problems.begin(), rates.error().problems.end());
  return {};
}

}  // namespace

Told tell(std::vector<Telling> wishes, const std::vector<std::string>& filter, const Moment& now,
          const Desk& desk) {
  Told told;
  auto chosen = choices(std::move(wishes), filter, desk, told.remarks);
  if (chosen.empty()) return told;
  Needs needs = chosen.front().selected.needs;
  for (const Choice& one : chosen) needs.add(one.selected.needs);

  std::vector<Shared> kinds;
  std::vector<Facts> makers;
  makers.reserve(chosen.size());
  for (const Choice& one : chosen) {
    if (std::find(kinds.begin(), kinds.end(), one.shared) != kinds.end()) continue;
    kinds.push_back(one.shared);
    ReportKind all = *one.telling.kind;
    all.needs = needs;
    makers.emplace_back(desk.settings(), now, select(filter, one.telling.by, all, desk).selection);
  }

  using Row = std::vector<std::optional<CustomerFacts>>;
  const auto look = [&](const Customer& customer, const std::string&) -> std::optional<Row> {
    Row row;
    row.reserve(makers.size());
    for (const Facts& facts : makers) row.push_back(facts.of(customer));
    return row;
  };
  auto scan = desk.scan<Row>(look, needs);
  told.problems = std::move(scan.problems);
  std::vector<AllFacts> facts(makers.size());
  for (Row& row : scan.found)
    for (std::size_t i = 0; i < row.size(); ++i)
      if (row[i]) facts[i].push_back(*std::move(row[i]));

  const Rates rates = rates_of(desk, told.problems);
  auto campaigns = desk.book().campaigns().value();
  for (Problem& problem : campaigns.problems)
    if (!problem.warning) told.problems.push_back(std::move(problem));
  for (Choice& one : chosen) {
    const auto its = std::find(kinds.begin(), kinds.end(), one.shared) - kinds.begin();
    const Question question{desk.settings(),  rates,         campaigns.found, now,
                            one.telling.span, one.telling.by};
    one.telling.report = one.telling.kind->tell(facts[static_cast<std::size_t>(its)], question);
    told.tellings.push_back(std::move(one.telling));
  }
  return told;
}

}  // namespace crm

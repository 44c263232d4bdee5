#include "cli/commands/telling.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "cli/commands/report_selection.hpp"
#include "core/report/past.hpp"

namespace crm {
namespace {

/// Tellings that count the same entries in the same groups share their facts.
struct Shared {
  bool of_customers = false, of_everyone = false, with_cadences = false;
  std::string by;
  std::string_view usual_filter, only_read;
  bool operator==(const Shared&) const = default;
};

struct Choice {
  Telling telling;
  Selected selected;
  Shared shared;
  /// A filter leaves some out, and it wants to know all.
  bool wants_whole = false;
};

Shared shared_by(const Telling& wish, const Selected& selected, const Occasion& occasion) {
  const ReportKind& kind = *wish.kind;
  return {.of_customers = selected.selection.fits && kind.list.empty(),
          .of_everyone = kind.of_everyone,
          .with_cadences = selected.selection.cadence != nullptr,
          .by = selected.selection.group ? wish.by : "",
          .usual_filter = occasion.filter.empty() ? kind.usual_filter : "",
          .only_read = kind.only_read};
}

/// Those that can be told so.
std::vector<Choice> choices(std::vector<Telling>&& wishes, const Occasion& occasion,
                            const Desk& desk, Told& told) {
  std::vector<Choice> all;
  std::optional<Failure> refused;
  const auto note = [](auto& list, const auto& one) {
    if (std::find(list.begin(), list.end(), one) == list.end()) list.push_back(one);
  };
  for (Telling& wish : wishes) {
    try {
      Selected selected = select(occasion.filter, wish.by, *wish.kind, desk, occasion.now);
      for (const std::string& text : selected.remarks) note(told.remarks, text);
      for (const Problem& problem : selected.problems) note(told.problems, problem);
      Shared shared = shared_by(wish, selected, occasion);
      const bool wants_whole = wish.kind->of_whole && selected.selection.fits;
      all.push_back({std::move(wish), std::move(selected), std::move(shared), wants_whole});
    } catch (const Failure& failure) {
      if (wishes.size() == 1) throw;
      const std::string& why = failure.error().message();
      note(told.remarks,
           std::string(wish.kind->name) + " is left out: " + why.substr(0, why.find('\n')));
      if (!refused) refused = failure;
    }
  }
  if (all.empty() && refused) throw Failure(*refused);
  return all;
}

/// What all of them look at, and what it takes to tell a past day.
Needs needs_of(const std::vector<Choice>& chosen, const Occasion& occasion) {
  Needs needs{Depth::brief, FieldSet::none()};
  for (const Choice& one : chosen) {
    needs.add(one.selected.needs);
    if (one.telling.kind->of_whole) needs.add({Depth::brief, *one.telling.kind->of_whole});
  }
  if (!occasion.of_past) return needs;
  needs.add({Depth::brief, FieldSet::of({"added", "since"})});
  // The last contact of now may have been later; the one before it stands on the longer card.
  if (needs.fields.has(customer_type().rank("interactions"))) needs.add({Depth::without_texts});
  return needs;
}

/// Without rates.yaml, or with one that can't be read, nothing is exchanged.
Rates rates_of(const Desk& desk, std::vector<Problem>& problems) {
  auto rates = desk.book().rates();
  if (rates) return *std::move(rates);
  problems.insert(problems.end(), rates.error().problems.begin(), rates.error().problems.end());
  return {};
}

/// Shows the gists of all records, of a past day where that is asked about.
template <class T>
std::vector<T> look_at_all(
    const std::function<std::optional<T>(const Gist&, const Customer&)>& look, Needs needs,
    FieldSet asked, const Occasion& occasion, const Desk& desk, std::vector<Problem>& problems) {
  const std::string& currency = desk.settings().currency;
  const auto look_back = [&](const Customer& customer, const std::string&) -> std::optional<T> {
    const auto then = as_of(customer, occasion.now.day, currency);
    return then ? look(Gist::of(*then, currency), *then) : std::nullopt;
  };
  Scan<T> scan;
  if (occasion.of_past) {
    scan = desk.scan<T>(look_back, needs);
  } else {
    needs.gist = needs.fields;
    needs.fields = asked;
    scan = desk.gists<T>(look, needs);
  }
  std::move(scan.problems.begin(), scan.problems.end(), std::back_inserter(problems));
  return std::move(scan.found);
}

/// What each maker makes of the book.
std::vector<AllFacts> facts_of(const std::vector<Facts>& makers, const Needs& needs, FieldSet asked,
                               const Occasion& occasion, const Desk& desk,
                               std::vector<Problem>& problems) {
  std::vector<AllFacts> facts;
  if (makers.size() == 1) {
    const auto look = [&](const Gist& gist, const Customer& customer) {
      return makers.front().of(gist, customer);
    };
    facts.push_back(look_at_all<CustomerFacts>(look, needs, asked, occasion, desk, problems));
    return facts;
  }
  using Row = std::vector<std::optional<CustomerFacts>>;
  const auto look = [&](const Gist& gist, const Customer& customer) -> std::optional<Row> {
    Row row;
    row.reserve(makers.size());
    for (const Facts& maker : makers) row.push_back(maker.of(gist, customer));
    return row;
  };
  facts.resize(makers.size());
  for (Row& row : look_at_all<Row>(look, needs, asked, occasion, desk, problems))
    for (std::size_t i = 0; i < row.size(); ++i)
      if (row[i]) facts[i].push_back(*std::move(row[i]));
  return facts;
}

/// Groups that are ids of customers by their names.
void say_names(Report& report, const std::string& by,
               const std::map<std::string, std::string>& names) {
  for (ReportTable& table : report.tables) {
    if (table.columns.front().key != by) continue;
    for (ReportTable::Row& row : table.rows)
      if (auto* const group = std::get_if<std::string>(&row.figures.front()); !row.total && group)
        if (const auto name = names.find(*group); name != names.end()) *group = name->second;
  }
}

}  // namespace

Told tell(std::vector<Telling> wishes, const Occasion& occasion, const Desk& desk) {
  Told told;
  auto chosen = choices(std::move(wishes), occasion, desk, told);
  if (chosen.empty()) return told;
  const Needs needs = needs_of(chosen, occasion);

  // One maker for each way of counting; the last is of the whole book, where somebody wants it.
  std::vector<Shared> ways;
  std::vector<Facts> makers;
  makers.reserve(chosen.size() + 1);
  FieldSet asked = FieldSet::none();
  for (const Choice& one : chosen) {
    if (std::find(ways.begin(), ways.end(), one.shared) != ways.end()) continue;
    ways.push_back(one.shared);
    ReportKind all = *one.telling.kind;
    all.needs = needs;
    Selected selected = select(occasion.filter, one.telling.by, all, desk, occasion.now);
    asked.add(selected.asked);
    makers.emplace_back(desk.settings(), occasion.now, std::move(selected.selection));
  }
  if (std::any_of(chosen.begin(), chosen.end(), [](const Choice& one) { return one.wants_whole; }))
    makers.emplace_back(desk.settings(), occasion.now);

  std::vector<AllFacts> facts = facts_of(makers, needs, asked, occasion, desk, told.problems);

  const Rates rates = rates_of(desk, told.problems);
  auto campaigns = desk.book().campaigns().value();
  for (Problem& problem : campaigns.problems)
    if (!problem.warning) told.problems.push_back(std::move(problem));
  for (Choice& one : chosen) {
    const auto way = std::find(ways.begin(), ways.end(), one.shared) - ways.begin();
    Telling& telling = one.telling;
    const Question question{.settings = desk.settings(),
                            .rates = rates,
                            .campaigns = campaigns.found,
                            .now = occasion.now,
                            .span = telling.span,
                            .by = telling.by,
                            .limit = telling.limit,
                            .whole = one.wants_whole ? &facts.back() : nullptr,
                            .pipeline = telling.pipeline};
    const auto told_by = telling.accuracy ? telling.kind->tell_accuracy : telling.kind->tell;
    const AllFacts& its = facts[static_cast<std::size_t>(way)];
    telling.report = told_by(its, question);
    if (telling.by == "customer" || telling.by == "referrer")
      say_names(telling.report, telling.by, names_of_customers(its));
    told.tellings.push_back(std::move(telling));
  }
  return told;
}

}  // namespace crm

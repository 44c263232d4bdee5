#include "core/report/referrers.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "core/report/grid.hpp"
#include "core/report/heads.hpp"

namespace crm {
namespace {

/// Finds customers by what a reference may say: an id, its slug, or a name.
class Directory {
 public:
  explicit Directory(const AllFacts& facts) {
    for (const CustomerFacts& customer : facts) {
      ids_.emplace(customer.id, &customer);
      // An id is a slug and four more characters.
      if (const auto dash = customer.id.rfind('-');
          dash != customer.id.npos && customer.id.size() - dash == 5)
        note(Word(customer.id.substr(0, dash)), customer);
      note(customer.name, customer);
    }
  }

  /// nullptr for who is not there, or is one of several.
  const CustomerFacts* find(const std::string& reference) const {
    if (const auto found = ids_.find(reference); found != ids_.end()) return found->second;
    const auto found = others_.find(reference);
    return found == others_.end() ? nullptr : found->second;
  }

 private:
  void note(const std::string& name, const CustomerFacts& customer) {
    const auto [entry, is_new] = others_.emplace(name, &customer);
    if (!is_new && entry->second != &customer) entry->second = nullptr;
  }

  std::map<std::string, const CustomerFacts*> ids_, others_;
};

}  // namespace

std::vector<ReportTable> referrer_tables(const AllFacts& facts, const Segments& segments,
                                         const Question& question) {
  const Directory directory(facts);
  std::map<std::string, std::string> names;
  std::map<std::string, std::int64_t> buyers;
  Heads heads;
  Grid<Takings> grid(question);

  struct Brought {
    std::string referrer;
    const CustomerFacts* customer;
  };

  std::vector<Brought> brought;
  for (const CustomerFacts& customer : facts) {
    if (!customer.counted || customer.referred_by.empty()) continue;
    const CustomerFacts* const referrer = directory.find(customer.referred_by);
    const std::string group = referrer == nullptr ? customer.referred_by : referrer->id;
    names[group] = referrer == nullptr ? customer.referred_by : referrer->name;
    heads.count(group);
    brought.push_back({group, &customer});
    const Buying* const bought = segments.buying(customer);
    if (bought != nullptr && bought->any_in_span) ++buyers[group];
    for (const Sale& sale : customer.sales)
      if (question.span.holds(sale.on))
        grid.add(group, sale.amount, sale.on, [&](Takings& tally, const Money& amount) {
          tally.add(amount, sale.cost, sale.on, question.rates);
        });
  }
  heads.give_each_a_line(grid, question);
  ReportTable table{.key = "referrers", .title = "Who brought how many"};
  table.columns = {{"id", "", 0, true},     {"referrer", "referrer"}, {"brought", "brought"},
                   {"buying", "buying", 2}, {"revenue", "revenue"},   {"profit", "profit", 1}};
  std::int64_t all_buyers = 0;
  for (const auto& [group, count] : buyers) all_buyers += count;
  std::map<std::string, std::size_t> place;
  for (const auto& line : grid.lines([&](const auto&a, const auto&b) {
         return is_richer({a.tally.revenue.minor, a.currency}, {b.tally.revenue.minor, b.currency},
                          question.settings.currency);
       })) {
    const auto heads_here = heads.at(line);
    const auto profit = line.tally.profit();
    const std::int64_t buying = line.total ? all_buyers : buyers[line.group];
    if (!line.total) place.emplace(line.group, place.size());
    table.rows.push_back(
        {{line.total ? Figure() : Figure(line.group), line.total ? line.name() : names[line.group],
          heads_here ? Figure(*heads_here) : Figure(), heads_here ? Figure(buying) : Figure(),
          Money{line.tally.revenue.minor, line.currency}, profit ? Figure(*profit) : Figure()},
         line.total});
  }
  table.picture = Picture::bars;
  table.drawn = 2;
  table.remarks = grid.remarks();
  table.when_empty = "nobody was brought by a customer";
  ReportTable list{.key = "brought", .title = "Who brought whom"};
  list.columns = {{"referrer_id", "", 0, true}, {"referrer", "referrer"},
                  {"id", "", 0, true},          {"customer", "brought"},
                  {"since", "since", 2},        {"revenue", "revenue", 1}};
  std::stable_sort(brought.begin(), brought.end(), [&](const Brought& a, const Brought& b) {
    return std::tie(place[a.referrer], a.customer->name) <
           std::tie(place[b.referrer], b.customer->name);
  });
  for (const auto& [referrer, customer] : brought) {
    const Figure since = customer->since && *customer->since <= question.today()
                             ? Figure(*customer->since)
                             : Figure();
    const Buying* const bought = segments.buying(*customer);
    bool any = false;
    if (bought != nullptr)
      for (const Spending& one : bought->amounts) {
        list.rows.push_back({{referrer, names[referrer], customer->id, customer->name, since,
                              Money{one.in_span.revenue.minor, one.currency}}});
        any = true;
      }
    if (!any)
      list.rows.push_back(
          {{referrer, names[referrer], customer->id, customer->name, since, Figure()}});
  }
  list.when_empty = table.when_empty;
  return {std::move(table), std::move(list)};
}

}  // namespace crm

#include "core/report/habits.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "core/domain/folding.hpp"
#include "core/domain/loyalty.hpp"

namespace crm {
namespace {

constexpr std::size_t days_for_a_habit = 3;
constexpr int lines_for_a_usual_item = 2;
constexpr std::size_t usual_items = 3;

struct Bought {
  std::string item;
  Day last;
  int times = 0;
};

std::int32_t median(std::vector<std::int32_t> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

}  // namespace

Habits habits(const Customer& customer, Day today) {
  std::set<Day> days;
  std::map<std::string, Bought> items;
  for (const Purchase& one : customer.purchases) {
    if (!one.refund_of.empty() || one.on > today) continue;
    if (one.amount.minor > 0 && what_is_left(customer, one, today).minor == 0) continue;
    days.insert(one.on);
    Bought& its = items[folded(one.item)];
    if (++its.times > 1 && one.on < its.last) continue;
    its.item = one.item;
    its.last = one.on;
  }
  Habits habits;
  if (days.empty()) return habits;
  habits.times = static_cast<int>(days.size());
  habits.last = *days.rbegin();
  if (days.size() >= days_for_a_habit) {
    std::vector<std::int32_t> gaps;
    for (auto day = std::next(days.begin()); day != days.end(); ++day)
      gaps.push_back(days_between(*std::prev(day), *day));
    habits.interval = median(std::move(gaps));
    habits.next = habits.last->plus_days(*habits.interval);
  }
  std::vector<Bought> usual;
  for (const auto& [folded_name, bought] : items)
    if (bought.times >= lines_for_a_usual_item) usual.push_back(bought);
  std::stable_sort(usual.begin(), usual.end(), [](const Bought& a, const Bought& b) {
    return a.times != b.times ? a.times > b.times : a.last > b.last;
  });
  if (usual.size() > usual_items) usual.resize(usual_items);
  for (const Bought& one : usual) habits.usual.push_back({one.item, one.times});
  return habits;
}

}  // namespace crm

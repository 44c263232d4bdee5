#include "cli/commands/account_page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/commands/till.hpp"
#include "core/domain/loyalty.hpp"
#include "core/report/habits.hpp"

namespace crm {
namespace {

std::string counted(std::int32_t count, const char* unit) {
  return fmt::format("{} {}{}", count, unit, count == 1 ? "" : "s");
}

std::string day_of(Day day, Day today) {
  std::string text = fmt::format("{} {}", day.day(), month_name(day.month()));
  if (day.year() != today.year()) text += fmt::format(" {}", day.year());
  return text;
}

/// Roughly, as people say it: `every 5 months`.
std::string every_words(std::int32_t days) {
  const auto every = [](std::int32_t count, const char* unit) {
    return count == 1 ? fmt::format("every {}", unit) : fmt::format("every {} {}s", count, unit);
  };
  if (days < 14) return every(days, "day");
  if (days < 60) return every((days + 3) / 7, "week");
  if (days < 700) {
    const std::int32_t months = (days * 12 + 182) / 365;
    return months % 12 == 0 ? every(months / 12, "year") : every(months, "month");
  }
  return every((days + 182) / 365, "year");
}

/// Within an eighth of the interval nobody is early or late.
std::string next_words(const Habits& habits, Day today) {
  const std::int32_t late = days_between(*habits.next, today);
  const std::int32_t slack = std::max(1, *habits.interval / 8);
  if (std::abs(late) <= slack) return "due about now";
  return (late > 0 ? "was due about " : "next about ") + day_of(*habits.next, today);
}

std::string sums_words(const Customer& customer, const Desk& desk) {
  Totals totals;
  for (const Purchase& one : customer.purchases) {
    if (one.on > desk.today()) continue;
    if (one.refund_of.empty())
      totals.add(one.amount);
    else
      totals.subtract(one.amount);
  }
  std::string sums;
  for (const Money& money : totals.amounts())
    sums += (sums.empty() ? "" : " and ") + amount_words(money, desk);
  return sums;
}

}  // namespace

std::vector<std::string> dues_words(const Customer& customer, const Desk& desk) {
  std::vector<std::string> lines;
  for (const Owed& one : owed(customer, desk.settings(), desk.today())) {
    if (one.amount.minor < 0) {
      lines.push_back("paid " + amount_words({-one.amount.minor, one.amount.currency}, desk) +
                      " too much");
      continue;
    }
    const Day since = *one.since();
    const std::int32_t days = days_between(since, desk.today());
    lines.push_back("owes " + amount_words(one.amount, desk) + " since " +
                    day_of(since, desk.today()) +
                    (days > 0 ? " (" + counted(days, "day") + ")" : ""));
  }
  return lines;
}

Table open_sales(const Customer& customer, const Desk& desk) {
  Table table({{.key = "on"},
               {.key = "what", .gives_way = true, .wraps = true},
               {.key = "open", .side = Column::Side::right},
               {.key = "id", .dispensable = 1}});
  for (const Owed& one : owed(customer, desk.settings(), desk.today())) {
    if (one.sales.size() < 2) continue;
    for (const OpenSale& sale : one.sales)
      table.row({day_of(sale.on, desk.today()),
                 sale.what,
                 amount_words(sale.open, desk),
                 {sale.id, Style::dim}});
  }
  return table;
}

std::string bought_words(const Customer& customer, const Desk& desk) {
  const Habits its = habits(customer, desk.today());
  if (its.times == 0) return {};
  const std::string sums = sums_words(customer, desk);
  std::string text =
      fmt::format("Bought {}{}, last on {}.",
                  its.times == 1   ? "once"
                  : its.times == 2 ? "twice"
                                   : fmt::format("{} times", its.times),
                  sums.empty() ? "" : ", " + sums + " in all", day_of(*its.last, desk.today()));
  if (its.interval)
    text += " Usually " + every_words(*its.interval) + ": " + next_words(its, desk.today()) + ".";
  std::string usual;
  for (const UsualItem& one : its.usual)
    usual += (usual.empty() ? "" : ", ") + fmt::format("{} ({})", one.item, one.times);
  if (!usual.empty()) text += " Mostly " + usual + ".";
  return text;
}

std::string points_words(const Customer& customer, const Desk& desk) {
  const auto rule = PointsRule::parse(desk.settings().points, desk.settings().currency);
  if (!rule) return {};
  const std::int64_t points = balance(customer, *rule, desk.today());
  if (points == 0) return {};
  std::string text = in_points(points);
  if (const auto value = rule->value(points); value && value->minor > 0)
    text += ", worth " + amount_words(*value, desk);
  return text;
}

}  // namespace crm

#include "core/report/activity.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>

namespace crm {
namespace {

/// Fewer wins than this have no usual number of contacts.
constexpr std::int64_t enough_wins = 3;
constexpr int weeks_shown = 13;
constexpr int meetings_ahead = 30;
constexpr std::int32_t hour_seconds = 3600;

using See = std::function<void(const CustomerFacts&, const Talk&)>;

void for_each_held(const AllFacts& facts, const Question& question, const See& see) {
  for (const CustomerFacts& customer : facts)
    for (const Talk& talk : customer.talks)
      if (talk.held && question.span.holds(talk.at.day)) see(customer, talk);
}

/// Cancelled or missed: its time is past, and it is neither open nor held.
bool was_missed(const Talk& talk, const Moment& now) {
  return !talk.held && !talk.planned && in_time(talk.at, now) <= 0;
}

std::string name_of(const std::string& group) {
  return group.empty() ? "none" : group;
}

/// Words and how often they come, the most frequent first.
std::vector<std::pair<std::string, std::int64_t>> ranked(
    const std::map<std::string, std::int64_t>& counts) {
  std::vector<std::pair<std::string, std::int64_t>> ranked(counts.begin(), counts.end());
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return ranked;
}

std::int64_t sum(const std::map<std::string, std::int64_t>& counts) {
  std::int64_t sum = 0;
  for (const auto& [word, count] : counts) sum += count;
  return sum;
}

ReportTable kinds_table(const AllFacts& facts, const Question& question) {
  ReportTable table{.key = "kinds", .title = "By kind"};
  table.columns = {{"kind", "kind"},
                   {"conversations", "conversations"},
                   {"share", "share", 1},
                   {"share_of", "", 0, true}};
  table.picture = Picture::bars;
  table.drawn = 1;
  table.when_empty = "no conversation was held";
  std::map<std::string, std::int64_t> counts;
  for_each_held(facts, question,
                [&](const CustomerFacts&, const Talk& talk) { ++counts[talk.kind]; });
  const std::int64_t all = sum(counts);
  for (const auto& [kind, count] : ranked(counts))
    table.rows.push_back({{name_of(kind), count, Share{count, all}, all}});
  if (counts.size() > 1) table.rows.push_back({{"all", all, {}, {}}, true, false});
  return table;
}

using GroupOf = std::function<std::string(const CustomerFacts&, const Talk&)>;

/// A row a group, a column a kind.
ReportTable groups_table(const AllFacts& facts, const Question& question, std::string key,
                         std::string title, const std::string& by, const GroupOf& group) {
  std::map<std::string, std::map<std::string, std::int64_t>> groups;
  std::map<std::string, std::int64_t> kinds;
  for_each_held(facts, question, [&](const CustomerFacts& customer, const Talk& talk) {
    ++groups[group(customer, talk)][talk.kind];
    ++kinds[talk.kind];
  });
  ReportTable table{.key = std::move(key), .title = std::move(title)};
  table.columns = {{by, by}, {"conversations", "conversations"}};
  const auto columns = ranked(kinds);
  for (const auto& [kind, count] : columns) {
    const std::string word = name_of(kind);
    const bool taken = word == by || word == "conversations" || word == "total";
    const int place = static_cast<int>(table.columns.size());
    table.columns.push_back({taken ? word + "_kind" : word, word, place});
  }
  table.picture = question.unit() ? Picture::course : Picture::bars;
  table.drawn = 1;
  table.when_empty = "no conversation was held";
  const auto row = [&](const std::string& name, const std::map<std::string, std::int64_t>& counts) {
    std::vector<Figure> figures{name, sum(counts)};
    for (const auto& [kind, all] : columns) {
      const auto found = counts.find(kind);
      figures.emplace_back(found == counts.end() ? 0 : found->second);
    }
    return figures;
  };
  std::vector<std::pair<std::string, std::int64_t>> order;
  for (const auto& [name, counts] : groups) order.emplace_back(name, sum(counts));
  if (!question.unit())
    std::stable_sort(order.begin(), order.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
  for (const auto& [name, count] : order)
    table.rows.push_back({row(name_of(name), groups.at(name))});
  if (groups.size() > 1) table.rows.push_back({row("all", kinds), true, false});
  return table;
}

/// The last weeks of the span that have begun, each with its number, also where it is 0.
ReportTable weeks_table(const AllFacts& facts, const Question& question) {
  ReportTable table{.key = "weeks", .title = "By week"};
  table.columns = {{"week", "week"}, {"conversations", "conversations"}};
  table.picture = Picture::course;
  table.drawn = 1;
  table.when_empty = "no conversation was held";
  std::map<Day, std::int64_t> weeks;
  const auto monday = [](Day day) { return *span_around(day, CalendarUnit::week, 1).from; };
  for_each_held(facts, question,
                [&](const CustomerFacts&, const Talk& talk) { ++weeks[monday(talk.at.day)]; });
  if (weeks.empty()) return table;
  const Day last = monday(std::min(question.span.to.value_or(question.today()), question.today()));
  Day week = last.plus_days(-7 * (weeks_shown - 1));
  if (question.span.from) week = std::max(week, monday(*question.span.from));
  for (; week <= last; week = week.plus_days(7)) {
    const auto found = weeks.find(week);
    table.rows.push_back(
        {{span_name(week, CalendarUnit::week, 1), found == weeks.end() ? 0 : found->second}});
  }
  return table;
}

ReportTable outcomes_table(const AllFacts& facts, const Question& question) {
  ReportTable table{.key = "outcomes", .title = "By outcome"};
  table.columns = {{"outcome", "outcome"}, {"held", "held"}, {"not_held", "not held"}};
  table.picture = Picture::bars;
  table.drawn = 1;
  table.when_empty = "no conversation was held, cancelled or missed";
  std::map<std::string, std::int64_t> held, missed, both;
  for (const CustomerFacts& customer : facts)
    for (const Talk& talk : customer.talks) {
      if (!question.span.holds(talk.at.day)) continue;
      if (!talk.held && !was_missed(talk, question.now)) continue;
      ++(talk.held ? held : missed)[talk.outcome];
      ++both[talk.outcome];
    }
  for (const auto& [outcome, count] : ranked(both))
    table.rows.push_back({{name_of(outcome), held[outcome], missed[outcome]}});
  if (both.size() > 1) table.rows.push_back({{"all", sum(held), sum(missed)}, true, false});
  return table;
}

/// Conversations of other records in which that customer took part.
std::map<std::string, std::vector<const Talk*>> shared_talks(const AllFacts& facts) {
  std::map<std::string, std::vector<const Talk*>> shared;
  for (const CustomerFacts& customer : facts)
    for (const Talk& talk : customer.talks)
      for (const Word other : talk.also)
        if (other != customer.id) shared[other].push_back(&talk);
  return shared;
}

ReportTable before_win_table(const AllFacts& facts, const Question& question) {
  ReportTable table{.key = "before_win", .title = "Contacts before a win"};
  table.columns = {{"wins", "wins"}, {"contacts", "contacts before each"}};
  table.when_empty = "no deal was won";
  const auto shared = shared_talks(facts);
  std::vector<std::int64_t> contacts;
  for (const CustomerFacts& customer : facts)
    for (const DealFacts& deal : customer.deals) {
      const auto opened = deal.opened();
      if (!deal.is_won() || !deal.since || !opened || !question.span.holds(*deal.since)) continue;
      const Span course{*opened, *deal.since};
      std::int64_t count = 0;
      for (const Talk& talk : customer.talks) {
        const bool of_it = talk.deal == deal.id && talk.at.day <= *deal.since;
        count += talk.held && (of_it || course.holds(talk.at.day)) ? 1 : 0;
      }
      if (const auto found = shared.find(customer.id); found != shared.end())
        for (const Talk* const talk : found->second)
          count += talk->held && course.holds(talk->at.day) ? 1 : 0;
      contacts.push_back(count);
    }
  const auto wins = static_cast<std::int64_t>(contacts.size());
  if (wins == 0) return table;
  Figure middle = TooFew{wins, enough_wins};
  if (wins >= enough_wins) middle = Average{*twice_the_middle(contacts) * 5};
  table.rows.push_back({{wins, std::move(middle)}});
  return table;
}

/// Hours down, weekdays across, so that it fits the narrowest page.
ReportTable heat_table(const AllFacts& facts, const Question& question) {
  ReportTable table{.key = "heat", .title = "By hour and weekday"};
  table.columns = {{"hour", "hour"}};
  const Day monday = *span_around(question.today(), CalendarUnit::week, 1).from;
  for (int i = 0; i < 7; ++i) {
    std::string name(weekday_name(monday.plus_days(i)));
    std::string key = name;
    key[0] = static_cast<char>(key[0] - 'A' + 'a');
    table.columns.push_back({std::move(key), std::move(name)});
  }
  table.picture = Picture::grid;
  table.when_empty = "no conversation says its time";
  std::map<int, std::array<std::int64_t, 7>> hours;
  for_each_held(facts, question, [&](const CustomerFacts&, const Talk& talk) {
    if (talk.at.timed()) ++hours[*talk.at.second / hour_seconds][talk.at.day.weekday() - 1];
  });
  if (hours.empty()) return table;
  for (int hour = hours.begin()->first; hour <= hours.rbegin()->first; ++hour) {
    std::vector<Figure> figures{std::string(hour < 10 ? "0" : "") + std::to_string(hour) + ":00"};
    for (const std::int64_t count : hours[hour])
      figures.push_back(count == 0 ? Figure() : Figure(count));
    table.rows.push_back({std::move(figures)});
  }
  return table;
}

GroupOf group_of(const AllFacts& facts, const Question& question) {
  if (const auto unit = question.unit())
    return [unit = *unit, starts = question.year_starts()](const CustomerFacts&, const Talk& talk) {
      return span_name(talk.at.day, unit, starts);
    };
  if (question.by == "owner") return [](const CustomerFacts&, const Talk& talk) { return talk.by; };
  if (question.by == "outcome")
    return [](const CustomerFacts&, const Talk& talk) { return talk.outcome; };
  if (question.by == "customer")
    return [names = names_of_customers(facts)](const CustomerFacts& customer, const Talk&) {
      return names.at(customer.id);
    };
  return [](const CustomerFacts&, const Talk& talk) { return talk.group; };
}

}  // namespace

ReportTable meetings_table(const AllFacts& facts, const Question& question, Day until) {
  ReportTable table{.key = "meetings", .title = "Meetings to come"};
  table.columns = {{"day", "day"},
                   {"time", "time"},
                   {"customer", "customer"},
                   {"kind", "kind", 1},
                   {"who", "who", 2},
                   {"entry", "id", 3},
                   {"customer_id", "customer's id", 0, true}};
  table.when_empty = "none is planned";
  std::vector<std::pair<const Talk*, const CustomerFacts*>> meetings;
  for (const CustomerFacts& customer : facts)
    for (const Talk& talk : customer.talks) {
      const bool is_past =
          talk.at.day < question.today() || (talk.at.timed() && in_time(talk.at, question.now) < 0);
      if (talk.planned && !is_past && talk.at.day <= until) meetings.emplace_back(&talk, &customer);
    }
  std::stable_sort(meetings.begin(), meetings.end(), [](const auto& a, const auto& b) {
    if (const auto order = in_time(a.first->at, b.first->at); order != 0) return order < 0;
    return a.second->name < b.second->name;
  });
  for (const auto& [talk, customer] : meetings)
    table.rows.push_back({{talk->at.day, talk->at.clock(), customer->name, talk->kind,
                           talk->by.empty() ? customer->owner : talk->by, talk->id, customer->id}});
  return table;
}

Report activity_report(const AllFacts& facts, const Question& question) {
  Report report{
      .name = "activity", .title = "Activity", .span = question.span, .day = question.today()};
  if (question.by == "kind") {
    report.tables.push_back(kinds_table(facts, question));
    return report;
  }
  if (!question.by.empty()) {
    report.tables.push_back(groups_table(facts, question, "conversations", "Conversations",
                                         question.by, group_of(facts, question)));
    return report;
  }
  report.tables = {kinds_table(facts, question),
                   groups_table(facts, question, "people", "By colleague", "who",
                                [](const CustomerFacts&, const Talk& talk) { return talk.by; }),
                   weeks_table(facts, question),
                   outcomes_table(facts, question),
                   before_win_table(facts, question),
                   heat_table(facts, question),
                   meetings_table(facts, question, question.today().plus_days(meetings_ahead))};
  return report;
}

}  // namespace crm

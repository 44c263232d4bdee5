#include "core/report/service.hpp"

#include <algorithm>
#include <map>

#include "core/report/deadlines.hpp"

namespace crm {
namespace {

/// How many of those that had a limit kept it.
struct Kept {
  std::int64_t in_time = 0, limited = 0;

  void note(bool was_in_time) {
    ++limited;
    in_time += was_in_time ? 1 : 0;
  }

  Figure share() const { return limited == 0 ? Figure() : Figure(Share{in_time, limited}); }
};

struct Served {
  std::int64_t opened = 0, closed = 0, open = 0, late = 0;
  /// Minutes from the opening.
  std::vector<std::int64_t> until_answer, until_close;
  Kept answers, closes;
  std::int64_t marks = 0, rated = 0;

  bool empty() const { return opened == 0 && closed == 0 && open == 0; }
};

/// Minutes by the clock, days off and all; between days alone whole days. 0 where b is not later.
std::int64_t minutes_between(const Moment& a, const Moment& b) {
  return DaysOff().seconds_between(a, b) / 60;
}

Figure middle(const std::vector<std::int64_t>& minutes) {
  const auto twice = twice_the_middle(minutes);
  return twice ? Figure(Elapsed{*twice / 2}) : Figure();
}

Figure mean_mark(const Served& served) {
  if (served.rated == 0) return {};
  return Average{(served.marks * 10 + served.rated / 2) / served.rated};
}

class ServiceDesk {
 public:
  ServiceDesk(const AllFacts& facts, const Question& question)
      : facts_(facts), question_(question), deadlines_(question.settings) {}

  std::vector<std::string> remarks() const {
    std::vector<std::string> remarks;
    if (!deadlines_.remark().empty()) remarks.push_back(deadlines_.remark());
    const bool any = std::any_of(facts_.begin(), facts_.end(), [](const CustomerFacts& customer) {
      return !customer.cases.empty();
    });
    if (any && !deadlines_.has_limits() && remarks.empty())
      remarks.push_back(
          "crm.yaml sets no limits, so nothing is in time or late but by its due day");
    return remarks;
  }

  /// By what is asked, in the order of the page: time, the most pressing first, or the most cases
  /// first. The last is of all.
  template <class Group>
  std::vector<std::pair<std::string, Served>> served(const std::string& by, Group group) const {
    std::map<std::string, Served> groups;
    Served all;
    for (const CustomerFacts& customer : facts_)
      for (const CaseFacts& one : customer.cases) {
        const auto count = [&](const std::optional<Moment>& at, auto note) {
          note(groups[group(customer, one, at)]);
          note(all);
        };
        if (one.opened && holds(*one.opened))
          count(one.opened, [&](Served& served) { note_opened(one, served); });
        if (one.closed && holds(*one.closed))
          count(one.closed, [&](Served& served) { note_closed(one, served); });
        if (one.is_open())
          count(one.opened, [&](Served& served) {
            ++served.open;
            served.late += lateness(one).empty() ? 0 : 1;
          });
      }
    std::vector<std::pair<std::string, Served>> ordered(groups.begin(), groups.end());
    if (!calendar_unit(by))
      std::stable_sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) {
        return a.second.opened + a.second.open > b.second.opened + b.second.open;
      });
    if (by == "priority")
      std::stable_sort(ordered.begin(), ordered.end(), [&](const auto& a, const auto& b) {
        return urgency(a.first) > urgency(b.first);
      });
    ordered.emplace_back("all", all);
    return ordered;
  }

  /// What it is late with; empty where it is not.
  std::string lateness(const CaseFacts& one) const {
    const auto late =
        deadlines_.late({one.priority, one.opened, one.answered, one.due}, question_.now);
    return late ? std::string(name_of(late->what)) : "";
  }

 private:
  /// The place in crm.yaml's list, which begins with the least pressing; 0 for what it has not.
  std::ptrdiff_t urgency(const std::string& priority) const {
    const auto& words = question_.settings.priorities;
    const auto found = std::find(words.begin(), words.end(), priority);
    return found == words.end() ? 0 : found - words.begin() + 1;
  }

  bool holds(const Moment& at) const { return question_.span.holds(at.day); }

  std::int64_t waited(const CaseFacts& one, const Moment& until) const {
    return deadlines_.waited(*one.opened, until);
  }

  void note_opened(const CaseFacts& one, Served& served) const {
    ++served.opened;
    const Limit limit = deadlines_.limit_of(one.priority);
    if (one.answered) {
      served.until_answer.push_back(minutes_between(*one.opened, *one.answered));
      if (limit.answer) served.answers.note(waited(one, *one.answered) <= *limit.answer);
    } else if (one.is_open() && limit.answer && waited(one, question_.now) > *limit.answer) {
      served.answers.note(false);
    }
  }

  void note_closed(const CaseFacts& one, Served& served) const {
    ++served.closed;
    if (one.opened) served.until_close.push_back(minutes_between(*one.opened, *one.closed));
    const Limit limit = deadlines_.limit_of(one.priority);
    if (one.due)
      served.closes.note(!is_past(*one.due, *one.closed));
    else if (one.opened && limit.resolution)
      served.closes.note(waited(one, *one.closed) <= *limit.resolution);
    // Another mark is none that a customer can give.
    if (!one.rating || *one.rating < 1 || *one.rating > 5) return;
    ++served.rated;
    served.marks += *one.rating;
  }

  const AllFacts& facts_;
  const Question& question_;
  Deadlines deadlines_;
};

constexpr const char* no_cases = "no case was opened or closed, and none is open";

ReportTable summary_table(const Served& all) {
  ReportTable table{.key = "summary", .title = "Cases"};
  table.columns = {
      {"what", ""}, {"cases", "cases"}, {"typically", "typically", 1}, {"in_time", "in time", 2}};
  table.when_empty = no_cases;
  if (all.empty()) return table;
  const auto row = [&](const char* what, std::int64_t count, Figure typical, Figure in_time) {
    table.rows.push_back(
        {{std::string(what), count, std::move(typical), std::move(in_time)}, false, false});
  };
  const auto count = [](const auto& list) { return static_cast<std::int64_t>(list.size()); };
  row("opened", all.opened, {}, {});
  row("answered", count(all.until_answer), middle(all.until_answer), all.answers.share());
  row("closed", all.closed, middle(all.until_close), all.closes.share());
  row("rated", all.rated, mean_mark(all), {});
  row("open now", all.open, {}, {});
  row("late now", all.late, {}, {});
  table.rows.back().alarming = all.late > 0;
  return table;
}

ReportTable groups_table(std::string key, std::string title, std::string by,
                         const std::vector<std::pair<std::string, Served>>& groups,
                         bool is_course) {
  ReportTable table{.key = std::move(key), .title = std::move(title)};
  table.columns = {{by, by},
                   {"opened", "opened", 1},
                   {"closed", "closed", 2},
                   {"open", "open", 0},
                   {"late", "late", 0},
                   {"answered_after", "answered", 3},
                   {"closed_after", "settled", 4},
                   {"answered_in_time", "in time", 8},
                   {"answered_in_time_of", "", 0, true},
                   {"closed_in_time", "settled in time", 7},
                   {"closed_in_time_of", "", 0, true},
                   {"rating", "rating", 5},
                   {"rated", "rated", 6}};
  table.picture = is_course ? Picture::course : Picture::bars;
  table.drawn = 1;
  table.when_empty = no_cases;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const bool total = i + 1 == groups.size();
    // One group is all there is.
    if (total && groups.size() <= 2) break;
    const Served& one = groups[i].second;
    const std::string name = groups[i].first.empty() ? "none" : groups[i].first;
    table.rows.push_back(
        {{name, one.opened, one.closed, one.open, one.late, middle(one.until_answer),
          middle(one.until_close), one.answers.share(), one.answers.limited, one.closes.share(),
          one.closes.limited, mean_mark(one), one.rated},
         total,
         !total && one.late > 0});
  }
  return table;
}

ReportTable late_table(const AllFacts& facts, const ServiceDesk& desk) {
  ReportTable table{.key = "late", .title = "Late now"};
  table.columns = {{"customer", "customer"},
                   {"case", "case", 1},
                   {"late_with", "late with", 0},
                   {"opened", "opened", 2},
                   {"owner", "owner", 3},
                   {"entry", "id", 0},
                   {"priority", "priority", 0, true},
                   {"customer_id", "customer's id", 0, true}};
  table.when_empty = "no case is late";
  std::vector<std::pair<Moment, ReportTable::Row>> rows;
  for (const CustomerFacts& customer : facts)
    for (const CaseFacts& one : customer.cases) {
      if (!one.is_open()) continue;
      const std::string with = desk.lateness(one);
      if (with.empty()) continue;
      rows.push_back(
          {one.opened.value_or(Moment()),
           {{customer.name, one.title, with, one.opened ? Figure(one.opened->day) : Figure(),
             one.owner, one.id, one.priority, customer.id}}});
    }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return in_time(a.first, b.first) < 0; });
  for (auto& [opened, row] : rows) table.rows.push_back(std::move(row));
  return table;
}

}  // namespace

Report service_report(const AllFacts& facts, const Question& question) {
  Report report{
      .name = "service", .title = "Service", .span = question.span, .day = question.today()};
  const ServiceDesk desk(facts, question);
  if (question.by.empty()) {
    const auto by_priority =
        desk.served("priority", [](const CustomerFacts&, const CaseFacts& one,
                                   const std::optional<Moment>&) { return one.priority; });
    report.tables.push_back(summary_table(by_priority.back().second));
    report.tables.push_back(
        groups_table("priorities", "By priority", "priority", by_priority, false));
  } else {
    const auto names = names_of_customers(facts);
    const auto group = [&](const CustomerFacts& customer, const CaseFacts& one,
                           const std::optional<Moment>& at) -> std::string {
      if (const auto unit = question.unit())
        return at ? span_name(at->day, *unit, question.year_starts()) : std::string();
      return question.by == "customer" ? names.at(customer.id) : std::string(one.group);
    };
    report.tables.push_back(groups_table("cases", "Cases", question.by,
                                         desk.served(question.by, group),
                                         question.unit().has_value()));
  }
  report.tables.push_back(late_table(facts, desk));
  report.remarks = desk.remarks();
  return report;
}

}  // namespace crm

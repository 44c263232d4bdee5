#include "cli/commands/case_page.hpp"

#include <fmt/format.h>

#include "cli/commands/serving.hpp"
#include "cli/commands/story_page.hpp"

namespace crm {
namespace {

class CasePage : public StoryPage {
 public:
  CasePage(const Case& one, const Customer& customer, const Desk& desk)
      : StoryPage(customer, desk),
        case_(one),
        customer_(customer),
        desk_(desk),
        times_(times_of(one)),
        answer_(first_answer(customer.interactions, one.id, desk.now())) {}

  void print() {
    headline(case_.title, case_.id);
    about();
    moves();
    reminders([&](const Reminder& one) { return one.case_id == case_.id; });
    conversations([&](const Interaction& one) { return one.case_id == case_.id; },
                  [&](const Interaction& one) { return &one == answer_ ? "first answer" : ""; });
  }

 private:
  void about() {
    const std::string& owner = case_.owner.empty() ? customer_.owner : case_.owner;
    lines(joined_parts({where(), case_.priority, owner}, " · "), 2);
    lines(times(), 2);
    const std::string people = names_of(case_.with);
    const Deal* const deal = find_item(customer_.deals, case_.deal);
    lines(joined_parts(
              {people.empty() ? "" : "with " + people,
               case_.deal.empty() ? "" : "about " + (deal == nullptr ? case_.deal : deal->title)},
              " · "),
          2);
    lines(case_.note, 2);
    if (case_.resolution.empty() && !case_.rating) return;
    lines("→ " + joined_parts({case_.resolution,
                               case_.rating ? fmt::format("rated {} of 5", *case_.rating) : ""},
                              "; "),
          2);
  }

  /// `waiting for 2 days`, `closed on 9 Oct after 1 day`.
  std::string where() const {
    const std::string status = case_.status();
    if (times_.closed) {
      const auto days = times_.opened ? days_between(times_.opened->day, times_.closed->day) : 0;
      return status + " on " + day_of(times_.closed->day) +
             (days > 0 ? " after " + days_words(days) : "");
    }
    const auto days =
        times_.opened ? days_between(since().value_or(times_.opened->day), desk_.today()) : 0;
    return status + (days > 0 ? " for " + days_words(days) : "");
  }

  /// The day of the move that brought it where it is.
  std::optional<Day> since() const {
    std::optional<Day> day;
    for (const Move* const move : in_order(case_.history))
      if (move->status == case_.status())
        day = day ? day : std::optional(move->at.day);
      else if (!move->status.empty())
        day.reset();
    return day;
  }

  /// `answered after 5 hours · due Fri 4 Dec`.
  std::string times() const {
    std::vector<std::string> said;
    if (answer_ != nullptr)
      said.push_back("answered " + near_day_words(answer_->at, desk_.today()));
    if (!times_.closed) {
      const Deadlines deadlines(desk_.settings());
      const Awaited its = awaited(case_, customer_.interactions, desk_.now());
      for (const auto& deadline :
           {deadlines.answer(its, desk_.now()), deadlines.end(its, desk_.now())})
        if (deadline) said.push_back(deadline_words(*deadline, desk_));
    }
    return joined_parts(said, " · ");
  }

  /// Its moves and changes from the first on.
  void moves() {
    Table table({{.key = "at"},
                 {.key = "status", .gives_way = true},
                 {.key = "by", .dispensable = 1},
                 {.key = "what", .gives_way = true, .wraps = true}});
    bool closed = false;
    for (const Move* const move : in_order(case_.history)) {
      const bool counts = !closed || move->reopen;
      if (counts && !move->status.empty()) closed = move->status == closed_status;
      std::vector<std::string> said;
      if (!counts && !move->status.empty()) said.emplace_back("after its end, doesn't count");
      if (move->reopen) said.emplace_back("reopened");
      said.push_back(move->reason);
      said.push_back(move->note);
      for (const auto& [key, value] : move->was) said.push_back(key + " was " + past(key, value));
      table.row({day_of(move->at.day) + (move->at.timed() ? " " + move->at.clock() : ""),
                 {move->status, counts ? Style::plain : Style::dim},
                 {move->by, Style::dim},
                 joined_parts(said, "; ")});
    }
    section("Moves", table);
  }

  std::string past(const std::string& key, const std::string& value) const {
    if (key == "due")
      if (const auto moment = Moment::parse(value)) return day_words(*moment, desk_.today());
    return value;
  }

  const Case& case_;
  const Customer& customer_;
  const Desk& desk_;
  CaseTimes times_;
  /// nullptr: there was none yet.
  const Interaction* answer_;
};

}  // namespace

void print_case_page(const Case& one, const Customer& customer, const Desk& desk) {
  CasePage(one, customer, desk).print();
}

}  // namespace crm

#include "cli/commands/deal_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "cli/commands/selling.hpp"
#include "cli/output/table.hpp"
#include "core/domain/account.hpp"
#include "core/domain/text.hpp"
#include "core/domain/width.hpp"

namespace crm {
namespace {

/// Cells of what was said that the page shows; `crm log WHO` has all of it.
constexpr int most_of_a_talk = 400;

std::string days_words(std::int32_t days) {
  return fmt::format("{} day{}", days, days == 1 ? "" : "s");
}

std::string joined(const std::vector<std::string>& parts, const char* between) {
  std::string all;
  for (const std::string& part : parts)
    if (!part.empty()) all += (all.empty() ? "" : between) + part;
  return all;
}

class DealPage {
 public:
  DealPage(const Deal& deal, const Customer& customer, const Desk& desk)
      : deal_(deal),
        customer_(customer),
        desk_(desk),
        world_(desk.world()),
        now_(standing(deal, desk.settings())) {}

  void print() {
    headline();
    about();
    guide();
    moves();
    reminders();
    conversations();
  }

 private:
  void headline() {
    const bool colour = world_.terminal.colour;
    const std::string title = printable_line(deal_.title);
    const std::string whose = "  " + printable_line(customer_.name);
    const int room = world_.terminal.width;
    const int needed = width(title) + width(whose) + 2 + width(deal_.id);
    if (needed <= room) {
      world_.out << styled(title, Style::bold, colour) << whose
                 << std::string(static_cast<std::size_t>(room - needed + 2), ' ')
                 << styled(deal_.id, Style::dim, colour) << "\n";
      return;
    }
    for (const std::string& line : wrapped(title, room))
      world_.out << styled(line, Style::bold, colour) << "\n";
    lines(trimmed(whose), 2);
    world_.out << "  " << styled(deal_.id, Style::dim, colour) << "\n";
  }

  /// `offer for 9 days`, `won on 26 Aug after 21 days`.
  std::string where() const {
    if (!now_.since) return now_.stage;
    if (now_.ends.empty()) {
      const auto days = days_between(*now_.since, desk_.today());
      return now_.stage + (days > 0 ? " for " + days_words(days) : "");
    }
    const auto days = days_between(in_order(deal_.history).front()->at.day, *now_.since);
    return now_.ends + (now_.stage == now_.ends ? "" : " (" + now_.stage + ")") + " on " +
           day_of(*now_.since) + (days > 0 ? " after " + days_words(days) : "") +
           (now_.reason.empty() ? "" : ": " + now_.reason);
  }

  std::string expected() const {
    if (!deal_.expected || !now_.ends.empty()) return {};
    const bool slipped = *deal_.expected < desk_.today();
    return (slipped ? "was expected " : "expected ") + day_of(*deal_.expected);
  }

  void about() {
    const std::string& owner = deal_.owner.empty() ? customer_.owner : deal_.owner;
    lines(joined({deal_.amount ? amount_words(*deal_.amount, desk_) : "", where(), expected(),
                  likely(), owner},
                 " · "),
          2);
    std::vector<std::string> people;
    for (const std::string& id : deal_.with) {
      const Person* const person = find_item(customer_.people, id);
      people.push_back(person == nullptr ? id : person->name);
    }
    const bool first = desk_.settings().pipeline(deal_.pipeline) == desk_.settings().pipeline("");
    lines(joined({first ? "" : deal_.pipeline, people.empty() ? "" : "with " + joined(people, ", "),
                  deal_.source.empty() ? "" : "from " + deal_.source,
                  deal_.campaign.empty() ? "" : "campaign " + deal_.campaign,
                  deal_.cost ? "costs " + amount_words(*deal_.cost, desk_) : "",
                  joined(deal_.tags, " ")},
                 " · "),
          2);
    lines(deal_.note, 2);
  }

  std::string likely() const {
    if (!now_.ends.empty()) return {};
    if (deal_.probability) return std::to_string(*deal_.probability) + " %";
    const Stage* const stage = stage_now();
    return stage != nullptr && stage->probability ? std::to_string(*stage->probability) + " %" : "";
  }

  const Stage* stage_now() const {
    const auto* const pipeline = desk_.settings().pipeline(deal_.pipeline);
    return pipeline == nullptr ? nullptr : find_stage(*pipeline, now_.stage);
  }

  void guide() {
    const Stage* const stage = stage_now();
    if (stage != nullptr && !trimmed(stage->guide).empty()) lines("→ " + stage->guide, 2);
  }

  /// Its moves and changes from the first on, each with the days until the next move.
  void moves() {
    Table table({{.key = "at"},
                 {.key = "stage", .gives_way = true},
                 {.key = "stayed", .dispensable = 2},
                 {.key = "by", .dispensable = 1},
                 {.key = "what", .gives_way = true, .wraps = true}});
    const std::vector<const Move*> history = in_order(deal_.history);
    const auto* const pipeline = desk_.settings().pipeline(deal_.pipeline);
    bool ended = false;
    for (std::size_t i = 0; i < history.size(); ++i) {
      const Move& move = *history[i];
      const bool counts = !ended || move.reopen;
      if (counts && !move.stage.empty()) {
        const Stage* const stage =
            pipeline == nullptr ? nullptr : find_stage(*pipeline, move.stage);
        ended = stage != nullptr && !stage->ends.empty();
      }
      table.row({day_of(move.at.day),
                 {move.stage, counts ? Style::plain : Style::dim},
                 {move.stage.empty() || ended ? "" : stayed(history, i), Style::dim},
                 {move.by, Style::dim},
                 what(move, counts || move.stage.empty())});
    }
    section("Moves", table);
  }

  std::string stayed(const std::vector<const Move*>& history, std::size_t i) const {
    for (std::size_t next = i + 1; next < history.size(); ++next)
      if (!history[next]->stage.empty())
        return stay(days_between(history[i]->at.day, history[next]->at.day), "");
    return stay(days_between(history[i]->at.day, desk_.today()), " so far");
  }

  static std::string stay(std::int32_t days, const char* more) {
    return days > 0 ? days_words(days) + more : std::string();
  }

  std::string what(const Move& move, bool counts) const {
    std::vector<std::string> said;
    if (!counts) said.emplace_back("after its end, doesn't count");
    if (move.reopen) said.emplace_back("reopened");
    said.push_back(move.reason);
    if (move.forced) said.emplace_back("all the same");
    said.push_back(move.note);
    for (const auto& [key, value] : move.was) said.push_back(key + " was " + past(key, value));
    return joined(said, "; ");
  }

  std::string past(const std::string& key, const std::string& value) const {
    if (key == "amount" || key == "cost")
      if (const auto money = Money::parse(value, desk_.settings().currency))
        return amount_words(*money, desk_);
    if (key == "expected")
      if (const auto day = Day::parse(value)) return day_of(*day);
    return value;
  }

  void reminders() {
    Table table({{.key = "due"},
                 {.key = "text", .gives_way = true, .wraps = true},
                 {.key = "for", .dispensable = 2},
                 {.key = "id", .dispensable = 1}});
    for (const Reminder& one : customer_.reminders) {
      const auto due = next_due(one);
      if (one.deal != deal_.id || !due) continue;
      const auto late = days_between(due->day, desk_.today());
      table.row({{day_words(*due, desk_.today()) +
                      (late > 0 ? fmt::format(" ({} late)", days_words(late)) : ""),
                  late > 0 ? Style::red : Style::plain},
                 one.text + (one.promise ? " (promised)" : ""),
                 {one.for_whom, Style::dim},
                 {one.id, Style::dim}});
    }
    section("Reminders", table);
  }

  void conversations() {
    std::vector<const Interaction*> all;
    for (const Interaction& one : customer_.interactions)
      if (one.deal == deal_.id) all.push_back(&one);
    std::stable_sort(all.begin(), all.end(), [](const Interaction* a, const Interaction* b) {
      return in_time(a->at, b->at) > 0;
    });
    Table table({{.key = "at"},
                 {.key = "kind"},
                 {.key = "by", .dispensable = 2},
                 {.key = "text", .gives_way = true, .wraps = true},
                 {.key = "id", .dispensable = 1}});
    for (const Interaction* const one : all) {
      const bool planned = is_planned(*one, desk_.now());
      table.row(
          {day_of(one->at.day) + (planned && one->at.timed() ? " " + one->at.clock() : ""),
           one->kind,
           {one->by, Style::dim},
           shortened(joined({planned ? "planned" : "", one->outcome == "held" ? "" : one->outcome,
                             one->subject, one->text},
                            ": "),
                     most_of_a_talk),
           {one->id, Style::dim}});
    }
    section("Conversations", table);
  }

  void section(const char* title, const Table& table) {
    if (table.empty()) return;
    world_.out << "\n" << styled(title, Style::bold, world_.terminal.colour) << "\n";
    table.print_for_people(world_, 2);
  }

  void lines(std::string_view text, int indent) {
    if (trimmed(text).empty()) return;
    for (const std::string& line :
         wrapped(printable_text(text), std::max(20, world_.terminal.width - indent)))
      world_.out << std::string(static_cast<std::size_t>(indent), ' ') << line << "\n";
  }

  std::string day_of(Day day) const {
    std::string text = fmt::format("{} {}", day.day(), month_name(day.month()));
    if (day.year() != desk_.today().year()) text += fmt::format(" {}", day.year());
    return text;
  }

  const Deal& deal_;
  const Customer& customer_;
  const Desk& desk_;
  World& world_;
  Standing now_;
};

}  // namespace

void print_deal_page(const Deal& deal, const Customer& customer, const Desk& desk) {
  DealPage(deal, customer, desk).print();
}

}  // namespace crm

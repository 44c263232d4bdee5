#include "cli/commands/deal_page.hpp"

#include "cli/commands/selling.hpp"
#include "cli/commands/story_page.hpp"
#include "core/domain/account.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

class DealPage : public StoryPage {
 public:
  DealPage(const Deal& deal, const Customer& customer, const Desk& desk)
      : StoryPage(customer, desk),
        deal_(deal),
        customer_(customer),
        desk_(desk),
        now_(standing(deal, desk.settings())) {}

  void print() {
    headline(deal_.title, deal_.id);
    about();
    guide();
    moves();
    reminders([&](const Reminder& one) { return one.deal == deal_.id; });
    conversations([&](const Interaction& one) { return one.deal == deal_.id; });
  }

 private:
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
    lines(joined_parts({deal_.amount ? amount_words(*deal_.amount, desk_) : "", where(), expected(),
                        likely(), owner},
                       " · "),
          2);
    const std::string people = names_of(deal_.with);
    const bool first = desk_.settings().pipeline(deal_.pipeline) == desk_.settings().pipeline("");
    lines(joined_parts({first ? "" : deal_.pipeline, people.empty() ? "" : "with " + people,
                        deal_.source.empty() ? "" : "from " + deal_.source,
                        deal_.campaign.empty() ? "" : "campaign " + deal_.campaign,
                        deal_.cost ? "costs " + amount_words(*deal_.cost, desk_) : "",
                        joined_parts(deal_.tags, " ")},
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
    return joined_parts(said, "; ");
  }

  std::string past(const std::string& key, const std::string& value) const {
    if (key == "amount" || key == "cost")
      if (const auto money = Money::parse(value, desk_.settings().currency))
        return amount_words(*money, desk_);
    if (key == "expected")
      if (const auto day = Day::parse(value)) return day_of(*day);
    return value;
  }

  const Deal& deal_;
  const Customer& customer_;
  const Desk& desk_;
  Standing now_;
};

}  // namespace

void print_deal_page(const Deal& deal, const Customer& customer, const Desk& desk) {
  DealPage(deal, customer, desk).print();
}

}  // namespace crm

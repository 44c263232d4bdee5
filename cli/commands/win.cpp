#include "cli/commands/all.hpp"
#include "cli/commands/selling.hpp"
#include "core/domain/selling.hpp"
#include "core/domain/text.hpp"
#include "core/record/assignment.hpp"

namespace crm {
namespace {

struct EndOptions {
  std::string who, reason, stage, on;
  bool reopen = false;
};

/// The reason as crm.yaml lists it; any other with --anyway.
std::string reason_meant(const std::string& words, const Desk& desk) {
  std::string reason = composed(trimmed(words));
  const auto& listed = desk.settings().lost_reasons;
  if (reason.empty() || desk.world().manners.anyway) return reason;
  return listed_word(listed, reason, "reason").value();
}

void end(const EndOptions& asked, std::string_view ends, World& world) {
  const Desk desk = Desk::open(world);
  const Match match = deal_meant(asked.who, desk);
  const std::string reason = reason_meant(asked.reason, desk);
  std::vector<Deed> deeds;
  const auto next = [&](Customer after) {
    Move step = step_on(asked.on, desk);
    const Deal& deal = deal_of(after, match.item);
    step.stage = ending_meant(pipeline_of(deal, desk), ends, asked.stage).value().stage;
    step.reason = reason;
    step.reopen = asked.reopen;
    deeds = move_deal(match.item, std::move(step), after, desk);
    return after;
  };
  if (desk.change(match, next, [&] { return deeds.front().sentence; })) print_deeds(deeds, world);
}

void declare_end(Declaration& words, EndOptions& asked, std::string_view on, std::string_view stage,
                 std::string_view reopen) {
  words.option(asked.on, "--on", placeholder::day, on);
  words.option(asked.stage, "--stage", placeholder::stage, stage);
  words.flag(asked.reopen, "--reopen", reopen);
}

Action declare_win(Declaration& words) {
  const auto asked = std::make_shared<EndOptions>();
  words.argument(asked->who, placeholder::deal,
                 "a deal by its id, or a customer with only one that is open");
  declare_end(words, *asked, "the day it was won, if not today",
              "where several stages win a deal: which", "win it although it was lost");
  return [asked](World& world) { end(*asked, "won", world); };
}

Action declare_lose(Declaration& words) {
  const auto asked = std::make_shared<EndOptions>();
  words.argument(asked->who, placeholder::deal,
                 "a deal by its id, or a customer with only one that is open");
  words.option(asked->reason, "--reason", placeholder::reason,
               "why: a word of crm.yaml's lost_reasons");
  declare_end(words, *asked, "the day it was lost, if not today",
              "where several stages lose a deal: which", "lose it although it was won");
  return [asked](World& world) { end(*asked, "lost", world); };
}

}  // namespace

Command win_command() {
  return {"win",
          "Sell",
          "say that a deal is won",
          {{"crm win d7k2m9", "it goes to the stage that ends its pipeline so"},
           {"crm win acme --on yesterday -m \"signed at the fair\"",
            "the only open deal of Acme, with a note"}},
          declare_win};
}

Command lose_command() {
  return {"lose",
          "Sell",
          "say that a deal is lost, and why",
          {{"crm lose d7k2m9 --reason price", "with a reason that crm.yaml lists"},
           {"crm lose acme --reason \"no answer\" -m \"try again in spring\"",
            "the only open deal of Acme, with a note"}},
          declare_lose};
}

}  // namespace crm

#include "cli/commands/all.hpp"
#include "cli/commands/selling.hpp"
#include "cli/commands/serving.hpp"

namespace crm {
namespace {

struct MoveOptions {
  std::string who, stage, on;
  bool reopen = false;
};

void move(const MoveOptions& asked, World& world) {
  const Desk desk = Desk::open(world);
  const Match match = business_meant(asked.who, asked.stage, desk);
  std::vector<Deed> deeds;
  const auto next = [&](Customer after) {
    Move step = step_on(asked.on, desk);
    step.reopen = asked.reopen;
    const bool is_case = match.kind == ItemKind::case_;
    (is_case ? step.status : step.stage) = asked.stage;
    if (is_case)
      deeds = {move_case(match.item, std::move(step), {}, after, desk)};
    else
      deeds = move_deal(match.item, std::move(step), after, desk);
    return after;
  };
  if (desk.change(match, next, [&] { return deeds.front().sentence; })) print_deeds(deeds, world);
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<MoveOptions>();
  words.argument(asked->who, placeholder::business,
                 "a deal or case by its id, or a customer with only one that is open");
  words.optional_argument(asked->stage, placeholder::stage_or_status,
                          "the stage or status it goes to: its name or how that begins");
  words.option(asked->on, "--on", placeholder::day, "the day it was moved, if not today");
  words.flag(asked->reopen, "--reopen", "move it although it is won, lost or closed");
  return [asked](World& world) { move(*asked, world); };
}

}  // namespace

Command move_command() {
  return {"move",
          "Sell",
          "move a deal to another stage, or a case to another status",
          {{"crm move d7k2m9 proposal", "to the next stage, or to any other"},
           {"crm move acme prop --on yesterday", "the only open deal of Acme; it was yesterday"},
           {"crm move d7k2m9 offer --anyway -m \"the price follows\"",
            "although crm.yaml needs more for that stage; the reason is kept"},
           {"crm move d7k2m9 lead --reopen", "one that was lost"},
           {"crm move s8t3v2 waiting", "a case"},
           {"crm move s8t3v2 open --reopen", "a case that was closed"}},
          declare};
}

}  // namespace crm

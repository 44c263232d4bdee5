#include "cli/commands/all.hpp"
#include "cli/commands/campaigns.hpp"
#include "cli/commands/opening.hpp"
#include "cli/commands/selling.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

struct DealOptions {
  std::string who, title, stage, expected, probability, owner, pipeline, source, campaign, on;
  std::vector<std::string> words, with;
};

/// What was said of the deal, typed by the same schema that `crm set` goes by.
Deal typed(const DealOptions& asked, Said said, const Desk& desk) {
  said.set("campaign", asked.campaign);
  said.set("source", asked.source);
  said.set("pipeline", asked.pipeline);
  said.set("probability", asked.probability);
  said.set("expected", asked.expected);
  said.changes = with_campaign_ids(std::move(said.changes), desk);
  return with_entry(ItemKind::deal, asked.title, said.changes, desk).deals.front();
}

void refuse_reversed(const Deal& deal, Day opened, const Desk& desk) {
  if (!deal.expected || *deal.expected >= opened || desk.world().manners.anyway) return;
  throw Failure(Error::asked_wrongly(
      "expected on " + deal.expected->text() + ", but opened only on " + opened.text(),
      "name a later day, or insist with --anyway"));
}

void open(const DealOptions& asked, World& world) {
  const Desk desk = Desk::open(world);
  const Match match = desk.find(asked.who);
  if (match.kind == ItemKind::deal)
    throw Failure(Error::asked_wrongly(match.item + " is a deal of " + match.name + " already",
                                       "crm move " + match.item + " STAGE moves it"));
  if (trimmed(asked.title).empty())
    throw Failure(Error::asked_wrongly("what is the deal with " + match.name + " about?",
                                       "crm deal " + match.id + " \"500 arms\" 12000"));
  Said said = Said::of(asked.words);
  std::string stage = asked.stage;
  for (std::string& word : said.taken("stage")) stage = std::move(word);
  std::vector<std::string> with = asked.with;
  for (std::string& words : said.taken("with")) with.push_back(std::move(words));
  const std::string amount = said.plain;
  Deal deal = typed(asked, std::move(said), desk);
  if (!amount.empty()) deal.amount = amount_of_deal(amount, desk);
  if (!asked.owner.empty()) deal.owner = desk.colleague_named(asked.owner);
  // `crm deal "Bob Ray" …` is made with Bob.
  if (with.empty() && !match.item.empty() &&
      (match.kind == ItemKind::customer || match.kind == ItemKind::person))
    with.push_back(match.item);
  Move first = step_on(asked.on, desk);
  first.stage = stage;
  refuse_reversed(deal, first.at.day, desk);
  std::vector<Deed> deeds;
  const auto next = [&](Customer after) {
    Deal fresh = deal;
    fresh.with = people_meant(after, with);
    deeds = open_deal(std::move(fresh), first, after, desk);
    const Deal& made = *find_item(after.deals, deeds.front().id);
    deeds.front().sentence =
        "opened " + made.title + " (" + after.name + ")" + terms_of(made, desk);
    return after;
  };
  if (desk.change(match, next, [&] { return deeds.front().sentence; })) print_deeds(deeds, world);
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<DealOptions>();
  words.argument(asked->who, placeholder::who, "the customer");
  words.optional_argument(asked->title, placeholder::title, "what it is about, in a few words");
  words.arguments(asked->words, Placeholder{"[AMOUNT] [field=value|+tag]..."},
                  "what it is worth, in the book's currency or with another's code; other fields");
  words.option(asked->stage, "--stage", placeholder::stage,
               "where it begins, if not in the first stage");
  words.option(asked->expected, "--expected", placeholder::day, "the day it should be won by");
  words.option(asked->probability, "--probability", placeholder::percent,
               "how likely that is, in percent, if not as in its stage");
  words.option(asked->owner, "--owner", placeholder::colleague, "whose deal it is, if not yours");
  words.option(asked->with, "--with", placeholder::person, "a person of the customer who decides");
  words.option(asked->pipeline, "--pipeline", placeholder::pipeline,
               "a pipeline of crm.yaml, if not the first");
  words.option(asked->source, "--source", placeholder::source,
               "what brought it: a word or campaign");
  words.option(asked->campaign, "--campaign", placeholder::campaign, "the campaign it is owed to");
  words.option(asked->on, "--on", placeholder::day, "the day it was opened, if not today");
  return [asked](World& world) { open(*asked, world); };
}

}  // namespace

Command deal_command() {
  return {"deal",
          "Sell",
          "open a deal: something that may be sold",
          {{"crm deal acme \"500 arms\" 12000", "in the first stage, in the book's currency"},
           {"crm deal acme \"500 arms\" 12000 USD --expected eom --with bob +rush",
            "with the day it should be won, who decides, and a tag"},
           {"crm deal acme \"spare parts\" --stage proposal --on 2026-11-02",
            "one that began earlier"}},
          declare};
}

}  // namespace crm

#include "cli/commands/all.hpp"
#include "cli/commands/new_entries.hpp"
#include "cli/commands/opening.hpp"
#include "cli/commands/references.hpp"
#include "cli/commands/serving.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

struct CaseOptions {
  std::string who, status, priority, due, owner, deal, on;
  std::vector<std::string> words, with;
};

struct CloseOptions {
  std::string who, resolution, rating, on;
  bool reopen = false;
};

void open(const CaseOptions& asked, World& world) {
  const Desk desk = Desk::open(world);
  const Match match = desk.find(asked.who);
  if (match.kind == ItemKind::case_)
    throw Failure(Error::asked_wrongly(match.item + " is a case of " + match.name + " already",
                                       "crm move " + match.item + " STATUS moves it"));
  Said said = Said::of(asked.words);
  const std::string title = said.plain;
  if (trimmed(title).empty())
    throw Failure(Error::asked_wrongly("what does " + match.name + " complain about, or ask for?",
                                       "crm case " + match.id + " \"arm 17 overheats\""));
  std::string status = asked.status, due = asked.due, deal = asked.deal, owner = asked.owner;
  for (std::string& word : said.taken("status")) status = std::move(word);
  for (std::string& word : said.taken("due")) due = std::move(word);
  for (std::string& word : said.taken("deal")) deal = std::move(word);
  for (std::string& word : said.taken("owner")) owner = std::move(word);
  std::vector<std::string> with = asked.with;
  for (std::string& words : said.taken("with")) with.push_back(std::move(words));
  said.set("priority", asked.priority);
  Case one = with_entry(ItemKind::case_, title, said.changes, desk).cases.front();
  if (!due.empty()) one.due = desk.kept(moment_to_come(due, desk));
  if (!owner.empty()) one.owner = desk.colleague_named(owner);
  // `crm case "Bob Ray" …` was brought up by Bob.
  const bool person = match.kind == ItemKind::customer || match.kind == ItemKind::person;
  if (with.empty() && !match.item.empty() && person) with.push_back(match.item);
  if (match.kind == ItemKind::deal && deal.empty()) deal = match.item;
  Move first = step_on(asked.on, desk);
  first.status = status;
  Deed deed;
  const auto next = [&](Customer after) {
    Case fresh = one;
    fresh.with = people_meant(after, with);
    if (!deal.empty()) fresh.deal = deal_named(after, deal);
    deed = open_case(std::move(fresh), first, after, desk);
    return after;
  };
  if (desk.change(match, next, [&] { return deed.sentence; })) print_deeds({deed}, world);
}

void close(const CloseOptions& asked, World& world) {
  const Desk desk = Desk::open(world);
  const Match match = case_meant(asked.who, desk);
  CaseEnd end{composed(trimmed(asked.resolution)), {}};
  if (!asked.rating.empty())
    end.rating =
        with_entry(ItemKind::case_, "case", {{Assignment::Kind::set, "rating", asked.rating}}, desk)
            .cases.front()
            .rating;
  Deed deed;
  const auto next = [&](Customer after) {
    Move step = step_on(asked.on, desk);
    step.status = closed_status;
    deed = move_case(match.item, std::move(step), end, after, desk);
    return after;
  };
  if (desk.change(match, next, [&] { return deed.sentence; })) print_deeds({deed}, world);
}

Action declare_case(Declaration& words) {
  const auto asked = std::make_shared<CaseOptions>();
  words.argument(asked->who, placeholder::who, "the customer");
  words.arguments(asked->words, Placeholder{"TITLE [field=value]..."},
                  "what it is about, in a few words; other fields");
  words.option(asked->priority, "--priority", placeholder::priority,
               "how pressing it is: a word of crm.yaml");
  words.option(asked->due, "--due", placeholder::when, "when it should be settled");
  words.option(asked->owner, "--owner", placeholder::colleague,
               "who handles it, if not the customer's owner");
  words.option(asked->with, "--with", placeholder::person, "a person of the customer");
  words.option(asked->deal, "--deal", placeholder::deal_id, "the deal it is about");
  words.option(asked->status, "--status", placeholder::status, "where it begins, if not open");
  words.option(asked->on, "--on", placeholder::when, "when it came up, if not now");
  return [asked](World& world) { open(*asked, world); };
}

Action declare_close(Declaration& words) {
  const auto asked = std::make_shared<CloseOptions>();
  words.argument(asked->who, placeholder::case_,
                 "a case by its id, or a customer with only one that is open");
  words.option(asked->resolution, "--resolution", placeholder::text, "how it was settled");
  words.option(asked->rating, "--rating", Placeholder{"1..5"},
               "the customer's mark; 5 is the best");
  words.option(asked->on, "--on", placeholder::when, "when it was closed, if not now");
  return [asked](World& world) { close(*asked, world); };
}

}  // namespace

Command case_command() {
  return {"case",
          "Serve",
          "open a case: a complaint or a request",
          {{"crm case acme \"arm 17 overheats\" --priority high", "with the limits of crm.yaml"},
           {"crm case acme \"arm 17 overheats\" --due \"fri 16:00\" --with bob -m \"since Monday\"",
            "with a time of its own, who brought it up, and a note"},
           {"crm case acme \"arm 17 overheats\" --deal d2k8m4 --on \"yesterday 18:00\"",
            "what it is about, and when it came up"}},
          declare_case};
}

Command close_command() {
  return {
      "close",
      "Serve",
      "close a case, and say how it was settled",
      {{"crm close s8t3v2 --resolution \"fan replaced\" --rating 5", "with the customer's mark"},
       {"crm close acme --on yesterday", "the only open case of Acme"},
       {"crm close s8t3v2 -m \"they took it back\"", "with a note on the move"}},
      declare_close};
}

}  // namespace crm

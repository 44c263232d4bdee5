#include "cli/commands/all.hpp"
#include "cli/commands/campaigns.hpp"
#include "cli/output/deed.hpp"
#include "core/domain/slug.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

struct CampaignOptions {
  std::vector<std::string> name, costs;
  std::string from, to, channel, coupon, margin, note, on;
};

std::string joined(const std::vector<std::string>& parts, const char* between) {
  std::string all;
  for (const std::string& part : parts)
    if (!part.empty()) all += (all.empty() ? "" : between) + part;
  return all;
}

/// Made of the name, so that people can type it; a source may be the same word.
std::string id_for(const std::string& name, const Desk& desk) {
  const std::string id = slug(name);
  return id.empty() ? "campaign-" + desk.new_id({}) : id;
}

void refuse_twin(const Campaign& fresh, const Desk& desk) {
  const auto all = desk.book().campaigns().value();
  for (const Campaign& one : all.found)
    if (one.id == fresh.id)
      throw Failure(Error::conflict("there is already a campaign " + one.id + ": " + one.name,
                                    "crm set " + one.id +
                                        " cost+=… adds to it; or give this one another name, "
                                        "with the year, say"));
}

void start(const CampaignOptions& asked, World& world) {
  const Desk desk = Desk::open(world);
  Campaign fresh;
  fresh.name = composed(trimmed(joined(asked.name, " ")));
  if (fresh.name.empty())
    throw Failure(Error::asked_wrongly("what is the campaign called?",
                                       "crm campaign \"Spring fair 2027\" --cost 6500"));
  fresh.id = id_for(fresh.name, desk);
  refuse_twin(fresh, desk);
  std::vector<Assignment> changes;
  const auto set = [&](const char* key, const std::string& value) {
    if (!trimmed(value).empty()) changes.push_back({Assignment::Kind::set, key, value});
  };
  set("channel", asked.channel);
  set("from", asked.from);
  set("to", asked.to);
  set("coupon", composed(trimmed(asked.coupon)));
  set("margin", asked.margin);
  set("note", composed(trimmed(asked.note.empty() ? world.manners.message : asked.note)));
  fresh = changed(fresh, changes, desk);
  const Day on = asked.on.empty() ? desk.today() : desk.what_day(asked.on);
  for (const std::string& one : asked.costs) fresh.costs.push_back(cost_of(one, on, fresh, desk));
  std::string costs;
  for (const Money& amount : costs_of(fresh))
    costs += (costs.empty() ? "costs " : ", ") + amount_words(amount, desk);
  const std::string sentence =
      "started the campaign " + joined({fresh.name, fresh.channel, span_of(fresh), costs,
                                        fresh.coupon.empty() ? "" : "coupon " + fresh.coupon},
                                       ", ");
  if (desk.write([&](Writing& writing) { (void)writing.add(fresh).value(); },
                 [&] { return sentence; }))
    print_deeds({{sentence, fresh.id}}, world);
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<CampaignOptions>();
  words.arguments(asked->name, Placeholder{"NAME..."}, "what it is called");
  words.option(asked->costs, "--cost", Placeholder{"AMOUNT"},
               "what it costs, and what for: \"12500 photographs\"; may be given several times");
  words.option(asked->on, "--on", placeholder::day, "the day of these costs, if not today");
  words.option(asked->from, "--from", placeholder::day, "its first day");
  words.option(asked->to, "--to", placeholder::day, "its last day");
  words.option(asked->channel, "--channel", placeholder::text, "fair, mail, banner …");
  words.option(asked->coupon, "--coupon", Placeholder{"CODE"},
               "the code that purchases name: what it brings is counted by that as well");
  words.option(asked->margin, "--margin", placeholder::percent,
               "how much of each 100 sold is profit, if not as in crm.yaml");
  words.option(asked->note, "--note", placeholder::text, "what else should be known");
  return [asked](World& world) { start(*asked, world); };
}

}  // namespace

Command campaign_command() {
  return {
      "campaign",
      "Reach",
      "start a campaign: a fair, a mailing, an advertisement",
      {{"crm campaign \"Spring fair 2027\" --channel fair --from 2027-03-12 --to 2027-03-14 "
        "--cost \"6500 the stall\"",
        "with its days and what it costs"},
       {"crm campaign \"Onam letter\" --channel mail --coupon ONAM27 --cost \"3900 stamps\" --on "
        "2027-08-02",
        "what purchases with the coupon bring is counted"},
       {"crm campaign \"Banner on the ring road\" --margin 40 --note \"until the rains\"",
        "with a margin of its own"}},
      declare};
}

}  // namespace crm

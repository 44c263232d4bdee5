#include <algorithm>

#include "cli/commands/all.hpp"
#include "cli/commands/merging.hpp"
#include "cli/output/remark.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

struct MergeOptions {
  std::vector<std::string> who;
  std::string prefer;
};

Match customer_named(const std::string& who, const Desk& desk) {
  Match match = desk.find_itself(who);
  if (match.kind == ItemKind::person)
    throw Failure(Error::asked_wrongly(
        match.title + " is a person of " + match.name + "; only customers are merged",
        "a customer of that name is said by the id"));
  if (match.kind != ItemKind::customer)
    throw Failure(Error::asked_wrongly("\"" + printable_line(who) + "\" is a " +
                                       std::string(name_of(match.kind)) + " of " + match.name +
                                       "; only customers are merged"));
  if (match.deleted)
    throw Failure(
        Error::conflict(match.name + " is removed", "crm restore " + match.id + " brings it back"));
  return match;
}

void merge(const MergeOptions& asked, World& world) {
  if (asked.who.size() + (asked.prefer.empty() ? 0 : 1) < 2)
    throw Failure(Error::asked_wrongly("who are one and the same?",
                                       "crm merge WHO WHO; the first one stays"));
  const Desk desk = Desk::open(world);
  std::vector<Match> all;
  for (const std::string& who : asked.who) {
    Match match = customer_named(who, desk);
    if (std::any_of(all.begin(), all.end(), [&](const Match& one) { return one.id == match.id; }))
      throw Failure(Error::asked_wrongly(
          "\"" + printable_line(who) + "\" is " + match.name + ", who is named already",
          "say the others by their ids: crm dupes shows them"));
    all.push_back(std::move(match));
  }
  if (!asked.prefer.empty()) {
    Match preferred = customer_named(asked.prefer, desk);
    std::erase_if(all, [&](const Match& one) { return one.id == preferred.id; });
    all.insert(all.begin(), std::move(preferred));
    if (all.size() < 2)
      throw Failure(Error::asked_wrongly("nobody is to be merged into " + all.front().name,
                                         "crm merge WHO WHO --prefer WHO"));
  }
  std::vector<Deed> deeds;
  const auto work = [&](Writing& writing) {
    deeds = merge_into(all.front(), {all.begin() + 1, all.end()}, desk, writing);
  };
  if (!desk.write(work, [&] { return deeds.front().sentence; })) return;
  print_deeds(deeds, world);
  const auto settle = std::find_if(deeds.begin(), deeds.end(), [](const Deed& deed) {
    return deed.part && deed.sentence.find(": kept ") != std::string::npos;
  });
  hint(world, settle == deeds.end()
                  ? "crm undo takes it back"
                  : "crm set " + all.front().id + " FIELD=VALUE settles what differed");
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<MergeOptions>();
  words.arguments(asked->who, Placeholder{"WHO WHO..."},
                  "customers who are one and the same; the first one's record stays");
  words.option(asked->prefer, "--prefer", placeholder::who, "whose record stays instead");
  return [asked](World& world) { merge(*asked, world); };
}

}  // namespace

Command merge_command() {
  return {"merge",
          "Exchange",
          "make one customer of two or more, losing nothing",
          {{"crm merge acme acme-gmbh", "the first one stays, with all that both say"},
           {"crm merge acme acme-gmbh --prefer acme-gmbh", "the other one stays"},
           {"crm merge acme acme-gmbh --dry-run", "what would be written"}},
          declare};
}

}  // namespace crm

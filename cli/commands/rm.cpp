#include <algorithm>

#include "cli/commands/all.hpp"
#include "cli/commands/campaigns.hpp"
#include "cli/commands/removed.hpp"
#include "cli/desk.hpp"
#include "cli/output/deed.hpp"
#include "cli/output/remark.hpp"
#include "core/domain/text.hpp"
#include "core/merge/replay.hpp"
#include "core/record/reader.hpp"
#include "core/record/writer.hpp"

namespace crm {
namespace {

struct RmOptions {
  std::vector<std::string> ids;
};

template <class T>
void take_out(std::vector<T>& items, const std::string& id) {
  std::erase_if(items, [&](const T& item) { return item.id == id; });
}

/// Whether something in the record names this person.
bool is_named(const Customer& customer, const std::string& id) {
  const auto names = [&](const auto& item) {
    return std::find(item.with.begin(), item.with.end(), id) != item.with.end();
  };
  return std::any_of(customer.interactions.begin(), customer.interactions.end(), names) ||
         std::any_of(customer.deals.begin(), customer.deals.end(), names) ||
         std::any_of(customer.cases.begin(), customer.cases.end(), names);
}

Error removed_already(const std::string& name, const std::string& id) {
  return Error::conflict(name + " is removed already", "crm restore " + id + " brings it back");
}

/// Who is to be removed; told apart from those who are removed already.
Match still_there(const std::string& who, const Desk& desk) {
  try {
    return desk.find_itself(who);
  } catch (const Failure& failure) {
    if (failure.error().kind != Error::Kind::nothing_found) throw;
    if (const auto match = removed_customer(who, desk))
      throw Failure(removed_already(match->name, match->id));
    throw;
  }
}

std::string removed(Customer& customer, const Match& match, const Desk& desk) {
  const std::string what =
      match.kind == ItemKind::customer
          ? customer.name
          : std::string(name_of(match.kind)) + " \"" + match.title + "\" of " + customer.name;
  switch (match.kind) {
    case ItemKind::customer:
      if (customer.deleted) throw Failure(removed_already(customer.name, customer.id));
      customer.deleted = desk.stamp();
      break;
    case ItemKind::person:
      if (is_named(customer, match.item)) {
        // Conversations name them, so they stay known as somebody who left.
        find_item(customer.people, match.item)->left = desk.today();
        return match.title + " has left " + customer.name + " (kept, as conversations name them)";
      }
      take_out(customer.people, match.item);
      break;
    case ItemKind::deal: take_out(customer.deals, match.item); break;
    case ItemKind::case_: take_out(customer.cases, match.item); break;
    case ItemKind::reminder: take_out(customer.reminders, match.item); break;
    case ItemKind::purchase: take_out(customer.purchases, match.item); break;
    case ItemKind::payment: take_out(customer.payments, match.item); break;
    case ItemKind::interaction: take_out(customer.interactions, match.item); break;
  }
  return "removed " + what;
}

/// How many customers name the campaign: as one of theirs, as their source, in what they did.
std::size_t tied_to(const std::string& id, const Desk& desk) {
  const auto look = [&](const Customer& customer, const std::string&) -> std::optional<char> {
    const auto names = [&](const auto& one) { return one.campaign == id; };
    const auto any = [&](const auto& list) { return std::any_of(list.begin(), list.end(), names); };
    const auto& ids = customer.campaigns;
    const bool tied = customer.source == id || std::find(ids.begin(), ids.end(), id) != ids.end() ||
                      any(customer.deals) || any(customer.purchases) || any(customer.interactions);
    return tied ? std::optional('+') : std::nullopt;
  };
  return desk.scan<char>(look, Depth::without_texts).found.size();
}

/// Its file goes; what customers say of it stays, so where there is any, somebody must insist.
void remove_campaign(const StoredCampaign& stored, const Desk& desk) {
  const Campaign& campaign = stored.campaign;
  const std::size_t tied = tied_to(campaign.id, desk);
  if (tied > 0 && !desk.world().manners.anyway)
    throw Failure(Error::conflict(
        std::to_string(tied) + (tied == 1 ? " customer names" : " customers name") +
            " the campaign " + campaign.name,
        "crm show " + campaign.id + " shows what came of it; remove it with --anyway"));
  const std::string sentence = "removed the campaign " + campaign.name;
  if (!desk.write(
          [&](Writing& writing) {
            insist(writing.put({stored.path(), stored.text(), std::nullopt}));
          },
          [&] { return sentence; }))
    return;
  print_deeds({{sentence, campaign.id}}, desk.world());
  hint(desk.world(), "crm restore " + campaign.id + " brings it back");
}

void rm(const RmOptions& asked, World& world) {
  const Desk desk = Desk::open(world);
  std::vector<Match> matches;
  for (const std::string& id : asked.ids) {
    try {
      matches.push_back(still_there(id, desk));
    } catch (const Failure& failure) {
      const auto campaign = asked.ids.size() == 1 ? campaign_instead(failure, id, desk)
                                                  : std::optional<StoredCampaign>();
      if (!campaign) throw;
      return remove_campaign(*campaign, desk);
    }
  }
  std::vector<Deed> deeds;
  const auto next = [&](Customer customer, const Match& match) {
    deeds.push_back(
        {removed(customer, match, desk), match.kind == ItemKind::customer ? match.id : match.item});
    return customer;
  };
  if (!desk.change_each(matches, next, [&] { return deeds.front().sentence; })) return;
  print_deeds(deeds, world);
  const bool gone = deeds.front().sentence.starts_with("removed");
  hint(world,
       gone ? "crm restore " + deeds.front().id + " brings it back" : "crm undo takes it back");
}

/// The last operation that took an entry of this id out of a record.
std::optional<Recorded> removal_of(const std::string& id, const Desk& desk) {
  const Journal journal(desk.book().disk(), desk.book().layout().journal());
  const auto has = [&](const std::string& path, const std::optional<std::string>& text) {
    if (!text || text->find(id) == text->npos) return false;
    const auto stored = desk.book().read_text(path, *text);
    return stored && has_item(stored->customer, id);
  };
  for (const Operation& head : journal.heads()) {
    auto operation = journal.load(head.id);
    if (!operation) continue;
    for (std::size_t i = 0; i < operation->changes.size(); ++i) {
      const std::string& path = operation->changes.path(i);
      const bool campaign = path == "campaigns/" + id + ".yaml";
      if (!path.starts_with("customers/") && !campaign) continue;
      const auto change = operation->changes.at(i);
      if (campaign && change && change->before && !change->after) return *std::move(operation);
      if (campaign) continue;
      if (change && has(change->path, change->before) && !has(change->path, change->after))
        return *std::move(operation);
    }
  }
  return std::nullopt;
}

/// Puts an entry back by taking back the operation that took it out.
Deed restore_entry(const std::string& id, const Desk& desk, Writing& writing) {
  const auto removal = removal_of(id, desk);
  if (!removal)
    throw Failure(
        Error::nothing_found("nothing called \"" + printable_line(id) + "\" was removed here",
                             "crm history lists what was changed"));
  for (std::size_t i = 0; i < removal->changes.size(); ++i) {
    const Change change = removal->changes.at(i).value();
    const auto text = desk.book().disk().read(desk.book().layout().absolute(change.path));
    const std::optional<std::string> now = text ? std::optional(*text) : std::nullopt;
    auto next = replayed(change.after, change.before, now, change.path, desk.settings()).value();
    if (next != now) insist(writing.put({change.path, now, std::move(next)}));
  }
  return {"brought back " + id + " (" + removal->operation.title + ")", id};
}

void restore(const RmOptions& asked, World& world) {
  const Desk desk = Desk::open(world);
  std::vector<Deed> deeds;
  const auto work = [&](Writing& writing) {
    for (const std::string& who : asked.ids) {
      const auto gone = removed_customer(who, desk);
      if (gone && !gone->merged_into.empty())
        throw Failure(Error::conflict(gone->name + " was merged into " + gone->merged_into,
                                      "crm undo takes the merge back"));
      const std::string id = gone ? gone->id : who;
      std::optional<Match> match;
      try {
        match = desk.find(id);
      } catch (const Failure& failure) {
        if (failure.error().kind != Error::Kind::nothing_found) throw;
      }
      if (!match) {
        deeds.push_back(restore_entry(id, desk, writing));
        continue;
      }
      if (match->kind != ItemKind::customer || !match->deleted)
        throw Failure(Error::conflict("\"" + printable_line(id) + "\" is not removed"));
      const auto next = [&](Customer customer) {
        customer.deleted.reset();
        deeds.push_back({"brought back " + customer.name, customer.id});
        return customer;
      };
      insist(writing.change(match->path, next));
    }
  };
  if (desk.write(work, [&] { return deeds.front().sentence; })) print_deeds(deeds, world);
}

Action declare_rm(Declaration& words) {
  const auto asked = std::make_shared<RmOptions>();
  words.arguments(asked->ids, Placeholder{"WHO|ID..."}, "customers, or entries by their ids");
  return [asked](World& world) {
    if (asked->ids.empty())
      throw Failure(
          Error::asked_wrongly("what shall be removed?", "crm rm WHO, or crm rm ID for one entry"));
    rm(*asked, world);
  };
}

Action declare_restore(Declaration& words) {
  const auto asked = std::make_shared<RmOptions>();
  words.arguments(asked->ids, Placeholder{"WHO|ID..."},
                  "customers that were removed, or entries by their ids");
  return [asked](World& world) {
    if (asked->ids.empty())
      throw Failure(Error::asked_wrongly("what shall be brought back?",
                                         "crm list +DELETED shows removed customers"));
    restore(*asked, world);
  };
}

}  // namespace

Command rm_command() {
  return {"rm",
          "Change",
          "remove a customer or an entry; nothing is lost",
          {{"crm rm acme", "the record stays in its file, marked as deleted"},
           {"crm rm k3v9q2", "one conversation, reminder, deal …"}},
          declare_rm};
}

Command restore_command() {
  return {"restore",
          "Change",
          "bring back what was removed",
          {{"crm restore acme", "a customer"}, {"crm restore k3v9q2", "an entry"}},
          declare_restore};
}

}  // namespace crm

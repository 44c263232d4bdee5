#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "cli/commands/account_page.hpp"
#include "cli/commands/all.hpp"
#include "cli/commands/campaigns.hpp"
#include "cli/commands/case_page.hpp"
#include "cli/commands/deal_page.hpp"
#include "cli/commands/listing.hpp"
#include "cli/commands/serving.hpp"
#include "cli/desk.hpp"
#include "cli/output/json.hpp"
#include "cli/output/remark.hpp"
#include "cli/output/table.hpp"
#include "core/domain/bought.hpp"
#include "core/domain/text.hpp"
#include "core/domain/width.hpp"
#include "core/record/writer.hpp"

namespace crm {
namespace {

struct ShowOptions {
  std::string who;
};

constexpr std::size_t last_shown = 5;
/// Cells of what was said that the page shows; `crm log WHO` has all of it.
constexpr int most_of_a_talk = 400;

std::string joined(const std::vector<std::string>& parts, const char* between) {
  std::string all;
  for (const std::string& part : parts)
    if (!part.empty()) all += (all.empty() ? "" : between) + part;
  return all;
}

std::string addresses_of(const Contact& contact) {
  std::vector<std::string> parts;
  const auto take = [&](const std::vector<Labelled>& list) {
    for (const Labelled& one : list)
      parts.push_back(one.value + (one.label.empty() ? "" : " (" + one.label + ")"));
  };
  take(contact.emails);
  take(contact.phones);
  parts.insert(parts.end(), contact.links.begin(), contact.links.end());
  return joined(parts, "   ");
}

std::string address_line(const Address& one) {
  return joined({one.street, joined({one.postcode, one.city}, " "), one.region, one.country},
                ", ") +
         (one.label.empty() ? "" : " (" + one.label + ")");
}

std::string month_words(Day day) {
  return fmt::format("{} {}", month_name(day.month()), day.year());
}

/// The page about a customer: what a colleague who never met them must know first.
class Page {
 public:
  Page(const Customer& customer, const Desk& desk)
      : customer_(customer), desk_(desk), world_(desk.world()) {}

  void print() {
    headline();
    score();
    contacts();
    open();
    dues();
    last();
    bought();
    rest();
    print_problems(problems_, world_);
  }

 private:
  void headline() {
    std::vector<std::string> said;
    said.emplace_back(customer_.is_company() ? "company" : "person");
    if (customer_.is_deleted()) said.emplace_back("deleted");
    std::string status = customer_.status;
    const auto since = became_customer(customer_, desk_.settings());
    const bool named_so = status.empty() || status == "customer";
    if (since && (customer_.since || named_so))
      status = (status.empty() ? "customer" : status) + " since " + month_words(*since);
    said.push_back(status);
    // A lead who has bought is none since then.
    if (since && !customer_.since && !named_so) said.push_back("first sale " + month_words(*since));
    said.push_back(customer_.owner);
    if (!customer_.source.empty()) said.push_back("from " + customer_.source);
    said.push_back(joined(customer_.tags, " "));
    const std::string left = printable_line(customer_.name);
    const std::string facts = "  " + printable_line(joined(said, " · "));
    const bool colour = world_.terminal.colour;
    const int room = world_.terminal.width;
    const int needed = width(left) + width(facts) + 2 + width(customer_.id);
    if (needed <= room) {
      world_.out << styled(left, Style::bold, colour) << facts
                 << std::string(static_cast<std::size_t>(room - needed + 2), ' ')
                 << styled(customer_.id, Style::dim, colour) << "\n";
      return;
    }
    world_.out << styled(left, Style::bold, colour) << "\n";
    lines(trimmed(facts), 2);
    world_.out << "  " << styled(customer_.id, Style::dim, colour) << "\n";
  }

  void score() {
    const auto rules = ScoreRules::parse(desk_.asker());
    if (!rules) {
      problems_ = rules.error().problems;
      return;
    }
    const Score score = rules->of(customer_);
    if (score.parts.empty()) return;
    std::string parts;
    for (const Score::Part& part : score.parts)
      parts += fmt::format("{}{} {}", parts.empty() ? "" : ", ", part.rule, part.points);
    lines(fmt::format("score {}: {}", score.points, parts), 2);
  }

  void lines(std::string_view text, int indent) {
    for (const std::string& line :
         wrapped(printable_text(text), std::max(20, world_.terminal.width - indent)))
      world_.out << std::string(static_cast<std::size_t>(indent), ' ') << line << "\n";
  }

  void heading(const char* text) {
    world_.out << "\n" << styled(text, Style::bold, world_.terminal.colour) << "\n";
  }

  void contacts() {
    if (const std::string text = addresses_of(customer_); !text.empty()) lines(text, 2);
    for (const Address& address : customer_.addresses) lines(address_line(address), 2);
    if (customer_.birthday) lines("birthday " + customer_.birthday->text(), 2);
    for (const Person& person : customer_.people) {
      const std::string name = person.name + (person.role.empty() ? "" : " (" + person.role + ")") +
                               (person.left ? ", left " + person.left->text() : "");
      lines(joined({name, addresses_of(person),
                    person.birthday ? "birthday " + person.birthday->text() : ""},
                   "   "),
            2);
    }
    if (!customer_.works_at.empty()) lines("works at " + customer_.works_at, 2);
    for (const auto& [name, value] : customer_.fields) lines(name + ": " + value, 2);
    for (const Relation& relation : customer_.relations)
      lines((relation.as.empty() ? "tied to" : relation.as) + ": " + relation.to, 2);
    for (const auto& [channel, consent] : customer_.consent)
      if (!consent.given) lines("does not want " + channel, 2);
    if (!customer_.note.empty()) lines(customer_.note, 2);
  }

  void open() {
    Table table({{.key = "kind"},
                 {.key = "what", .gives_way = true},
                 {.key = "how", .gives_way = true, .wraps = true},
                 {.key = "id", .dispensable = 1}});
    static const std::vector<Stage> none;
    for (const Deal& deal : customer_.deals) {
      const auto* const pipeline = desk_.settings().pipeline(deal.pipeline);
      const Standing now = standing(deal, pipeline == nullptr ? none : *pipeline);
      if (!now.ends.empty()) continue;
      std::string how = now.stage;
      if (now.since) {
        const auto days = days_between(*now.since, desk_.today());
        if (days > 0) how += fmt::format(" for {} day{}", days, days == 1 ? "" : "s");
      }
      if (deal.expected) how += ", expected " + day_of(*deal.expected);
      table.row({std::string("deal"),
                 deal.title,
                 joined({deal.amount ? amount_words(*deal.amount, desk_) : "", how}, "  "),
                 {deal.id, Style::dim}});
    }
    for (const Case& one : customer_.cases) {
      if (one.is_closed()) continue;
      const auto deadline = deadline_of(one, customer_, desk_);
      const std::string& owner = one.owner.empty() ? customer_.owner : one.owner;
      const std::string how = joined(
          {one.status(), one.priority, deadline ? deadline_words(*deadline, desk_) : "", owner},
          ", ");
      table.row({std::string("case"),
                 one.title,
                 {how, deadline && deadline->late ? Style::red : Style::plain},
                 {one.id, Style::dim}});
    }
    for (const Interaction& one : customer_.interactions)
      if (is_planned(one, desk_.now()))
        table.row({one.kind,
                   one.subject.empty() ? one.text : one.subject,
                   day_words(one.at, desk_.today()) +
                       (in_time(one.at, desk_.now()) > 0 ? "" : ", how did it go?"),
                   {one.id, Style::dim}});
    for (const Reminder& reminder : customer_.reminders) {
      const auto due = next_due(reminder);
      if (!due) continue;
      const auto late = days_between(due->day, desk_.today());
      std::string how = day_words(*due, desk_.today());
      if (late > 0) how += fmt::format(" ({} day{} late)", late, late == 1 ? "" : "s");
      if (reminder.promise) how += ", promised";
      if (!reminder.for_whom.empty()) how += ", for " + reminder.for_whom;
      table.row({std::string("reminder"),
                 reminder.text,
                 {how, late > 0 ? Style::red : Style::plain},
                 {reminder.id, Style::dim}});
    }
    print_section("Open", table);
  }

  void last() {
    std::vector<const Interaction*> held;
    for (const Interaction& one : customer_.interactions)
      if (!is_planned(one, desk_.now())) held.push_back(&one);
    std::stable_sort(held.begin(), held.end(), [](const Interaction* a, const Interaction* b) {
      return in_time(a->at, b->at) > 0;
    });
    Table table({{.key = "at"},
                 {.key = "kind"},
                 {.key = "by", .dispensable = 1},
                 {.key = "text", .gives_way = true, .wraps = true}});
    for (std::size_t i = 0; i < std::min(held.size(), last_shown); ++i)
      table.row({day_of(held[i]->at.day),
                 held[i]->kind,
                 {held[i]->by, Style::dim},
                 shortened(joined({held[i]->outcome == "held" ? "" : held[i]->outcome,
                                   held[i]->subject, held[i]->text},
                                  ": "),
                           most_of_a_talk)});
    print_section("Last", table);
    if (held.size() > last_shown)
      world_.out << "  … " << held.size() - last_shown << " more: " << world_.program << " log "
                 << customer_.id << "\n";
  }

  void dues() {
    const std::vector<std::string> said = dues_words(customer_, desk_);
    if (said.empty()) return;
    heading("Dues");
    for (const std::string& one : said) lines(one, 2);
    const Table sales = open_sales(customer_, desk_);
    if (!sales.empty()) sales.print_for_people(world_, 4);
  }

  void bought() {
    const std::string text =
        joined({bought_words(customer_, desk_), points_words(customer_, desk_)}, "\n");
    if (text.empty()) return;
    world_.out << "\n";
    lines(text, 0);
  }

  void rest() {
    if (!customer_.conflicts.empty()) {
      heading("Conflicts");
      for (const Conflict& conflict : customer_.conflicts)
        lines(conflict.field + ": kept " + conflict.kept + ", other side had " + conflict.lost, 2);
    }
    if (!customer_.merged_into.empty()) lines("merged into " + customer_.merged_into, 0);
  }

  void print_section(const char* title, const Table& table) {
    if (table.empty()) return;
    heading(title);
    table.print_for_people(world_, 2);
  }

  std::string day_of(Day day) const {
    std::string text = fmt::format("{} {}", day.day(), month_name(day.month()));
    if (day.year() != desk_.today().year()) text += fmt::format(" {}", day.year());
    return text;
  }

  const Customer& customer_;
  const Desk& desk_;
  World& world_;
  /// Of crm.yaml, told at the end.
  std::vector<Problem> problems_;
};

/// One entry of a customer, as data.
Data entry_data(const Customer& customer, const Match& match) {
  switch (match.kind) {
    case ItemKind::person: return to_data(*find_item(customer.people, match.item));
    case ItemKind::deal: return to_data(*find_item(customer.deals, match.item));
    case ItemKind::case_: return to_data(*find_item(customer.cases, match.item));
    case ItemKind::reminder: return to_data(*find_item(customer.reminders, match.item));
    case ItemKind::purchase: return to_data(*find_item(customer.purchases, match.item));
    case ItemKind::payment: return to_data(*find_item(customer.payments, match.item));
    case ItemKind::interaction: return to_data(*find_item(customer.interactions, match.item));
    case ItemKind::customer: break;
  }
  return to_data(customer);
}

/// With --ids or -0 the id alone; true when it was wanted.
bool printed_id(const std::string& id, World& world) {
  if (!world.manners.ids && !world.manners.nul) return false;
  world.out << printable_line(id) << (world.manners.nul ? '\0' : '\n');
  return true;
}

void show_campaign(const Campaign& campaign, const Desk& desk) {
  World& world = desk.world();
  if (world.manners.wants_json()) {
    std::string json = json_of(to_data(campaign), campaign_type());
    // What it brought, which stands in no file, behind what does.
    const std::string& wanted = world.manners.json;
    const bool wants_figures = wanted == "*" || wanted.find("figures") != wanted.npos;
    Yields all = wants_figures ? yields(desk) : Yields();
    if (wants_figures) {
      json.pop_back();
      json += ",\"figures\":" + json_of(all.of[campaign.id]) + "}";
    }
    world.out << shown_json(only_fields(json, wanted), world) << "\n";
    print_problems(all.problems, world);
    return;
  }
  if (printed_id(campaign.id, world)) return;
  if (for_people(world)) return print_campaign_page(campaign, desk);
  world.out << printable_text(new_file(to_data(campaign)));
}

void show(const ShowOptions& asked, World& world) {
  if (world.manners.csv || world.manners.tsv)
    throw Failure(Error::asked_wrongly("a record is no table: crm show has no " +
                                           std::string(world.manners.csv ? "--csv" : "--tsv"),
                                       "print it with --json, or a table of many with crm list"));
  const Desk desk = Desk::open(world);
  std::optional<Match> match;
  try {
    match = desk.find(asked.who);
  } catch (const Failure& failure) {
    const auto found = campaign_instead(failure, asked.who, desk);
    if (!found) throw;
    return show_campaign(found->campaign, desk);
  }
  const Stored stored = desk.book().read(match->path).value();
  const bool whole = match->kind == ItemKind::customer;
  if (world.manners.wants_json()) {
    const Data data = entry_data(stored.customer, *match);
    const std::string json =
        whole ? with_worked_out(json_of(data, customer_type()), stored.customer, desk)
              : json_with("customer", stored.customer.id, json_of(data, *type_of(match->kind)));
    world.out << shown_json(only_fields(json, world.manners.json), world) << "\n";
    return;
  }
  if (printed_id(whole ? match->id : match->item, world)) return;
  if (whole) return Page(stored.customer, desk).print();
  if (match->kind == ItemKind::deal && for_people(world))
    return print_deal_page(*find_item(stored.customer.deals, match->item), stored.customer, desk);
  if (match->kind == ItemKind::case_ && for_people(world))
    return print_case_page(*find_item(stored.customer.cases, match->item), stored.customer, desk);
  world.out << styled(std::string(name_of(match->kind)), Style::bold, world.terminal.colour)
            << " of " << printable_line(match->name) << "\n";
  const std::string text = printable_text(new_file(entry_data(stored.customer, *match)));
  for (const std::string_view line : split(text, '\n'))
    if (!line.empty()) world.out << "  " << line << "\n";
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<ShowOptions>();
  words.argument(asked->who, Placeholder{"WHO|ID"},
                 "a customer by name, e-mail, phone or id; an entry or a campaign by its id");
  return [asked](World& world) { show(*asked, world); };
}

}  // namespace

Command show_command() {
  return {"show",
          "Every day",
          "show all that matters about a customer, or one entry",
          {{"crm show acme", "who they are, what is open, what was said last"},
           {"crm show 9845012345", "who is calling?"},
           {"crm show d7k2m9", "the story of a deal or case, by its id"},
           {"crm show spring-fair", "a campaign: what it cost, and what came of it"}},
          declare};
}

}  // namespace crm

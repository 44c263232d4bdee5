#include "cli/commands/all.hpp"
#include "cli/commands/new_entries.hpp"
#include "cli/desk.hpp"
#include "cli/output/deed.hpp"
#include "core/domain/folding.hpp"
#include "core/domain/phone.hpp"
#include "core/domain/text.hpp"
#include "core/record/assignment.hpp"
#include "core/record/writer.hpp"

namespace crm {
namespace {

struct PersonOptions {
  std::string who, name;
  std::vector<std::string> words;
};

/// The person that some words describe, read by the one reader within a customer.
Person described_person(const PersonOptions& asked, const Desk& desk) {
  Data record = Data::map();
  record.put("name", Data::scalar(composed(trimmed(asked.name))));
  const Type& type = *customer_type().find("people")->item;
  for (const std::string& typed : asked.words) {
    const std::string word = without_scheme(typed);
    auto assignment = Assignment::parse(word);
    if (looks_like_email(word)) assignment = {Assignment::Kind::add, "emails", word};
    if (looks_like_phone(word)) assignment = {Assignment::Kind::add, "phones", word};
    // The commonest field needs no name: crm person acme "Bob Ray" CTO
    if (!assignment) assignment = {Assignment::Kind::set, "role", word};
    record = assigned(std::move(record), *assignment, type, {desk.settings(), desk.now()},
                      desk.world().manners.anyway)
                 .value();
  }
  Data list = Data::list();
  list.children.push_back(std::move(record));
  Data customer = Data::map();
  customer.put("name", Data::scalar("-"));
  customer.put("people", std::move(list));
  return customer_from(customer, desk.settings().currency).value().people.front();
}

void person(const PersonOptions& asked, World& world) {
  const Desk desk = Desk::open(world);
  const Match match = desk.find(asked.who);
  Person fresh = described_person(asked, desk);
  if (!has_letter_or_digit(fresh.name))
    throw Failure(Error::asked_wrongly("a person needs a name"));
  const auto next = [&](Customer after) {
    for (const Person& known : after.people)
      if (folded(known.name) == folded(fresh.name) && !world.manners.anyway)
        throw Failure(Error::conflict(
            after.name + " has a " + known.name + " already (" + known.id + ")",
            "change it with: crm set " + known.id + " role=…   or insist with --anyway"));
    fresh.id = NewEntries(desk, after).new_id();
    after.people.push_back(fresh);
    return after;
  };
  const std::string sentence = "added " + fresh.name +
                               (fresh.role.empty() ? "" : " (" + fresh.role + ")") + " to " +
                               match.name;
  if (desk.change(match, next, [&] { return sentence; }))
    print_deeds({{sentence, fresh.id}}, world);
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<PersonOptions>();
  words.argument(asked->who, placeholder::who, "the customer they belong to");
  words.argument(asked->name, placeholder::name, "the person's name");
  words.arguments(asked->words, Placeholder{"ROLE|EMAIL|PHONE|field=value|+tag"},
                  "what is known of them");
  return [asked](World& world) { person(*asked, world); };
}

}  // namespace

Command person_command() {
  return {"person",
          "Change",
          "add a person to a customer",
          {{"crm person acme \"Bob Ray\" CTO bob@acme.example", "somebody at a company"},
           {"crm person acme \"Bob Ray\" birthday=02-29", "with a birthday"}},
          declare};
}

}  // namespace crm

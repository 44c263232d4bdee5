#include <algorithm>

#include "cli/commands/all.hpp"
#include "cli/commands/new_entries.hpp"
#include "cli/commands/selling.hpp"
#include "cli/desk.hpp"
#include "cli/output/deed.hpp"
#include "cli/output/remark.hpp"
#include "core/domain/folding.hpp"
#include "core/domain/legal_form.hpp"
#include "core/domain/phone.hpp"
#include "core/domain/text.hpp"
#include "core/record/assignment.hpp"
#include "core/record/writer.hpp"

namespace crm {
namespace {

struct AddOptions {
  std::string name;
  std::vector<std::string> words, deal, log, remind;
};

/// What a word of the command line says about the new customer.
Data with_word(Data record, const std::string& typed, const Desk& desk) {
  const std::string word = without_scheme(typed);
  const Typing typing{desk.settings(), desk.now()};
  const auto assign = [&](const Assignment& assignment) {
    return assigned(std::move(record), assignment, customer_type(), typing,
                    desk.world().manners.anyway)
        .value();
  };
  const bool names_field = word.find('=') != word.npos;
  if (!names_field && looks_like_email(word))
    return assign({Assignment::Kind::add, "emails", word});
  if (!names_field && looks_like_phone(word))
    return assign({Assignment::Kind::add, "phones", word});
  if (const auto assignment = Assignment::parse(word)) return assign(*assignment);
  throw Failure(Error::asked_wrongly(
      "\"" + printable_line(word) + "\" is no e-mail, phone, field=value or +tag",
      "a name of several words wants quotes: crm add \"Acme Robotics\""));
}

/// Why an existing customer may be the same one; empty when it is not.
std::string likeness(const Customer& known, const Customer& fresh, const std::string& country) {
  if (known.is_deleted()) return {};
  for (const Labelled& email : fresh.emails)
    for (const Labelled& its : known.emails)
      if (lowered(email.value) == lowered(its.value)) return "the same e-mail " + its.value;
  for (const Labelled& phone : fresh.phones)
    for (const Labelled& its : known.phones)
      if (e164(phone.value, country) == e164(its.value, country))
        return "the same phone " + its.value;
  if (folded(known.name) == folded(fresh.name)) return "the same name";
  return {};
}

void refuse_twins(const Customer& fresh, const Desk& desk) {
  const std::string country = desk.settings().country;
  constexpr std::size_t most_named = 5;
  const auto look = [&](const Customer& known,
                        const std::string&) -> std::optional<std::pair<std::string, std::string>> {
    const std::string why = likeness(known, fresh, country);
    if (why.empty()) return std::nullopt;
    return std::pair(known.id, known.name + " (" + known.id + ") has " + why);
  };
  const auto twins = desk.scan<std::pair<std::string, std::string>>(look);
  if (twins.found.empty()) return;
  Error error{Error::Kind::conflict, {}};
  for (const auto& [id, sentence] : twins.found)
    if (error.problems.size() < most_named)
      error.problems.push_back(Problem{sentence, {}, {}, {}, false});
  error.problems.front().hint = "look at it with: crm show " + twins.found.front().first +
                                "   or add another one with --anyway";
  throw Failure(error);
}

/// An e-mail or phone where the name should stand: either it was forgotten, or it comes second.
void refuse_address(const std::string& name, const std::vector<std::string>& words, World& world) {
  const bool email = looks_like_email(name);
  if (world.manners.anyway || (!email && !looks_like_phone(name))) return;
  const auto is_name = [](const std::string& word) {
    const std::string plain = without_scheme(word);
    return !looks_like_email(plain) && !looks_like_phone(plain) && !Assignment::parse(plain);
  };
  const auto meant = std::find_if(words.begin(), words.end(), is_name);
  throw Failure(Error::asked_wrongly(
      "\"" + name + (email ? "\" is an e-mail" : "\" is a phone number") + ", not a name",
      "the name comes first: crm add " +
          (meant == words.end() ? "\"Acme Robotics\"" : as_typed(*meant)) + " " + as_typed(name)));
}

std::vector<Deed> with_deal(const std::string& title, const std::string& amount, Customer& customer,
                            const Desk& desk) {
  Deal deal;
  deal.title = title;
  deal.amount = amount_of_deal(amount, desk);
  return open_deal(std::move(deal), step_on("", desk), customer, desk);
}

void add(const AddOptions& asked, World& world) {
  const Desk desk = Desk::open(world);
  const std::string name = composed(trimmed(printable_line(asked.name)));
  if (!has_letter_or_digit(name) && !world.manners.anyway)
    throw Failure(Error::asked_wrongly("a customer needs a name with a letter or digit in it",
                                       "crm add \"Acme Robotics\" office@acme.example"));
  if (name.empty()) throw Failure(Error::asked_wrongly("a customer needs a name"));
  refuse_address(without_scheme(name), asked.words, world);

  Data record = Data::map();
  record.put("name", Data::scalar(name));
  record.put("added", Data::scalar(desk.today().text(), true));
  for (const std::string& word : asked.words) record = with_word(std::move(record), word, desk);
  Customer customer = customer_from(record, desk.settings().currency).value();
  const bool is_told_by_name = customer.kind.empty() && has_legal_form(name);
  if (is_told_by_name) customer.kind = "company";
  if (customer.owner.empty() && !desk.settings().team.empty()) customer.owner = desk.me();
  if (!world.manners.anyway) refuse_twins(customer, desk);
  do {
    customer.id = new_customer_id(world.random, name);
  } while (world.disk.exists(desk.book().layout().absolute("customers/" + customer.id + ".yaml")));

  std::vector<Deed> deeds{{"added " + name + (is_told_by_name ? ", a company" : ""), customer.id}};
  NewEntries entries(desk, customer);
  for (std::size_t i = 0; i + 1 < asked.deal.size(); i += 2)
    for (Deed& deed : with_deal(asked.deal[i], asked.deal[i + 1], customer, desk))
      deeds.push_back(std::move(deed));
  for (std::size_t i = 0; i + 1 < asked.log.size(); i += 2)
    deeds.push_back(entries.add_log(asked.log[i], asked.log[i + 1]));
  for (std::size_t i = 0; i + 1 < asked.remind.size(); i += 2)
    deeds.push_back(entries.add_reminder(asked.remind[i], asked.remind[i + 1], false));
  for (std::size_t i = 1; i < deeds.size(); ++i) deeds[i].part = true;

  const bool written = desk.write([&](Writing& writing) { (void)writing.add(customer).value(); },
                                  [&] { return "added " + name; });
  if (written) print_deeds(deeds, world);
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<AddOptions>();
  words.argument(asked->name, placeholder::name, "the customer's name");
  words.arguments(asked->words, Placeholder{"EMAIL|PHONE|field=value|+tag"},
                  "how to reach them, and what else is known");
  words.pairs(asked->deal, "--deal", "TITLE AMOUNT", "open a deal as well");
  words.pairs(asked->log, "--log", "KIND TEXT", "log a conversation as well");
  words.pairs(asked->remind, "--remind", "WHEN TEXT", "set a reminder as well");
  return [asked](World& world) { add(*asked, world); };
}

}  // namespace

Command add_command() {
  return {
      "add",
      "Every day",
      "add a customer",
      {{"crm add \"Acme Robotics\" office@acme.example", "a company with its address"},
       {"crm add \"Ana Lind\" 9845012345 status=lead source=fair +retail", "with fields and a tag"},
       {"crm add Globex --deal \"500 arms\" 12000 --remind fri \"send the price\"",
        "with a deal and a reminder"}},
      declare};
}

}  // namespace crm

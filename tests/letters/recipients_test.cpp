// Who gets a letter, and why somebody does not: a row a rule.
#include "core/letters/recipients.hpp"

#include <doctest/doctest.h>

namespace crm {
namespace {

Settings book(const std::string& consent) {
  Settings settings = standard_settings(*find_country("IN"));
  settings.consent = consent;
  return settings;
}

const Settings asks = book("ask"), assumes = book("assume"), silent = book("");
const Day today = *Day::of(2026, 11, 21);

MailingRules rules(const Settings& settings = assumes, const std::string& channel = "email") {
  return {settings, "welcome", "welcome/2026-11-21", channel, std::nullopt, false, false, today};
}

Customer acme() {
  Customer customer;
  customer.id = "acme-7h2k";
  customer.name = "Acme";
  customer.emails = {{"office@acme.example", ""}};
  customer.phones = {{"098450 12345", ""}};
  customer.addresses = {{"a1", "", "Ring 4", "04109", "Leipzig", "", "DE"}};
  return customer;
}

Person bob() {
  Person person;
  person.id = "p4n8x2";
  person.name = "Bob Ray";
  person.emails = {{"bob@acme.example", ""}};
  return person;
}

Interaction sent(const std::string& day, const std::string& key) {
  Interaction one;
  one.id = "k" + day;
  one.at = Moment::parse(day).value();
  one.kind = "email";
  one.direction = "out";
  one.letter = "welcome";
  one.sent_key = key;
  return one;
}

/// `office@acme.example` where they get it, else `!` and why not; of several, joined by commas.
std::string outcome(const Customer& customer, const MailingRules& by) {
  std::string all;
  for (const Considered& one : considered(customer, "customers/a.yaml", by))
    all +=
        (all.empty() ? "" : ", ") + (one.is_skipped() ? "!" + one.reason : one.recipient.address);
  return all;
}

}  // namespace

TEST_CASE("a channel reaches people by e-mail, by phone or by post") {
  for (const char* const word : {"email", "E-Mail", "mail", ""})
    CHECK(medium_of(word) == Medium::email);
  for (const char* const word : {"letter", "post"}) CHECK(medium_of(word) == Medium::post);
  for (const char* const word : {"sms", "message", "chat", "call", "whatsapp"})
    CHECK(medium_of(word) == Medium::phone);
  CHECK(outcome(acme(), rules(assumes, "email")) == "office@acme.example");
  CHECK(outcome(acme(), rules(assumes, "message")) == "098450 12345");
  CHECK(outcome(acme(), rules(assumes, "letter")) == "Ring 4\n04109 Leipzig\nDE");
}

TEST_CASE("consent is asked by channel, and silence is crm.yaml's") {
  Customer customer = acme();
  CHECK(outcome(customer, rules(assumes)) == "office@acme.example");
  CHECK(outcome(customer, rules(asks)) == "!not asked about email");
  CHECK(outcome(customer, rules(silent)) == "!not asked about email");
  customer.consent = {{"Email", {true, today}}, {"message", {false, {}}}};
  CHECK(outcome(customer, rules(asks)) == "office@acme.example");
  CHECK(outcome(customer, rules(assumes, "message")) == "!does not want message");
  CHECK(outcome(customer, rules(asks, "letter")) == "!not asked about letter");
  customer.consent = {{"email", {false, {}}}};
  CHECK(outcome(customer, rules(assumes)) == "!does not want email");
}

TEST_CASE("whoever is removed or can't be reached is named with the reason") {
  Customer customer = acme();
  customer.emails = {{"nonsense", ""}};
  CHECK(outcome(customer, rules()) == "!the address \"nonsense\" has no @");
  customer.emails.push_back({"mailto:second@acme.example", ""});
  CHECK(outcome(customer, rules()) == "second@acme.example");
  customer.emails.clear();
  customer.phones.clear();
  customer.addresses.clear();
  CHECK(outcome(customer, rules()) == "!no e-mail address");
  CHECK(outcome(customer, rules(assumes, "sms")) == "!no phone number");
  CHECK(outcome(customer, rules(assumes, "letter")) == "!no postal address");
  customer = acme();
  customer.deleted = Moment::parse("2026-01-01").value();
  CHECK(outcome(customer, rules()) == "!is removed");
}

TEST_CASE("a person stands for a customer without an address, and may speak for themselves") {
  Customer customer = acme();
  customer.people = {bob()};
  CHECK(outcome(customer, rules()) == "office@acme.example");
  customer.emails.clear();
  CHECK(outcome(customer, rules()) == "bob@acme.example");
  CHECK(considered(customer, "", rules()).front().recipient.whom() == "Bob Ray of Acme");
  Person eve = bob();
  eve.id = "p2";
  eve.name = "Eve";
  eve.emails = {{"eve@acme.example", ""}};
  eve.consent = {{"email", {true, {}}}};
  eve.language = "hi";
  customer.people.push_back(eve);
  CHECK(outcome(customer, rules(asks)) == "eve@acme.example");
  CHECK(considered(customer, "", rules(asks)).front().recipient.language == "hi");
  customer.consent = {{"email", {false, {}}}};
  CHECK(outcome(customer, rules(asks)) == "eve@acme.example");
  customer.people.back().left = *Day::of(2026, 1, 1);
  CHECK(outcome(customer, rules(assumes)) == "!does not want email");
  customer.consent.clear();
  MailingRules to_people = rules();
  to_people.to_people = true;
  customer.emails = acme().emails;
  customer.people.back().left.reset();
  CHECK(outcome(customer, to_people) == "bob@acme.example, eve@acme.example");
  customer.people.clear();
  CHECK(outcome(customer, to_people) == "office@acme.example");
}

TEST_CASE("nobody gets a letter twice, unless it is one that comes again") {
  Customer customer = acme();
  customer.interactions = {sent("2025-11-20", "welcome/2025-11-20"), sent("2025-03-01", "x")};
  CHECK(outcome(customer, rules()) == "!had it on 2025-11-20");
  MailingRules yearly = rules();
  yearly.again = Period::parse("1y").value();
  CHECK(outcome(customer, yearly) == "office@acme.example");
  yearly.today = *Day::of(2026, 11, 19);
  CHECK(outcome(customer, yearly) == "!had it on 2025-11-20");
  yearly.today = *Day::of(2026, 11, 20);
  CHECK(outcome(customer, yearly) == "office@acme.example");
  MailingRules repeated = rules();
  repeated.repeats = true;
  CHECK(outcome(customer, repeated) == "office@acme.example");
  // This very mailing's mark holds, whatever the clock said when it was sent.
  customer.interactions.push_back(sent("2031-01-01", "welcome/2026-11-21"));
  CHECK(outcome(customer, repeated) == "!had it on 2031-01-01");
  CHECK(outcome(customer, yearly) == "!had it on 2031-01-01");
  // What they wrote themselves, or another letter, is none.
  customer.interactions = {sent("2025-11-20", "other/1")};
  customer.interactions.front().letter = "other";
  customer.interactions.push_back(sent("2025-11-20", ""));
  customer.interactions.back().direction = "in";
  CHECK(outcome(customer, rules()) == "office@acme.example");
}

TEST_CASE("of a company's people each has had it for themselves") {
  Customer customer = acme();
  customer.people = {bob(), bob()};
  customer.people.back().id = "p2";
  customer.people.back().emails = {{"eve@acme.example", ""}};
  customer.interactions = {sent("2026-11-01", "welcome/2026-11-01")};
  customer.interactions.front().with = {"p4n8x2"};
  MailingRules to_people = rules();
  to_people.to_people = true;
  CHECK(outcome(customer, to_people) == "!had it on 2026-11-01, eve@acme.example");
  CHECK(outcome(customer, rules()) == "!had it on 2026-11-01");
}

TEST_CASE("one address gets one letter, and whoever had it keeps it from the others") {
  const auto one = [](const std::string& name, const std::string& address,
                      const std::string& why = "") {
    Considered made;
    made.recipient.name = name;
    made.recipient.address = address;
    made.reason = why;
    return made;
  };
  std::vector<Considered> all{one("A", "x@a.example"),
                              one("B", "X@A.example"),
                              one("C", "y@a.example", "does not want email"),
                              one("D", "y@a.example"),
                              one("E", "z@a.example"),
                              one("F", "z@a.example", "had it on 2026-11-01"),
                              one("G", "w@a.example"),
                              one("H", "w@a.example", may_have_it)};
  skip_shared_addresses(all, rules());
  std::string reasons;
  for (const Considered& each : all) reasons += each.recipient.name + ":" + each.reason + "; ";
  CHECK(reasons ==
        "A:; B:same e-mail address as A; C:does not want email; D:; E:same e-mail address as F; "
        "F:had it on 2026-11-01; G:same e-mail address as H; H:may have it already; ");
  std::vector<Considered> phones{one("A", "098450 12345"), one("B", "+91 98450-12345")};
  skip_shared_addresses(phones, rules(assumes, "sms"));
  CHECK(phones.back().reason == "same phone number as A");
  std::string counts;
  for (const auto& [why, count] : skipped_by_reason(all))
    counts += std::to_string(count) + " " + why + "; ";
  CHECK(
      counts ==
      "3 same address as another; 1 does not want email; 1 had it before; 1 may have it already; ");
}

TEST_CASE("a wish is for one person, once by its mark, and not where they had the letter since") {
  Customer customer = acme();
  customer.people = {bob()};
  MailingRules wish = rules();
  wish.sent_key = "wishes/birthday/2026/p4n8x2";
  wish.repeats = true;
  wish.person = "p4n8x2";
  wish.had_since = today;
  CHECK(outcome(customer, wish) == "bob@acme.example");
  // Last year's is another one, and so is what somebody else of the company had.
  customer.interactions = {sent("2025-11-21", "wishes/birthday/2025/p4n8x2"),
                           sent("2026-11-21", "welcome/2026-11-21")};
  CHECK(outcome(customer, wish) == "bob@acme.example");
  customer.interactions.back().with = {"p4n8x2"};
  CHECK(outcome(customer, wish) == "!had it on 2026-11-21");
  customer.interactions.back().at = Moment::parse("2026-11-20").value();
  CHECK(outcome(customer, wish) == "bob@acme.example");
  // By its mark also where the rule names another letter now, or the clock was wrong.
  customer.interactions = {sent("2024-01-01", "wishes/birthday/2026/p4n8x2")};
  customer.interactions.back().letter = "another";
  CHECK(outcome(customer, wish) == "!had it on 2024-01-01");
  customer.people.front().emails.clear();
  customer.interactions.clear();
  CHECK(outcome(customer, wish) == "!no e-mail address");
  wish.person = "nobody";
  CHECK(outcome(customer, wish).empty());
}

TEST_CASE("one letter is enough for two occasions of a run, not for one that comes later") {
  MailingRules by = rules();
  const auto one = [](const std::string& reason) {
    Considered considered;
    considered.recipient.customer = "acme";
    considered.recipient.address = "a@example.com";
    considered.reason = reason;
    return considered;
  };
  std::vector<Considered> both = {one(""), one("")};
  skip_shared_addresses(both, by);
  CHECK(both[0].reason.empty());
  CHECK(both[1].reason == "same letter as for another occasion");
  both = {one("had it on 2026-11-20"), one("")};
  skip_shared_addresses(both, by);
  CHECK(both[1].reason.empty());
}

}  // namespace crm

#include "core/letters/recipients.hpp"

#include <algorithm>
#include <map>

#include "core/domain/folding.hpp"
#include "core/domain/phone.hpp"
#include "core/domain/text.hpp"
#include "core/letters/mailbox.hpp"

namespace crm {
namespace {

std::string_view address_noun(Medium medium) {
  switch (medium) {
    case Medium::email: return "e-mail address";
    case Medium::phone: return "phone number";
    case Medium::post: break;
  }
  return "postal address";
}

std::string postal(const Address& address) {
  std::string lines;
  for (const std::string& line :
       {address.street, address.postcode + " " + address.city, address.region, address.country}) {
    const std::string_view said = trimmed(line);
    if (!said.empty()) lines += (lines.empty() ? "" : "\n") + std::string(said);
  }
  return lines;
}

/// The first by which they can be reached; empty: none.
std::string address_of(const Contact& contact, Medium medium) {
  if (medium == Medium::email) {
    for (const Labelled& one : contact.emails)
      if (std::string address(without_scheme(trimmed(one.value))); why_no_address(address).empty())
        return address;
  } else if (medium == Medium::phone) {
    for (const Labelled& one : contact.phones)
      if (!e164(one.value, "").empty()) return one.value;
  } else {
    for (const Address& one : contact.addresses)
      if (std::string lines = postal(one); !lines.empty()) return lines;
  }
  return "";
}

/// Where all that is written down is no address at all, what is wrong with the first.
std::string why_none(const Contact& contact, Medium medium) {
  if (medium == Medium::email && !contact.emails.empty()) {
    const std::string address(trimmed(contact.emails.front().value));
    return "the address \"" + printable_line(address) + "\" " + why_no_address(address);
  }
  return "no " + std::string(address_noun(medium));
}

const Consent* consent_for(const Contact& contact, std::string_view channel) {
  const std::string wanted = folded(channel);
  for (const auto& [word, consent] : contact.consent)
    if (folded(word) == wanted) return &consent;
  return nullptr;
}

/// Why they may not be written to; empty where they may.
std::string refused(const Customer& customer, const Person* person, const MailingRules& rules) {
  const Consent* consent = person == nullptr ? nullptr : consent_for(*person, rules.channel);
  if (consent == nullptr) consent = consent_for(customer, rules.channel);
  if (consent != nullptr) return consent->given ? "" : "does not want " + rules.channel;
  return rules.settings.consent == "assume" ? "" : "not asked about " + rules.channel;
}

/// Whether this entry tells that the letter went to that person (empty: to the customer itself).
bool tells_of(const Interaction& one, const std::string& person, const MailingRules& rules) {
  const bool ours = one.letter == rules.letter || one.sent_key.starts_with(rules.letter + "/") ||
                    (!rules.sent_key.empty() && one.sent_key == rules.sent_key);
  if (!ours || one.direction == "in") return false;
  if (!rules.to_people || one.with.empty()) return !rules.to_people || person.empty();
  return std::find(one.with.begin(), one.with.end(), person) != one.with.end();
}

/// Why they must not have it again; empty where they may.
std::string had_it(const Customer& customer, const std::string& person, const MailingRules& rules) {
  const Interaction* last = nullptr;
  for (const Interaction& one : customer.interactions) {
    if (!tells_of(one, person, rules)) continue;
    // Of this mailing, whatever else holds; and by its mark, also where a clock was wrong.
    if (!rules.sent_key.empty() && one.sent_key == rules.sent_key)
      return "had it on " + one.at.day.text();
    const bool theirs = rules.person.empty() ||
                        std::find(one.with.begin(), one.with.end(), rules.person) != one.with.end();
    if (rules.had_since && theirs && one.at.day >= *rules.had_since)
      return "had it on " + one.at.day.text();
    if (last == nullptr || last->at.day < one.at.day) last = &one;
  }
  if (last == nullptr || rules.repeats) return "";
  if (rules.again && plus(last->at.day, *rules.again) <= rules.today) return "";
  return "had it on " + last->at.day.text();
}

std::string shared_key(const std::string& address, const MailingRules& rules) {
  switch (medium_of(rules.channel)) {
    case Medium::email: return same_address(address);
    case Medium::phone: return e164(address, rules.settings.country);
    case Medium::post: break;
  }
  return folded(address);
}

}  // namespace

Medium medium_of(std::string_view channel) {
  const std::string word = folded(channel);
  if (word == "email" || word == "e-mail" || word == "mail" || word.empty()) return Medium::email;
  if (word == "letter" || word == "post" || word == "print") return Medium::post;
  return Medium::phone;
}

std::string Recipient::whom() const {
  return person.empty() ? name : person_name + " of " + name;
}

std::vector<Considered> considered(const Customer& customer, const std::string& path,
                                   const MailingRules& rules) {
  const Medium medium = medium_of(rules.channel);
  const auto judged = [&](const Person* person) {
    Considered one;
    one.recipient = {path, customer.id, customer.name, "", "", "", customer.language};
    if (person != nullptr) {
      one.recipient.person = person->id;
      one.recipient.person_name = person->name;
      if (!person->language.empty()) one.recipient.language = person->language;
    }
    const Contact& contact = person == nullptr ? static_cast<const Contact&>(customer) : *person;
    one.recipient.address = address_of(contact, medium);
    if (customer.is_deleted())
      one.reason = "is removed";
    else if (one.recipient.address.empty())
      one.reason = why_none(contact, medium);
    else if (std::string no = refused(customer, person, rules); !no.empty())
      one.reason = std::move(no);
    else
      one.reason = had_it(customer, one.recipient.person, rules);
    return one;
  };

  if (!rules.person.empty()) {
    const Person* const person = find_item(customer.people, rules.person);
    return person == nullptr ? std::vector<Considered>() : std::vector{judged(person)};
  }
  std::vector<const Person*> people;
  for (const Person& person : customer.people)
    if ((!person.left || *person.left > rules.today) && !address_of(person, medium).empty())
      people.push_back(&person);
  if (rules.to_people && !people.empty()) {
    std::vector<Considered> all;
    for (const Person* const person : people) all.push_back(judged(person));
    return all;
  }
  if (address_of(customer, medium).empty() && !people.empty()) {
    // The first who may be written to, else the first.
    for (const Person* const person : people)
      if (refused(customer, person, rules).empty()) return {judged(person)};
    return {judged(people.front())};
  }
  return {judged(nullptr)};
}

void skip_shared_addresses(std::vector<Considered>& all, const MailingRules& rules) {
  std::map<std::string, const Considered*> first;
  // Those who had it, or may have, come first: a run that goes on must not write to their address
  // under another name.
  for (const Considered& one : all)
    if (has_it(one)) first.try_emplace(shared_key(one.recipient.address, rules), &one);
  for (Considered& one : all) {
    if (one.is_skipped()) continue;
    const auto [known, is_new] = first.try_emplace(shared_key(one.recipient.address, rules), &one);
    if (is_new) continue;
    const Considered& other = *known->second;
    const bool same_one = other.recipient.customer == one.recipient.customer &&
                          other.recipient.whom() == one.recipient.whom();
    // Of a wish: what was bought on two days. Once is enough for both, unless it was for the first.
    if (same_one && has_it(other)) continue;
    one.reason = same_one ? "same letter as for another occasion"
                          : "same " + std::string(address_noun(medium_of(rules.channel))) + " as " +
                                other.recipient.whom();
  }
}

bool has_it(const Considered& one) {
  return one.reason.starts_with("had it on ") || one.reason == may_have_it;
}

std::vector<std::pair<std::string, std::size_t>> skipped_by_reason(
    const std::vector<Considered>& all) {
  std::map<std::string, std::size_t> counts;
  for (const Considered& one : all) {
    if (!one.is_skipped()) continue;
    const std::string& why = one.reason;
    const std::string kind = why.starts_with("had it on ") ? "had it before"
                             : why.starts_with("same ")    ? "same address as another"
                             : why.starts_with("the address \"")
                                 ? "no address that can be written to"
                                 : why;
    ++counts[kind];
  }
  std::vector<std::pair<std::string, std::size_t>> sorted(counts.begin(), counts.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return sorted;
}

}  // namespace crm

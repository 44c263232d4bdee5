#include "core/query/who.hpp"

#include <algorithm>

#include "core/domain/folding.hpp"
#include "core/domain/id.hpp"
#include "core/domain/phone.hpp"
#include "core/domain/slug.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

/// Below this an id's beginning could be any word.
constexpr std::size_t shortest_prefix = 3;

/// In any script, by value: ९ is 9.
std::string digits_of(std::string_view phone) {
  const std::string written = is_ascii(phone) ? std::string(phone) : folded(phone);
  std::string digits;
  for (const char c : written)
    if (c >= '0' && c <= '9') digits += c;
  return digits;
}

}  // namespace

std::string_view name_of(ItemKind kind) {
  switch (kind) {
    case ItemKind::customer: return "customer";
    case ItemKind::person: return "person";
    case ItemKind::deal: return "deal";
    case ItemKind::case_: return "case";
    case ItemKind::reminder: return "reminder";
    case ItemKind::purchase: return "purchase";
    case ItemKind::payment: return "payment";
    case ItemKind::interaction: return "interaction";
  }
  return "";
}

const Type* type_of(ItemKind kind) {
  const auto entry = [](std::string_view key) { return customer_type().find(key)->item; };
  switch (kind) {
    case ItemKind::customer: return &customer_type();
    case ItemKind::person: return entry("people");
    case ItemKind::deal: return entry("deals");
    case ItemKind::case_: return entry("cases");
    case ItemKind::reminder: return entry("reminders");
    case ItemKind::purchase: return entry("purchases");
    case ItemKind::payment: return entry("payments");
    case ItemKind::interaction: return entry("interactions");
  }
  return nullptr;
}

Who::Who(std::string_view words, std::string_view country)
    : words_(without_scheme(trimmed(words))),
      folded_(folded(words_)),
      phone_(looks_like_phone(words_)),
      email_(looks_like_email(words_)) {
  if (phone_) e164_ = e164(words_, country);
  country_ = country;
}

std::optional<Sureness> Who::as_name(const std::string& name) const {
  const std::string its = folded(name);
  if (its == folded_) return Sureness::name;
  const auto begins_word = [&](std::string_view text) {
    for (auto at = text.find(folded_); at != text.npos; at = text.find(folded_, at + 1))
      if (at == 0 || text[at - 1] == ' ' || text[at - 1] == '-') return true;
    return false;
  };
  if (begins_word(its)) return Sureness::word_of_name;
  if (is_ascii(folded_) && !is_ascii(name)) {
    std::string romanised;
    for (const std::string& word : romanised_words(name))
      romanised += (romanised.empty() ? "" : " ") + word;
    if (romanised == folded_) return Sureness::name;
    if (begins_word(romanised)) return Sureness::word_of_name;
  }
  if (folded_.size() >= shortest_prefix && its.find(folded_) != its.npos)
    return Sureness::part_of_name;
  return std::nullopt;
}

bool Who::is_address_of(const Contact& contact) const {
  const auto is_folded = [&](const std::string& text) { return folded(text) == folded_; };
  if (email_)
    for (const Labelled& email : contact.emails)
      if (lowered(email.value) == lowered(words_)) return true;
  if (phone_)
    for (const Labelled& phone : contact.phones)
      if (same_end(phone.value, words_) && e164(phone.value, country_) == e164_) return true;
  // A number of another program, `card:4500123`, is also typed as it stands on the card.
  const auto is_number = [&](const std::string& external) {
    const std::string its = folded(external);
    const std::size_t colon = its.find(':');
    const bool bare = colon != its.npos && folded_.size() >= shortest_prefix &&
                      std::string_view(its).substr(colon + 1) == folded_;
    return bare || its == folded_;
  };
  return std::any_of(contact.aliases.begin(), contact.aliases.end(), is_folded) ||
         std::any_of(contact.external.begin(), contact.external.end(), is_number);
}

bool Who::stands_in(const std::string& name) const {
  return folded(name).find(folded_) != std::string::npos || as_name(name).has_value();
}

bool Who::begins(const std::string& id) const {
  return id == words_ || (words_.size() >= shortest_prefix && id.starts_with(lowered(words_)));
}

bool Who::could_mean(const Customer& customer) const {
  if (begins(customer.id) || stands_in(customer.name) || is_address_of(customer)) return true;
  // Whoever knows an address need not know that it is an employee's.
  return (email_ || phone_) &&
         std::any_of(customer.people.begin(), customer.people.end(),
                     [&](const Person& person) { return is_address_of(person); });
}

bool Who::could_mean(const Person& person) const {
  return begins(person.id) || stands_in(person.name) || is_address_of(person);
}

std::vector<Match> Who::matches(const Customer& customer, const std::string& path) const {
  std::vector<Match> found;
  if (words_.empty()) return found;
  Match base{Sureness::id, path, customer.id,           customer.name,       ItemKind::customer,
             {},           {},   customer.is_deleted(), customer.merged_into};
  const auto take = [&](Sureness sureness) {
    base.sureness = sureness;
    found.push_back(base);
  };
  if (customer.id == words_) {
    take(Sureness::id);
    return found;
  }
  if (is_address_of(customer)) take(Sureness::address);
  if (const auto sureness = as_name(customer.name)) take(*sureness);
  if (words_.size() >= shortest_prefix && customer.id.starts_with(lowered(words_)))
    take(Sureness::part_of_id);

  const auto look_at = [&](ItemKind kind, const std::string& id, const std::string& title) {
    const bool whole = id == words_;
    if (!whole && (words_.size() < shortest_prefix || !id.starts_with(words_))) return;
    Match match = base;
    match.sureness = whole ? Sureness::item : Sureness::item_prefix;
    match.kind = kind;
    match.item = id;
    match.title = title;
    found.push_back(std::move(match));
  };
  for (const Person& person : customer.people) {
    look_at(ItemKind::person, person.id, person.name);
    const auto as_person =
        is_address_of(person) ? std::optional(Sureness::address) : as_name(person.name);
    if (!as_person || *as_person < Sureness::word_of_name) continue;
    Match match = base;
    match.sureness = *as_person == Sureness::address ? Sureness::address : Sureness::a_person;
    match.item = person.id;
    match.title = person.name;
    found.push_back(std::move(match));
  }
  for (const Deal& deal : customer.deals) look_at(ItemKind::deal, deal.id, deal.title);
  for (const Case& one : customer.cases) look_at(ItemKind::case_, one.id, one.title);
  for (const Reminder& reminder : customer.reminders)
    look_at(ItemKind::reminder, reminder.id, reminder.text);
  for (const Purchase& purchase : customer.purchases)
    look_at(ItemKind::purchase, purchase.id, purchase.item);
  for (const Payment& payment : customer.payments)
    look_at(ItemKind::payment, payment.id, payment.amount.text());
  for (const Interaction& one : customer.interactions)
    look_at(ItemKind::interaction, one.id, one.text.empty() ? one.subject : one.text);

  if (found.empty()) return found;
  // Of one customer only its strongest claims.
  return nearest(std::move(found));
}

bool Who::could_be_id() const {
  return words_.size() >= 6 && is_item_id(words_.substr(0, 32)) && words_ == lowered(words_);
}

bool Who::same_end(std::string_view a, std::string_view b) {
  // A cheap look before two numbers are normalised: national numbers end alike.
  const std::string x = digits_of(a);
  const std::string y = digits_of(b);
  const std::size_t count = std::min({x.size(), y.size(), std::size_t{5}});
  return x.empty() || y.empty() || x.substr(x.size() - count) == y.substr(y.size() - count);
}

std::vector<Match> nearest(std::vector<Match> all) {
  if (all.empty()) return all;
  // Deleted ones are meant only by their id.
  const auto hidden = [](const Match& match) {
    return match.deleted && match.sureness != Sureness::id && match.sureness != Sureness::item;
  };
  std::erase_if(all, hidden);
  if (all.empty()) return all;
  const Sureness best =
      std::max_element(all.begin(), all.end(), [](const Match& a, const Match& b) {
        return a.sureness < b.sureness;
      })->sureness;
  std::erase_if(all, [&](const Match& match) { return match.sureness != best; });
  return all;
}

}  // namespace crm

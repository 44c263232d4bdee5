#include "core/book/erasure.hpp"

#include <algorithm>
#include <map>

#include "core/domain/account.hpp"

namespace crm {
namespace {

/// Fields whose words are free, where somebody may be spoken of.
bool is_free_text(std::string_view key) {
  static const std::set<std::string_view> keys{
      "note", "text", "subject", "place", "title", "item",  "resolution", "reason",
      "what", "as",   "kept",    "lost",  "extra", "label", "fields",     "outcome"};
  return keys.contains(key);
}

struct Cleaning {
  const Traces& traces;
  bool names_too;

  void clean(std::string& text) const { text = without_mentions(text, traces, names_too); }

  template <class T>
  void operator()(std::string_view, T&, Trait = {}) {}

  void operator()(std::string_view key, std::string& text, Trait = {}) {
    if (is_free_text(key)) clean(text);
  }

  void operator()(std::string_view key, std::vector<std::string>& texts, Trait = {}) {
    if (is_free_text(key))
      for (std::string& text : texts) clean(text);
  }

  void operator()(std::string_view key, Named<std::string>& values, Trait = {}) {
    if (is_free_text(key))
      for (auto& value : values) clean(value.second);
  }

  template <Described T>
  void operator()(std::string_view, std::vector<T>& list, Trait = {}) {
    for (T& entry : list) T::describe(*this, entry);
  }
};

using Ids = std::set<std::string, std::less<>>;

void take_out(std::vector<std::string>& all, const Ids& ids) {
  std::erase_if(all, [&](const std::string& one) { return ids.contains(one); });
}

void take_out(std::string& one, const Ids& ids) {
  if (ids.contains(one)) one.clear();
}

}  // namespace

Erasure::Erasure(std::vector<std::string> lines) : lines_(std::move(lines)) {
  for (const std::string& line : lines_)
    (line.find('/') == line.npos ? customers_ : people_).insert(line);
  traces_.ids = customers_;
}

bool Erasure::is_erased(const Customer& customer, const Person& person) const {
  return people_.contains(customer.id + "/" + person.id) || customers_.contains(person.customer);
}

void Erasure::learn(const Customer& before) {
  if (takes(before.id)) traces_.add(before);
  for (const Person& person : before.people)
    if (is_erased(before, person)) traces_.add(person);
}

bool Erasure::is_in(std::string_view text) const {
  const auto names_person = [&](const std::string& line) {
    return text.find(std::string_view(line).substr(line.find('/') + 1)) != text.npos;
  };
  return std::any_of(people_.begin(), people_.end(), names_person) ||
         !mentions(text, traces_).empty();
}

Customer Erasure::cleaned(Customer customer, bool names_too) const {
  take_out(customer.referred_by, customers_);
  take_out(customer.works_at, customers_);
  take_out(customer.merged_into, customers_);
  take_out(customer.distinct_from, customers_);
  take_out(customer.aliases, customers_);
  std::erase_if(customer.relations,
                [&](const Relation& one) { return customers_.contains(one.to); });
  Ids people;
  for (const Person& person : customer.people)
    if (is_erased(customer, person)) people.insert(person.id);
  std::erase_if(customer.people, [&](const Person& one) { return people.contains(one.id); });
  for (Deal& one : customer.deals) take_out(one.with, people);
  for (Case& one : customer.cases) take_out(one.with, people);
  for (Interaction& one : customer.interactions) {
    take_out(one.with, people);
    take_out(one.also, customers_);
  }
  std::erase_if(customer.conflicts, [&](const Conflict& one) {
    return std::any_of(people.begin(), people.end(), [&](const std::string& id) {
      return one.field.starts_with("people/" + id + "/");
    });
  });
  Cleaning cleaning{traces_, names_too};
  Customer::describe(cleaning, customer);
  return customer;
}

Customer anonymised(const Customer& customer, const std::string& with_id, const Settings& settings,
                    const std::function<std::string()>& new_id) {
  Traces traces;
  traces.add(customer);
  for (const Person& person : customer.people) traces.add(person);
  const auto nameless = [&](const std::string& text) {
    return without_mentions(text, traces, true);
  };
  NewIds ids;
  const auto renamed = [&](const std::string& id) {
    const auto fresh = new_id();
    if (!id.empty()) ids.emplace(id, fresh);
    return fresh;
  };
  const auto follow = [&](std::string& id) {
    const auto found = ids.find(id);
    id = found == ids.end() ? std::string() : found->second;
  };

  Customer kept;
  kept.id = with_id;
  kept.name = "erased customer";
  kept.kind = customer.is_company() ? "company" : "person";
  kept.status = customer.status;
  kept.owner = customer.owner;
  kept.source = customer.source;
  kept.added = customer.added;
  kept.since = customer.since;
  kept.deleted = customer.deleted;
  kept.campaigns = customer.campaigns;
  // Nobody can be called.
  kept.keep_in_touch = KeepInTouch{};
  for (const Deal& one : customer.deals) {
    if (standing(one, settings).ends != "won") continue;
    Deal deal = one;
    deal.id = renamed(one.id);
    deal.title = "sale";
    deal.note.clear();
    deal.with.clear();
    deal.tags.clear();
    deal.external.clear();
    for (Move& move : deal.history) {
      move.id = new_id();
      move.note.clear();
      const auto& usual = settings.lost_reasons;
      if (std::find(usual.begin(), usual.end(), move.reason) == usual.end()) move.reason.clear();
    }
    kept.deals.push_back(std::move(deal));
  }
  for (const Purchase& one : customer.purchases) {
    Purchase purchase = one;
    purchase.id = renamed(one.id);
    purchase.item = nameless(one.item);
    purchase.coupon = nameless(one.coupon);
    purchase.note.clear();
    purchase.external.clear();
    kept.purchases.push_back(std::move(purchase));
  }
  for (Purchase& one : kept.purchases) {
    follow(one.deal);
    follow(one.refund_of);
  }
  for (const Payment& one : customer.payments) {
    Payment payment = one;
    payment.id = new_id();
    follow(payment.for_what);
    payment.note.clear();
    payment.external.clear();
    kept.payments.push_back(std::move(payment));
  }
  return kept;
}

}  // namespace crm

#include "core/domain/customer.hpp"

#include <algorithm>
#include "core/domain/held.hpp"

namespace crm {
namespace {

template <class T>
concept Described = requires {
  T::noun;
};

struct Offsets {
  const Zone& zone;

  template <class T>
  void operator()(std::string_view, T& member, Trait = {}) {
    give(member);
  }

  void give(Moment& moment) {
    if (moment.timed() && !moment.offset) moment = zone.with_offset(moment);
  }

  template <class T>
  void give(std::optional<T>& member) {
    if (member) give(*member);
  }

  template <Described T>
  void give(std::vector<T>& list) {
    for (T& one : list) T::describe(*this, one);
  }

  template <class T>
  void give(T&) {}
};

}  // namespace

Customer with_offsets(Customer customer, const Zone& zone) {
  Offsets offsets{zone};
  Customer::describe(offsets, customer);
  return customer;
}

Customer stub_of(const Customer& customer, const std::string& into,
                 const std::optional<Moment>& at) {
  Customer stub;
  stub.id = customer.id;
  stub.name = customer.name;
  stub.merged_into = into;
  stub.deleted = at;
  return stub;
}

namespace {

/// Whether the id is another one now.
bool follow(std::string& id, const NewIds& ids) {
  const auto found = ids.find(id);
  if (found == ids.end()) return false;
  id = found->second;
  return true;
}

void relink(std::string& id, const NewIds& ids, const std::string& itself) {
  if (follow(id, ids) && id == itself) id.clear();
}

/// A set stays one.
void relink(std::vector<std::string>& all, const NewIds& ids, const std::string& itself) {
  std::vector<std::string> kept;
  bool changed = false;
  for (std::string id : all) {
    const bool is_new = follow(id, ids);
    changed = changed || is_new;
    const bool is_there = std::find(kept.begin(), kept.end(), id) != kept.end();
    if (!is_there && !(is_new && id == itself)) kept.push_back(std::move(id));
  }
  if (changed) all = std::move(kept);
}

template <class Next>
void each_item_id(const Customer& customer, const Next& next) {
  const auto take = [&](const auto& items) {
    for (const auto& item : items) next(item.id);
  };
  const auto take_contact = [&](const Contact& contact) {
    take(contact.addresses);
    take(contact.dates);
  };
  take_contact(customer);
  take(customer.relations);
  take(customer.people);
  for (const Person& person : customer.people) take_contact(person);
  take(customer.deals);
  for (const Deal& deal : customer.deals) take(deal.history);
  take(customer.reminders);
  take(customer.cases);
  for (const Case& one : customer.cases) take(one.history);
  take(customer.purchases);
  take(customer.payments);
  take(customer.interactions);
  take(customer.conflicts);
}

}  // namespace

Customer relinked(Customer customer, const NewIds& ids) {
  const std::string& itself = customer.id;
  relink(customer.referred_by, ids, itself);
  relink(customer.works_at, ids, itself);
  if (follow(customer.merged_into, ids) && customer.merged_into == itself)
    customer.merged_into.clear();
  relink(customer.distinct_from, ids, itself);
  std::erase_if(customer.relations,
                [&](Relation& one) { return follow(one.to, ids) && one.to == itself; });
  for (Person& person : customer.people) relink(person.customer, ids, itself);
  for (Interaction& one : customer.interactions) relink(one.also, ids, itself);
  return customer;
}

Result<KeepInTouch> KeepInTouch::parse(std::string_view text) {
  if (text == "no" || text == "false") return KeepInTouch{};
  auto period = Period::parse(text);
  if (!period)
    return error(
        Error::invalid("\"" + std::string(text) + "\" should be a duration like 30d, or no"));
  return KeepInTouch{*period};
}

std::string KeepInTouch::text() const {
  return period ? period->text() : "no";
}

std::set<std::string, std::less<>> item_ids(const Customer& customer) {
  std::set<std::string, std::less<>> ids;
  each_item_id(customer, [&](const std::string& id) { ids.insert(id); });
  return ids;
}

bool has_item(const Customer& customer, std::string_view id) {
  bool has = false;
  each_item_id(customer, [&](const std::string& its) { has = has || its == id; });
  return has;
}

bool is_planned(const Interaction& interaction, const Moment& now) {
  return is_still_planned(interaction, now);
}

bool counts_as_contact(const Interaction& interaction, const Moment& now) {
  return was_held(interaction, now);
}

const Interaction* last_contact(const Customer& customer, const Moment& now) {
  const Interaction* last = nullptr;
  for (const Interaction& one : customer.interactions)
    if (counts_as_contact(one, now) && (last == nullptr || in_time(last->at, one.at) <= 0))
      last = &one;
  return last;
}

}  // namespace crm

#include "core/domain/customer.hpp"

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
  const auto take = [&](const auto& items) {
    for (const auto& item : items) ids.insert(item.id);
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
  return ids;
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

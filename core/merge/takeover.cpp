#include "core/merge/takeover.hpp"

#include <algorithm>
#include <set>

#include "core/domain/folding.hpp"
#include "core/domain/id.hpp"
#include "core/merge/combine.hpp"
#include "core/record/difference.hpp"
#include "core/record/writer.hpp"

namespace crm {
namespace {

using Ids = std::set<std::string, std::less<>>;

// --- Ids of entries that both have and that are not the same ---

struct Members {
  std::vector<const void*> all;

  template <class T>
  void operator()(std::string_view, const T& member, Trait = {}) {
    all.push_back(&member);
  }
};

/// Gives new ids to those of the other's entries that have one of the kept record's, unless they
/// are that entry to the letter.
class Collisions {
 public:
  Collisions(const Customer& kept, const Customer& other)
      : taken_(item_ids(kept)), salt_(other.id) {
    all_ = taken_;
    all_.merge(item_ids(other));
    find_in(kept, other);
  }

  NewIds take() { return std::move(ids_); }

 private:
  template <Described T>
  void find_in(const T& kept, const T& other) {
    Members members;
    T::describe(members, kept);
    Visit visit{*this, std::move(members.all)};
    T::describe(visit, other);
  }

  struct Visit {
    Collisions& all;
    std::vector<const void*> kept;
    std::size_t at = 0;

    template <class T>
    void operator()(std::string_view, const T&, Trait = {}) {
      ++at;
    }

    template <Described T>
    void operator()(std::string_view, const std::vector<T>& others, Trait = {}) {
      const auto& list = *static_cast<const std::vector<T>*>(kept[at++]);
      for (const T& other : others) {
        const T* const same = other.id.empty() ? nullptr : find_item(list, other.id);
        const bool is_it = same != nullptr && is_same(*same, other);
        if (!is_it) all.give_new_id(other.id);
        all.find_in(is_it ? *same : T{}, other);
      }
    }
  };

  template <class T>
  static bool is_same(const T& kept, const T& other) {
    if constexpr (std::is_same_v<T, Person>)
      return folded(kept.name) == folded(other.name);
    else
      return kept == other;
  }

  void give_new_id(const std::string& id) {
    if (id.empty() || !taken_.contains(id) || ids_.contains(id)) return;
    std::string next;
    for (int i = 0; next.empty() || all_.contains(next); ++i)
      next = derived_item_id(salt_ + "/" + id, i);
    all_.insert(next);
    ids_.emplace(id, next);
  }

  Ids taken_, all_;
  std::string salt_;
  NewIds ids_;
};

/// People whom both have by one name, of whom there is only one in each.
NewIds same_people(const Customer& kept, const Customer& other) {
  const auto count = [](const Customer& customer, const std::string& name) {
    return std::count_if(customer.people.begin(), customer.people.end(),
                         [&](const Person& one) { return folded(one.name) == name; });
  };
  NewIds ids;
  for (const Person& person : other.people) {
    const std::string name = folded(person.name);
    if (person.id.empty() || count(kept, name) != 1 || count(other, name) != 1) continue;
    const auto same = std::find_if(kept.people.begin(), kept.people.end(),
                                   [&](const Person& one) { return folded(one.name) == name; });
    const bool born_otherwise =
        same->birthday && person.birthday && !(*same->birthday == *person.birthday);
    if (same->id != person.id && !same->id.empty() && !born_otherwise)
      ids.emplace(person.id, same->id);
  }
  return ids;
}

struct Renaming {
  const NewIds& ids;

  void follow(std::string& id) const {
    if (const auto found = ids.find(id); found != ids.end()) id = found->second;
  }

  void follow(std::vector<std::string>& all) const {
    for (std::string& one : all) follow(one);
  }

  template <class T>
  void operator()(std::string_view, T&, Trait = {}) {}

  template <Described T>
  void operator()(std::string_view, std::vector<T>& list, Trait = {}) {
    for (T& entry : list) {
      follow(entry.id);
      T::describe(*this, entry);
    }
  }
};

Customer renamed(Customer customer, const NewIds& ids) {
  if (ids.empty()) return customer;
  Renaming renaming{ids};
  Customer::describe(renaming, customer);
  for (Deal& one : customer.deals) renaming.follow(one.with);
  for (Case& one : customer.cases) {
    renaming.follow(one.with);
    renaming.follow(one.deal);
  }
  for (Reminder& one : customer.reminders) {
    renaming.follow(one.deal);
    renaming.follow(one.case_id);
  }
  for (Purchase& one : customer.purchases) {
    renaming.follow(one.deal);
    renaming.follow(one.refund_of);
  }
  for (Payment& one : customer.payments) renaming.follow(one.for_what);
  for (Interaction& one : customer.interactions) {
    renaming.follow(one.with);
    renaming.follow(one.deal);
    renaming.follow(one.case_id);
  }
  return customer;
}

// --- What could not be kept side by side ---

/// What stands at `deals/d7k2m9/title`; a name on the way may itself have slashes.
std::string text_at(const Data& root, std::string_view place) {
  if (place.empty()) {
    if (root.kind == Data::Kind::scalar) return root.text;
    if (const Data* const label = root.find("label")) return label->text;
    return flow_text(root);
  }
  for (std::size_t i = 0; i < root.children.size(); ++i) {
    const std::string name =
        root.kind == Data::Kind::map ? root.keys[i] : entry_name(root.children[i]);
    if (!place.starts_with(name)) continue;
    const std::string_view rest = place.substr(name.size());
    if (rest.empty()) return text_at(root.children[i], rest);
    if (rest.front() != '/') continue;
    if (std::string text = text_at(root.children[i], rest.substr(1)); !text.empty()) return text;
  }
  return {};
}

void add_alias(Customer& customer, const std::string& alias) {
  const auto same = [&](const std::string& one) { return folded(one) == folded(alias); };
  if (!alias.empty() && !same(customer.name) &&
      std::none_of(customer.aliases.begin(), customer.aliases.end(), same))
    customer.aliases.push_back(alias);
}

Takeover joined(const Customer& kept, Customer other, const std::string& country) {
  const std::string id = other.id, name = other.name;
  // Neither where a record went nor when is the other's to say.
  other.deleted.reset();
  other.merged_into.clear();
  Combined both = combined(kept, other, Prefer::ours, country);
  Takeover takeover;
  takeover.kept = std::move(both.customer);
  if (!both.differing.empty()) {
    const Data ours = to_data(takeover.kept);
    const Data theirs = to_data(combined(kept, other, Prefer::theirs, country).customer);
    for (const std::string& field : both.differing) {
      if (field == "name") continue;
      Conflict one{"", field, text_at(ours, field), text_at(theirs, field)};
      one.id = derived_item_id(one.field + "\n" + one.kept + "\n" + one.lost, 0);
      takeover.differing.push_back(one);
      if (find_item(takeover.kept.conflicts, one.id) == nullptr)
        takeover.kept.conflicts.push_back(std::move(one));
    }
  }
  std::vector<std::string>& aliases = takeover.kept.aliases;
  if (id != kept.id && std::find(aliases.begin(), aliases.end(), id) == aliases.end())
    aliases.push_back(id);
  add_alias(takeover.kept, name);
  takeover.kept = relinked(std::move(takeover.kept), {{id, kept.id}, {kept.id, kept.id}});
  return takeover;
}

}  // namespace

Takeover taken_over(const Customer& kept, const Customer& other, const Moment& at,
                    const std::string& country) {
  NewIds ids = same_people(kept, other);
  ids.merge(Collisions(kept, other).take());
  Takeover takeover = joined(kept, renamed(other, ids), country);
  takeover.stub = stub_of(other, kept.id, at);
  return takeover;
}

Takeover with_late_entries(const Customer& target, const Customer& stub,
                           const std::string& country) {
  Takeover takeover = joined(target, stub, country);
  takeover.stub = stub_of(stub, stub.merged_into, stub.deleted);
  return takeover;
}

}  // namespace crm

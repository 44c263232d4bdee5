#include "cli/commands/references.hpp"

#include <algorithm>
#include <functional>

#include "core/domain/folding.hpp"
#include "core/domain/id.hpp"
#include "core/domain/slug.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

/// What a payment can be for.
struct Sale {
  std::string id, title;
};

template <class T>
std::string title_of(const T& item) {
  return item.title;
}

std::string title_of(const Purchase& purchase) {
  return purchase.item;
}

template <class T>
std::string item_named(const std::vector<T>& items, const std::string& id, const std::string& what,
                       const Customer& customer) {
  std::string found;
  int fits = 0;
  for (const T& item : items) {
    if (item.id == id) return id;
    if (id.size() >= 3 && item.id.starts_with(id)) {
      found = item.id;
      ++fits;
    }
  }
  if (fits == 1) return found;
  std::string known;
  for (const T& item : items)
    known += (known.empty() ? "" : ", ") + item.id + " (" + title_of(item) + ")";
  throw Failure(
      Error::nothing_found(customer.name + " has no " + what + " \"" + printable_line(id) + "\"",
                           known.empty() ? "" : "known are " + known));
}

std::string person_id(const Customer& customer, const std::string& words) {
  if (const Person* const person = person_named(customer, words)) return person->id;
  throw Failure(Error::nothing_found(nobody_called(customer, words), known_people(customer)));
}

using IdOf = std::function<std::string(const std::string& words)>;

/// What can't be found may still be taken out of a list.
std::string id_or_words(const std::string& words, const IdOf& id_of, Assignment::Kind kind) {
  try {
    return id_of(words);
  } catch (const Failure& failure) {
    if (kind != Assignment::Kind::remove || failure.error().kind != Error::Kind::nothing_found)
      throw;
    return words;
  }
}

bool names_customers(const std::string& key) {
  static const std::vector<std::string> keys{"works_at", "referred_by", "merged_into",
                                             "customer", "also",        "distinct_from"};
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

void refuse_itself(const Assignment& change, const Customer& customer) {
  if (!names_customers(change.key) || change.kind == Assignment::Kind::remove) return;
  for (const std::string_view id : split(change.value, ','))
    if (id == customer.id)
      throw Failure(
          Error::asked_wrongly(change.key + " is for other customers than " + customer.name));
}

Assignment with_ids(Assignment change, const IdOf& id_of, bool is_list) {
  if (!is_list) {
    if (!trimmed(change.value).empty())
      change.value = id_or_words(std::string(trimmed(change.value)), id_of, change.kind);
    return change;
  }
  std::string ids;
  for (const std::string_view part : split(change.value, ',')) {
    const std::string words(trimmed(part));
    if (words.empty()) continue;
    ids += (ids.empty() ? "" : ",") + id_or_words(words, id_of, change.kind);
  }
  change.value = ids;
  return change;
}

}  // namespace

const Person* person_named(const Customer& customer, const std::string& words) {
  const std::string wanted = folded(words);
  std::vector<const Person*> near;
  for (const Person& person : customer.people) {
    if (person.id == words || folded(person.name) == wanted) return &person;
    const std::string name = " " + folded(person.name);
    bool named = name.find(" " + wanted) != name.npos;
    for (const std::string& word : romanised_words(person.name)) named = named || word == wanted;
    if (named) near.push_back(&person);
  }
  if (near.size() > 1)
    throw Failure(Error::conflict(
        "\"" + printable_line(words) + "\" could be " + near[0]->name + " or " + near[1]->name,
        "say it with more of the name, or the id: " + near[0]->id));
  return near.empty() ? nullptr : near.front();
}

std::string known_people(const Customer& customer) {
  std::string known;
  for (const Person& person : customer.people)
    known += (known.empty() ? "known are " : ", ") + person.name;
  return known;
}

std::string nobody_called(const Customer& customer, const std::string& words) {
  return "nobody at " + customer.name + " is called \"" + printable_line(words) + "\"";
}

std::string deal_named(const Customer& customer, const std::string& id) {
  return item_named(customer.deals, id, "deal", customer);
}

std::string case_named(const Customer& customer, const std::string& id) {
  return item_named(customer.cases, id, "case", customer);
}

std::string case_named_or_new(const Customer& customer, const std::string& words) {
  const std::string wanted = folded(trimmed(words));
  std::vector<const Case*> near;
  for (const Case& one : customer.cases) {
    if (one.id == words) return one.id;
    if (one.is_closed()) continue;
    const std::string title = folded(one.title);
    if (title == wanted) return one.id;
    if (!wanted.empty() && (" " + title).find(" " + wanted) != std::string::npos)
      near.push_back(&one);
  }
  if (near.size() == 1) return near.front()->id;
  const bool looks_like_id = is_item_id(words) && words.size() <= 6 &&
                             words.find_first_of("0123456789") != std::string::npos;
  if (looks_like_id) return case_named(customer, words);
  return {};
}

std::string purchase_named(const Customer& customer, const std::string& id) {
  return item_named(customer.purchases, id, "purchase", customer);
}

std::string sale_named(const Customer& customer, const std::string& id) {
  std::vector<Sale> sales;
  for (const Purchase& one : customer.purchases)
    if (one.refund_of.empty()) sales.push_back({one.id, one.item});
  for (const Deal& one : customer.deals) sales.push_back({one.id, one.title});
  return item_named(sales, id, "purchase or deal", customer);
}

std::vector<Assignment> with_customer_ids(std::vector<Assignment> changes, const Desk& desk) {
  if (desk.world().manners.anyway) return changes;
  const auto id_of = [&](const std::string& words) { return desk.find(words).id; };
  for (Assignment& change : changes) {
    const bool is_list = change.key == "also";
    if (names_customers(change.key)) change = with_ids(std::move(change), id_of, is_list);
  }
  return changes;
}

Assignment with_own_ids(Assignment change, const Customer& customer, ItemKind kind) {
  const std::string key = change.key;
  refuse_itself(change, customer);
  IdOf id_of;
  if (key == "with")
    id_of = [&](const std::string& words) { return person_id(customer, words); };
  else if (key == "deal")
    id_of = [&](const std::string& id) { return deal_named(customer, id); };
  else if (key == "case")
    id_of = [&](const std::string& id) { return case_named(customer, id); };
  else if (key == "refund_of" || (key == "for" && kind == ItemKind::payment))
    id_of = [&](const std::string& id) {
      if (key == "for" && find_item(customer.deals, id) != nullptr) return id;
      return item_named(customer.purchases, id, "purchase", customer);
    };
  return id_of ? with_ids(std::move(change), id_of, key == "with") : change;
}

}  // namespace crm

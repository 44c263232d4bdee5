#include "cli/commands/opening.hpp"

#include <algorithm>

#include "cli/commands/references.hpp"
#include "core/record/writer.hpp"

namespace crm {

Said Said::of(const std::vector<std::string>& words) {
  Said said;
  for (const std::string& word : words) {
    const auto change = word.starts_with('-') ? std::nullopt : Assignment::parse(word);
    if (change)
      said.changes.push_back(*change);
    else
      said.plain += (said.plain.empty() ? "" : " ") + word;
  }
  return said;
}

void Said::set(const char* key, const std::string& value) {
  // What was typed as field=value has the last word.
  if (!value.empty()) changes.insert(changes.begin(), {Assignment::Kind::set, key, value});
}

std::vector<std::string> Said::taken(std::string_view key) {
  std::vector<std::string> values;
  std::erase_if(changes, [&](const Assignment& change) {
    if (change.key == key) values.push_back(change.value);
    return change.key == key;
  });
  return values;
}

Customer with_entry(ItemKind kind, const std::string& title, const std::vector<Assignment>& changes,
                    const Desk& desk) {
  Data entry = Data::map();
  entry.put("title", Data::scalar(title));
  for (const Assignment& change : changes)
    entry = assigned(std::move(entry), change, *type_of(kind), {desk.settings(), desk.now()},
                     desk.world().manners.anyway)
                .value();
  Data list = Data::list();
  list.children.push_back(std::move(entry));
  Data record = Data::map();
  record.put("name", Data::scalar(std::string(name_of(kind))));
  record.put(kind == ItemKind::deal ? "deals" : "cases", std::move(list));
  Customer customer = customer_from(record, desk.settings().currency).value();
  for (Deal& one : customer.deals) one.id.clear();
  for (Case& one : customer.cases) one.id.clear();
  return customer;
}

std::vector<std::string> people_meant(const Customer& customer,
                                      const std::vector<std::string>& words) {
  std::vector<std::string> ids;
  for (const std::string& one : words) {
    const Person* const person = person_named(customer, one);
    if (person == nullptr)
      throw Failure(Error::nothing_found(nobody_called(customer, one), known_people(customer)));
    if (std::find(ids.begin(), ids.end(), person->id) == ids.end()) ids.push_back(person->id);
  }
  return ids;
}

}  // namespace crm

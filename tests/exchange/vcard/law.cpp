#include "tests/exchange/vcard/law.hpp"

#include <algorithm>

#include "core/domain/folding.hpp"
#include "core/domain/id.hpp"
#include "core/domain/phone.hpp"
#include "core/domain/text.hpp"
#include "core/exchange/vcard_text.hpp"
#include "core/record/writer.hpp"
#include "tests/exchange/vcard/told.hpp"

namespace crm::test {
namespace {

using vcard::one_line;

template <class T>
void once(std::vector<T>& list) {
  std::vector<T> kept;
  for (T& each : list)
    if (std::ranges::find(kept, each) == kept.end()) kept.push_back(std::move(each));
  list = std::move(kept);
}

std::vector<std::string> texts(std::vector<std::string> list) {
  for (std::string& text : list) text = one_line(text);
  std::erase(list, "");
  once(list);
  return list;
}

std::vector<Labelled> labelled(const std::vector<Labelled>& list,
                               bool (*is_one)(const std::string&)) {
  std::vector<Labelled> kept;
  for (const Labelled& each : list) {
    const std::string value = one_line(each.value);
    if (!is_one(value)) continue;
    const auto known = std::ranges::find(kept, value, &Labelled::value);
    if (known == kept.end())
      kept.push_back({value, one_line(each.label)});
    else if (known->label.empty())
      known->label = one_line(each.label);
  }
  return kept;
}

bool is_email(const std::string& text) {
  return looks_like_email(text);
}

bool has_digit(const std::string& text) {
  const std::string plain = folded(text);
  return plain.find_first_of("0123456789") != plain.npos;
}

Contact sayable_contact(const Contact& said, const std::string& name) {
  Contact contact;
  contact.tags = texts(said.tags);
  contact.emails = labelled(said.emails, is_email);
  contact.phones = labelled(said.phones, has_digit);
  contact.links = texts(said.links);
  for (Address address : said.addresses) {
    Address kept;
    for (auto part : {&Address::street, &Address::city, &Address::region, &Address::postcode,
                      &Address::country})
      kept.*part =
          part == &Address::street ? vcard::some_lines(address.*part) : one_line(address.*part);
    if (kept == Address{}) continue;
    kept.label = one_line(address.label);
    contact.addresses.push_back(kept);
  }
  once(contact.addresses);
  contact.birthday = said.birthday;
  for (const YearlyDate& date : said.dates) {
    YearlyDate kept;
    kept.on = date.on;
    kept.what = one_line(date.what);
    contact.dates.push_back(kept);
  }
  once(contact.dates);
  contact.language = one_line(said.language);
  contact.timezone = said.timezone;
  for (const std::string& alias : texts(said.aliases)) {
    // `anna-7h2k` is the id of a record that was merged into this one.
    const bool is_id = alias.size() > 5 &&
                       alias[alias.rfind('-') == alias.npos ? 0 : alias.size() - 5] == '-' &&
                       is_customer_id(alias) && alias.rfind('-') == alias.size() - 5;
    if (alias != name && !is_id) contact.aliases.push_back(alias);
  }
  return contact;
}

std::string text_of(const Customer& customer) {
  return new_file(to_data(customer));
}

}  // namespace

Customer sayable(const Customer& customer) {
  Customer said;
  said.id = customer.id;
  said.name = one_line(customer.name);
  static_cast<Contact&>(said) = sayable_contact(customer, said.name);
  said.kind = customer.is_company() ? "company" : "";
  for (const char* const key : {"department", "job_title", "role"})
    if (const std::string* value = find_named(customer.fields, key);
        value && !one_line(*value).empty())
      said.fields.emplace_back(key, one_line(*value));
  said.note = vcard::some_lines(customer.note);
  said.extra = customer.extra;
  std::ranges::sort(said.extra);
  for (const Person& each : customer.people) {
    Person person;
    person.id = each.id;
    person.name = one_line(each.name);
    if (each.left || person.name.empty()) continue;
    static_cast<Contact&>(person) = sayable_contact(each, person.name);
    person.role = one_line(each.role);
    person.note = vcard::some_lines(each.note);
    said.people.push_back(std::move(person));
  }
  return said;
}

Customer read_back(const std::string& text) {
  Customer all;
  const auto source = cards(text);
  bool is_first = true;
  for (auto item = source->next().value(); item; item = source->next().value()) {
    Customer says = std::get<Arrival>(*item).says;
    if (is_first)
      all = std::move(says);
    else
      all.people.insert(all.people.end(), says.people.begin(), says.people.end());
    is_first = false;
  }
  std::ranges::sort(all.extra);
  std::ranges::sort(all.fields);
  return all;
}

std::string what_is_lost(const Customer& customer, CardWish::Version version, bool with_extra) {
  const std::string text = to_vcard(customer, {.version = version});
  std::size_t begin = 0;
  for (std::size_t end = text.find('\n'); end != text.npos; end = text.find('\n', begin)) {
    const std::string line = text.substr(begin, end - begin);
    begin = end + 1;
    if (!line.ends_with('\r') || line.size() > 76) return "a line too long or not ended: " + line;
    if (!is_utf8(line)) return "a torn character: " + line;
    if (!is_printable_line(std::string_view(line).substr(0, line.size() - 1)))
      return "a control character: " + line;
  }
  if (begin != text.size()) return "the last line is not ended";
  Customer expected = sayable(customer);
  Customer found = read_back(text);
  if (!with_extra) {
    expected.extra.clear();
    found.extra.clear();
  }
  if (found == expected) return "";
  return "said:\n" + text_of(expected) + "read:\n" + text_of(found) + "card:\n" + text;
}

}  // namespace crm::test

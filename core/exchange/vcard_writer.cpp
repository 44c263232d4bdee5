#include "core/exchange/vcard_writer.hpp"

#include "core/exchange/content_line.hpp"

namespace crm {
namespace {

Card card(const std::string& uid, const std::string& name, const std::string& company,
          const Contact& contact, const CardWish& wish) {
  std::string text = "BEGIN:VCARD\r\n";
  text += wish.version == CardWish::Version::v3 ? "VERSION:3.0\r\n" : "VERSION:4.0\r\n";
  text += content_line("UID", uid);
  text += content_line("FN", escaped_value(name));
  text += content_line("N", escaped_value(name) + ";;;;");
  if (!company.empty()) text += content_line("ORG", escaped_value(company));
  for (const Labelled& email : contact.emails)
    text += content_line("EMAIL", escaped_value(email.value));
  for (const Labelled& phone : contact.phones)
    text += content_line("TEL", escaped_value(phone.value));
  return {uid, text + "END:VCARD\r\n"};
}

}  // namespace

std::vector<Card> cards_of(const Customer& customer, const CardWish& wish) {
  std::vector<Card> cards{card(customer.id + "@crm", customer.name, wish.employer, customer, wish)};
  for (const Person& person : customer.people)
    if (!person.left)
      cards.push_back(
          card(customer.id + "+" + person.id + "@crm", person.name, customer.name, person, wish));
  return cards;
}

std::string to_vcard(const Customer& customer, const CardWish& wish) {
  std::string text;
  for (const Card& one : cards_of(customer, wish)) text += one.text;
  return text;
}

}  // namespace crm

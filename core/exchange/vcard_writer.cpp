#include "core/exchange/vcard_writer.hpp"

#include "core/exchange/content_line.hpp"

namespace crm {
namespace {

std::string card(const std::string& id, const std::string& name, const Contact& contact,
                 const CardWish& wish) {
  std::string text = "BEGIN:VCARD\r\n";
  text += wish.version == CardWish::Version::v3 ? "VERSION:3.0\r\n" : "VERSION:4.0\r\n";
  text += content_line("UID", id + "@crm");
  text += content_line("FN", escaped_value(name));
  text += content_line("N", escaped_value(name) + ";;;;");
  for (const Labelled& email : contact.emails)
    text += content_line("EMAIL", escaped_value(email.value));
  for (const Labelled& phone : contact.phones)
    text += content_line("TEL", escaped_value(phone.value));
  return text + "END:VCARD\r\n";
}

}  // namespace

std::string to_vcard(const Customer& customer, const CardWish& wish) {
  std::string text = card(customer.id, customer.name, customer, wish);
  for (const Person& person : customer.people)
    text += card(customer.id + "-" + person.id, person.name, person, wish);
  return text;
}

}  // namespace crm

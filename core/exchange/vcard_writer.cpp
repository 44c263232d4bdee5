#include "core/exchange/vcard_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/domain/folding.hpp"
#include "core/domain/id.hpp"
#include "core/domain/phone.hpp"
#include "core/domain/text.hpp"
#include "core/exchange/vcard_lexer.hpp"
#include "core/exchange/vcard_text.hpp"

namespace crm {
namespace {

using namespace vcard;

constexpr std::size_t longest_line = 75;

std::string field(const Customer& customer, std::string_view key) {
  const std::string* value = find_named(customer.fields, key);
  return value == nullptr ? "" : one_line(*value);
}

/// `acme-2-7h2k`: an id among the aliases, which is nobody's nickname.
bool is_id_of_record(std::string_view alias) {
  const std::size_t dash = alias.rfind('-');
  return dash != alias.npos && alias.size() - dash == 5 && is_customer_id(alias) &&
         alias.find(' ') == alias.npos;
}

/// Lines of `extra` that may be given back: whole properties that the card does not have already.
std::vector<VcardProperty> foreign_lines(const Customer& customer) {
  static const std::set<std::string_view> own{
      "BEGIN", "END", "VERSION", "PRODID",       "UID",        "REV",      "FN",
      "KIND",  "N",   "PROFILE", "X-CRM-REASON", "X-CRM-NAME", "X-CRM-ID", "X-CRM-PERSON"};
  std::vector<VcardProperty> lines;
  for (const std::string& line : customer.extra) {
    auto property = read_property(one_line(line));
    if (!property || property->value.empty()) continue;
    // The beginning of a card within the card would take what follows for its own.
    if (property->name == "AGENT" &&
        lowered(property->value).find("end:vcard") == std::string::npos)
      continue;
    const bool is_day = property->name == "BDAY" || property->name == "ANNIVERSARY";
    const std::string* type = property->parameter("VALUE");
    if (is_day && (type == nullptr || lowered(*type) != "text")) continue;
    if (property->name == "BDAY" && customer.birthday) continue;
    if (!own.contains(property->name)) lines.push_back(*std::move(property));
  }
  return lines;
}

/// Each value once, on one line, with the first label it has.
std::vector<Labelled> once(const std::vector<Labelled>& list) {
  std::vector<Labelled> kept;
  for (const Labelled& each : list) {
    const Labelled entry{one_line(each.value), one_line(each.label)};
    const auto known = std::ranges::find(kept, entry.value, &Labelled::value);
    if (known == kept.end())
      kept.push_back(entry);
    else if (known->label.empty())
      known->label = entry.label;
  }
  std::erase_if(kept, [](const Labelled& each) { return each.value.empty(); });
  return kept;
}

/// One card while it is written.
class Writing {
 public:
  Writing(const CardWish& wish, const std::vector<VcardProperty>& foreign)
      : is_new_(wish.version == CardWish::Version::v4) {
    for (const VcardProperty& property : foreign) {
      groups_.insert(lowered(property.group));
      has_other_language_ = has_other_language_ || property.name == "LANG";
    }
    line("BEGIN", "VCARD");
    line("VERSION", is_new_ ? "4.0" : "3.0");
    line("PRODID", "-//crm//crm//EN");
  }

  bool is_new() const { return is_new_; }

  void line(std::string_view head, std::string_view value) {
    fold(std::string(head).append(":").append(value));
  }

  /// Where there is a value.
  void text(std::string_view head, std::string_view value) {
    const std::string clean = one_line(value);
    if (!clean.empty()) line(head, escaped(clean));
  }

  void list(std::string_view head, const std::vector<std::string>& values) {
    std::string joined;
    for (const std::string& value : values) {
      const std::string clean = one_line(value);
      if (clean.empty()) continue;
      joined += (joined.empty() ? "" : ",") + escaped(clean);
    }
    if (!joined.empty()) line(head, joined);
  }

  /// `head` with its label as types, or in a group of its own that names the label.
  void labelled(std::string_view head, std::string_view label, std::string_view value) {
    const auto types = types_of_label(label);
    if (!types) {
      const std::string group = new_group();
      line(fmt::format("{}.{}", group, head), value);
      line(group + ".X-ABLabel", escaped(label));
      return;
    }
    std::string typed(head);
    if (!types->empty()) {
      typed += ";TYPE=";
      for (std::size_t i = 0; i < types->size(); ++i)
        typed += (i == 0 ? "" : ",") + (is_new_ ? lowered((*types)[i]) : (*types)[i]);
    }
    line(typed, value);
  }

  void contact(const Contact& contact) {
    // What can't be written to or dialled would only be refused.
    for (const Labelled& email : once(contact.emails))
      if (looks_like_email(email.value)) value("EMAIL", email);
    for (const Labelled& phone : once(contact.phones))
      if (has_digit(phone.value)) value("TEL", phone);
    for (const Address& address : contact.addresses) this->address(address);
    for (const std::string& link : contact.links) {
      std::string clean = one_line(link);
      if (clean.empty()) continue;
      // An address is no text: only backslashes are written twice.
      for (std::size_t at = clean.find('\\'); at != clean.npos; at = clean.find('\\', at + 2))
        clean.insert(at, 1, '\\');
      line(is_messenger(clean) ? "IMPP" : "URL", clean);
    }
    if (contact.birthday) line("BDAY", written_day(*contact.birthday, is_new_));
    bool is_told = false;
    for (const YearlyDate& date : contact.dates) {
      const std::string day = written_day(date.on, is_new_);
      const std::string what = one_line(date.what);
      // A card of version 4.0 has one anniversary.
      if (what == "anniversary" && !is_told) {
        line(is_new_ ? "ANNIVERSARY" : "X-ANNIVERSARY", day);
        is_told = true;
        continue;
      }
      const std::string group = new_group();
      line(group + ".X-ABDATE", day);
      text(group + ".X-ABLabel", what);
    }
    text(has_other_language_ ? "LANG;PREF=1" : "LANG", contact.language);
    text(is_new_ ? "TZ" : "TZ;VALUE=text", contact.timezone);
    std::vector<std::string> nicknames;
    for (const std::string& alias : contact.aliases)
      if (!is_id_of_record(alias)) nicknames.push_back(alias);
    list("NICKNAME", nicknames);
    list("CATEGORIES", contact.tags);
  }

  void note(std::string_view note) {
    const std::string clean = some_lines(note);
    if (!clean.empty()) line("NOTE", escaped(clean));
  }

  void foreign(const VcardProperty& property) { fold(property.text()); }

  std::string finished() {
    line("END", "VCARD");
    return std::move(text_);
  }

 private:
  void value(std::string_view name, const Labelled& entry) {
    const std::string& label = entry.label;
    const std::string head =
        std::string(name) + (name == "EMAIL" && !is_new_ ? ";TYPE=INTERNET" : "");
    const auto types = types_of_label(label);
    if (name == "EMAIL" && !is_new_ && types && !types->empty()) {
      std::string typed = head;
      for (const std::string& type : *types) typed += "," + type;
      return line(typed, escaped(entry.value));
    }
    labelled(head, label, escaped(entry.value));
  }

  void address(const Address& address) {
    std::string parts = ";";
    bool is_empty = true;
    for (const std::string* part :
         {&address.street, &address.city, &address.region, &address.postcode, &address.country}) {
      // A street may have several lines.
      const std::string clean = part == &address.street ? some_lines(*part) : one_line(*part);
      is_empty = is_empty && clean.empty();
      parts += ";" + escaped(clean);
    }
    if (!is_empty) labelled("ADR", one_line(address.label), parts);
  }

  /// `crm1`, passing over those of foreign lines.
  std::string new_group() {
    std::string group;
    do group = fmt::format("crm{}", ++group_);
    while (groups_.contains(group));
    return group;
  }

  /// No line is longer than 75 bytes, and no character is torn.
  void fold(std::string_view line) {
    std::size_t room = longest_line;
    while (line.size() > room) {
      std::size_t end = room;
      while (end > 1 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;
      text_.append(line.substr(0, end)).append("\r\n ");
      line.remove_prefix(end);
      room = longest_line - 1;
    }
    text_.append(line).append("\r\n");
  }

  bool is_new_;
  /// Of foreign lines.
  std::set<std::string> groups_;
  bool has_other_language_ = false;
  int group_ = 0;
  std::string text_;
};

/// The N of a foreign card where it still is one of this name, else a guess.
std::string written_parts(const Customer* customer, std::string_view name) {
  const std::string whole = folded(name);
  if (customer != nullptr)
    for (const std::string& line : customer->extra) {
      const auto property = read_property(one_line(line));
      if (!property || property->name != "N") continue;
      const NameParts parts = name_parts(*property);
      const bool fits = std::ranges::all_of(
          std::initializer_list<std::string>{parts.family, parts.given},
          [&](const std::string& part) { return whole.find(folded(part)) != whole.npos; });
      // Version 2.1 may leave out the last of the five parts.
      const std::size_t count = plain_parts(*property, ';').size();
      if (fits && !parts.empty())
        return property->text() + std::string(count < 5 ? 5 - count : 0, ';');
    }
  const NameParts parts = guessed_parts(name);
  return "N:" + escaped(parts.family) + ";" + escaped(parts.given) + ";;;";
}

std::string uid_of(const Customer& customer, std::string_view person) {
  return one_line(customer.id) + (person.empty() ? "" : "+" + std::string(person)) + "@crm";
}

void write_name(Writing& card, std::string_view name, const Customer* customer) {
  const std::string clean = one_line(name);
  card.line("FN", escaped(clean));
  const std::string parts = written_parts(customer, clean);
  const std::size_t colon = parts.find(':');
  card.line(std::string_view(parts).substr(0, colon), std::string_view(parts).substr(colon + 1));
}

Card card_of(const Customer& customer, const CardWish& wish) {
  const std::vector<VcardProperty> foreign = foreign_lines(customer);
  Writing card(wish, foreign);
  const std::string uid = uid_of(customer, "");
  card.line("UID", uid);
  card.text("X-CRM-ID", customer.id);
  const std::string department = field(customer, "department");
  std::string organisation;
  if (customer.is_company()) {
    const std::string name = escaped(one_line(customer.name));
    card.line("FN", name);
    card.line("N", ";;;;");
    organisation = name;
    if (card.is_new()) card.line("KIND", "org");
    card.line("X-ABShowAs", "COMPANY");
  } else {
    write_name(card, customer.name, &customer);
    organisation =
        escaped(wish.employer.empty() ? field(customer, "company") : one_line(wish.employer));
  }
  if (!department.empty()) organisation += ";" + escaped(department);
  if (!organisation.empty()) card.line("ORG", organisation);
  card.text("TITLE", field(customer, "job_title"));
  card.text("ROLE", field(customer, "role"));
  card.contact(customer);
  card.note(customer.note);
  for (const VcardProperty& property : foreign) card.foreign(property);
  return {uid, card.finished()};
}

Card card_of(const Person& person, const std::string& id, const Customer& customer,
             const CardWish& wish) {
  Writing card(wish, {});
  const std::string uid = uid_of(customer, id);
  card.line("UID", uid);
  card.text("X-CRM-ID", customer.id);
  card.text("X-CRM-PERSON", id);
  write_name(card, person.name, nullptr);
  // A household is nobody's employer.
  card.text(customer.is_company() ? "ORG" : "X-CRM-NAME", customer.name);
  card.text("TITLE", person.role);
  card.contact(person);
  card.note(person.note);
  return {uid, card.finished()};
}

}  // namespace

std::vector<Card> cards_of(const Customer& customer, const CardWish& wish) {
  std::vector<Card> cards{card_of(customer, wish)};
  int ordinal = 0;
  for (const Person& person : customer.people) {
    ++ordinal;
    if (person.left || one_line(person.name).empty()) continue;
    const std::string id =
        is_item_id(person.id) ? person.id : derived_item_id(person.name, ordinal);
    cards.push_back(card_of(person, id, customer, wish));
  }
  return cards;
}

std::string to_vcard(const Customer& customer, const CardWish& wish) {
  std::string text;
  for (const Card& card : cards_of(customer, wish)) text += card.text;
  return text;
}

}  // namespace crm

// How somebody is reached and greeted, and a person inside a customer (an employee of a company, a
// member of a household).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/domain/day.hpp"
#include "core/domain/field.hpp"

namespace crm {

/// An e-mail address or a phone number as typed, with what it is for: `work`, `invoices`.
struct Labelled {
  std::string value;
  std::string label;
  bool operator==(const Labelled&) const = default;
};

struct Address {
  static constexpr std::string_view noun = "address";
  std::string id, label, street, postcode, city, region, country;
  bool operator==(const Address&) const = default;

  template <class Visitor, class Self>
  static void describe(Visitor& field, Self& self) {
    field("id", self.id);
    field("label", self.label);
    field("street", self.street);
    field("postcode", self.postcode);
    field("city", self.city);
    field("region", self.region);
    field("country", self.country);
  }
};

/// Another yearly date: a wedding, a company's founding.
struct YearlyDate {
  static constexpr std::string_view noun = "date";
  std::string id;
  PartialDay on;
  std::string what;
  bool operator==(const YearlyDate&) const = default;

  template <class Visitor, class Self>
  static void describe(Visitor& field, Self& self) {
    field("id", self.id);
    field("on", self.on, required);
    field("what", self.what);
  }
};

/// Whether somebody may be written to on a channel, and since which day.
struct Consent {
  bool given = false;
  std::optional<Day> since;

  /// `yes`, `no` or the day of a yes.
  static Result<Consent> parse(std::string_view text);
  std::string text() const;
  bool operator==(const Consent&) const = default;
};

/// What customers and persons have in common.
struct Contact {
  std::vector<std::string> tags;
  std::vector<Labelled> emails, phones;
  std::vector<std::string> links;
  std::vector<Address> addresses;
  std::optional<PartialDay> birthday;
  std::vector<YearlyDate> dates;
  std::string language, salutation, timezone;
  Named<Consent> consent;
  std::vector<std::string> aliases, external;
  bool operator==(const Contact&) const = default;

  template <class Visitor, class Self>
  static void describe(Visitor& field, Self& self) {
    field("tags", self.tags);
    field("emails", self.emails);
    field("phones", self.phones);
    field("links", self.links);
    field("addresses", self.addresses);
    field("birthday", self.birthday);
    field("dates", self.dates);
    field("language", self.language);
    field("salutation", self.salutation);
    field("timezone", self.timezone);
    field("consent", self.consent, refusal_wins);
    field("aliases", self.aliases, growing);
    field("external", self.external);
  }
};

/// A person within a customer's record.
struct Person : Contact {
  static constexpr std::string_view noun = "person";
  std::string id, name, role;
  /// The id of the customer this person is too, where they have a record of their own.
  std::string customer;
  /// Stays in the record when they leave, because conversations name them.
  std::optional<Day> left;
  std::string note;
  bool operator==(const Person&) const = default;

  template <class Visitor, class Self>
  static void describe(Visitor& field, Self& self) {
    field("id", self.id);
    field("name", self.name, required);
    field("role", self.role);
    field("customer", self.customer);
    field("left", self.left);
    Contact::describe(field, self);
    field("note", self.note, by_lines);
  }
};

}  // namespace crm

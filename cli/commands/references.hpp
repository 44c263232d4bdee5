// What people type for somebody or something of the book, and the id that a record keeps for it.
#pragma once

#include <string>
#include <vector>

#include "cli/desk.hpp"
#include "core/record/assignment.hpp"

namespace crm {

/// A person of the customer by id, name or a part of it that only they have; nullptr for nobody.
const Person* person_named(const Customer& customer, const std::string& words);

/// `known are Hank D'Souza, Bob Ray`; empty where nobody is.
std::string known_people(const Customer& customer);

/// `nobody at Acme is called "hank"`.
std::string nobody_called(const Customer& customer, const std::string& words);

/// The id of one of the customer's deals or cases by its id or its beginning.
std::string deal_named(const Customer& customer, const std::string& id);
std::string case_named(const Customer& customer, const std::string& id);
/// The id of the case that is meant by its id, its title, or a part of the title of only one that
/// is open. Empty for other words, which are a new one's title; what can only be an id is not
/// found.
std::string case_named_or_new(const Customer& customer, const std::string& words);
/// The id of a purchase; of a purchase or deal, which is what a payment can be for.
std::string purchase_named(const Customer& customer, const std::string& id);
std::string sale_named(const Customer& customer, const std::string& id);

/// The changes with ids where they name customers: `works_at=acme`, `also=anita`. As they stand
/// with --anyway.
std::vector<Assignment> with_customer_ids(std::vector<Assignment> changes, const Desk& desk);

/// The change with ids where it names entries of the customer itself: `with=hank`, `deal=gbe`.
Assignment with_own_ids(Assignment change, const Customer& customer, ItemKind kind);

}  // namespace crm

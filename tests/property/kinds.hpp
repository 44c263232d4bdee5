// The kinds of record, told apart by a type, so that one test serves all of them.
#pragma once

#include "core/record/reader.hpp"
#include "core/record/schema.hpp"

namespace crm::test {

inline Reading<Customer> read(const Tree& tree, const Customer*) {
  return read_customer(tree, "EUR");
}

inline Reading<Campaign> read(const Tree& tree, const Campaign*) {
  return read_campaign(tree, "EUR");
}

inline Reading<Settings> read(const Tree& tree, const Settings*) {
  return read_settings(tree);
}

inline const Type& type_of(const Customer*) {
  return customer_type();
}

inline const Type& type_of(const Campaign*) {
  return campaign_type();
}

inline const Type& type_of(const Settings*) {
  return settings_type();
}

}  // namespace crm::test

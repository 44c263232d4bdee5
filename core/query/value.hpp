// What a field says, typed so that it can be compared; and how it is read off a record's members.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "core/domain/customer.hpp"
#include "core/record/schema.hpp"

namespace crm {

struct Value {
  enum class Kind { text, number, day, money };

  Kind kind = Kind::text;
  /// As the record says it.
  std::string text = {};
  /// Days since 1970, millionths, or minor units.
  std::int64_t number = 0;
  /// Of money.
  std::string currency = {};

  static Value of(std::string text) { return {Kind::text, std::move(text)}; }

  static Value of(const Day& day) { return {Kind::day, day.text(), day.number()}; }

  static Value of(const Moment& moment) { return {Kind::day, moment.text(), moment.day.number()}; }

  static Value of(const Money& money) {
    return {Kind::money, money.text(), money.minor, money.currency};
  }

  /// A whole number; one beyond all reason counts as the greatest.
  static Value of(std::int64_t number);

  static Value of(const Decimal& decimal) {
    return {Kind::number, decimal.text(), decimal.millionths};
  }
};

/// Days by day, numbers and amounts by size (amounts by currency first), texts folded.
bool is_before(const Value& a, const Value& b);

/// An entry of a customer's record.
using Item = std::variant<const Person*, const Deal*, const Case*, const Reminder*, const Purchase*,
                          const Payment*, const Interaction*, const Conflict*, const Address*,
                          const YearlyDate*, const Relation*>;

/// The values of the field of that rank (Type::rank) in the type's description. Of a map, those of
/// all names, or of `name` alone; of a list of entries, their ids.
std::vector<Value> values_at(const Customer& customer, int rank, std::string_view name = {});
std::vector<Value> values_at(const Item& entry, int rank, std::string_view name = {});

/// Calls for each entry of the list of that rank.
void each_entry(const Customer& customer, int rank, const std::function<void(const Item&)>& look);

/// The value of a field of the book's own, by the type that crm.yaml gives it.
Value custom_value(const std::string& text, const CustomField& definition,
                   std::string_view currency);

const std::string& id_of(const Item& entry);

}  // namespace crm

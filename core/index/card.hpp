// A customer on an index card: their record's value in a few bytes, without its long texts.
//
// Cards are made from files and can be thrown away. Whoever needs a note or what was said reads the
// file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/domain/customer.hpp"
#include "core/record/field_set.hpp"

namespace crm {

/// The record without its texts that are merged by lines: notes, what was said. Its kind is told
/// also where the record leaves it to be seen by its people.
std::string card_of(const Customer& customer);

/// What matters from `now` on: without conversations that were held before the last contact, but
/// for the first answers to open cases.
std::string brief_of(const Customer& customer, const Moment& now);

/// Reads cards, one after the other, into the room of the last one.
class CardReader {
 public:
  /// Fields that are not wanted are left empty.
  explicit CardReader(FieldSet wanted = FieldSet::all()) : wanted_(wanted) {}

  /// What stands on a card, until the next one is read; nullptr for bytes that are none.
  const Customer* read(std::string_view bytes);

 private:
  FieldSet wanted_;
  Customer customer_;
};

/// The record as a reader of cards would show it.
void keep_only(Customer& customer, FieldSet wanted);

/// Another one where a card's bytes mean something else: after a change of the format's fields.
std::string_view card_edition();

/// Of bytes, to see that they are what was written.
std::uint64_t checksum(std::string_view bytes, std::uint64_t seed = 0);

}  // namespace crm

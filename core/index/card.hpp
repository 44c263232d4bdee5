// A customer on an index card: their record's value in a few bytes, without its long texts.
//
// Cards are made from files and can be thrown away. Whoever needs a note or what was said reads the
// file.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/domain/customer.hpp"

namespace crm {

/// The record without its texts that are merged by lines: notes, what was said.
std::string card_of(const Customer& customer);

/// What matters from `now` on: without conversations that were held before the last contact.
std::string brief_of(const Customer& customer, const Moment& now);

/// What stands on a card; nothing for bytes that are none.
std::optional<Customer> read_card(std::string_view bytes);

/// Another one where a card's bytes mean something else: after a change of the format's fields.
std::string_view card_edition();

/// Of bytes, to see that they are what was written.
std::uint64_t checksum(std::string_view bytes, std::uint64_t seed = 0);

}  // namespace crm

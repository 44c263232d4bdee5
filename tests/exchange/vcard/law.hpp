// What is true of every card: it says all of a customer that a vCard can say.
#pragma once

#include <string>

#include "core/domain/customer.hpp"
#include "core/exchange/vcard_writer.hpp"

namespace crm::test {

/// What of a customer a vCard can say, as it says it: texts on one line, no ids of entries. `extra`
/// in the order of bytes.
Customer sayable(const Customer& customer);

/// The customer that these cards of ours tell of together.
Customer read_back(const std::string& cards);

/// What `to_vcard` breaks about a customer; empty when all is well. `extra` is compared too.
std::string what_is_lost(const Customer& customer, CardWish::Version version, bool with_extra);

}  // namespace crm::test

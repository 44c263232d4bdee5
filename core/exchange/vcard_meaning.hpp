// What one card says of a customer, or of a person in one.
#pragma once

#include <string>

#include "core/exchange/arrival.hpp"
#include "core/exchange/source.hpp"
#include "core/exchange/vcard_lexer.hpp"
#include "core/exchange/vcard_reader.hpp"

namespace crm {

struct VcardMeaning {
  /// Why the card is passed over or can't be taken; empty otherwise.
  std::string skipped, rejected;
  /// Without its place.
  Arrival arrival;
  int photos_left_out = 0, binaries_left_out = 0;
};

VcardMeaning meaning_of(const Vcard& card, const VcardWish& wish, const Ground& ground);

}  // namespace crm

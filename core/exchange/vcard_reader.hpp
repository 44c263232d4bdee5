// vCards as what they say of customers: the address book of a phone or of a mail program.
#pragma once

#include <memory>
#include <string>

#include "core/domain/bytes.hpp"
#include "core/exchange/source.hpp"

namespace crm {

struct VcardWish {
  /// Pictures arrive as well; else they are counted and passed over.
  bool photos = false;
  /// Of bytes that are no UTF-8 and name no charset: a name that iconv knows. Empty: UTF-16 is
  /// noticed, all else is read as Windows-1252.
  std::string encoding = {};
};

/// Cards of the versions 2.1, 3.0 and 4.0, in any mixture. Each is a customer, a company where the
/// card is one; a card of a person within a customer, as `to_vcard` writes it, is that customer
/// with this person alone. Cards that were written by a crm say the id of their record. Lists of
/// contacts and cards of places and things are passed over; a card without an end, or one that
/// names nobody, is rejected and costs no other. What has no place in a record is kept in `extra`.
Result<std::unique_ptr<Source>> open_vcards(std::unique_ptr<Bytes> bytes, std::string file,
                                            const VcardWish& wish, const Ground& ground);

}  // namespace crm

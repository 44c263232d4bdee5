// Customers as vCards, for phones and other address books.
#pragma once

#include <string>
#include <vector>

#include "core/domain/customer.hpp"

namespace crm {

struct CardWish {
  enum class Version { v3, v4 };
  /// 3.0 is what iPhones, Google and Outlook read.
  Version version = Version::v3;
  /// The name of the customer in `works_at`; empty: `fields.company` is told.
  std::string employer = {};
};

struct Card {
  /// The same at each export: `acme-7h2k@crm`, of a person in it `acme-7h2k+p4n8x2@crm`. It can be
  /// the name of a file.
  std::string uid;
  /// From BEGIN:VCARD to END:VCARD, lines folded at 75 bytes and ended by CR LF.
  std::string text;
};

/// The customer's card, and one for each person in it who has not left. It says names, organisation
/// and job (`fields.job_title`, `role`, `department`), e-mails, phones, addresses, links, days,
/// language, time zone, tags, the note and what is in `extra`; no deals, conversations or consents.
/// The same record is the same text, whatever the clock.
std::vector<Card> cards_of(const Customer& customer, const CardWish& wish = {});

/// The texts of all of them.
std::string to_vcard(const Customer& customer, const CardWish& wish = {});

}  // namespace crm

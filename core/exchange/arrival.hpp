// What arrives from a foreign file: something that is said of a customer, where it stood, and what
// tells who is meant.
#pragma once

#include <string>
#include <vector>

#include "core/domain/campaign.hpp"
#include "core/domain/customer.hpp"
#include "core/domain/data.hpp"
#include "core/domain/result.hpp"

namespace crm {

/// A word by which a foreign file means somebody.
struct Key {
  enum class Kind { id, external, email, phone, name };
  Kind kind = Kind::name;
  /// As written there. An external one has its program before a colon: `hubspot:123`.
  std::string value;
  bool operator==(const Key&) const = default;
};

/// A picture that came with a card.
struct Photo {
  /// `jpg`, `png`: what its file is to end with.
  std::string ending;
  std::string bytes;
};

struct Arrival {
  /// A customer may get a record of its own. An entry (a conversation, a deal, a sale …) belongs to
  /// somebody who is in the book, or has arrived before it.
  enum class Kind { customer, entry };
  Kind kind = Kind::customer;
  /// Where it began.
  Place place;
  /// What it says: a record of which as much is filled in as is known, without an id unless it is
  /// one of a book of ours. What it says in the lists of entries (deals, interactions …) has no ids
  /// either, but in `external` what makes it known when it comes again: `hubspot:deal:17`,
  /// `mail:<id>`, for a row that has no number `row:` and a hash of it and of its ordinal among
  /// equals in this file. Texts are valid UTF-8.
  Customer says;
  /// Keys of the user's own beside it (own_keys.hpp): a new record has them too.
  Data own;
  /// Whom an entry belongs to: the first of these that fits anybody tells. For a customer none:
  /// its own external numbers, e-mails and phones tell.
  std::vector<Key> whom;
  /// Others who took part in a conversation: those of them who are in the book are named with it.
  std::vector<Key> also;
  /// Words for the company that a person works at; the first that fits a customer becomes
  /// `works_at`, else the name is kept in `fields.company`.
  std::vector<Key> company;
  /// The external numbers of the conversations that this one answers (`mail:<id>`), nearest first:
  /// it belongs to the deal, case, campaign and letter that they belong to.
  std::vector<std::string> answers;
  /// What could not be taken over as it stands: `birthday "0000" is no date`.
  std::vector<std::string> remarks;
  /// Only where they were asked for.
  std::vector<Photo> photos;
  /// As that of a Reject, but for the reason, in case nobody is found whom it belongs to.
  std::string raw;
};

/// A campaign of a book of ours.
struct CampaignArrival {
  Place place;
  /// With its id.
  Campaign says;
  /// The same as in an Arrival.
  Data own;
  std::vector<std::string> remarks;
  std::string raw;
};

/// A row, card or mail that can't be taken.
struct Reject {
  /// File, line and column where it began.
  Place place;
  /// `"12.000,50" is no amount`.
  std::string reason;
  /// Its text as it stood, the reason added in the file's own way (a column more, a property more),
  /// so that it can be mended and imported again; at most 64 KiB of it.
  std::string raw;
};

/// Something that is passed over by intent: a photo, a newsletter, a list of groups.
struct Skip {
  Place place;
  /// Equal reasons are counted: `sent to a mailing list`.
  std::string reason;
};

}  // namespace crm
